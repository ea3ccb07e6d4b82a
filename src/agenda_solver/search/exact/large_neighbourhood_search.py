"""Large neighbourhood search (LNS): fix most of the incumbent, optimise the rest with CP-SAT, and repeat."""

from __future__ import annotations

from typing import Any

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.phase_runs import run_submodel, search_nearest_agenda
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.neighbourhoods.neighbourhood_choice import Neighbourhoods
from agenda_solver.search.neighbourhoods.sessions import SessionNeighbourhoods
from agenda_solver.search.neighbourhoods.tracks import TrackNeighbourhoods

__all__ = ["run_lns"]

# Seconds for one submodel.
SUBMODEL_SECONDS = 4.0
# Submodels in a row without improvement after which LNS ends.
FRUITLESS_SUBMODELS = 40
# As long as one of this many last submodels has brought an improvement, only this share of the time reserved for the
# whole model is kept.
RECENT_SUBMODELS, LEAST_WHOLE_MODEL_SHARE = 12, 0.25

# Seconds between two agendas made from solutions that leave something open.
LAYOUT_SECONDS = 10.0


def run_lns(state: PhaseState, level: int, reserved_seconds: float) -> None:
    """Run large neighbourhood search until nothing improves, or only ``reserved_seconds`` are left."""
    decisions = state.compiled.decisions
    if state.best_values is None or not state.uses_lns():
        return
    seed, earlier = state.limits.seed, state.neighbourhoods
    neighbourhoods: Neighbourhoods[Any] = (
        TrackNeighbourhoods(decisions, seed, earlier)
        if isinstance(decisions, TrackDecisions)
        else SessionNeighbourhoods(decisions, seed, earlier)
    )
    state.neighbourhoods = neighbourhoods
    fruitless, last_layout = 0, state.left()
    while fruitless < FRUITLESS_SUBMODELS and not state.over() and not state.meets_bound(level):
        reserved = reserved_seconds if fruitless >= RECENT_SUBMODELS else LEAST_WHOLE_MODEL_SHARE * reserved_seconds
        if state.left() <= reserved:
            break
        kind = neighbourhoods.draw()
        if neighbourhoods.frees_everything(kind):
            break
        before, left = state.best_values, state.left()
        submodel = state.submodel(neighbourhoods.fixed(kind, before), before)
        limit = min(SUBMODEL_SECONDS, state.left() - reserved)
        answer = run_submodel(state, submodel.model, "improve", limit, level, full_values_of=submodel.full_values)
        better = state.best_values is not before
        if better:
            fruitless = 0
        else:
            fruitless += 1
            if answer.values is not None:
                state.continue_from(answer.values)
        neighbourhoods.record(kind, better=better, decided=answer.proven, seconds=left - state.left(), limit=limit)
        if last_layout - state.left() > LAYOUT_SECONDS:
            search_nearest_agenda(state, level)
            last_layout = state.left()
    search_nearest_agenda(state, level)
