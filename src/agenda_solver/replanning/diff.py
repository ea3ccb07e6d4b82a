"""The difference between two agendas: sessions that moved, are new or were dropped, and the people to inform."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.diff_text import diff_markdown, diff_text
from agenda_solver.replanning.session_moves import MOVED, Kind, Move, Stand

__all__ = ["Diff", "Kind", "Move", "Stand", "diff"]


@dataclass(frozen=True)
class Diff:
    """The difference between two agendas.

    Attributes
    ----------
    moves
        One entry for each session that has a place in at least one of the agendas, including unchanged ones, in the
        order of the later programme; then the sessions of only the earlier one.
    """

    moves: tuple[Move, ...]

    def of_kind(self, *kinds: Kind) -> tuple[Move, ...]:
        """Return the sessions with a change of one of these kinds."""
        return tuple(move for move in self.moves if move.kind in kinds)

    @property
    def changed(self) -> tuple[Move, ...]:
        """All sessions that have changed."""
        return tuple(move for move in self.moves if move.kind is not Kind.UNCHANGED)

    @property
    def moved(self) -> tuple[Move, ...]:
        """The sessions that are in both agendas, at different times or in different rooms."""
        return self.of_kind(*MOVED)

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """The number of sessions of each kind."""
        found = Counter(move.kind for move in self.moves)
        return {kind: found[kind] for kind in Kind}

    @cached_property
    def told(self) -> dict[tuple[str, str], tuple[Move, ...]]:
        """The people to inform, by id and name and sorted by name, with the moves that concern them."""
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
        return diff_text(self)

    def markdown(self) -> str:
        """Return the difference as Markdown: a table of the sessions, and a list of the people to inform."""
        return diff_markdown(self)


@typed
def diff(before: Agenda, after: Agenda) -> Diff:
    """Return the difference between two agendas.

    Parameters
    ----------
    before, after
        Agendas of one conference, or of two that share ids of sessions and rooms: the programme before and after some
        changes. Either may be partial.

    Returns
    -------
    What happened to every session that has a place in at least one of them.

    Raises
    ------
    InvalidInput
        If their conferences have different ids and no session in common.
    TypeError
        If one of them is not an agenda.
    """
    old, new = before.conference, after.conference
    # A changed conference may have another id. Without a common session it is a different conference.
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
