"""Opening times: how much of a stretch lies outside a set of windows that may overlap each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agenda_solver.model.time import Stretch, TimeSlot, overlap_minutes

__all__ = ["merged", "minutes_outside"]


def merged(windows: Iterable[Stretch]) -> list[TimeSlot]:
    """Return the union of some stretches as disjoint ones, in the order of time."""
    union: list[TimeSlot] = []
    for window in sorted(windows, key=lambda window: window.start):
        if union and window.start <= union[-1].end:
            union[-1] = TimeSlot(union[-1].start, max(union[-1].end, window.end))
        else:
            union.append(TimeSlot(window.start, window.end))
    return union


def minutes_outside(disjoint: Sequence[Stretch], stretch: Stretch) -> int:
    """Return how many minutes of a stretch none of these disjoint stretches covers."""
    return stretch.end - stretch.start - sum(overlap_minutes(window, stretch) for window in disjoint)
