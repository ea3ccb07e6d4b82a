"""Pairs of sessions in CP-SAT: what a pair costs by the blocks in which the two lie, in as few clauses as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from benchmarks.families.optaplanner.rules.family import Numbers, PairRule, Times

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost, Literal
    from agenda_solver.cpsat.variables.decisions import Decisions

__all__ = ["Choices", "PairTimes", "charge_pairs", "one_of"]

Asked = dict[tuple[str, frozenset[str]], "Literal"]
# By model, so that all rules share what was asked; what belongs to a model goes with it.
_ASKED: WeakKeyDictionary[Decisions, Asked] = WeakKeyDictionary()


class Choices:
    """Whether a session lies in one of several blocks; the same question has the same literal in all rules."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._asked = _ASKED.setdefault(decisions, {})

    def in_some(self, session: str, blocks: Iterable[str]) -> Literal:
        """Return a literal that is true exactly when the session, which must take place, lies in one of the blocks."""
        decisions = self._decisions
        possible = decisions.blocks(session)
        wanted = frozenset(blocks).intersection(possible)
        if len(wanted) == len(possible):
            return decisions.always
        literals = [decisions.in_block(session, block) for block in possible if block in wanted]
        key = session, wanted
        if key not in self._asked:
            self._asked[key] = one_of(decisions, literals)
        return self._asked[key]


def one_of(decisions: Decisions, literals: Sequence[Literal]) -> Literal:
    """Return a literal that is true exactly when one of these is, of which no two ever are."""
    if len(literals) < 2:
        return literals[0] if literals else decisions.never
    found = decisions.model.new_bool_var("")
    decisions.model.add(sum(literals) == found)
    return found


class _Clause(NamedTuple):
    """A pair costs the amount when the first is in one of these blocks and the second in one of those."""

    amount: int
    first: frozenset[str]
    second: frozenset[str]


class PairTimes:
    """What pairs of sessions cost by the blocks in which they lie.

    Parameters
    ----------
    decisions
        The variables.
    times
        For each pair of blocks of the conference what a pair costs there, never negative.
    """

    def __init__(self, decisions: Decisions, times: Numbers) -> None:
        self._decisions = decisions
        self._choices = Choices(decisions)
        self._times = times
        self._number = {block.id: number for number, block in enumerate(decisions.conference.blocks)}
        self._clauses: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Clause]] = {}

    def literals(self, first: str, second: str) -> dict[int, Literal]:
        """Return for each amount that the pair can cost a literal that is true when it does; bounded from below."""
        always = self._decisions.always
        reasons: dict[int, list[list[Literal]]] = {}
        for clause in self._clauses_of(tuple(self._decisions.blocks(first)), tuple(self._decisions.blocks(second))):
            sides = self._choices.in_some(first, clause.first), self._choices.in_some(second, clause.second)
            conditions = [literal for literal in sides if literal.index != always.index]
            reasons.setdefault(clause.amount, []).append(conditions)
        return {amount: self._true_for(found) for amount, found in reasons.items()}

    def _true_for(self, reasons: list[list[Literal]]) -> Literal:
        """Return a literal that is true where all conditions of some reason hold."""
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
    """Take rows that cost an amount in the same columns together, with all rows that do so in these and more."""
    for amount in np.unique(times[times > 0]).tolist():
        columns = [frozenset(np.flatnonzero(row == amount).tolist()) for row in times]
        for pattern in dict.fromkeys(found for found in columns if found):
            rows = frozenset(first[number] for number, found in enumerate(columns) if found >= pattern)
            yield _Clause(amount, rows, frozenset(second[number] for number in pattern))


def charge_pairs(rule: PairRule, decisions: Decisions) -> Cost:
    """Return the cost of all pairs that count: of where they lie in time, and of their rooms where these matter."""
    conference = decisions.conference
    cost = decisions.cost(rule.is_hard)
    weights, rooms = rule.weights(conference), rule.rooms(conference)
    pairs = PairTimes(decisions, rule.times(Times.of_blocks(conference)))
    counted = weights * (1 - np.eye(len(weights), dtype=np.int64)) if rule.ordered else np.triu(weights, 1)
    for a, b in np.argwhere(counted).tolist():
        first, second = conference.sessions[a].id, conference.sessions[b].id
        charged = pairs.literals(first, second)
        harmless = _harmless(decisions, first, second, rooms) if rooms is not None and charged else None
        for amount, literal in charged.items():
            cost.add(_unless(decisions, literal, harmless), amount * int(counted[a, b]))
    return cost


def _harmless(decisions: Decisions, first: str, second: str, rooms: Numbers) -> Literal | None:
    """Return a literal that can only be true where the rooms of a pair cost nothing; None where they always cost."""
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
