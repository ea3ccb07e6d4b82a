"""The first agenda of the exact search: a given one, one of a coarser model, or one of the model without wishes."""

from __future__ import annotations

import time

from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress
from agenda_solver.search.exact.coarse_model import coarse_agenda
from agenda_solver.search.exact.cpsat_parameters import solver_for
from agenda_solver.search.exact.hints import tightest_values, warm_start_from_agenda
from agenda_solver.search.exact.phase_runs import run_model, search_nearest_agenda
from agenda_solver.search.exact.phase_state import PhaseState

__all__ = ["begin_with_agenda", "begin_with_coarse_model", "begin_without_wishes", "wishes_can_wait"]

# Share of the time left for a first agenda of a large conference from a coarser model.
COARSE_SHARE = 0.3


# Share of the time left for a first agenda of a large conference from the hard rules alone.
WISHLESS_SHARE = 0.5


def begin_with_coarse_model(state: PhaseState) -> None:
    """Take the agenda of a coarser model as the first one if the fine model calls it legal, otherwise as a hint."""
    begin = time.perf_counter()
    state.on_progress(Progress("first agenda", begin - state.began))
    agenda, answer = coarse_agenda(
        state.compiled.conference,
        state.compiled.rules,
        lambda: solver_for(state, COARSE_SHARE, first_only=True),
        state.deadline(),
    )
    if agenda is not None:
        begin_with_agenda(state, agenda)
    state.account("first agenda", begin, answer)


def wishes_can_wait(state: PhaseState) -> bool:
    """Whether there is still no agenda, and the objective would make it harder to find one."""
    return (
        state.is_large()
        and not state.compiled.decisions.by_track
        and state.outcome.incumbent is None
        and not state.over()
    )


def begin_without_wishes(state: PhaseState) -> bool:
    """Look for any agenda that keeps the hard rules: a large model is much easier to solve without an objective.

    Return False if the model is proven infeasible.
    """
    state.compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    answer = run_model(state, state.compiled.model, "without wishes", share=WISHLESS_SHARE, first_only=True)
    if answer.values is not None and state.outcome.agenda is not None:
        # Without an objective, the amounts in the solution can be larger than the agenda requires.
        begin_with_agenda(state, state.outcome.agenda)
    return answer.values is not None or not answer.proven


def begin_with_agenda(state: PhaseState, agenda: Agenda) -> None:
    """Take an agenda as the first one if the model calls it legal, otherwise as a hint."""
    begin = time.perf_counter()
    try:
        values = tightest_values(state.compiled, agenda, state.is_urgent)
    except OutOfTime:
        values = None
    state.account("first agenda", begin)
    if values is None:
        warm_start_from_agenda(state.compiled, agenda)
        return
    state.keep_solution(values)
    search_nearest_agenda(state, max(state.compiled.levels, default=0), agenda)
    state.warm_start()
