"""What the hard rules leave to each session: the starts, rooms and places that no rule forbids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from agenda_solver.deadline import Deadline
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import Session
from agenda_solver.model.time_intervals import TimeSlot, merged
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.unscheduled import Unscheduled

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["RemainingPlaces"]


class _StartSummary(NamedTuple):
    """Summary of the starts that are left to a session."""

    slots: dict[str, frozenset[int]]
    need: int
    shortest: int
    first_end: int
    last_start: int
    longest_stretch: int


class RemainingPlaces:
    """The places that are left to the sessions of a conference.

    The rules themselves strike out places, as they do for the solver. So what is true of these places is true of every
    agenda that keeps the rules.

    Parameters
    ----------
    conference
        The conference.
    rules
        Its hard rules that apply.
    deadline
        After it, questions raise :class:`OutOfTime`.
    """

    def __init__(self, conference: Conference, rules: Sequence[Rule], deadline: Deadline | None = None) -> None:
        self.conference = conference
        self.deadline = deadline or Deadline()
        self.rules = tuple(rules)
        self._slots: dict[str, dict[tuple[str, str], frozenset[int]]] = {}
        self._starts: dict[int, _StartSummary] = {}
        self._positions: dict[str, Sequence[Position]] = {}
        self._shared: dict[tuple[int, tuple[Position, ...]], tuple[Position, ...]] = {}

    @cached_property
    def _decisions(self) -> Decisions:
        from agenda_solver.cpsat.timed_model import TimedModel
        from agenda_solver.cpsat.variables.variables_for_rules import Decisions

        decisions = Decisions(self.conference, TimedModel(self.deadline))
        for rule in self.narrowing:
            rule.post(decisions)
        return decisions

    @property
    def narrowing(self) -> list[Rule]:
        """The rules that strike out places of single sessions."""
        return [rule for rule in self.rules if rule.narrows]

    def under(self, rules: Iterable[Rule]) -> RemainingPlaces:
        """Return the places that other rules leave."""
        return RemainingPlaces(self.conference, list(rules), self.deadline)

    @cached_property
    def needed(self) -> tuple[Session, ...]:
        """The sessions that every agenda has to place."""
        if any(isinstance(rule, Unscheduled) for rule in self.rules):
            return self.conference.sessions  # if this rule is hard, optional sessions need a place, too
        return tuple(session for session in self.conference.sessions if not session.optional)

    @cached_property
    def placeable(self) -> dict[str, Session]:
        """The sessions that every agenda has to place and that have at least one place, by id."""
        found = {}
        for session in self.needed:
            self.deadline.check()
            if next(self.places(session.id), None) is not None:
                found[session.id] = session
        return found

    def positions(self, session: str) -> Sequence[Position]:
        """Return the starts that are left to a session: those for which at least one room is left."""
        if session not in self._positions:
            self._positions[session] = self._with_rooms(session)
        return self._positions[session]

    def _with_rooms(self, session: str) -> Sequence[Position]:
        in_time = self._decisions.positions(session)
        cells = self._decisions.possible_cells(session)
        if cells is None:
            open_ = {position for position, _ in self.places(session)}
            left = tuple(position for position in in_time if position in open_)
        else:
            blocks = {block for block, _ in cells}
            left = tuple(position for position in in_time if position.block in blocks)
        if len(left) == len(in_time):
            return in_time
        # Interchangeable sessions share one tuple of starts, so that each tuple is examined only once.
        return self._shared.setdefault((id(in_time), left), left)

    def rooms(self, session: str) -> Sequence[str]:
        """Return the rooms that are left to a session."""
        return self._decisions.rooms(session)

    def places(self, session: str) -> Iterator[tuple[Position, str]]:
        """Return the places, a start and a room each, that are left to a session."""
        return self._decisions.possible(session)

    def slots(self, session: str) -> Mapping[tuple[str, str], frozenset[int]]:
        """Return the slots that a session could take, for each block and room that is left to it."""
        if session not in self._slots and (cells := self._decisions.possible_cells(session)) is not None:
            in_time = self.slots_in_time(session)
            self._slots[session] = {cell: in_time[cell[0]] for cell in cells}
        if session not in self._slots:
            found: dict[tuple[str, str], set[int]] = {}
            taken: dict[Position, range] = {}
            for position, room in self.places(session):
                if position not in taken:
                    taken[position] = self.slots_taken(position)
                found.setdefault((position.block, room), set()).update(taken[position])
            self._slots[session] = {cell: frozenset(slots) for cell, slots in found.items()}
        return self._slots[session]

    def slots_in_time(self, session: str) -> Mapping[str, frozenset[int]]:
        """Return the slots that a session could take, whatever the room, for each block that is left to it."""
        return self._starts_of(session).slots

    def never_apart(self, first: str, second: str) -> bool:
        """Whether two sessions overlap whatever starts they get."""
        one, other = self._starts_of(first), self._starts_of(second)
        return one.first_end > other.last_start and other.first_end > one.last_start

    def longest_stretch(self, session: str) -> int:
        """Return the minutes of the longest stretch of a block that a session could lie anywhere in."""
        return self._starts_of(session).longest_stretch

    def _longest_stretch(self, positions: Sequence[Position]) -> int:
        by_block: dict[str, list[TimeSlot]] = {}
        for position in positions:
            by_block.setdefault(position.block, []).append(TimeSlot(position.start, self.taken_until(position)))
        return max((stretch.minutes for found in by_block.values() for stretch in merged(found)), default=0)

    def _starts_of(self, session: str) -> _StartSummary:
        # Interchangeable sessions share their starts, of which there are thousands on a fine grid.
        positions = self.positions(session)
        if id(positions) not in self._starts:
            found: dict[str, set[int]] = {}
            for position in positions:
                self.deadline.check()
                found.setdefault(position.block, set()).update(self.slots_taken(position))
            self._starts[id(positions)] = _StartSummary(
                {block: frozenset(slots) for block, slots in found.items()},
                min((self.taken_until(position) - position.start for position in positions), default=0),
                min((position.end - position.start for position in positions), default=0),
                min((position.end for position in positions), default=0),
                max((position.start for position in positions), default=0),
                self._longest_stretch(positions),
            )
        return self._starts[id(positions)]

    def slots_taken(self, position: Position) -> range:
        """Return the numbers of the slots that a session touches."""
        return range(position.slot, bisect_left(self.conference.boundaries[position.block], position.end))

    def minutes_of_slot(self, block: str, slot: int) -> int:
        """Return the length of a slot."""
        marks = self.conference.boundaries[block]
        return marks[slot + 1] - marks[slot]

    def minutes_in_cell(self, cell: tuple[str, str], slot: int) -> int:
        """Return the length of a slot of a cell."""
        return self.minutes_of_slot(cell[0], slot)

    def taken_until(self, position: Position) -> int:
        """Return the end of the last slot that a session touches; no other session follows it earlier."""
        marks = self.conference.boundaries[position.block]
        return marks[bisect_left(marks, position.end)]

    def need(self, session: str) -> int:
        """Return the minutes of the slots that a session takes at least."""
        return self._starts_of(session).need

    def shortest(self, session: str) -> int:
        """Return the minutes from start to end that a session takes at least."""
        return self._starts_of(session).shortest
