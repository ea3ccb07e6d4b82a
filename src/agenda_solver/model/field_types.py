"""The base class of all parts of a conference, and the types of their fields."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, model_validator

from agenda_solver.model.moment_parsing import FAR, YEARS, MomentRefused
from agenda_solver.model.python_parts import CheckedModel
from agenda_solver.model.reference_fields import ON_THE_CLOCK, Refers
from agenda_solver.model.zones import no_such_zone

__all__ = [
    "MAX_COUNT",
    "MAX_OCCURRENCES",
    "BlockId",
    "BuildingId",
    "Colour",
    "Count",
    "Date",
    "DayId",
    "Id",
    "Instant",
    "Minutes",
    "Part",
    "PersonId",
    "PositiveMinutes",
    "RoomId",
    "SessionId",
    "Tag",
    "Text",
    "TrackId",
    "ZoneName",
]

MAX_COUNT = 1_000_000
MAX_MINUTES = 7 * 24 * 60
MAX_OCCURRENCES = 100


def _real_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(no_such_zone(name)) from error
    return name


def _visible(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _whole_minute(instant: datetime) -> datetime:
    if instant.second or instant.microsecond:
        raise ValueError("must be a whole minute, without seconds")
    if instant.year not in YEARS:
        raise ValueError(FAR)
    # With a fixed offset, because Python compares two times of one zone by their wall clocks.
    return instant.replace(tzinfo=timezone(instant.utcoffset() or timedelta()), fold=0)


def _text_or(kind: type) -> BeforeValidator:
    """Refuse the numbers that pydantic would accept as seconds since 1970."""

    def check(raw: Any) -> Any:
        if isinstance(raw, MomentRefused):
            raise ValueError(raw.message)
        if not isinstance(raw, str | kind):
            raise ValueError(f"must be a {'date' if kind is date else 'time with its UTC offset'} in ISO 8601, as text")
        if isinstance(raw, str) and re.fullmatch(r"[-+]?[0-9]*[.]?[0-9]*", raw):
            raise ValueError("is not a date or time in ISO 8601")  # pydantic would accept it as a Unix time
        return raw

    return BeforeValidator(check)


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError('must be a colour such as "#1f77b4"')
    return text


Id = Annotated[str, Field(max_length=200), AfterValidator(_visible)]
DayId = Annotated[Id, Refers("days")]
BlockId = Annotated[Id, Refers("blocks")]
BuildingId = Annotated[Id, Refers("buildings")]
RoomId = Annotated[Id, Refers("rooms")]
PersonId = Annotated[Id, Refers("people")]
TrackId = Annotated[Id, Refers("tracks")]
SessionId = Annotated[Id, Refers("sessions")]
Text = Annotated[str, Field(max_length=2_000), AfterValidator(_visible)]
Tag = Annotated[str, Field(max_length=200), AfterValidator(_visible)]
ZoneName = Annotated[str, AfterValidator(_real_zone)]
Instant = Annotated[AwareDatetime, Field(strict=False), _text_or(datetime), AfterValidator(_whole_minute), ON_THE_CLOCK]
Date = Annotated[date, Field(strict=False), _text_or(date)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Minutes = Annotated[int, Field(ge=0, le=MAX_MINUTES)]
PositiveMinutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
Colour = Annotated[str, AfterValidator(_colour)]


class Part(CheckedModel):
    """Base of everything a conference is made of: frozen, strict about types, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _lists_are_tuples(cls, raw: Any) -> Any:
        # Strict mode accepts only tuples, but Python code and JSON have lists; everything else stays strict.
        if not isinstance(raw, dict):
            return raw
        return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
