"""The exact search: phases of CP-SAT over one compiled model, with limits, progress and cancellation."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.search.exact.first_agenda import (
    begin_with_agenda,
    begin_with_coarse_model,
    begin_without_wishes,
    wishes_can_wait,
)
from agenda_solver.search.exact.hints import warm_start_from_agenda, with_fixed
from agenda_solver.search.exact.level_minimisation import is_small, minimise_level
from agenda_solver.search.exact.phase_runs import run_model
from agenda_solver.search.exact.phase_state import Outcome, PhaseState
from agenda_solver.search.exact.tabu_phase import begin_with_tabu_search
from agenda_solver.search.exact.track_phases import begin_with_skeleton
from agenda_solver.search.limits import Limits
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients

__all__ = ["Limits", "Outcome", "search"]


def search(
    compiled: Compiled,
    limits: Limits,
    stop: Event,
    on_progress: Callable[[Progress], None],
    hint: Agenda | None = None,
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None,
    known: Mapping[int, int] | None = None,
    *,
    draft: Agenda | None = None,
    others: Callable[[], tuple[Agenda, Mapping[int, int]] | None] | None = None,
    on_tabu_search: Callable[[], None] = lambda: None,
) -> Outcome:
    """Look for the best agenda of a compiled conference.

    If some penalties are huge compared with the rest, it first looks for any legal agenda without them. Then it
    minimises each priority level in turn, the highest first, and constrains each level to the cost it reached. The
    search changes the model: its objective, hints and constraints. All callbacks are called in the caller's thread.

    Parameters
    ----------
    compiled, limits
        The model, and the limits of the search.
    stop
        When set, the search ends with the best agenda so far.
    on_progress
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
    on_tabu_search
        Called when tabu search begins, which another search in Python would slow down.
    """
    began = time.perf_counter()
    state = PhaseState(
        compiled, limits, stop, on_progress, began, on_agenda=on_agenda, known=known or {}, others=others
    )
    state.on_tabu_search = on_tabu_search
    try:
        possible = _search(state, hint, draft)
    except OutOfTime:
        possible = True  # nothing was proven
    except KeyboardInterrupt:  # outside of a run of CP-SAT, which handles it itself
        stop.set()
        possible = True
    _conclude(state, possible)
    return state.outcome


def _search(state: PhaseState, hint: Agenda | None, draft: Agenda | None) -> bool:
    """Go through all phases; return False if the model is proven infeasible.

    Raise OutOfTime if the time ends during preparation; the state keeps what was found until then.
    """
    compiled = state.compiled
    if hint is not None:
        begin_with_agenda(state, hint)
    elif draft is not None:
        warm_start_from_agenda(compiled, draft)
    state.adopt_from_others(0, "first agenda")
    state.catch_up_with_incumbent()
    if hint is None and compiled.decisions.by_track and not is_small(state):
        begin_with_skeleton(state)
    if not compiled.decisions.by_track and not state.over():
        begin_with_tabu_search(state)
    if hint is None and state.is_large() and state.outcome.incumbent is None and not state.over():
        begin_with_coarse_model(state)
    possible = hint is not None or not wishes_can_wait(state) or begin_without_wishes(state)
    strict = possible and _can_be_strict(state)
    for level in compiled.levels or [0]:
        if not possible or (state.over() and state.outcome.agenda is not None):
            break
        possible = minimise_level(state, level, strict)
    return possible


def _without_huge_penalties(state: PhaseState) -> bool:
    """Look for a legal agenda without huge penalties, for a share of the time; return whether one was found."""
    compiled = state.compiled
    if compiled.strict is None:
        return False
    compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    return run_model(state, strict, "strict", share=0.3, first_only=True).values is not None


def _can_be_strict(state: PhaseState) -> bool:
    """Whether an agenda without huge penalties is known or found; no search if others have a better agenda."""
    if state.best_values is None and state.is_behind:
        return False
    return (_is_without_huge_penalties if state.best_values else _without_huge_penalties)(state)


def _is_without_huge_penalties(state: PhaseState) -> bool:
    """Whether the best solution of the model has none of the huge penalties."""
    values, huge_from = state.best_values, state.compiled.huge_from
    if values is None or state.compiled.strict is None:
        return False
    return not any(
        values[index]
        for level, amount in huge_from.items()
        for index in ObjectiveCoefficients.of(state.compiled, level).at_least(amount)
    )


def _conclude(state: PhaseState, possible: bool) -> None:
    outcome, levels = state.outcome, state.compiled.levels or [0]
    outcome.interrupted = outcome.interrupted or state.stop.is_set()
    if not possible:
        outcome.status = Status.INFEASIBLE
        outcome.bounds = {}  # without an agenda there is no cost
    elif outcome.agenda is not None:
        for level in levels:
            state.use_known_bound(level)
            outcome.bounds.setdefault(level, None)
        # If no wish of a level can be violated, nothing is charged there, and its bound is 0.
        for level in {0, *(rule.severity.priority for rule in state.compiled.rules)}:
            outcome.bounds.setdefault(level, 0)
        outcome.status = Status.OPTIMAL if all(state.is_optimal(level) for level in levels) else Status.FEASIBLE
