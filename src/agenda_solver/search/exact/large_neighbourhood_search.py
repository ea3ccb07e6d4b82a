"""Large-neighbourhood search (LNS): fix most of the incumbent, optimise the rest with CP-SAT, and repeat."""

from __future__ import annotations

from typing import Any

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.search.exact.phase_runs import attempt, lay_out
from agenda_solver.search.exact.phase_state import PhaseState
from agenda_solver.search.neighbourhoods.neighbourhood_choice import Neighbourhoods
from agenda_solver.search.neighbourhoods.sessions import SessionNeighbourhoods
from agenda_solver.search.neighbourhoods.tracks import TrackNeighbourhoods

__all__ = ["run_lns"]

# Seconds for one submodel.
PART_SECONDS = 4.0
# Submodels in a row without improvement after which LNS ends.
FRUITLESS_PARTS = 40
# As long as one of this many last submodels has brought an improvement, only this share of the time reserved for the
# whole model is kept.
LAST_PARTS, LEAST_FOR_THE_WHOLE = 12, 0.25

# Seconds between two agendas made from solutions that leave something open.
LAYOUT_SECONDS = 10.0


def run_lns(run_: PhaseState, level: int, until: float) -> None:
    """Run large-neighbourhood search until only ``until`` seconds are left or there is no improvement any more."""
    decisions = run_.compiled.decisions
    if run_.best_values is None or not run_.has_parts():
        return
    seed, earlier = run_.limits.seed, run_.parts
    parts: Neighbourhoods[Any] = (
        TrackNeighbourhoods(decisions, seed, earlier)
        if isinstance(decisions, TrackDecisions)
        else SessionNeighbourhoods(decisions, seed, earlier)
    )
    run_.parts = parts
    fruitless, last_layout = 0, run_.left()
    while fruitless < FRUITLESS_PARTS and not run_.over() and not run_.is_reached(level):
        reserved = until if fruitless >= LAST_PARTS else LEAST_FOR_THE_WHOLE * until
        if run_.left() <= reserved:
            break
        kind = parts.draw()
        if parts.everything(kind):
            break
        before, left = run_.best_values, run_.left()
        part = run_.part(parts.fixed(kind, before), before)
        limit = min(PART_SECONDS, run_.left() - reserved)
        answer = attempt(run_, part.model, "improve", limit, level, whole_of=part.whole)
        better = run_.best_values is not before
        if better:
            fruitless = 0
        else:
            fruitless += 1
            if answer.values is not None:
                run_.move_to(answer.values)
        parts.learn(kind, better=better, decided=answer.proven, seconds=left - run_.left(), limit=limit)
        if last_layout - run_.left() > LAYOUT_SECONDS:
            lay_out(run_, level)
            last_layout = run_.left()
    lay_out(run_, level)
