"""The change of one session between two agendas: its old and new place, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.time_texts import dated, until

__all__ = ["MOVED", "Kind", "Move", "Stand"]


class Kind(StrEnum):
    """What happened to a session."""

    TIME = "moved in time"
    ROOM = "moved in room"
    BOTH = "moved in time and room"
    LENGTH = "longer or shorter"
    NEW = "new"
    DROPPED = "dropped"
    UNCHANGED = "unchanged"


MOVED = (Kind.TIME, Kind.ROOM, Kind.BOTH)


@dataclass(frozen=True)
class Stand:
    """The place of a session in one agenda: id and name of the room, start and end in the conference's zone."""

    room: str
    room_name: str
    start: datetime
    end: datetime

    @classmethod
    def of(cls, agenda: Agenda, session: str) -> Stand | None:
        """Return the place of a session, or None if it has none."""
        placed = agenda.get(session)
        if placed is None:
            return None
        room = agenda.conference.room_by_id[placed.room]
        return cls(room.id, room.name, agenda.start(session), agenda.end(session))

    @property
    def when(self) -> str:
        """The time as people read it: ``29 May 10:30``."""
        return dated(self.start)

    def __str__(self) -> str:
        return f"{self.when}-{until(self.start, self.end)}, {self.room_name}"

    def as_dict(self) -> dict[str, str]:
        """Return the place as plain data for JSON."""
        times = {"start": self.start, "end": self.end}
        return {"room": self.room, "room_name": self.room_name} | {k: v.isoformat() for k, v in times.items()}


@dataclass(frozen=True)
class Move:
    """The change of one session.

    Attributes
    ----------
    session, title
        The id and the title of the session. The title is that of the later conference if the session is in it.
    before, after
        Its old and its new place; None if it had or has none.
    people
        Ids and names of the people who take part in it, before or after.
    voters
        The number of other people who voted for it, before or after.
    """

    session: str
    title: str
    before: Stand | None
    after: Stand | None
    people: tuple[tuple[str, str], ...] = ()
    voters: int = 0

    @cached_property
    def kind(self) -> Kind:
        """The kind of the move."""
        before, after = self.before, self.after
        if before is None or after is None:
            return Kind.NEW if before is None else Kind.DROPPED
        # Compared in UTC: datetimes of the same zone compare by the wall clock, which is ambiguous when clocks change.
        time = before.start.astimezone(UTC) != after.start.astimezone(UTC)
        if before.room != after.room:
            return Kind.BOTH if time else Kind.ROOM
        if time:
            return Kind.TIME
        return Kind.UNCHANGED if before.end.astimezone(UTC) == after.end.astimezone(UTC) else Kind.LENGTH

    @property
    def sentence(self) -> str:
        """The change in a sentence for the people who take part in the session."""
        if self.after is None:
            return f'"{self.title}" is no longer in the programme (it was {self.before}).'
        if self.before is None:
            return f'"{self.title}" is new: {self.after}.'
        return f'"{self.title}" is now {self.after} (it was {self.before}).'

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data for JSON."""
        return {
            "session": self.session,
            "title": self.title,
            "kind": str(self.kind),
            "before": None if self.before is None else self.before.as_dict(),
            "after": None if self.after is None else self.after.as_dict(),
            "people": [id for id, _ in self.people],
            "voters": self.voters,
        }
