"""Devrooms: the stretches of a day during which a track has a room to itself.

A big conference decides them first, and then gives each to the people who fill it with talks. They are the part of a
published schedule that is kept here; where in its devroom a talk stands is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from agenda_solver import Agenda, Conference
from agenda_solver.model.parts import Session


@dataclass(frozen=True)
class Devroom:
    """A track's uninterrupted stretch in a room."""

    id: str
    day: str
    room: str
    track: str | None
    start: int
    end: int
    sessions: tuple[Session, ...]
    before: int | None = None

    @property
    def minutes(self) -> int:
        """How long the devroom is open."""
        return self.end - self.start

    @property
    def minutes_of_talks(self) -> int:
        """How long its talks take together."""
        return sum(session.duration_minutes or 0 for session in self.sessions)

    def has_time_for(self, changeover: int) -> bool:
        """Whether its talks fit with such a pause, in minutes, before each of them, also after the devroom before it.

        Nobody has to wait before the first talk of a room's day.
        """
        pauses = len(self.sessions) - (self.before is None or self.before >= changeover)
        return self.minutes_of_talks + changeover * pauses <= self.minutes


def devrooms_of(conference: Conference, published: Agenda) -> list[Devroom]:
    """Return the devrooms of a published agenda, by day, room and time."""
    rank = {room.id: number for number, room in enumerate(conference.rooms)}
    day_of = {block.id: block.day for block in conference.blocks}
    rank_of_day = {day.id: number for number, day in enumerate(conference.days)}

    def place(session: Session) -> tuple[int, int]:
        return rank_of_day[day_of[published[session.id].block]], rank[published[session.id].room]

    placed = sorted(
        (session for session in conference.sessions if session.id in published),
        key=lambda session: (*place(session), published[session.id].start, published[session.id].end),
    )
    found: list[Devroom] = []
    for _, talks in groupby(placed, place):
        found.extend(_in_one_room(conference, published, list(talks)))
    return found


def _in_one_room(conference: Conference, published: Agenda, talks: Sequence[Session]) -> Iterator[Devroom]:
    """Return the devrooms of one room on one day, from its talks in the order of time."""
    ended: int | None = None
    for number, run in enumerate(_runs(talks), 1):
        first = published[run[0].id]
        block = conference.block_by_id[first.block]
        end = max(published[talk.id].end for talk in run)
        yield Devroom(
            id=f"{block.day} {first.room} {number}",
            day=block.day,
            room=first.room,
            track=run[0].track,
            start=first.start,
            end=end,
            sessions=tuple(sorted(run, key=lambda talk: conference.session_rank[talk.id])),
            before=None if ended is None else first.start - ended,
        )
        ended = max(end, ended or 0)


def _runs(talks: Iterable[Session]) -> list[list[Session]]:
    return [list(run) for _, run in groupby(talks, lambda talk: talk.track)]
