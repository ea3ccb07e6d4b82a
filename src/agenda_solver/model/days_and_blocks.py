"""When a conference takes place: days, blocks of slots, breaks, and stretches of time."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from agenda_solver.model.field_types import (
    Date,
    DayId,
    Id,
    Instant,
    Part,
    PositiveMinutes,
    Tag,
    Text,
)

__all__ = ["Block", "Break", "Day", "Window"]


class Window(Part):
    """A half-open stretch of time ``[start, end)`` given by two aware datetimes."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts, or at the same time")
        return self


class Day(Part):
    """One day of the conference, by its date in the conference's time zone."""

    id: Id
    date: Date
    name: Text | None = None

    @property
    def label(self) -> str:
        """The name a reader sees: the given one, or the date."""
        return self.name or f"{self.date.day} {self.date:%B %Y}"


class Block(Part):
    """A stretch of one day without a break, divided into slots; the same slots in every room.

    ``slot_minutes`` divides it into slots of that length, ``slot_count`` into that many slots (as even as whole minutes
    allow); with neither, the block is one slot. If there are more slots than minutes, they are places in an order and
    not times, as in a poster session: they are shown by their numbers, with the time of the whole block. Such a block
    takes sessions whose length is in slots, and overlaps no other block; rules that count minutes count one for each
    place.

    If ``session_types`` is not empty, only sessions of these types may be in the block. ``tags`` are the words that
    wishes for times use ("morning", "prime time").
    """

    id: Id
    day: DayId
    start: Instant
    end: Instant
    name: Text | None = None
    slot_minutes: PositiveMinutes | None = None
    slot_count: Annotated[int, Field(ge=1, le=1_000)] | None = None
    session_types: tuple[Tag, ...] = ()
    tags: tuple[Tag, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts, or at the same time")
        if self.end - self.start > timedelta(days=1):
            raise ValueError("is longer than a day")
        if self.slot_minutes is not None and self.slot_count is not None:
            raise ValueError("give slot_minutes or slot_count, not both")
        if self.slot_minutes is not None and self.minutes % self.slot_minutes:
            raise ValueError(f"its {self.minutes} minutes cannot be cut into slots of {self.slot_minutes}")
        return self

    @property
    def minutes(self) -> int:
        """Length in minutes of real time."""
        return int((self.end - self.start) // timedelta(minutes=1))

    @property
    def is_in_order(self) -> bool:
        """Whether its slots are places in an order: there are more of them than minutes."""
        return self.slot_count is not None and self.slot_count > self.minutes

    @property
    def slots(self) -> int:
        """Number of slots."""
        if self.slot_count is not None:
            return self.slot_count
        return 1 if self.slot_minutes is None else self.minutes // self.slot_minutes


class Break(Part):
    """A break that has a title: lunch, coffee. It is shown to readers; no rule looks at it.

    No two breaks overlap. A break may overlap a block, and sessions may be in that block nevertheless.
    """

    day: DayId
    start: Instant
    end: Instant
    title: Text

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts, or at the same time")
        if self.end - self.start > timedelta(days=1):
            raise ValueError("is longer than a day")
        return self
