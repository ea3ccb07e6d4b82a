"""What is different between two agendas: what moved, what is new or dropped, and who has to be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.telling import dated, until

__all__ = ["Diff", "Kind", "Move", "Stand", "diff"]


class Kind(StrEnum):
    """What became of a session."""

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
    """Where a session stands in one agenda: the room's id and name, start and end on the conference's clock."""

    room: str
    room_name: str
    start: datetime
    end: datetime

    @classmethod
    def of(cls, agenda: Agenda, session: str) -> Stand | None:
        """Return where a session stands, or None where it has no place."""
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
        """Return it as plain data for JSON."""
        times = {"start": self.start, "end": self.end}
        return {"room": self.room, "room_name": self.room_name} | {k: v.isoformat() for k, v in times.items()}


@dataclass(frozen=True)
class Move:
    """What became of one session.

    Attributes
    ----------
    session, title
        The session; the title is that of the later agenda where it has it.
    before, after
        Where it stood and where it stands; None where it had or has no place.
    people
        Ids and names of those who have a part in it, before or after.
    voters
        How many others voted for it, before or after.
    """

    session: str
    title: str
    before: Stand | None
    after: Stand | None
    people: tuple[tuple[str, str], ...] = ()
    voters: int = 0

    @cached_property
    def kind(self) -> Kind:
        """What became of it."""
        before, after = self.before, self.after
        if before is None or after is None:
            return Kind.NEW if before is None else Kind.DROPPED
        # Compared as instants: two clocks of one zone may differ by an hour.
        time = before.start.astimezone(UTC) != after.start.astimezone(UTC)
        if before.room != after.room:
            return Kind.BOTH if time else Kind.ROOM
        if time:
            return Kind.TIME
        return Kind.UNCHANGED if before.end.astimezone(UTC) == after.end.astimezone(UTC) else Kind.LENGTH

    @property
    def sentence(self) -> str:
        """What somebody has to know who takes part in it."""
        if self.after is None:
            return f'"{self.title}" is not in the programme any more (it was {self.before}).'
        if self.before is None:
            return f'"{self.title}" is new: {self.after}.'
        return f'"{self.title}" is now {self.after} (it was {self.before}).'

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "session": self.session,
            "title": self.title,
            "kind": str(self.kind),
            "before": None if self.before is None else self.before.as_dict(),
            "after": None if self.after is None else self.after.as_dict(),
            "people": [id for id, _ in self.people],
            "voters": self.voters,
        }


@dataclass(frozen=True)
class Diff:
    """The difference between two agendas.

    Attributes
    ----------
    moves
        One entry for each session that has a place in at least one of them, unchanged ones as well, in the order of
        the later programme; then what only the earlier one has.
    """

    moves: tuple[Move, ...]

    def of_kind(self, *kinds: Kind) -> tuple[Move, ...]:
        """Return the sessions of which one of these became."""
        return tuple(move for move in self.moves if move.kind in kinds)

    @property
    def changed(self) -> tuple[Move, ...]:
        """Every session that is not as it was."""
        return tuple(move for move in self.moves if move.kind is not Kind.UNCHANGED)

    @property
    def moved(self) -> tuple[Move, ...]:
        """The sessions that are in both agendas, at another time or in another room."""
        return self.of_kind(*MOVED)

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many sessions of each kind there are."""
        found = Counter(move.kind for move in self.moves)
        return {kind: found[kind] for kind in Kind}

    @cached_property
    def told(self) -> dict[tuple[str, str], tuple[Move, ...]]:
        """Who has to be told, by id and name, with what they have to be told; in the order of the names."""
        found: dict[tuple[str, str], list[Move]] = {}
        for move in self.changed:
            for person in move.people:
                found.setdefault(person, []).append(move)
        return {person: tuple(found[person]) for person in sorted(found, key=lambda p: (p[1].casefold(), p[0]))}

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data for JSON."""
        return {
            "counts": {str(kind): number for kind, number in self.counts.items()},
            "sessions": [move.as_dict() for move in self.changed],
            "told": [
                {"person": id, "name": name, "sessions": [move.session for move in moves]}
                for (id, name), moves in self.told.items()
            ],
        }

    def __str__(self) -> str:
        from agenda_solver.replanning.diff_text import diff_text

        return diff_text(self)

    def markdown(self) -> str:
        """Return the difference as Markdown: a table of the sessions, and a list of the people."""
        from agenda_solver.replanning.diff_text import diff_markdown

        return diff_markdown(self)


@typed
def diff(before: Agenda, after: Agenda) -> Diff:
    """Return what is different between two agendas.

    Parameters
    ----------
    before, after
        Agendas of one conference, or of two that share the ids of sessions and rooms: the programme before and after
        some changes. Either may be partial.

    Returns
    -------
    What became of every session that has a place in one of them.

    Raises
    ------
    InvalidInput
        When they are of two conferences that have no session in common.
    TypeError
        When one of them is no agenda.
    """
    old, new = before.conference, after.conference
    # A programme that changed may have another id; what has nothing in common was never the same programme.
    if old.id != new.id and old.session_by_id.keys().isdisjoint(new.session_by_id):
        raise InvalidInput.single(f'the agendas are of "{old.id}" and of "{new.id}", which have no session in common')
    ids = dict.fromkeys([*after.conference.session_by_id, *before.conference.session_by_id])
    moves = (_move(before, after, id) for id in ids)
    return Diff(tuple(move for move in moves if move.before is not None or move.after is not None))


def _move(before: Agenda, after: Agenda, id: str) -> Move:
    sides = [agenda.conference for agenda in (after, before) if id in agenda.conference.session_by_id]
    people = {
        person: side.person_by_id[person].name for side in reversed(sides) for person in side.session_by_id[id].people()
    }
    voters = {voter for side in sides for voter in side.voters_by_session[id]} - set(people)
    title = sides[0].session_by_id[id].title
    return Move(id, title, Stand.of(before, id), Stand.of(after, id), tuple(people.items()), len(voters))
