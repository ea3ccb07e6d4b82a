"""The first agenda of the exact search: a given one, one of a coarser model, or one of the model without wishes."""

from __future__ import annotations

import time

from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress
from agenda_solver.search.exact.coarse_model import coarse_agenda
from agenda_solver.search.exact.cpsat_parameters import solver_for
from agenda_solver.search.exact.hints import begin_from_agenda, tightest_values
from agenda_solver.search.exact.phase_runs import lay_out, step
from agenda_solver.search.exact.phase_state import PhaseState

__all__ = ["begin_coarsely", "begin_with", "begin_without_wishes", "wishes_can_wait"]

# Share of the time for a first agenda of a large conference from a coarser model.
COARSE_SHARE = 0.3


# Share of the time left for a first agenda of a large conference from the hard rules alone.
WISHLESS_SHARE = 0.5


def begin_coarsely(run_: PhaseState) -> None:
    """Take the agenda of a coarser model as the first one if the fine model calls it legal, otherwise as a hint."""
    begin = time.perf_counter()
    run_.tell(Progress("first agenda", begin - run_.began))
    agenda, answer = coarse_agenda(
        run_.compiled.conference,
        run_.compiled.rules,
        lambda: solver_for(run_, COARSE_SHARE, first_only=True),
        run_.deadline(),
    )
    if agenda is not None:
        begin_with(run_, agenda)
    run_.account("first agenda", begin, answer)


def wishes_can_wait(run_: PhaseState) -> bool:
    """Whether there is still no agenda, and the objective would make it harder to find one."""
    return run_.is_large() and not run_.compiled.decisions.by_track and run_.outcome.found is None and not run_.over()


def begin_without_wishes(run_: PhaseState) -> bool:
    """Look for any agenda that keeps the hard rules: a large model is much easier to solve without an objective.

    Return False if the model is proven infeasible.
    """
    run_.compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    answer = step(run_, run_.compiled.model, "without wishes", share=WISHLESS_SHARE, first_only=True)
    if answer.values is not None and run_.outcome.agenda is not None:
        # Without an objective, the amounts in the solution can be larger than the agenda requires.
        begin_with(run_, run_.outcome.agenda)
    return answer.values is not None or not answer.proven


def begin_with(run_: PhaseState, agenda: Agenda) -> None:
    """Take an agenda as the first one if the model calls it legal, otherwise as a hint."""
    begin = time.perf_counter()
    try:
        values = tightest_values(run_.compiled, agenda, run_.is_urgent)
    except OutOfTime:
        values = None
    run_.account("first agenda", begin)
    if values is None:
        begin_from_agenda(run_.compiled, agenda)
        return
    run_.take(values)
    lay_out(run_, max(run_.compiled.levels, default=0), agenda)
    run_.repeat()
