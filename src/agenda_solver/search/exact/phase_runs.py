"""Single runs of CP-SAT for a search: when they end, and the handling of their answers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from ortools.sat.python import cp_model

from agenda_solver.cpsat.track_model.layout import lay_out as laid_out_agenda
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress
from agenda_solver.search.exact.cpsat_parameters import layout_solver, solver_for, submodel_solver
from agenda_solver.search.exact.nearest_agenda import agenda_close_to, places_in
from agenda_solver.search.exact.phase_state import PhaseState, whole
from agenda_solver.search.exact.run_in_thread import Answer, News, run

__all__ = ["attempt", "lay_out", "step"]

# Seconds, and share of the limit, for which a run goes on after another strategy has found a better agenda.
LEAST_BEHIND, BEHIND_SHARE = 2.0, 0.05


def step(
    run_: PhaseState,
    model: cp_model.CpModel,
    phase: str,
    *,
    share: float = 1.0,
    level: int = 0,
    first_only: bool = False,
    holds_to: float = math.inf,
    patience: float = math.inf,
) -> Answer:
    """Run CP-SAT once on a model, keep the agendas that it finds, and account for the time.

    If the model forbids more than the rules do, its bound is valid for all agendas only up to ``holds_to``.
    The run ends after ``patience`` seconds without a better agenda or a better bound.
    """
    begin = good_news = time.perf_counter()
    known = run_.settled_above(level)

    def on_news(news: News) -> None:
        nonlocal good_news
        before = run_.best_values, run_.proven.get(level)
        if news.values is not None:
            run_.take(news.values)
        if first_only:
            return
        if run_.outcome.found is not None:
            run_.best[level] = run_.outcome.found.cost(level)
        run_.proven[level] = max(whole(min(news.bound, holds_to)), run_.proven.get(level, 0))
        bound = run_.proven[level] if known else None
        run_.tell(Progress(phase, run_.elapsed(), run_.best.get(level), bound, level))
        if run_.best_values is not before[0] or (run_.proven[level] != before[1] and run_.bound_tells(level)):
            good_news = time.perf_counter()

    if first_only:
        run_.tell(Progress(phase, run_.elapsed(), level=level))
    is_behind_for_long = _behind(run_, 0.0 if first_only else None)

    def enough() -> bool:
        run_.hear(level, phase)
        return run_.is_reached(level) or time.perf_counter() - good_news > patience or is_behind_for_long()

    every = run_.limits.deterministic is not None
    answer = run(
        solver_for(run_, share, first_only),
        model,
        run_.stop,
        on_news,
        every_solution=every,
        cores=run_.limits.workers,
        enough=enough,
    )
    run_.account(phase, begin, answer)
    if answer.values is not None:
        run_.take(answer.values)
        lay_out(run_, level)
    return answer


def _behind(run_: PhaseState, seconds: float | None = None) -> Callable[[], bool]:
    """Return a function that says whether other strategies have had a better agenda for some seconds."""
    if seconds is None:
        share = BEHIND_SHARE * run_.limits.seconds if run_.limits.seconds < math.inf else 0.0
        seconds = max(LEAST_BEHIND, share)
    since: float | None = None

    def is_behind_for_long() -> bool:
        nonlocal since
        if not run_.is_behind:
            since = None
            return False
        since = since or time.perf_counter()
        return time.perf_counter() - since >= seconds

    return is_behind_for_long


def attempt(
    run_: PhaseState,
    model: cp_model.CpModel,
    phase: str,
    seconds: float,
    level: int,
    *,
    relaxed: bool = False,
    thorough: bool = False,
    first_only: bool = False,
    patience: float = math.inf,
    whole_of: Callable[[list[int]], list[int]] | None = None,
) -> Answer:
    """Run CP-SAT for some seconds on a submodel or a relaxation.

    The bound of a submodel is not valid for all agendas; ``whole_of`` extends its solutions to the whole model. The
    solutions of a relaxation are not agendas, but its bound is valid for all agendas. A ``thorough`` run spends
    more on presolve and the linear relaxation, for a proof.
    """
    begin = good_news = time.perf_counter()
    whole_of = whole_of or list

    def on_news(news: News) -> None:
        nonlocal good_news
        if relaxed and whole(news.bound) > run_.proven.get(level, 0):
            run_.proven[level] = whole(news.bound)
            good_news = time.perf_counter()
        elif not relaxed and news.values is not None:
            run_.take(whole_of(news.values))
            if run_.outcome.found is not None:
                run_.best[level] = run_.outcome.found.cost(level)
        bound = run_.proven.get(level) if run_.settled_above(level) else None
        run_.tell(Progress(phase, run_.elapsed(), run_.best.get(level), bound, level))

    solver = submodel_solver(run_, seconds, relaxed=relaxed, thorough=thorough, first_only=first_only)
    every = run_.limits.deterministic is not None
    answer = run(
        solver,
        model,
        run_.stop,
        on_news,
        every_solution=every,
        cores=run_.limits.workers,
        enough=lambda: run_.is_reached(level) or time.perf_counter() - good_news > patience,
    )
    run_.account(phase, begin, answer)
    if relaxed:
        run_.note(level, answer.bound)
    return answer if answer.values is None else replace(answer, values=whole_of(answer.values))


def lay_out(run_: PhaseState, level: int, hint: Agenda | None = None) -> None:
    """Look for an agenda close to the best solution, if that is better than the best agenda so far."""
    decisions, values, levels = run_.compiled.decisions, run_.best_values, run_.compiled.levels
    best = run_.outcome.found
    if not isinstance(decisions, TrackDecisions) or values is None:
        return
    if best is not None and best.costs(levels) <= run_.costs(values):
        return
    begin = time.perf_counter()
    laid_out = hint or laid_out_agenda(decisions, lambda variable: values[variable.index]).agenda
    found, answers = agenda_close_to(
        run_.compiled, places_in(decisions, values), laid_out, lambda: layout_solver(run_), run_.deadline()
    )
    run_.account("lay out", begin, *answers)
    if found is not None:
        run_.keep(found)
        run_.best[level] = min(found.cost(level), run_.best.get(level, found.cost(level)))
        bound = run_.proven.get(level) if run_.settled_above(level) else None
        run_.tell(Progress("lay out", run_.elapsed(), run_.best[level], bound, level))
