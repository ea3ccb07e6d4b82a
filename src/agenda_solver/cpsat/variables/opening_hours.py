"""Opening times: how much of a stretch is outside a set of windows that may overlap each other."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.model.time_intervals import Stretch, overlap_minutes

__all__ = ["minutes_outside"]


def minutes_outside(disjoint: Sequence[Stretch], stretch: Stretch) -> int:
    """Return how many minutes of a stretch none of these disjoint stretches covers."""
    return stretch.end - stretch.start - sum(overlap_minutes(window, stretch) for window in disjoint)
