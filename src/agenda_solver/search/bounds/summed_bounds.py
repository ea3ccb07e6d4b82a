"""Lower bounds on the costs of some rules: the sum of bounds from problems much smaller than the whole conference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.bounds.counting_model import bound_in_rooms, bound_in_time
from agenda_solver.search.bounds.dynamic_programming import bound_by_partition
from agenda_solver.search.bounds.lagrangian import bound_of_own_costs
from agenda_solver.search.bounds.track_terms import TrackTerms, is_never_negative, terms_by_track
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.turn_budget import Budget

__all__ = ["SummedBounds"]

# Seconds of CP-SAT for one small model; nearly all are solved to optimality in a tenth of that.
SECONDS_EACH = 2.0


class SummedBounds:
    """Lower bounds on the costs of some soft rules of one level: by track, and by single session.

    ``sets`` are the sessions of each track. If a rule counts the largest of several shares, the cost of any one share
    is a lower bound. The sessions of a share form a set like those of a track.
    """

    def __init__(
        self, draft: WorkingAgenda, rules: Sequence[tuple[Rule, Terms]], sets: Sequence[frozenset[int]]
    ) -> None:
        self._draft = draft
        weighted = [(rule.severity.weight, terms) for rule, terms in rules]
        alone = [(weight, terms) for weight, terms in weighted if _can_be_added(terms)]
        self._sum = bound_of_own_costs(draft.grid, draft.times, draft.rooms, alone)
        self._track_terms = terms_by_track(weighted, sets)
        self._open: list[tuple[TrackTerms, int]] = []
        self._shares = [
            [SummedBounds(draft, [(rule, share)], [share.members]) for share in terms.shares.values()]
            for rule, terms in rules
            if terms.shares
        ]

    @property
    def total(self) -> int:
        """The bound so far; it is valid at any time."""
        return self._sum + sum(max(share.total for share in shares) for shares in self._shares)

    def add_counting_bounds(self, budget: Budget) -> None:
        """Add the bounds from dynamic programming and counting."""
        for track_terms in self._track_terms:
            if budget.is_over:
                return
            bound, is_final = bound_by_partition(self._draft.grid, self._draft.times, track_terms)
            self._sum += bound
            if not is_final:
                self._open.append((track_terms, bound))
        for share in chain.from_iterable(self._shares):
            share.add_counting_bounds(budget)

    def add_model_bounds(self, budget: Budget) -> None:
        """Improve the bounds by small CP-SAT models."""
        grid = self._draft.grid
        for track_terms, known in self._open:
            if not budget.is_over:
                self._sum += max(0, bound_in_time(grid, self._draft.times, track_terms, _seconds(budget)) - known)
        for track_terms in self._track_terms:
            if not budget.is_over:
                self._sum += bound_in_rooms(grid, self._draft.rooms, track_terms, _seconds(budget))
        for share in chain.from_iterable(self._shares):
            share.add_model_bounds(budget)


def _can_be_added(terms: Terms) -> bool:
    """Whether the sessions' own costs can be added to the lower bound on the rest."""
    return is_never_negative(terms) and all(min(row) >= 0 for count in terms.counts for row in count.costs)


def _seconds(budget: Budget) -> float:
    left = budget.left
    return SECONDS_EACH if left == math.inf else max(0.05, min(SECONDS_EACH, left))
