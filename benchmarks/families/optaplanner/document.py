"""A problem of the family as its file has it: JSON that was converted from OptaPlanner's workbooks.

Unknown fields are passed over; they do not count in the family's score. Everything else is strict.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from agenda_solver.formats.strict_json import read_json
from benchmarks.families.strict import Clock, Names, StrictPart, strictly

__all__ = ["Document", "Owner", "Room", "Speaker", "Talk", "Timeslot", "Weights", "document_of", "read_document"]

Weights = tuple[int, int, int]


class Timeslot(StrictPart):
    """A time that a talk can have; timeslots may overlap each other."""

    id: str
    start: Clock
    end: Clock
    talk_types: Names = Field(alias="talkTypes")
    tags: Names


class Room(StrictPart):
    """A room; ``unavailable`` are the ids of timeslots."""

    id: str
    capacity: int = Field(ge=0)
    talk_types: Names = Field(alias="talkTypes")
    tags: Names
    unavailable: Names


class Owner(StrictPart):
    """Somebody or something with wishes about tags of timeslots and rooms."""

    required_timeslot_tags: Names = Field(alias="requiredTimeslotTags")
    preferred_timeslot_tags: Names = Field(alias="preferredTimeslotTags")
    prohibited_timeslot_tags: Names = Field(alias="prohibitedTimeslotTags")
    undesired_timeslot_tags: Names = Field(alias="undesiredTimeslotTags")
    required_room_tags: Names = Field(alias="requiredRoomTags")
    preferred_room_tags: Names = Field(alias="preferredRoomTags")
    prohibited_room_tags: Names = Field(alias="prohibitedRoomTags")
    undesired_room_tags: Names = Field(alias="undesiredRoomTags")


class Speaker(Owner):
    """A speaker; ``unavailable`` are the ids of timeslots."""

    id: str
    unavailable: Names


class Talk(Owner):
    """A talk; where it is ``pinned``, its timeslot and room are decided."""

    code: str
    title: str
    talk_type: str = Field(alias="talkType")
    speakers: Names
    themes: Names = Field(alias="themeTrackTags")
    sectors: Names = Field(alias="sectorTags")
    contents: Names = Field(alias="contentTags")
    audience_types: Names = Field(alias="audienceTypes")
    level: int = Field(alias="audienceLevel")
    language: str | None
    exclusive: Names = Field(alias="mutuallyExclusiveTalksTags")
    prerequisites: Names = Field(alias="prerequisiteTalks")
    favourites: int = Field(alias="favoriteCount", ge=0)
    crowd_risk: int = Field(alias="crowdControlRisk")
    pinned: bool
    timeslot: str | None
    room: str | None
    published_timeslot: str | None = Field(alias="publishedTimeslot")
    published_room: str | None = Field(alias="publishedRoom")


class Document(StrictPart):
    """A whole problem.

    ``weights`` are those of each constraint on the levels hard, medium and soft; one without weights does not count.
    """

    name: str
    pause: int = Field(alias="minimumConsecutiveTalksPauseInMinutes", ge=0)
    weights: dict[str, Weights]
    timeslots: tuple[Timeslot, ...]
    rooms: tuple[Room, ...]
    speakers: tuple[Speaker, ...]
    talks: tuple[Talk, ...]

    @field_validator("weights", mode="before")
    @classmethod
    def _weights_are_tuples(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}

    @model_validator(mode="after")
    def _weights_are_not_negative(self) -> Self:
        for name, weights in self.weights.items():
            if min(weights) < 0:
                raise ValueError(f'the weights of "{name}" must not be negative')
        return self


def document_of(raw: Any) -> Document:
    """Return a problem that was read of JSON.

    Raises
    ------
    InvalidInput
        With every field that is missing or wrong, each with its place.
    """
    return strictly(Document, raw)


def read_document(path: Path) -> Document:
    """Read the file of a problem.

    Raises
    ------
    InvalidInput
        When it is no JSON, or with every field that is missing or wrong.
    OSError
        When it cannot be read.
    """
    return document_of(read_json(path))
