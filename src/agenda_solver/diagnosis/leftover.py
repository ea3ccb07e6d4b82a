"""What the hard rules leave to each session: the starts, rooms and places that no rule strikes out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from agenda_solver.deadline import Deadline
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import Session
from agenda_solver.rules.rule import Rule
from agenda_solver.rules.unscheduled import Unscheduled

if TYPE_CHECKING:
    from agenda_solver.solver.decisions import Decisions

__all__ = ["Leftover"]


class Leftover:
    """The places that are left to the sessions of a conference.

    The rules themselves strike out, as they do for the solver. Whatever holds of these places holds of every agenda
    that keeps the rules.

    Parameters
    ----------
    conference
        The conference.
    rules
        Its hard rules that have something to say.
    deadline
        When whoever asks gets :class:`OutOfTime` instead of an answer.
    """

    def __init__(self, conference: Conference, rules: Sequence[Rule], deadline: Deadline | None = None) -> None:
        self.conference = conference
        self.deadline = deadline or Deadline()
        self.rules = tuple(rules)
        self._cells: dict[str, frozenset[tuple[str, str]]] = {}

    @cached_property
    def _decisions(self) -> Decisions:
        from agenda_solver.solver.decisions import Decisions
        from agenda_solver.solver.model import TimedModel

        decisions = Decisions(self.conference, TimedModel(self.deadline))
        for rule in self.narrowing:
            rule.post(decisions)
        return decisions

    @property
    def narrowing(self) -> list[Rule]:
        """The rules that strike out places of single sessions."""
        return [rule for rule in self.rules if rule.narrows]

    def under(self, rules: Iterable[Rule]) -> Leftover:
        """Return what other rules leave."""
        return Leftover(self.conference, list(rules), self.deadline)

    @cached_property
    def needed(self) -> tuple[Session, ...]:
        """The sessions that every agenda has to place."""
        if any(isinstance(rule, Unscheduled) for rule in self.rules):
            return self.conference.sessions  # as a hard rule it wants the optional ones, too
        return tuple(session for session in self.conference.sessions if not session.optional)

    def positions(self, session: str) -> Sequence[Position]:
        """Return the starts that are left to a session."""
        return self._decisions.positions(session)

    def rooms(self, session: str) -> Sequence[str]:
        """Return the rooms that are left to a session."""
        return self._decisions.rooms(session)

    def places(self, session: str) -> Iterator[tuple[Position, str]]:
        """Return the places, a start and a room each, that are left to a session."""
        return self._decisions.possible(session)

    def cells(self, session: str) -> frozenset[tuple[str, str]]:
        """Return the blocks and rooms that are left to a session."""
        if session not in self._cells:
            self._cells[session] = frozenset((position.block, room) for position, room in self.places(session))
        return self._cells[session]

    def taken_until(self, position: Position) -> int:
        """Return the end of the last slot that a session touches: nothing of its block follows it before."""
        marks = self.conference.boundaries[position.block]
        return marks[bisect_left(marks, position.end)]

    def need(self, session: str) -> int:
        """Return the minutes of slots that a session takes at least."""
        return min(self.taken_until(position) - position.start for position in self.positions(session))

    def open_minutes(self, sessions: Iterable[str], block: str) -> int:
        """Return the minutes of a block that some start of these sessions could cover."""
        total, until = 0, 0
        stretches = [(p.start, self.taken_until(p)) for s in sessions for p in self.positions(s) if p.block == block]
        for start, end in sorted(stretches):
            total += max(0, end - max(start, until))
            until = max(until, end)
        return total
