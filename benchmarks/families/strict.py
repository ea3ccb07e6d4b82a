"""The parts of problems in JSON files: strict, but unknown fields are ignored."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from agenda_solver import InvalidInput, Mistake
from agenda_solver.formats.strict_json import read_json
from agenda_solver.model.pydantic_messages import place_of, sentence_of

PartT = TypeVar("PartT", bound="StrictPart")
ProblemT = TypeVar("ProblemT")

Names = tuple[str, ...]


def _by_the_clock(when: datetime) -> datetime:
    if when.tzinfo is not None and when.utcoffset():
        raise ValueError("must be a time on the clock of the conference, without an offset")
    return when.replace(tzinfo=UTC)


Clock = Annotated[datetime, Field(strict=False), AfterValidator(_by_the_clock)]
"""A time without an offset, which is read as UTC: the files do not name the time zone of the conference."""


class StrictPart(BaseModel):
    """Base of the parts: frozen, strict about types; unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _lists_are_tuples(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


def strictly(kind: type[PartT], raw: Any, mistakes: Callable[[PartT], Iterable[Mistake]]) -> PartT:
    """Return the document in parsed JSON, after further checks."""
    try:
        document = kind.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise InvalidInput([Mistake(place_of(e["loc"]), sentence_of(e)) for e in found]) from error
    if wrong := list(mistakes(document)):
        raise InvalidInput(wrong)
    return document


def read_with(path: str | os.PathLike[str], problem_of: Callable[[Any], ProblemT]) -> ProblemT:
    """Read a JSON file and convert it; mistakes name the file."""
    raw = read_json(path)
    try:
        return problem_of(raw)
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


def unknown(known: Collection[str], ids: Iterable[str], place: str, kind: str = "") -> Iterator[Mistake]:
    """Return a mistake for each id in a list that nothing has."""
    for number, id in enumerate(ids):
        if id not in known:
            yield Mistake(f"{place}[{number}]", f'there is no {kind}"{id}"')
