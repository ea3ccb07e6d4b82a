"""Rules about pairs of sessions: their costs as arrays, and in CP-SAT with as few clauses as possible."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from agenda_solver import Conference
from agenda_solver.rules.base.amount_tables import Grid, Numbers, PairTable, Tables
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms


class Times:
    """Times as arrays, and what pairs of them have in common as matrices."""

    def __init__(self, starts: Sequence[int] | Numbers, ends: Sequence[int] | Numbers, days: Sequence[int] | Numbers):
        self.starts, self.ends, self.days = (np.array(row, dtype=np.int64) for row in (starts, ends, days))
        self.minutes: Numbers = self.ends - self.starts

    @classmethod
    def of_blocks(cls, conference: Conference) -> Times:
        """Return the blocks of a conference, in their order."""
        days = {day.id: number for number, day in enumerate(conference.days)}
        spans = [conference.block_span[block.id] for block in conference.blocks]
        starts, ends = [span.start for span in spans], [span.end for span in spans]
        return cls(starts, ends, [days[block.day] for block in conference.blocks])

    @cached_property
    def both(self) -> Numbers:
        """The sum of the two lengths."""
        return self.minutes[:, None] + self.minutes[None, :]

    @cached_property
    def same_day(self) -> Numbers:
        """Whether the two are on one day."""
        same: Numbers = self.days[:, None] == self.days[None, :]
        return same

    @cached_property
    def gap(self) -> Numbers:
        """The minutes between the two; negative by as much as they overlap."""
        later: Numbers = np.maximum(self.starts[:, None], self.starts[None, :])
        return later - np.minimum(self.ends[:, None], self.ends[None, :])

    @cached_property
    def overlap(self) -> Numbers:
        """The minutes that the two share."""
        shared: Numbers = np.maximum(0, -self.gap)
        return shared

    @cached_property
    def first_is_late(self) -> Numbers:
        """The sum of the two lengths, where the first ends after the second begins."""
        return self.both * (self.ends[:, None] > self.starts[None, :])


class PairRule(OneSlotRule):
    """A rule whose amount is a sum over pairs of sessions: a weight of the pair, times the cost of their places.

    ``weights``, ``times`` and ``rooms`` are arrays, from which the tables, the ledger and CP-SAT are served. ``check``
    does not use them.
    """

    ordered: ClassVar[bool] = False
    """Whether ``weights``, ``times`` and ``rooms`` distinguish the first and the second of a pair."""

    @abstractmethod
    def weights(self, conference: Conference) -> Numbers:
        """Return how much each pair of sessions counts."""

    @abstractmethod
    def times(self, times: Times) -> Numbers:
        """Return what a pair of sessions costs at each pair of times."""

    def rooms(self, conference: Conference) -> Numbers | None:  # noqa: ARG002 - for subclasses
        return None

    def applies(self, conference: Conference) -> bool:
        weights = self.weights(conference)
        return bool((weights.sum() - np.trace(weights)) > 0)

    def as_tables(self, grid: Grid) -> Tables:
        weights, rooms = self.weights(grid.conference), self.rooms(grid.conference)
        times = self.times(Times(grid.starts, grid.ends, grid.days))
        return Tables((PairTable(weights if self.ordered else np.triu(weights, 1), times, rooms),))

    def quick(self, terms: Terms) -> bool:
        grid, conference = terms.grid, terms.grid.conference
        times, rooms = self.times(Times(grid.start, grid.end, grid.day)), self.rooms(conference)
        relation = _relation(times.tolist(), None if rooms is None else rooms.tolist())
        for (first, second), weight in np.ndenumerate(self.weights(conference)):
            if weight and (first < second or (self.ordered and first != second)):
                terms.charge_pair(first, second, relation, int(weight), sees_room=rooms is not None)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        weights, rooms = self.weights(conference), self.rooms(conference)
        pairs = _PairTimes(decisions, self.times(Times.of_blocks(conference)))
        counted = weights * (1 - np.eye(len(weights), dtype=np.int64)) if self.ordered else np.triu(weights, 1)
        for a, b in np.argwhere(counted).tolist():
            first, second = conference.sessions[a].id, conference.sessions[b].id
            charged = pairs.literals(first, second)
            harmless = _harmless(decisions, first, second, rooms) if rooms is not None and charged else None
            for amount, literal in charged.items():
                cost.add(_unless(decisions, literal, harmless), amount * int(counted[a, b]))
        return cost


def _relation(times: list[list[int]], rooms: list[list[int]] | None) -> Relation:
    if rooms is None:
        return lambda t, _r, u, _q: times[t][u]
    return lambda t, r, u, q: times[t][u] * rooms[r][q]


# --- in CP-SAT -------------------------------------------------------------------------------------------------------

# By model, so that all rules share the literals, and they are dropped with the model.
_IN_SOME: WeakKeyDictionary[Decisions, dict[tuple[str, frozenset[str]], Literal]] = WeakKeyDictionary()


def one_of(decisions: Decisions, literals: Sequence[Literal]) -> Literal:
    """Return a literal that is true exactly when one of these is; no two of them can be."""
    if len(literals) < 2:
        return literals[0] if literals else decisions.never
    found = decisions.model.new_bool_var("")
    decisions.model.add(sum(literals) == found)
    return found


def _in_some(decisions: Decisions, session: str, blocks: frozenset[str]) -> Literal:
    """Return a literal that is true exactly when a session, which must take place, is in one of the blocks."""
    possible, known = decisions.blocks(session), _IN_SOME.setdefault(decisions, {})
    wanted = blocks.intersection(possible)
    if len(wanted) == len(possible):
        return decisions.always
    literals = [decisions.in_block(session, block) for block in possible if block in wanted]
    if (session, wanted) not in known:
        known[session, wanted] = one_of(decisions, literals)
    return known[session, wanted]


class _Clause(NamedTuple):
    """A pair costs the amount when the first is in one of these blocks and the second in one of those."""

    amount: int
    first: frozenset[str]
    second: frozenset[str]


class _PairTimes:
    """What pairs of sessions cost in each pair of blocks, as literals."""

    def __init__(self, decisions: Decisions, times: Numbers) -> None:
        self._decisions, self._times = decisions, times
        self._number = {block.id: number for number, block in enumerate(decisions.conference.blocks)}
        self._clauses: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Clause]] = {}

    def literals(self, first: str, second: str) -> dict[int, Literal]:
        """Return for each amount that the pair can cost a literal that is true when it does; bounded from below."""
        decisions, always = self._decisions, self._decisions.always
        reasons: dict[int, list[list[Literal]]] = {}
        for clause in self._clauses_of(tuple(decisions.blocks(first)), tuple(decisions.blocks(second))):
            sides = _in_some(decisions, first, clause.first), _in_some(decisions, second, clause.second)
            conditions = [literal for literal in sides if literal.index != always.index]
            reasons.setdefault(clause.amount, []).append(conditions)
        return {amount: self._true_for(found) for amount, found in reasons.items()}

    def _true_for(self, reasons: list[list[Literal]]) -> Literal:
        """Return a literal that is true if all conditions of some reason hold."""
        if not all(reasons):
            return self._decisions.always
        if len(reasons) == 1 and len(reasons[0]) == 1:
            return reasons[0][0]
        charged = self._decisions.model.new_bool_var("")
        for conditions in reasons:
            self._decisions.model.add_bool_or([*(~literal for literal in conditions), charged])
        return charged

    def _clauses_of(self, first: tuple[str, ...], second: tuple[str, ...]) -> list[_Clause]:
        if (first, second) not in self._clauses:
            rows, columns = [self._number[block] for block in first], [self._number[block] for block in second]
            self._clauses[first, second] = list(_clauses(self._times[np.ix_(rows, columns)], first, second))
        return self._clauses[first, second]


def _clauses(times: Numbers, first: Sequence[str], second: Sequence[str]) -> Iterable[_Clause]:
    """Combine rows that cost an amount in the same columns with all rows that do so in these and more."""
    for amount in np.unique(times[times > 0]).tolist():
        columns = [frozenset(np.flatnonzero(row == amount).tolist()) for row in times]
        for pattern in dict.fromkeys(found for found in columns if found):
            rows = frozenset(first[number] for number, found in enumerate(columns) if found >= pattern)
            yield _Clause(amount, rows, frozenset(second[number] for number in pattern))


def _harmless(decisions: Decisions, first: str, second: str, rooms: Numbers) -> Literal | None:
    """Return a literal that can only be true if the rooms of a pair cost nothing; None if they always cost."""
    number = {room.id: n for n, room in enumerate(decisions.conference.rooms)}
    mine, theirs = decisions.rooms(first), decisions.rooms(second)
    good = {room: [other for other in theirs if not rooms[number[room], number[other]]] for room in mine}
    if not any(good.values()):
        return None
    harmless = decisions.model.new_bool_var("")
    for room, others in good.items():
        there = [decisions.in_room(second, other) for other in others]
        decisions.model.add_bool_or([~harmless, ~decisions.in_room(first, room), *there])
    return harmless


def _unless(decisions: Decisions, literal: Literal, harmless: Literal | None) -> Literal:
    if harmless is None:
        return literal
    charged = decisions.model.new_bool_var("")
    decisions.model.add_bool_or([~literal, harmless, charged])
    return charged
