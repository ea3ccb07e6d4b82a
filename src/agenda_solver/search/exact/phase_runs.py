"""Single runs of CP-SAT for a search: when they end, and the handling of their answers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from ortools.sat.python import cp_model

from agenda_solver.cpsat.track_model.layout import layout_of
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress
from agenda_solver.search.exact.cpsat_parameters import layout_solver, solver_for, submodel_solver
from agenda_solver.search.exact.nearest_agenda import agenda_close_to, places_in
from agenda_solver.search.exact.phase_state import PhaseState, whole_bound
from agenda_solver.search.exact.run_in_thread import SolverAnswer, SolverNews, run

__all__ = ["run_model", "run_submodel", "search_nearest_agenda"]

# Seconds, and share of the limit, for which a run goes on after another strategy has found a better agenda.
LEAST_BEHIND, BEHIND_SHARE = 2.0, 0.05


def run_model(
    state: PhaseState,
    model: cp_model.CpModel,
    phase: str,
    *,
    share: float = 1.0,
    level: int = 0,
    first_only: bool = False,
    valid_up_to: float = math.inf,
    patience: float = math.inf,
) -> SolverAnswer:
    """Run CP-SAT once on a model, keep the agendas that it finds, and account for the time.

    If the model forbids more than the rules do, its bound is valid for all agendas only up to ``valid_up_to``.
    The run ends after ``patience`` seconds without a better agenda or a better bound.
    """
    begin = good_news = time.perf_counter()
    known = state.is_optimal_above(level)

    def on_news(news: SolverNews) -> None:
        nonlocal good_news
        before = state.best_values, state.proven.get(level)
        if news.values is not None:
            state.keep_solution(news.values)
        if first_only:
            return
        if state.outcome.incumbent is not None:
            state.best_costs[level] = state.outcome.incumbent.cost(level)
        state.proven[level] = max(whole_bound(min(news.bound, valid_up_to)), state.proven.get(level, 0))
        bound = state.proven[level] if known else None
        state.on_progress(Progress(phase, state.elapsed(), state.best_costs.get(level), bound, level))
        if state.best_values is not before[0] or (state.proven[level] != before[1] and state.is_bound_close(level)):
            good_news = time.perf_counter()

    if first_only:
        state.on_progress(Progress(phase, state.elapsed(), level=level))
    is_behind_for_long = _behind(state, 0.0 if first_only else None)

    def enough() -> bool:
        state.adopt_from_others(level, phase)
        return state.meets_bound(level) or time.perf_counter() - good_news > patience or is_behind_for_long()

    every = state.limits.deterministic is not None
    answer = run(
        solver_for(state, share, first_only),
        model,
        state.stop,
        on_news,
        every_solution=every,
        cores=state.limits.workers,
        enough=enough,
    )
    state.account(phase, begin, answer)
    if answer.values is not None:
        state.keep_solution(answer.values)
        search_nearest_agenda(state, level)
    return answer


def _behind(state: PhaseState, seconds: float | None = None) -> Callable[[], bool]:
    """Return a function that says whether other strategies have had a better agenda for some seconds."""
    if seconds is None:
        share = BEHIND_SHARE * state.limits.seconds if state.limits.seconds < math.inf else 0.0
        seconds = max(LEAST_BEHIND, share)
    since: float | None = None

    def is_behind_for_long() -> bool:
        nonlocal since
        if not state.is_behind:
            since = None
            return False
        since = since or time.perf_counter()
        return time.perf_counter() - since >= seconds

    return is_behind_for_long


def run_submodel(
    state: PhaseState,
    model: cp_model.CpModel,
    phase: str,
    seconds: float,
    level: int,
    *,
    relaxed: bool = False,
    thorough: bool = False,
    first_only: bool = False,
    patience: float = math.inf,
    full_values_of: Callable[[list[int]], list[int]] | None = None,
) -> SolverAnswer:
    """Run CP-SAT for some seconds on a submodel or a relaxation.

    The bound of a submodel is not valid for all agendas; ``full_values_of`` extends its solutions to the whole model.
    The solutions of a relaxation are not agendas, but its bound is valid for all agendas; it ends after ``patience``
    seconds without a better bound. A ``thorough`` run spends more on presolve and the linear relaxation, for a proof.
    """
    begin = good_news = time.perf_counter()
    full_values_of = full_values_of or list

    def on_news(news: SolverNews) -> None:
        nonlocal good_news
        if relaxed and whole_bound(news.bound) > state.proven.get(level, 0):
            state.proven[level] = whole_bound(news.bound)
            good_news = time.perf_counter()
        elif not relaxed and news.values is not None:
            state.keep_solution(full_values_of(news.values))
            if state.outcome.incumbent is not None:
                state.best_costs[level] = state.outcome.incumbent.cost(level)
        bound = state.proven.get(level) if state.is_optimal_above(level) else None
        state.on_progress(Progress(phase, state.elapsed(), state.best_costs.get(level), bound, level))

    solver = submodel_solver(state, seconds, relaxed=relaxed, thorough=thorough, first_only=first_only)
    every = state.limits.deterministic is not None
    answer = run(
        solver,
        model,
        state.stop,
        on_news,
        every_solution=every,
        cores=state.limits.workers,
        enough=lambda: state.meets_bound(level) or time.perf_counter() - good_news > patience,
    )
    state.account(phase, begin, answer)
    if relaxed:
        state.record_bound(level, answer.bound)
    return answer if answer.values is None else replace(answer, values=full_values_of(answer.values))


def search_nearest_agenda(state: PhaseState, level: int, hint: Agenda | None = None) -> None:
    """Look for an agenda close to the best solution, if that is better than the best agenda so far."""
    decisions, values, levels = state.compiled.decisions, state.best_values, state.compiled.levels
    best = state.outcome.incumbent
    if not isinstance(decisions, TrackDecisions) or values is None:
        return
    if best is not None and best.costs(levels) <= state.costs(values):
        return
    begin = time.perf_counter()
    layout = hint or layout_of(decisions, lambda variable: values[variable.index]).agenda
    found, answers = agenda_close_to(
        state.compiled, places_in(decisions, values), layout, lambda: layout_solver(state), state.deadline()
    )
    state.account("lay out", begin, *answers)
    if found is not None:
        state.keep_agenda(found)
        state.best_costs[level] = min(found.cost(level), state.best_costs.get(level, found.cost(level)))
        bound = state.proven.get(level) if state.is_optimal_above(level) else None
        state.on_progress(Progress("lay out", state.elapsed(), state.best_costs[level], bound, level))
