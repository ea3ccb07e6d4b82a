"""The search by tracks: a skeleton first, then the sessions, then one part after the other anew."""

from __future__ import annotations

import time
from collections.abc import Mapping

from agenda_solver.solver.by_track import TrackDecisions
from agenda_solver.solver.charges import Charges
from agenda_solver.solver.fixing import begin_from, with_fixed
from agenda_solver.solver.neighbourhoods import Neighbourhoods
from agenda_solver.solver.running import Answer
from agenda_solver.solver.skeleton import Skeleton
from agenda_solver.solver.stage import Search, whole

__all__ = ["begin_with_skeleton", "improve_by_parts"]

# Seconds for any skeleton and for any agenda in it; for the best skeleton, but at most a share of the time left; and
# for the best agenda in that.
FIRST_SECONDS = 4.0
SKELETON_SECONDS, SKELETON_SHARE = 15.0, 0.3
SESSIONS_SECONDS = 5.0

# Seconds for one part; after so many parts in a row that brought nothing the whole is tried again.
PART_SECONDS = 4.0
FRUITLESS_PARTS = 40

# Seconds between two agendas made from solutions that leave something open.
LAYOUT_SECONDS = 10.0


def begin_with_skeleton(run_: Search) -> None:
    """Look for a first agenda: which track is in which block, then the rest; and the same again, but better."""
    compiled, decisions = run_.compiled, run_.compiled.decisions
    level = max(compiled.levels, default=None)
    if not isinstance(decisions, TrackDecisions) or level is None:
        return
    run_.aim_at(level)
    begin = time.perf_counter()
    charges = Charges.of(compiled, level)
    model = Skeleton(compiled, decisions, charges).model
    run_.account("skeleton", begin)
    answer = run_.attempt(model, "skeleton", FIRST_SECONDS, level, skeleton=True, first_only=True)
    if answer.values is None:
        return  # where there is no agenda at all, the whole model will say so, and prove it
    _fill(run_, answer, {}, level, first_only=True)
    seconds = min(SKELETON_SECONDS, SKELETON_SHARE * run_.left())
    answer = run_.attempt(model, "skeleton", seconds, level, skeleton=True)
    run_.proven[level] = max(run_.proven.get(level, 0), whole(answer.bound))
    if answer.values is not None and answer.objective is not None and not run_.over():
        # What is dearer than all of the skeleton is hardly needed beside it.
        dearer = next((step for step in charges.steps if step > answer.objective), None)
        _fill(run_, answer, charges.at_least(dearer), level)


def _fill(
    run_: Search, skeleton: Answer, forbidden: Mapping[int, int], level: int, *, first_only: bool = False
) -> None:
    """Give the sessions their places where the tracks have theirs: without the forbidden charges, or else with them."""
    decisions, values = run_.compiled.decisions, skeleton.values
    assert isinstance(decisions, TrackDecisions)  # noqa: S101 - for the type checker
    assert values is not None  # noqa: S101 - for the type checker
    fixed: dict[int, int] = {}
    for track in decisions.conference.tracks:
        for block in decisions.conference.blocks:
            if decisions.rooms_made(track.id, block.id):
                used = decisions.track_in_block(track.id, block.id).index
                fixed[used] = values[used]
    without = {index: value for index, value in forbidden.items() if not fixed.get(index)}
    for more in (without, {}) if without else ({},):
        if run_.over():
            return
        model = with_fixed(run_.compiled.model, fixed | more)
        answer = run_.attempt(model, "first agenda", SESSIONS_SECONDS, level, first_only=first_only)
        if answer.values is not None:
            run_.lay_out(level)
            return
    if run_.at_hand is None:
        begin_from(run_.compiled.model, fixed)


def improve_by_parts(run_: Search, level: int, until: float) -> None:
    """Decide one part of the solution after the other anew, until so many seconds are left or nothing is gained."""
    decisions = run_.compiled.decisions
    if not isinstance(decisions, TrackDecisions) or run_.at_hand is None:
        return
    run_.parts = parts = Neighbourhoods(decisions, run_.limits.seed, run_.parts)
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
