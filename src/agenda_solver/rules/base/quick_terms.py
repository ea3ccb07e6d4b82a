"""Relations and charges that the ``quick`` methods of several rules share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda_solver.evaluation.grid import PlaceGrid, Spot
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["charge_rooms_apart", "charge_used_cells", "common_slots", "slots_touched"]


def slots_touched(grid: PlaceGrid) -> list[int]:
    """Return for each time the number of slots of its block that it overlaps."""
    marks = grid.conference.boundaries
    return [_touched(marks[time.block], time.start, time.end) for time in grid.times]


def common_slots(grid: PlaceGrid) -> Relation:
    """Return a relation that counts the slots of the first session's block during which both sessions run."""
    marks = [grid.conference.boundaries[block.id] for block in grid.conference.blocks]
    start, end, block = grid.start, grid.end, grid.block

    def relation(t: int, _r: int, u: int, _q: int) -> int:
        begin, stop = max(start[t], start[u]), min(end[t], end[u])
        return _touched(marks[block[t]], begin, stop) if begin < stop else 0

    return relation


def _touched(marks: Sequence[int], start: int, end: int) -> int:
    """Return the number of slots between neighbouring marks that overlap a stretch."""
    first = max(0, bisect_right(marks, start) - 1)
    last = min(len(marks) - 1, bisect_left(marks, end))
    return max(0, last - first)


def charge_used_cells(terms: Terms, track: str, costs: Sequence[int]) -> None:
    """Charge a track for each cell that it uses: ``costs[cell]``."""
    sessions = terms.grid.conference.sessions_by_track[track]
    units = dict.fromkeys((terms.grid.number_of_session[session.id] for session in sessions), 1)
    terms.charge_counts(units, "cell", lambda cell, count: costs[cell] if count else 0)


def charge_rooms_apart(terms: Terms, first: str, second: str, amount: int) -> None:
    """Charge two tracks, in each block, for each pair of different rooms of which each track uses one."""
    grid = terms.grid
    sides = [
        frozenset(grid.number_of_session[session.id] for session in grid.conference.sessions_by_track[track])
        for track in (first, second)
    ]

    def apart(spots: Sequence[Spot]) -> int:
        here, there = ({spot.room for spot in spots if spot.session in side} for side in sides)
        return amount * (len(here) * len(there) - len(here & there))

    terms.charge_group([*sides[0], *sides[1]], "block", apart)
