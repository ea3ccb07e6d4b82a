"""Opening times: how much of a stretch of time is outside some windows."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.model.time_intervals import Stretch, overlap_minutes

__all__ = ["minutes_outside"]


def minutes_outside(disjoint: Sequence[Stretch], stretch: Stretch) -> int:
    """Return how many minutes of a stretch are in none of these disjoint stretches."""
    return stretch.end - stretch.start - sum(overlap_minutes(window, stretch) for window in disjoint)
