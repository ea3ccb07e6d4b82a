"""The exact search: phases of CP-SAT over one compiled model, with limits, progress and cancellation."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.search.exact.first_agenda import begin_coarsely, begin_with, begin_without_wishes, wishes_can_wait
from agenda_solver.search.exact.hints import begin_from_agenda, with_fixed
from agenda_solver.search.exact.level_minimisation import is_small, settle
from agenda_solver.search.exact.phase_runs import step
from agenda_solver.search.exact.phase_state import Outcome, PhaseState
from agenda_solver.search.exact.tabu_phase import begin_by_moves
from agenda_solver.search.exact.track_phases import begin_with_skeleton
from agenda_solver.search.limits import Limits
from agenda_solver.search.relaxations.objective_coefficients import Charges

__all__ = ["Limits", "Outcome", "search"]


def search(
    compiled: Compiled,
    limits: Limits,
    stop: Event,
    tell: Callable[[Progress], None],
    hint: Agenda | None = None,
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None,
    known: Mapping[int, int] | None = None,
    *,
    draft: Agenda | None = None,
    others: Callable[[], tuple[Agenda, Mapping[int, int]] | None] | None = None,
    on_moves: Callable[[], None] = lambda: None,
) -> Outcome:
    """Look for the best agenda of a compiled conference.

    If some penalties are huge compared with the rest, it first looks for any legal agenda without them. Then it
    minimises each priority level in turn, the highest first, and constrains each level to the cost it reached. The
    search changes the model: its objective, hints and constraints. All callbacks are called in the caller's thread.

    Parameters
    ----------
    stop
        When set, the search ends with the best agenda so far.
    tell
        Called with the progress.
    hint
        A warm start that replaces the phases for a first agenda; if it is legal, the answer is never worse.
    on_agenda
        Called with each new best agenda and its costs by level.
    known
        Known bounds by priority level, each valid for agendas that are optimal on the levels above.
    draft
        A partial or illegal agenda whose places are tried first. Unlike a hint it does not replace any phase.
    others
        Called repeatedly; returns the best agenda of the other strategies and its costs by level.
    on_moves
        Called when tabu search begins, which another search in Python would slow down.
    """
    began = time.perf_counter()
    run_ = PhaseState(compiled, limits, stop, tell, began, on_agenda=on_agenda, known=known or {}, others=others)
    run_.on_moves = on_moves
    try:
        possible = _search(run_, hint, draft)
    except OutOfTime:
        possible = True  # nothing was proven
    except KeyboardInterrupt:  # outside of a run of CP-SAT, which handles it itself
        stop.set()
        possible = True
    _conclude(run_, possible)
    return run_.outcome


def _search(run_: PhaseState, hint: Agenda | None, draft: Agenda | None) -> bool:
    """Go through all phases; return False if the model is proven infeasible.

    Raise OutOfTime if the time ends during preparation; the state keeps what was found until then.
    """
    compiled = run_.compiled
    if hint is not None:
        begin_with(run_, hint)
    elif draft is not None:
        begin_from_agenda(compiled, draft)
    run_.hear(0, "first agenda")
    run_.catch_up()
    if hint is None and compiled.decisions.by_track and not is_small(run_):
        begin_with_skeleton(run_)
    if not compiled.decisions.by_track and not run_.over():
        begin_by_moves(run_)
    if hint is None and run_.is_large() and run_.outcome.found is None and not run_.over():
        begin_coarsely(run_)
    possible = hint is not None or not wishes_can_wait(run_) or begin_without_wishes(run_)
    strict = possible and _can_be_strict(run_)
    for level in compiled.levels or [0]:
        if not possible or (run_.over() and run_.outcome.agenda is not None):
            break
        possible = settle(run_, level, strict)
    return possible


def _without_huge_penalties(run_: PhaseState) -> bool:
    """Look for a legal agenda without huge penalties, for a share of the time; return whether one was found."""
    compiled = run_.compiled
    if compiled.strict is None:
        return False
    compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    return step(run_, strict, "strict", share=0.3, first_only=True).values is not None


def _can_be_strict(run_: PhaseState) -> bool:
    """Whether an agenda without huge penalties is known or found; no search if others have a better agenda."""
    if run_.best_values is None and run_.is_behind:
        return False
    return (_is_without_huge_penalties if run_.best_values else _without_huge_penalties)(run_)


def _is_without_huge_penalties(run_: PhaseState) -> bool:
    """Whether the best solution of the model has none of the huge penalties."""
    values, huge_from = run_.best_values, run_.compiled.huge_from
    if values is None or run_.compiled.strict is None:
        return False
    return not any(
        values[index]
        for level, amount in huge_from.items()
        for index in Charges.of(run_.compiled, level).at_least(amount)
    )


def _conclude(run_: PhaseState, possible: bool) -> None:
    outcome, levels = run_.outcome, run_.compiled.levels or [0]
    outcome.interrupted = outcome.interrupted or run_.stop.is_set()
    if not possible:
        outcome.status = Status.INFEASIBLE
        outcome.bounds = {}  # without an agenda there is no cost
    elif outcome.agenda is not None:
        for level in levels:
            run_.recall(level)
            outcome.bounds.setdefault(level, None)
        # If no wish of a level can be violated, nothing is charged there, and its bound is 0.
        for level in {0, *(rule.severity.priority for rule in run_.compiled.rules)}:
            outcome.bounds.setdefault(level, 0)
        outcome.status = Status.OPTIMAL if all(run_.settled(level) for level in levels) else Status.FEASIBLE
