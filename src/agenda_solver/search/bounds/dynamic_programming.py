"""The exact minimum of one track's costs by block and day, by dynamic programming.

Sessions are counted by kind: the units that a session adds to each count, and the minutes that it takes. A state is a
vector with the number of sessions of each kind that are already placed. Let ``c_b(v)`` be the cost of a block that
holds ``v``. A day then costs ``d(v) + min over v = v_1 + ... + v_n of c_1(v_1) + ... + c_n(v_n)``. The days are
combined in the same way; each step is a min-plus convolution. If there would be too many vectors, sessions of one
length are treated as one kind regardless of the blocks they may be in; the optimum is then a lower bound. A state is
pruned if it costs more than a known placement of all sessions, because it cannot be part of the optimum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.search.bounds.track_terms import TrackTerms

__all__ = ["bound_by_partition"]

Costs = NDArray[np.float64]
"""A cost for each vector of numbers of sessions by kind; infinite if it is impossible. Whole numbers below 2^53."""

MOST_VECTORS = 2000

# The number of vectors that one numpy call adds to all others.
AT_ONCE = 128


class _Kind(NamedTuple):
    """Sessions that are not distinguished: their units in each count, and their minutes in each possible block."""

    units: tuple[int, ...]
    minutes: tuple[int | None, ...]
    in_peaks: tuple[bool, ...]
    optional: bool


def bound_by_partition(grid: PlaceGrid, times: Sequence[Sequence[int]], track_terms: TrackTerms) -> tuple[int, bool]:
    """Return a lower bound on a set's costs by block and day, and whether no small model can improve it.

    ``times`` has the times of each session that no rule forbids. The bound is 0 if costs are negative, or if there are
    too many vectors.
    """
    if not track_terms.in_time and not track_terms.peaks:
        return 0, True
    if any(min(row) < 0 for _, count in track_terms.in_time for row in count.costs):
        return 0, False
    for where in (times, grid.times_of):
        kinds = _kinds(grid, where, track_terms)
        if kinds and math.prod(number + 1 for number in kinds.values()) <= MOST_VECTORS:
            return _Partition(grid, track_terms, kinds).least(), where is times
    return 0, not kinds


def _kinds(grid: PlaceGrid, times: Sequence[Sequence[int]], track_terms: TrackTerms) -> Counter[_Kind]:
    kinds: Counter[_Kind] = Counter()
    for session in track_terms.members:
        if not times[session]:
            continue
        minutes: list[int | None] = [None] * len(grid.conference.blocks)
        for time in times[session]:
            length, shortest = grid.end[time] - grid.start[time], minutes[grid.block[time]]
            minutes[grid.block[time]] = length if shortest is None else min(length, shortest)
        kinds[
            _Kind(
                tuple(count.units.get(session, 0) for _, count in track_terms.in_time),
                tuple(minutes),
                tuple(session in peak.members for _, peak in track_terms.peaks),
                grid.conference.sessions[session].optional,
            )
        ] += 1
    return kinds


class _Partition:
    """The dynamic program of one set of sessions."""

    def __init__(self, grid: PlaceGrid, track_terms: TrackTerms, kinds: Counter[_Kind]) -> None:
        self._grid, self._track_terms, self._kinds = grid, track_terms, kinds
        shape = tuple(number + 1 for number in kinds.values())
        self._vectors = np.indices(shape)
        self._upper_bound = math.inf
        self._known: dict[tuple[bytes, bytes], Costs] = {}
        self._upper_bound = self._cost_of_even_spread()

    def least(self) -> int:
        """Return the least cost with all mandatory sessions placed."""
        days: list[Costs] = [self._day(day) for day in range(len(self._grid.conference.days))]
        total = self._sum(days)
        for number, (weight, count) in enumerate(self._track_terms.in_time):
            if count.by == "conference":
                total = total + self._row(number, weight, count.costs[0])
        must = tuple(slice(None) if kind.optional else slice(-1, None) for kind in self._kinds)
        return int(total[must].min())

    def _day(self, day: int) -> Costs:
        blocks = [block for block, its in enumerate(self._grid.day_of_block) if its == day]
        costs = self._sum([self._block(block) for block in blocks])
        for number, (weight, count) in enumerate(self._track_terms.in_time):
            if count.by == "day":
                costs = costs + self._row(number, weight, count.costs[day])
        return self._pruned(costs)

    def _block(self, block: int) -> Costs:
        costs: Costs = np.zeros(self._vectors.shape[1:])
        for number, (weight, count) in enumerate(self._track_terms.in_time):
            if count.by == "block":
                costs = costs + self._row(number, weight, count.costs[block])
        for number, (weight, peak) in enumerate(self._track_terms.peaks):
            costs = costs + weight * np.asarray(peak.costs, dtype=float)[self._peaks(block, number)]
        for kind, axis in zip(self._kinds, self._vectors, strict=True):
            if kind.minutes[block] is None:
                costs = np.where(axis > 0, np.inf, costs)
        return self._pruned(costs)

    def _row(self, number: int, weight: int, row: Sequence[int]) -> Costs:
        """Return ``weight * row[units]`` for each vector."""
        units = sum(kind.units[number] * axis for kind, axis in zip(self._kinds, self._vectors, strict=True))
        costs: Costs = weight * np.asarray(row, dtype=float)[units]
        return costs

    def _peaks(self, block: int, number: int) -> NDArray[np.intp]:
        """Return a lower bound on the peak in a block: by minutes, and by the sessions longer than half of it."""
        span = self._grid.conference.block_span[self._grid.conference.blocks[block].id]
        whole = max(1, span.end - span.start)
        minutes = np.zeros(self._vectors.shape[1:], dtype=np.intp)
        long = minutes
        for kind, axis in zip(self._kinds, self._vectors, strict=True):
            length = kind.minutes[block]
            if kind.in_peaks[number] and length is not None:
                minutes = minutes + length * axis
                long = long + axis * (2 * length > whole)
        most = len(self._track_terms.peaks[number][1].costs) - 1
        return np.minimum(most, np.maximum(-(-minutes // whole), long))

    def _cost_of_even_spread(self) -> float:
        """Return the cost of one solution: each session in the possible block with the fewest sessions."""
        blocks = range(len(self._grid.conference.blocks))
        held = [[0] * len(self._kinds) for _ in blocks]
        for number, (kind, sessions) in enumerate(self._kinds.items()):
            open_ = [block for block in blocks if kind.minutes[block] is not None]
            for _ in range(sessions):
                held[min(open_, key=lambda block: sum(held[block]))][number] += 1
        total = sum(self._block(block)[tuple(held[block])] for block in blocks)
        for number, (weight, count) in enumerate(self._track_terms.in_time):
            if count.by == "conference":
                total += self._row(number, weight, count.costs[0])[(-1,) * len(self._kinds)]
            for day in range(len(self._grid.conference.days)) if count.by == "day" else ():
                mine = [held[block] for block in blocks if self._grid.day_of_block[block] == day]
                vector = tuple(map(sum, zip(*mine, strict=True))) if mine else (0,) * len(self._kinds)
                total += self._row(number, weight, count.costs[day])[vector]
        return float(total)

    def _pruned(self, costs: Costs) -> Costs:
        """Prune states that cost more than the known solution."""
        return np.where(costs <= self._upper_bound, costs, np.inf)

    def _sum(self, costs: Sequence[Costs]) -> Costs:
        """Return the least cost of each vector over all ways to divide it among the given cost arrays."""
        if not costs:
            nothing: Costs = np.full(self._vectors.shape[1:], np.inf)
            nothing[(0,) * nothing.ndim] = 0.0
            return nothing
        total = costs[0]
        for one in costs[1:]:
            key = (total.tobytes(), one.tobytes())
            if key not in self._known:
                self._known[key] = self._pruned(_convolved(total, one))
            total = self._known[key]
        return total


def _convolved(first: Costs, second: Costs) -> Costs:
    """Return ``min over v = v_1 + v_2 of first(v_1) + second(v_2)``.

    The array with more finite entries is put into a corner of one twice as wide, infinite elsewhere, so that
    ``v - v_1`` is always a valid index. Many vectors are added at once, because each call to numpy may have to wait for
    another thread.
    """
    few, many = sorted((first, second), key=lambda costs: int(np.isfinite(costs).sum()))
    corner = np.array(many.shape) - 1
    wide = np.full(tuple(2 * corner + 1), np.inf)
    wide[tuple(slice(start, None) for start in corner)] = many
    everything = np.indices(many.shape).reshape(many.ndim, -1)
    places = np.ravel_multi_index(tuple(everything + corner[:, None]), wide.shape)
    finite = np.argwhere(np.isfinite(few))
    offsets = np.asarray(np.ravel_multi_index(tuple(finite.T), wide.shape))
    values = few[tuple(finite.T)]
    found: Costs = np.full(places.shape, np.inf)
    flat = wide.ravel()
    for start in range(0, len(offsets), AT_ONCE):
        chunk = slice(start, start + AT_ONCE)
        found = np.minimum(found, (flat.take(places[:, None] - offsets[chunk]) + values[chunk]).min(axis=1))
    return found.reshape(many.shape)
