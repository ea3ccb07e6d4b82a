"""The minimisation of one priority level: LNS, tabu search and the whole model take turns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

from agenda_solver.search.exact.hints import with_fixed
from agenda_solver.search.exact.large_neighbourhood_search import run_lns
from agenda_solver.search.exact.phase_runs import run_model
from agenda_solver.search.exact.phase_state import PhaseState, whole_bound
from agenda_solver.search.exact.run_in_thread import SolverAnswer
from agenda_solver.search.exact.tabu_phase import improve_by_tabu_search
from agenda_solver.search.exact.tightening import tighten
from agenda_solver.search.exact.track_phases import bound_by_symmetry

__all__ = ["is_small", "minimise_level"]

# A track model with at most this many variables may be solved to optimality at once. It is first tried as a whole,
# for a share of the time, and with less patience than later.
SMALL_MODEL = 10_000
FIRST_SHARE, FIRST_PATIENCE = 0.5, 0.5

# Share of the time left that LNS and tabu search leave for the whole model.
WHOLE_MODEL_SHARE = 0.4

# Share of the ordinary patience for a run of the whole model that is unlikely to prove or find anything.
SHORT_TURN = 0.5


def is_small(state: PhaseState) -> bool:
    """Whether the whole model is tried before LNS; only the track model has this step."""
    compiled = state.compiled
    return not compiled.decisions.by_track or len(compiled.model.proto.variables) <= SMALL_MODEL


def minimise_level(state: PhaseState, level: int, strict: bool) -> bool:
    """Minimise one priority level and constrain it for the levels below; return False if no agenda exists."""
    state.adopt_from_others(level, "improve")
    state.catch_up_with_incumbent()
    state.set_objective(level)
    state.use_known_bound(level)
    if (known := state.proven.get(level, 0)) and not state.compiled.decisions.by_track:
        state.compiled.model.add(state.compiled.expression(level) >= known)  # no agenda is lost, and proofs begin there
    state.outcome.bounds[level] = state.proven.get(level, 0)
    try:
        ending = _minimise_in_turns(state, level, strict)
    finally:  # also if OutOfTime is raised
        if not state.is_optimal_above(level):
            state.outcome.bounds[level] = None
    state.catch_up_with_incumbent()
    state.constrain_level(level)
    return ending is not _Ending.IMPOSSIBLE


def _minimise_in_turns(state: PhaseState, level: int, strict: bool) -> _Ending:
    """Minimise one priority level by all methods, in turns; return how that ended."""
    ending = _Ending.STALLED
    if state.compiled.decisions.by_track and is_small(state) and state.left() < math.inf:
        ending = _minimise(state, level, FIRST_SHARE, strict=strict)
    if ending is _Ending.STALLED and not _is_done(state, level):
        bound_by_symmetry(state, level)
    whole_model_share = WHOLE_MODEL_SHARE if state.left() < math.inf else 1.0
    turns = _Turns()
    while ending is _Ending.STALLED and not _is_done(state, level):
        state.catch_up_with_incumbent()
        best = state.outcome.incumbent
        run_lns(state, level, whole_model_share * state.left())
        improve_by_tabu_search(state, level, whole_model_share * state.left(), turns.tabu_patience)
        after_tabu = state.outcome.incumbent
        ending = _minimise(state, level, 1.0, strict=strict, patience_factor=turns.model_patience)
        whole_model_share = 0.0
        if state.tabu is not None:
            turns.adapt(
                tabu_improved=after_tabu is not best,
                model_improved=state.outcome.incumbent is not after_tabu,
                bound_is_close=state.is_bound_close(level),
            )
    return ending


@dataclass
class _Turns:
    """The patience with tabu search and with the whole model, as multiples of the ordinary patience."""

    tabu_patience: float = 1.0
    model_patience: float = 1.0

    def adapt(self, *, tabu_improved: bool, model_improved: bool, bound_is_close: bool) -> None:
        """Adapt the patience with each method after a turn of both.

        ``tabu_improved`` and ``model_improved`` say whether the two methods have found a better agenda, and
        ``bound_is_close`` whether the bound is close enough for a proof.
        """
        if model_improved:
            self.model_patience = 1.0
        elif not bound_is_close:
            # The model is unlikely to find an agenda or a proof.
            self.tabu_patience, self.model_patience = 2.0 * self.tabu_patience, SHORT_TURN
        else:
            # Each run restarts its proof. If tabu search finds nothing more, the next run gets more time for one.
            self.model_patience = 1.0 if tabu_improved else 2.0 * max(1.0, self.model_patience)


def _is_done(state: PhaseState, level: int) -> bool:
    return state.is_optimal(level) or (state.over() and state.outcome.agenda is not None)


class _Ending(Enum):
    """How a minimisation ended: infeasible; finished, so that another turn is useless; or stalled."""

    IMPOSSIBLE = auto()
    FOR_GOOD = auto()
    STALLED = auto()


def _minimise(state: PhaseState, level: int, share: float, *, strict: bool, patience_factor: float = 1.0) -> _Ending:
    """Minimise one priority level with the whole model, with ``patience_factor`` times the ordinary patience.

    The model is tightened until the agenda of the best solution costs no more than that solution.
    """
    left = state.left()
    reserved = 0.0 if left == math.inf else (1.0 - share) * left
    patience = patience_factor * state.patience() * (FIRST_PATIENCE if reserved else 1.0)
    while True:
        share = 1.0 if left == math.inf else max(0.0, 1.0 - reserved / max(state.left(), reserved, 1e-9))
        answer, is_optimal = (
            _minimise_without_huge_penalties(state, level, share, patience) if strict else (None, False)
        )
        if _is_done(state, level):
            return _Ending.FOR_GOOD
        if answer is None or not is_optimal:
            state.warm_start()
            if answer is not None and not answer.proven and (reserved or patience < math.inf or state.is_behind):
                return _Ending.STALLED
            model = state.compiled.model
            answer = run_model(state, model, "improve", level=level, share=share, patience=patience)
            if answer.proven and answer.values is None:
                return _Ending.IMPOSSIBLE
            state.record_bound(level, answer.bound)
            if not answer.proven and (reserved or patience < math.inf or state.is_behind) and not state.over():
                return _Ending.STALLED
        if _is_done(state, level) or not answer.proven or not tighten(state, level):
            return _Ending.FOR_GOOD


def _minimise_without_huge_penalties(
    state: PhaseState, level: int, share: float, patience: float
) -> tuple[SolverAnswer | None, bool]:
    """Minimise one priority level without huge penalties; also return whether the result is optimal.

    An agenda with a huge penalty costs at least ``huge_from`` on the level of that penalty. The bound for all agendas
    is therefore the smaller of ``huge_from`` and the bound of this run. There is none if the huge penalties are not on
    this level alone.
    """
    compiled = state.compiled
    if compiled.strict is None:
        return None, False
    valid_up_to = compiled.huge_from[level] if set(compiled.huge_from) == {level} else 0
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    answer = run_model(state, strict, "improve", level=level, share=share, valid_up_to=valid_up_to, patience=patience)
    state.record_bound(level, min(whole_bound(answer.bound), valid_up_to))
    return answer, answer.proven and answer.values is not None and answer.bound <= valid_up_to
