"""The search by tracks: a skeleton first, then the sessions, then one part after the other anew."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from agenda_solver.solver.by_track import TrackDecisions
from agenda_solver.solver.charges import Charges
from agenda_solver.solver.fixing import begin_from, with_fixed
from agenda_solver.solver.neighbourhoods import Neighbourhoods
from agenda_solver.solver.running import Answer
from agenda_solver.solver.skeleton import Skeleton
from agenda_solver.solver.stage import Search, whole

__all__ = ["begin_with_skeleton", "improve_by_parts"]

# Seconds for each try at a skeleton, for a better one where there is one, and for the sessions within it.
SKELETON_SECONDS = 4.0
BETTER_SKELETON_SECONDS = 2.0
SESSIONS_SECONDS = 5.0

# Seconds for one part; after so many parts in a row that brought nothing the whole is tried again.
PART_SECONDS = 4.0
FRUITLESS_PARTS = 40

# Seconds between two agendas made from solutions that leave something open.
LAYOUT_SECONDS = 10.0


def begin_with_skeleton(run_: Search) -> None:
    """Look for a first agenda: which track is in which block, without huge penalties if that can be; then the rest."""
    compiled, decisions = run_.compiled, run_.compiled.decisions
    level = max(compiled.levels, default=None)
    if not isinstance(decisions, TrackDecisions) or level is None:
        return
    charges = Charges.of(compiled, level)
    compiled.model.minimize(compiled.expression(level))
    begin = time.perf_counter()
    skeleton = Skeleton(compiled, decisions, charges)
    run_.account("skeleton", begin)
    for forbidden_from in (*charges.steps, None):
        if run_.over():
            return
        answer = _skeleton(run_, skeleton.without(forbidden_from), level)
        # Whatever breaks the assumption costs at least as much as one of the charges that it forbids.
        holds_to = math.inf if forbidden_from is None else forbidden_from
        bound = holds_to if answer.proven and answer.values is None else answer.bound
        run_.proven[level] = max(run_.proven.get(level, 0), whole(min(bound, holds_to)))
        if answer.values is not None:
            _fill(run_, answer, charges.at_least(forbidden_from), level)
            return
        if answer.proven and forbidden_from is None:
            return  # no agenda at all; the whole model will say so, and prove it


def _skeleton(run_: Search, model: cp_model.CpModel, level: int) -> Answer:
    """Look for any solution of a skeleton, which is found sooner where nothing is minimised; then for a good one."""
    any_solution = model.clone()
    any_solution.clear_objective()  # type: ignore[no-untyped-call]
    answer = run_.attempt(any_solution, "skeleton", SKELETON_SECONDS, level, skeleton=True)
    if answer.values is None:
        return answer
    begin_from(model, answer.values)
    better = run_.attempt(model, "skeleton", BETTER_SKELETON_SECONDS, level, skeleton=True)
    return replace(answer, bound=-math.inf) if better.values is None else better


def _fill(run_: Search, skeleton: Answer, forbidden: Mapping[int, int], level: int) -> None:
    """Give the sessions their places where the tracks have theirs: without the huge penalties, or else with them."""
    decisions, values = run_.compiled.decisions, skeleton.values
    assert isinstance(decisions, TrackDecisions)  # noqa: S101 - for the type checker
    assert values is not None  # noqa: S101 - for the type checker
    fixed: dict[int, int] = {}
    for track in decisions.conference.tracks:
        for block in decisions.conference.blocks:
            if decisions.rooms_made(track.id, block.id):
                used = decisions.track_in_block(track.id, block.id).index
                fixed[used] = values[used]
    for more in ({i: v for i, v in forbidden.items() if not fixed.get(i)}, {}):
        if run_.over():
            return
        model = with_fixed(run_.compiled.model, fixed | more)
        answer = run_.attempt(model, "first agenda", SESSIONS_SECONDS, level)
        if answer.values is not None:
            run_.lay_out(level)
            return
    begin_from(run_.compiled.model, fixed)


def improve_by_parts(run_: Search, level: int, until: float) -> None:
    """Decide one part of the solution after the other anew, until so many seconds are left or nothing is gained."""
    decisions = run_.compiled.decisions
    if not isinstance(decisions, TrackDecisions) or run_.at_hand is None:
        return
    parts = Neighbourhoods(decisions, run_.limits.seed)
    fruitless, last_layout = 0, run_.left()
    while fruitless < FRUITLESS_PARTS and run_.left() > until and not run_.over():
        kind = parts.draw()
        if parts.everything(kind):
            break
        before, left = run_.at_hand, run_.left()
        model = with_fixed(run_.compiled.model, parts.fixed(kind, before))
        begin_from(model, before)
        limit = min(PART_SECONDS, run_.left() - until)
        answer = run_.attempt(model, "improve", limit, level)
        better = run_.at_hand is not before
        if better:
            fruitless = 0
        else:
            fruitless += 1
            if answer.values is not None:
                run_.move_to(answer.values)
        parts.learn(kind, better=better, decided=answer.proven, seconds=left - run_.left(), limit=limit)
        if last_layout - run_.left() > LAYOUT_SECONDS:
            run_.lay_out(level)
            last_layout = run_.left()
    run_.lay_out(level)
