"""A draft as its file has it: slots, rooms, sessions with their papers, and where the draft has them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from benchmarks.families.strict import Clock, Names, StrictPart

__all__ = ["Document", "Paper", "Place", "Room", "Session", "Slot"]


class Slot(StrictPart):
    """A time that a session can have."""

    id: str
    start: Clock
    minutes: int = Field(ge=1, le=1_440)


class Room(StrictPart):
    """A room, the types of sessions that it may hold, and the slots in which it is open."""

    id: str
    name: str
    types: Names
    slots: Names


class Session(StrictPart):
    """A session with the papers of the draft."""

    id: str
    title: str
    type: str
    topics: Names
    papers: Names


class Paper(StrictPart):
    """A paper with its authors."""

    id: str
    authors: tuple[int, ...]


class Place(StrictPart):
    """Where a session is in the draft."""

    slot: str
    room: str


class Document(StrictPart):
    """A whole draft. ``series`` are sessions that are the parts of one course, in order."""

    format: Literal["chi2013/1"]
    name: str
    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    papers: tuple[Paper, ...]
    series: tuple[list[str], ...]
    draft: dict[str, Place]
