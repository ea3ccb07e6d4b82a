"""Tabu search as a phase of the exact search: the exact model judges its agendas and proves bounds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from agenda_solver.deadline import OutOfTime
from agenda_solver.progress import Progress
from agenda_solver.search.exact.hints import tightest_values
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.tabu.cost_arrays import CostArrays, cost_arrays_of
from agenda_solver.search.tabu.tabu_search import TabuSearch, suits_tabu_search

__all__ = ["begin_with_tabu_search", "improve_by_tabu_search"]

# Models with at most this many variables are solved at once, or proven infeasible, which tabu search cannot do.
SMALL_MODEL = 1_000

# Share of the time for a first agenda, and seconds without a better one after which it is good enough.
FIRST_SHARE, FIRST_PATIENCE = 0.25, 1.0

# Share of the time after which tabu search is given up if its tables are still not ready.
TABLES_SHARE = 0.1

# Share of the time searched, and minimum seconds, without a better agenda after which something else is tried.
PATIENCE_SHARE, LEAST_PATIENCE = 0.3, 1.5
MOST_PATIENCE_SHARE = 0.7  # however often the patience has grown

# Deterministic seconds charged for a step, and for each move it evaluates; about the time they take.
SECONDS_A_STEP, SECONDS_A_MOVE = 5e-4, 1e-7

# Steps, and seconds, without a better agenda after which tabu search gives up if it has found no legal one: there may
# be none at all, which only the exact model can prove.
STEPS_WITHOUT_HOPE, SECONDS_WITHOUT_HOPE = 5_000, 20.0

REPORT_EVERY = 0.5

# Between two handovers of a better agenda during a turn: minimum seconds, and a multiple of the time of a handover.
HAND_OVER_EVERY, HAND_OVER_TIMES = 2.0, 10.0


def begin_with_tabu_search(state: PhaseState) -> bool:
    """Look for a first agenda by tabu search; return False if the rules do not suit it or the model is small."""
    if len(state.compiled.model.proto.variables) <= SMALL_MODEL:
        return False
    arrays = _cost_arrays(state)
    if arrays is None or not suits_tabu_search(arrays):
        return False
    state.on_tabu_search()
    places = None if state.outcome.agenda is None else arrays.places_of(state.outcome.agenda)
    state.tabu = TabuSearch(arrays, state.limits.seed, places)
    _search(state, state.tabu, 0, FIRST_SHARE * state.left(), lambda quiet, _: quiet > FIRST_PATIENCE)
    return True


def _cost_arrays(state: PhaseState) -> CostArrays | None:
    """Return the costs as arrays; None if a rule has no tables, or if building them takes too long."""
    begin = time.perf_counter()
    try:
        return cost_arrays_of(state.compiled.conference, state.compiled.rules, state.deadline(TABLES_SHARE))
    except OutOfTime:
        return None
    finally:
        state.account("tables", begin)


def improve_by_tabu_search(
    state: PhaseState, level: int, reserved_seconds: float, patience_factor: float = 1.0
) -> None:
    """Improve the best agenda by tabu search, as long as that is successful; leave ``reserved_seconds`` for later.

    ``patience_factor`` is the patience as a multiple of the ordinary patience.
    """
    if state.tabu is not None:
        _search(
            state,
            state.tabu,
            level,
            math.inf if state.left() == math.inf else state.left() - reserved_seconds,
            lambda quiet, searched: (
                quiet
                > max(
                    patience_factor * LEAST_PATIENCE,
                    min(patience_factor * PATIENCE_SHARE, MOST_PATIENCE_SHARE) * searched,
                )
            ),
        )


def _search(
    state: PhaseState, tabu: TabuSearch, level: int, seconds: float, enough: Callable[[float, float], bool]
) -> None:
    """Make moves for some seconds, or until ``enough(seconds without improvement, seconds so far)`` is true."""
    _continue_from_incumbent(state, tabu)
    state.on_progress(Progress("trade places", state.elapsed(), state.best_costs.get(level), level=level))
    turn = _Turn(state, tabu, level, seconds, enough)
    first_step = tabu.steps
    try:
        tabu.run(turn.over, turn.on_better)
    except KeyboardInterrupt:  # as in a run of CP-SAT: the search ends, and keeps what was found
        state.outcome.interrupted = True
        state.stop.set()
    turn.hand_over()
    state.spent += (tabu.steps - first_step) * turn.cost_of_step
    state.account("trade places", turn.begin)


class _Turn:
    """One turn of tabu search: when it ends, and how its agendas are handed over.

    ``cost_of_step`` are the deterministic seconds charged for a step.
    """

    def __init__(
        self, state: PhaseState, tabu: TabuSearch, level: int, seconds: float, enough: Callable[[float, float], bool]
    ) -> None:
        self._state, self._tabu, self._level = state, tabu, level
        self._seconds, self._enough = seconds, enough
        self.begin = self._reported_at = self._better_at = time.perf_counter()
        self._first_step = tabu.steps
        self._handed_cost, self._hand_over_at = tabu.best_cost, self.begin + HAND_OVER_EVERY
        self.cost_of_step = SECONDS_A_STEP + SECONDS_A_MOVE * tabu.arrays.times.size

    def over(self) -> bool:
        """Whether it is stopped, its time is over, or more moves are unlikely to help."""
        tabu = self._tabu
        if self._state.stop.is_set() or tabu.meets_lower_bound:
            return True
        if not tabu.is_legal and tabu.steps - tabu.last_better > STEPS_WITHOUT_HOPE:
            return True
        return self._is_over_by_the_clock() if self._state.limits.deterministic is None else self._is_over_by_steps()

    def _is_over_by_steps(self) -> bool:
        used = (self._tabu.steps - self._first_step) * self.cost_of_step
        quiet = (self._tabu.steps - self._tabu.last_better) * self.cost_of_step
        return used >= min(self._seconds, self._state.left()) or self._enough(quiet, used)

    def _is_over_by_the_clock(self) -> bool:
        now = time.perf_counter()
        if now - self._reported_at > REPORT_EVERY:
            self._reported_at = now
            self._report_progress()
        if now > self._hand_over_at and self._tabu.is_legal:
            self.hand_over()
        if self._state.over() or now - self.begin > self._seconds:
            return True
        quiet = now - self._better_at
        return self._enough(quiet, now - self.begin) if self._tabu.is_legal else quiet > SECONDS_WITHOUT_HOPE

    def hand_over(self) -> None:
        """Hand over the best agenda if it is better than the last one handed over, or the search has none."""
        if self._tabu.best_cost < self._handed_cost or self._state.outcome.incumbent is None:
            self._handed_cost, begin = self._tabu.best_cost, time.perf_counter()
            _keep_in_exact_model(self._state, self._tabu)
            taken = time.perf_counter()
            self._hand_over_at = taken + max(HAND_OVER_EVERY, HAND_OVER_TIMES * (taken - begin))

    def _report_progress(self) -> None:
        state, level = self._state, self._level
        bound = state.proven.get(level) if state.is_optimal_above(level) else None
        state.on_progress(Progress("trade places", state.elapsed(), state.best_costs.get(level), bound, level))

    def on_better(self) -> None:
        """Note the time, and hand over a first legal agenda at once."""
        self._better_at = time.perf_counter()
        if self._state.outcome.incumbent is None and self._tabu.is_legal:
            self.hand_over()


def _continue_from_incumbent(state: PhaseState, tabu: TabuSearch) -> None:
    """Continue from the best agenda of the search if it is better than that of tabu search."""
    if state.outcome.agenda is not None:
        places = tabu.arrays.places_of(state.outcome.agenda)
        if places is not None:
            tabu.offer(places)


def _keep_in_exact_model(state: PhaseState, tabu: TabuSearch) -> None:
    """Hand the best agenda to the exact model, and keep it if it is legal there."""
    if not tabu.is_legal:
        return
    try:
        values = tightest_values(state.compiled, tabu.arrays.agenda_of(tabu.best), state.is_urgent)
    except OutOfTime:
        values = None
    if values is not None:
        state.keep_solution(values)
        for level in state.compiled.levels:
            if state.outcome.incumbent is not None:
                state.best_costs[level] = state.outcome.incumbent.cost(level)
