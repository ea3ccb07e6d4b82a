"""Bounds from problems much smaller than the whole one: what each track, and each session alone, costs at least."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.bounds.counting_model import least_in_rooms, least_in_time
from agenda_solver.search.bounds.dynamic_programming import least_by_partition
from agenda_solver.search.bounds.lagrangian import least_alone
from agenda_solver.search.bounds.track_terms import Pieces, is_never_negative, pieces_of
from agenda_solver.search.local_search.working_agenda import Floor
from agenda_solver.search.state import Budget, SearchState
from agenda_solver.search.strategies.strategy import Strategy

__all__ = ["CountedBounds"]

# Seconds of CP-SAT for one small model; nearly all are proven in a tenth of that.
SECONDS_EACH = 2.0


class CountedBounds(Strategy):
    """The costs of one track's own sessions, counted by length, are added up over the tracks."""

    id: ClassVar[str] = "counted_bounds"
    prepares: ClassVar[bool] = True

    def __init__(self) -> None:
        self._done = False

    def suits(self, state: SearchState) -> bool:
        """Whether it has not been done, and there are wishes; the tracks' model has better bounds of its own."""
        if self._done or state.counted or state.tracks_own_cells or state.is_settled_at_once:
            return False
        if state.is_very_large and state.incumbent is None and "local_search" in state.running:
            return False  # a first agenda needs the time more
        return any(not rule.is_hard for rule in state.rules)

    def run(self, state: SearchState, budget: Budget) -> None:
        """Prove what each priority level costs at least, and then what each single rule does."""
        self._done = True
        with state.accounted("bound"):
            self._prove(state, budget)

    def _prove(self, state: SearchState, budget: Budget) -> None:
        with state.alone():
            floor = state.floor or Floor(state.conference, state.rules)
            told = [(rule, terms) for rule, terms in floor.told if not rule.is_hard]
            levels = {
                level: _LeastCosts(state, floor, [one for one in told if one[0].severity.priority == level])
                for level in state.levels
            }
            for level, costs in levels.items():
                costs.quickly(budget)
                self._tell(state, level, costs.total)
            by_rule = {rule.key: _LeastCosts(state, floor, [(rule, terms)]) for rule, terms in told}
            for costs in by_rule.values():
                costs.quickly(budget)
        for level, costs in levels.items():
            costs.by_models(budget)
            self._tell(state, level, costs.total)
        for key, costs in by_rule.items():
            costs.by_models(budget)
            state.bounds_by_rule[key] = costs.total

    def _tell(self, state: SearchState, level: int, bound: int) -> None:
        state.prove(level, bound)
        state.hear()
        state.tell("bound", level)


class _LeastCosts:
    """What some rules of one level cost at least: of each track, and of sessions alone.

    Attributes
    ----------
    total
        The bound so far; it is one at any moment.
    """

    def __init__(self, state: SearchState, floor: Floor, rules: Sequence[tuple[Rule, Terms]]) -> None:
        self._floor = floor
        weighted = [(rule.severity.weight, terms) for rule, terms in rules]
        alone = [(weight, terms) for weight, terms in weighted if _adds_up(terms)]
        self.total = least_alone(floor.grid, floor.times, floor.rooms, alone)
        number = floor.grid.number_of_session
        tracks = [[number[s.id] for s in sessions] for sessions in state.conference.sessions_by_track.values()]
        self._pieces = pieces_of(weighted, [frozenset(members) for members in tracks if members])
        self._open: list[tuple[Pieces, int]] = []

    def quickly(self, budget: Budget) -> None:
        """Add what dynamic programs and counting say."""
        for pieces in self._pieces:
            if budget.is_over:
                return
            bound, is_final = least_by_partition(self._floor.grid, self._floor.times, pieces)
            self.total += bound
            if not is_final:
                self._open.append((pieces, bound))

    def by_models(self, budget: Budget) -> None:
        """Add what small models of CP-SAT say beyond that."""
        grid = self._floor.grid
        for pieces, known in self._open:
            if not budget.is_over:
                self.total += max(0, least_in_time(grid, self._floor.times, pieces, _seconds(budget)) - known)
        for pieces in self._pieces:
            if not budget.is_over:
                self.total += least_in_rooms(grid, self._floor.rooms, pieces, _seconds(budget))


def _adds_up(terms: Terms) -> bool:
    """Whether what sessions cost by themselves can be added to the least of the rest."""
    return is_never_negative(terms) and all(min(row) >= 0 for count in terms.counts for row in count.costs)


def _seconds(budget: Budget) -> float:
    left = budget.left
    return SECONDS_EACH if left == math.inf else max(0.05, min(SECONDS_EACH, left))
