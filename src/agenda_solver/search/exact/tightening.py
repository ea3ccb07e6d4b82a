"""Tightening the tracks' model if the agenda of a solution costs more than the solution.

If a track has several rooms in a block, the tracks' model does not decide which session is in which of them. Nearly
always an agenda is found that costs no more than the solution. If not, a new model decides rooms and times for the
sessions of the tracks concerned, and the search continues with it. Bounds of the old model remain valid, because it
never charges more than an agenda costs.
"""

from __future__ import annotations

import time

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.track_model.layout import lay_out
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.hints import begin_from_agenda, tightest_values
from agenda_solver.search.exact.phase_state import PhaseState

__all__ = ["tell_more"]


def tell_more(run_: PhaseState, level: int) -> bool:
    """Continue with a model that decides what the best solution leaves open; return whether anything was open.

    The new model first decides the tracks for which the agenda of that solution costs more, then all tracks; at last it
    is the ordinary model.
    """
    decisions, values = run_.compiled.decisions, run_.best_values
    if not isinstance(decisions, TrackDecisions) or values is None or not run_.promises_more():
        return False
    begin = time.perf_counter()
    laid_out = lay_out(decisions, lambda variable: values[variable.index])
    conference = run_.compiled.conference
    every = {track.id for track in conference.tracks}
    more = laid_out.open - decisions.told or every - decisions.told
    compiled = compile_conference(
        conference, run_.compiled.rules, by_track=bool(more), told=decisions.told | more, deadline=run_.deadline()
    )
    best = run_.outcome.found
    run_.go_on_with(compiled, level)
    begin_from_agenda(compiled, laid_out.agenda if best is None else best.agenda)
    run_.best_values = None if best is None else tightest_values(compiled, best.agenda, run_.is_urgent)
    run_.account("tell rooms", begin)
    return True
