"""Rooms for sessions with a time of which a file does not say where they are: as many as overlap needs."""

from __future__ import annotations

from collections.abc import Iterable

from agenda_solver.formats.timetable import Span

__all__ = ["lanes"]


def lanes(spans: Iterable[Span | None], most: int | None = None) -> list[int]:
    """Return for each stretch the number of a lane, from 0 on, so that those of one lane do not overlap.

    Parameters
    ----------
    spans
        The stretches; None, which is none, takes the first lane.
    most
        The greatest number of lanes; what finds none free lies in the last one. None for as many as are needed.
    """
    listed = list(spans)
    found = [0] * len(listed)
    free_from: list[Span] = []
    timed = [(span, number) for number, span in enumerate(listed) if span is not None]
    for span, number in sorted(timed):
        lane = next((lane for lane, last in enumerate(free_from) if last[1] <= span[0]), len(free_from))
        if most is not None and lane == most:
            lane = most - 1
        free_from[lane : lane + 1] = [span]
        found[number] = lane
    return found
