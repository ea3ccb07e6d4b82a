"""Tightening the track model if the agenda of a solution costs more than the solution.

If a track has several rooms in a block, the track model does not decide which session is in which of them. Nearly
always an agenda is found that costs no more than the solution. If not, a new model decides rooms and times for the
sessions of the tracks concerned, and the search continues with it. Bounds of the old model remain valid, because it
never charges more than an agenda costs.
"""

from __future__ import annotations

import time

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.track_model.layout import layout_of
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.hints import tightest_values, warm_start_from_agenda
from agenda_solver.search.exact.phase_state import PhaseState

__all__ = ["tighten"]


def tighten(state: PhaseState, level: int) -> bool:
    """Continue with a model that decides what the best solution leaves open; return whether anything was open.

    The new model first decides the tracks for which the agenda of that solution costs more, then all tracks; at last it
    is the ordinary model.
    """
    decisions, values = state.compiled.decisions, state.best_values
    if not isinstance(decisions, TrackDecisions) or values is None or not state.solution_beats_incumbent():
        return False
    begin = time.perf_counter()
    layout = layout_of(decisions, lambda variable: values[variable.index])
    conference = state.compiled.conference
    every = {track.id for track in conference.tracks}
    more = layout.open_tracks - decisions.exact_tracks or every - decisions.exact_tracks
    compiled = compile_conference(
        conference,
        state.compiled.rules,
        by_track=bool(more),
        told=decisions.exact_tracks | more,
        deadline=state.deadline(),
    )
    best = state.outcome.incumbent
    state.replace_model(compiled, level)
    warm_start_from_agenda(compiled, layout.agenda if best is None else best.agenda)
    state.best_values = None if best is None else tightest_values(compiled, best.agenda, state.is_urgent)
    state.account("tell rooms", begin)
    return True
