"""A meeting as its file has it: slots, rooms, sessions of groups, and the wishes of the groups."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from benchmarks.families.strict import Clock, Names, StrictPart

__all__ = ["Conflict", "Document", "Group", "Room", "Session", "Slot"]

Kind = Literal["chair", "technology", "key-participant"]
Points = Field(ge=0, le=10**9)


class Slot(StrictPart):
    """A time that a session can have, in the rooms that are open; ``time_range`` is what wishes speak of."""

    id: str
    start: Clock
    minutes: int = Field(ge=1, le=1_440)
    name: str = ""
    time_range: str
    rooms: Names


class Room(StrictPart):
    """A room."""

    id: str
    name: str
    capacity: int = Field(ge=0)


class Session(StrictPart):
    """A session of a group, for which others may join it; ``part`` 1 is asked for before 2."""

    id: str
    group: str
    part: int
    joint_with: Names
    minutes: int = Field(ge=1)
    attendees: int | None = Field(ge=0)


class Conflict(StrictPart):
    """A group at whose time another one does not want to meet."""

    group: str
    kind: Kind
    weight: int = Points


class Group(StrictPart):
    """The wishes of a group."""

    id: str
    key_people: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    unavailable: Names
    day_relation: Literal["next-day", "not-next-day"] | None
    adjacent_to: str | None


class Weights(StrictPart):
    """What a violation of each kind costs, where the wish does not say so itself."""

    key_person: int = Points
    time_range: int = Points
    day_relation: int = Points
    adjacency: int = Points
    order: int = Points
    room_too_small: int = Points
    slot_too_short: int = Points


class Document(StrictPart):
    """A whole meeting."""

    format: Literal["ietf106/1"]
    name: str
    weights: Weights
    adjacent_within_minutes: int = Field(ge=0)
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    groups: tuple[Group, ...]
    sessions: tuple[Session, ...]
