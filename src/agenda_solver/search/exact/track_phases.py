"""The first phases of the track model: the track skeleton, then the sessions, then a bound by symmetry."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.hints import warm_start_from
from agenda_solver.search.exact.phase_runs import run_submodel, search_nearest_agenda
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.exact.run_in_thread import SolverAnswer
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients
from agenda_solver.search.relaxations.symmetry_aggregation import SymmetryAggregation
from agenda_solver.search.relaxations.track_skeleton import TrackSkeleton

__all__ = ["begin_with_skeleton", "bound_by_symmetry"]

# Share of the time left, and maximum seconds, for any skeleton, and again for any agenda from it; maximum seconds, and
# share of the time left, for the best skeleton; seconds for the best agenda from that.
FIRST_SHARE, LONGEST_FIRST = 0.3, 60.0
SKELETON_SECONDS, SKELETON_SHARE = 15.0, 0.3
SESSIONS_SECONDS = 5.0

# Symmetry is looked for only in models with at most this many variables.
MOST_FOR_COLOUR_REFINEMENT = 40_000
# The aggregated model is solved only if it has at most this many variables, and at most this share of those before.
MOST_AGGREGATED, LESS_BY = 15_000, 0.8
# Maximum seconds; then the share of the time left, and the multiple of the patience for a proof: without a skeleton,
# and after one, which has already given a bound.
LONGEST_AGGREGATED = 600.0
AGGREGATED_SHARE, AGGREGATED_PATIENCE = 0.45, 1.0
SECOND_SHARE, SECOND_PATIENCE = 0.3, 1.0


def begin_with_skeleton(state: PhaseState) -> None:
    """Look for a first agenda: first the blocks of the tracks, then the rest; then again with a better skeleton."""
    compiled, decisions = state.compiled, state.compiled.decisions
    level = max(compiled.levels, default=None)
    if not isinstance(decisions, TrackDecisions) or level is None:
        return
    state.set_objective(level)
    begin = time.perf_counter()
    coefficients = ObjectiveCoefficients.of(compiled, level)
    model = TrackSkeleton(compiled, decisions, coefficients, deadline=state.deadline()).model
    state.account("skeleton", begin)
    seconds = FIRST_SHARE * min(state.left(), LONGEST_FIRST / FIRST_SHARE)
    answer = run_submodel(state, model, "skeleton", seconds, level, relaxed=True, first_only=True)
    if answer.values is None:
        return  # if the conference is infeasible, the whole model will prove it
    _place_sessions(state, _tracks_in_blocks(decisions, answer.values), {}, level, first_only=True)
    seconds = min(SKELETON_SECONDS, SKELETON_SHARE * state.left())
    answer = run_submodel(state, model, "skeleton", seconds, level, relaxed=True)
    if answer.values is not None:
        _place_sessions(
            state, _tracks_in_blocks(decisions, answer.values), _without_huge_costs(coefficients, answer), level
        )


def bound_by_symmetry(state: PhaseState, level: int) -> None:
    """Look for a bound by symmetry aggregation if that makes the model much smaller, and then for an agenda."""
    second = "skeleton" in state.outcome.seconds
    share, patience = (SECOND_SHARE, SECOND_PATIENCE) if second else (AGGREGATED_SHARE, AGGREGATED_PATIENCE)
    compiled, decisions = state.compiled, state.compiled.decisions
    if not isinstance(decisions, TrackDecisions) or len(compiled.model.proto.variables) > MOST_FOR_COLOUR_REFINEMENT:
        return
    begin = time.perf_counter()
    coefficients = ObjectiveCoefficients.of(compiled, level)
    skeleton = TrackSkeleton(compiled, decisions, coefficients, rooms_counted=False, deadline=state.deadline())
    aggregation = SymmetryAggregation(skeleton.model)
    state.account("bound", begin)
    if aggregation.after > min(MOST_AGGREGATED, LESS_BY * aggregation.before):
        return
    seconds, patience = share * min(state.left(), LONGEST_AGGREGATED), patience * state.patience()
    answer = run_submodel(
        state, aggregation.model, "bound", seconds, level, relaxed=True, thorough=True, patience=patience
    )
    if answer.values is not None and not state.meets_bound(level):
        known = _tracks_in_blocks(decisions, aggregation.determined_values(answer.values))
        _place_sessions(state, known, _without_huge_costs(coefficients, answer), level)


def _without_huge_costs(coefficients: ObjectiveCoefficients, skeleton: SolverAnswer) -> dict[int, int]:
    """Return the value 0 for variables whose cost is huge compared with the skeleton: they are rarely needed."""
    cost = math.inf if skeleton.objective is None else skeleton.objective
    return coefficients.at_least(next((step for step in coefficients.jumps if step > cost), None))


def _tracks_in_blocks(decisions: TrackDecisions, known: Sequence[int] | Mapping[int, int]) -> dict[int, int]:
    """Return the known values of the literals for tracks in blocks."""
    values = known if isinstance(known, Mapping) else dict(enumerate(known))
    literals = [
        decisions.track_in_block(track.id, block.id)
        for track in decisions.conference.tracks
        for block in decisions.conference.blocks
        if decisions.rooms_made(track.id, block.id)
    ]
    constants = {decisions.always.index, decisions.never.index}
    indices = {literal.index for literal in literals} - constants
    return {index: values[index] for index in sorted(indices) if index in values}


def _place_sessions(
    state: PhaseState, fixed: Mapping[int, int], forbidden: Mapping[int, int], level: int, *, first_only: bool = False
) -> None:
    """Place the sessions in the blocks of their tracks: without the forbidden costs if possible, else with them."""
    without = {index: value for index, value in forbidden.items() if not fixed.get(index)}
    for more in (without, {}) if without else ({},):
        if state.over():
            return
        submodel = state.submodel({**fixed, **more})
        longest = max(SESSIONS_SECONDS, FIRST_SHARE * min(state.left(), LONGEST_FIRST / FIRST_SHARE))
        seconds = longest if first_only else SESSIONS_SECONDS
        answer = run_submodel(
            state,
            submodel.model,
            "first agenda",
            seconds,
            level,
            first_only=first_only,
            full_values_of=submodel.full_values,
        )
        if answer.values is not None:
            search_nearest_agenda(state, level)
            return
    if state.best_values is None:
        warm_start_from(state.compiled.model, fixed)
