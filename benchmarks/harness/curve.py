"""The anytime curve of a solve, and the times that are derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from agenda_solver.progress import Progress
from benchmarks.harness.record import Point

# "Near" is within so many per cent of the best.
NEAR = 5
# Of points with nothing but a new bound, those are kept that are so much later than the one before.
BOUNDS_APART = 1.02


def curve_of(history: Iterable[Progress], ended: float, objective: int | None, bound: int | None) -> list[Point]:
    """Return the points ``[elapsed, objective, bound]`` of all changes, and the answer as the last one."""
    points: list[Point] = []
    best: int | None = None
    proven: int | None = None
    for news in history:
        if news.level:
            continue
        best = min((value for value in (best, news.objective) if value is not None), default=None)
        proven = max((value for value in (proven, news.bound) if value is not None), default=None)
        if [best, proven] != (points[-1][1:] if points else [None, None]):
            points.append([round(news.elapsed, 3), best, proven])
    return [*points, [round(ended, 3), objective, bound]]


class Moments(NamedTuple):
    """Seconds to the best agenda, to one that is near it, and to the proof."""

    to_best: float | None = None
    to_near: float | None = None
    to_proof: float | None = None


def moments(curve: Sequence[Point], *, proven: bool, high: bool = False) -> Moments:
    """Return the seconds to the best agenda, to one that is near, and to the proof; None for what never happened."""
    final = curve[-1][1] if curve else None
    if final is None:
        return Moments()
    found = [(elapsed, value) for elapsed, value, _ in curve if value is not None]
    to_best = next(elapsed for elapsed, value in found if (value >= final if high else value <= final))
    to_near = next(elapsed for elapsed, value in found if is_near(value, final, high=high))
    to_proof = None
    if proven:
        to_proof = next((elapsed for elapsed, value, bound in curve if value == final == bound), curve[-1][0])
    return Moments(to_best, to_near, to_proof)


def is_near(value: float, best: float, *, high: bool = False) -> bool:
    """Whether a figure is within 5 % of another one, or better."""
    return 100 * value >= (100 - NEAR) * best if high else 100 * value <= (100 + NEAR) * best


def thinned(curve: Sequence[Point]) -> list[Point]:
    """Return the curve with fewer points that only have a new bound, of which there can be thousands."""
    kept: list[Point] = []
    for point in curve:
        only_bound = bool(kept) and point[1:-1] == kept[-1][1:-1] and point is not curve[-1]
        if not only_bound or (point[0] or 0) >= BOUNDS_APART * (kept[-1][0] or 0):
            kept.append(point)
    return kept
