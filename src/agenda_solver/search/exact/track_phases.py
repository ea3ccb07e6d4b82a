"""The first phases of the tracks' model: the track skeleton, then the sessions, then a bound by symmetry."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.hints import begin_from
from agenda_solver.search.exact.phase_runs import attempt, lay_out
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.exact.run_in_thread import Answer
from agenda_solver.search.relaxations.objective_coefficients import Charges
from agenda_solver.search.relaxations.symmetry_aggregation import Alike
from agenda_solver.search.relaxations.track_skeleton import Skeleton

__all__ = ["begin_with_skeleton", "count_alike"]

# Share of the time left, and maximum seconds, for any skeleton, and again for any agenda from it; maximum seconds, and
# share of the time left, for the best skeleton; seconds for the best agenda from that.
FIRST_SHARE, LONGEST_FIRST = 0.3, 60.0
SKELETON_SECONDS, SKELETON_SHARE = 15.0, 0.3
SESSIONS_SECONDS = 5.0

# Symmetry is looked for only in models with at most this many variables.
MOST_TO_COLOUR = 40_000
# The aggregated model is solved only if it has at most this many variables, and at most this share of those before.
MOST_ALIKE, LESS_BY = 15_000, 0.8
# Maximum seconds; then the share of the time left, and the multiple of the patience for a proof: without a skeleton,
# and after one, which has already given a bound.
LONGEST_ALIKE = 600.0
ALIKE_SHARE, ALIKE_PATIENCE = 0.45, 1.0
SECOND_SHARE, SECOND_PATIENCE = 0.3, 1.0


def begin_with_skeleton(run_: PhaseState) -> None:
    """Look for a first agenda: first the blocks of the tracks, then the rest; then again with a better skeleton."""
    compiled, decisions = run_.compiled, run_.compiled.decisions
    level = max(compiled.levels, default=None)
    if not isinstance(decisions, TrackDecisions) or level is None:
        return
    run_.aim_at(level)
    begin = time.perf_counter()
    charges = Charges.of(compiled, level)
    model = Skeleton(compiled, decisions, charges, deadline=run_.deadline()).model
    run_.account("skeleton", begin)
    seconds = FIRST_SHARE * min(run_.left(), LONGEST_FIRST / FIRST_SHARE)
    answer = attempt(run_, model, "skeleton", seconds, level, relaxed=True, first_only=True)
    if answer.values is None:
        return  # if the conference is infeasible, the whole model will prove it
    _fill(run_, _tracks_in_blocks(decisions, answer.values), {}, level, first_only=True)
    seconds = min(SKELETON_SECONDS, SKELETON_SHARE * run_.left())
    answer = attempt(run_, model, "skeleton", seconds, level, relaxed=True)
    if answer.values is not None:
        _fill(run_, _tracks_in_blocks(decisions, answer.values), _dearer(charges, answer), level)


def count_alike(run_: PhaseState, level: int) -> None:
    """Look for a bound by symmetry aggregation if that makes the model much smaller, and then for an agenda."""
    second = "skeleton" in run_.outcome.seconds
    share, patience = (SECOND_SHARE, SECOND_PATIENCE) if second else (ALIKE_SHARE, ALIKE_PATIENCE)
    compiled, decisions = run_.compiled, run_.compiled.decisions
    if not isinstance(decisions, TrackDecisions) or len(compiled.model.proto.variables) > MOST_TO_COLOUR:
        return
    begin = time.perf_counter()
    charges = Charges.of(compiled, level)
    skeleton = Skeleton(compiled, decisions, charges, rooms_counted=False, deadline=run_.deadline())
    alike = Alike(skeleton.model)
    run_.account("bound", begin)
    if alike.after > min(MOST_ALIKE, LESS_BY * alike.before):
        return
    seconds, patience = share * min(run_.left(), LONGEST_ALIKE), patience * run_.patience()
    answer = attempt(run_, alike.model, "bound", seconds, level, relaxed=True, thorough=True, patience=patience)
    if answer.values is not None and not run_.is_reached(level):
        known = _tracks_in_blocks(decisions, alike.settled(answer.values))
        _fill(run_, known, _dearer(charges, answer), level)


def _dearer(charges: Charges, skeleton: Answer) -> dict[int, int]:
    """Return the value 0 for variables whose cost is huge compared with the skeleton: they are rarely needed."""
    cost = math.inf if skeleton.objective is None else skeleton.objective
    return charges.at_least(next((step for step in charges.steps if step > cost), None))


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


def _fill(
    run_: PhaseState, fixed: Mapping[int, int], forbidden: Mapping[int, int], level: int, *, first_only: bool = False
) -> None:
    """Place the sessions in the blocks of their tracks: without the forbidden charges if possible, else with them."""
    without = {index: value for index, value in forbidden.items() if not fixed.get(index)}
    for more in (without, {}) if without else ({},):
        if run_.over():
            return
        part = run_.part({**fixed, **more})
        longest = max(SESSIONS_SECONDS, FIRST_SHARE * min(run_.left(), LONGEST_FIRST / FIRST_SHARE))
        seconds = longest if first_only else SESSIONS_SECONDS
        answer = attempt(run_, part.model, "first agenda", seconds, level, first_only=first_only, whole_of=part.whole)
        if answer.values is not None:
            lay_out(run_, level)
            return
    if run_.best_values is None:
        begin_from(run_.compiled.model, fixed)
