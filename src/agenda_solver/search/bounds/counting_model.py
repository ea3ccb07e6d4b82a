"""A lower bound on the cost of one track's sessions, from a small model that only counts sessions.

Sessions of the same length that may be in the same blocks are of one kind. The model only decides how many sessions of
each kind are in each block. Symmetric blocks and days are ordered to break the symmetry. Costs that the model leaves
out are never negative, so its optimum, and every bound that CP-SAT proves for it, is valid for all agendas.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from agenda_solver.evaluation.grid import By, PlaceGrid
from agenda_solver.evaluation.primitives.terms import Count
from agenda_solver.search.bounds.track_terms import TrackTerms, is_convex

__all__ = ["bound_in_rooms", "bound_in_time"]


class _Kind(NamedTuple):
    """Sessions that the model does not distinguish."""

    places: tuple[tuple[int, int], ...]
    """The possible blocks, each with the least minutes of a session there; or the possible rooms, each with 0."""
    units: tuple[int, ...]
    """The units that one session adds to each count."""
    in_peaks: tuple[bool, ...]
    optional: bool


class _CountingModel:
    """A model that decides how many sessions of each kind are in each block, or in each room."""

    def __init__(self, kinds: Counter[_Kind]) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.objective: list[Any] = []
        self.kinds = kinds
        self.numbers = {
            (kind, place): self.model.new_int_var(0, count, "")
            for kind, count in kinds.items()
            for place, _ in kind.places
        }
        for kind, count in kinds.items():
            here = sum(self.numbers[kind, place] for place, _ in kind.places)
            self.model.add(here <= count if kind.optional else here == count)

    def units(self, number: int, places: Sequence[int]) -> Any:
        """Return how many units the sessions in some blocks, or rooms, add to a count."""
        return sum(
            kind.units[number] * variable
            for (kind, place), variable in self.numbers.items()
            if place in places and kind.units[number]
        )

    def charge(self, weight: int, units: Any, row: Sequence[int]) -> None:
        """Charge ``weight * row[units]``."""
        if isinstance(units, int):
            self.objective.append(weight * row[units])
            return
        if not any(row):
            return
        cost = self.model.new_int_var(min(row), max(row), "")
        if is_convex(row):
            for number, (before, after) in enumerate(pairwise(row)):
                if number == 0 or after - before != row[number] - row[number - 1]:
                    self.model.add(cost >= before + (after - before) * (units - number))
        else:
            total = self.model.new_int_var(0, len(row) - 1, "")
            self.model.add(total == units)
            self.model.add_element(total, list(row), cost)
        self.objective.append(weight * cost)

    def bound(self, seconds: float, workers: int) -> int:
        """Return the proven lower bound on the cost."""
        from ortools.sat.python import cp_model

        self.model.minimize(sum(self.objective))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.catch_sigint_signal = False
        status = solver.solve(self.model)
        known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return max(0, math.ceil(solver.best_objective_bound - 1e-6)) if known else 0


def bound_in_time(
    grid: PlaceGrid, times: Sequence[Sequence[int]], track_terms: TrackTerms, seconds: float, workers: int = 1
) -> int:
    """Return a lower bound on a set's costs by block and day; ``times`` has the possible times of each session."""
    counts, peaks = [count for _, count in track_terms.in_time], [peak for _, peak in track_terms.peaks]
    if not counts and not peaks:
        return 0
    members_of_peaks = [frozenset(peak.members) for peak in peaks]
    kinds: Counter[_Kind] = Counter()
    for session in track_terms.members:
        shortest: dict[int, int] = {}
        for time in times[session]:
            minutes, block = grid.end[time] - grid.start[time], grid.block[time]
            shortest[block] = min(minutes, shortest.get(block, minutes))
        kinds[
            _Kind(
                tuple(sorted(shortest.items())),
                tuple(count.units.get(session, 0) for count in counts),
                tuple(session in members for members in members_of_peaks),
                grid.conference.sessions[session].optional,
            )
        ] += 1
    counting = _CountingModel(kinds)
    for number, (weight, count) in enumerate(track_terms.in_time):
        for one, places in enumerate(_places(grid, count.by)):
            counting.charge(weight, counting.units(number, places), count.costs[one])
    for number, (weight, peak) in enumerate(track_terms.peaks):
        for block in range(len(grid.conference.blocks)):
            _charge_peak(grid, counting, number, weight * 1, peak.costs, block)
    _break_symmetry(grid, counting, track_terms)
    return counting.bound(seconds, workers)


def bound_in_rooms(
    grid: PlaceGrid, rooms: Sequence[Sequence[int]], track_terms: TrackTerms, seconds: float, workers: int = 1
) -> int:
    """Return a lower bound on a set's costs by room; ``rooms`` has the possible rooms of each session."""
    counts = [count for _, count in track_terms.in_rooms]
    if not counts:
        return 0
    kinds: Counter[_Kind] = Counter()
    for session in track_terms.members:
        where = tuple((room, 0) for room in rooms[session])
        units = tuple(count.units.get(session, 0) for count in counts)
        kinds[_Kind(where, units, (), grid.conference.sessions[session].optional)] += 1
    if _fits_one_room(track_terms, rooms):
        return 0
    counting = _CountingModel(kinds)
    everywhere = list(range(len(grid.conference.rooms)))
    for number, (weight, count) in enumerate(track_terms.in_rooms):
        classes = [[room] for room in everywhere] if count.by == "room" else [everywhere]
        for one, places in enumerate(classes):
            counting.charge(weight, counting.units(number, places), count.costs[one])
    return counting.bound(seconds, workers)


def _fits_one_room(track_terms: TrackTerms, rooms: Sequence[Sequence[int]]) -> bool:
    """Whether all sessions together in some room cost nothing, so that no model is needed."""
    common = set.intersection(*(set(rooms[session]) for session in track_terms.members))
    for room in common:
        total = 0
        for weight, count in track_terms.in_rooms:
            units = sum(count.units.get(session, 0) for session in track_terms.members)
            rows = count.costs if count.by == "room" else ()
            total += weight * sum(row[units if one == room else 0] for one, row in enumerate(rows))
            total += weight * count.costs[0][units] if count.by == "conference" else 0
        if total <= 0:
            return True
    return False


def _places(grid: PlaceGrid, by: By) -> list[list[int]]:
    """Return the blocks of each class of a count."""
    blocks = range(len(grid.conference.blocks))
    if by == "block":
        return [[block] for block in blocks]
    if by == "day":
        return [[b for b in blocks if grid.day_of_block[b] == day] for day in range(len(grid.conference.days))]
    return [list(blocks)]


def _charge_peak(
    grid: PlaceGrid, counting: _CountingModel, number: int, weight: int, costs: Sequence[int], block: int
) -> None:
    """Charge a lower bound on the peak in a block: by minutes, and by the sessions longer than half of it."""
    span = grid.conference.block_span[grid.conference.blocks[block].id]
    whole = span.end - span.start
    here = [
        (dict(kind.places)[block], variable)
        for (kind, place), variable in counting.numbers.items()
        if place == block and kind.in_peaks[number]
    ]
    if not here or not any(costs) or whole <= 0:
        return
    peak = counting.model.new_int_var(0, len(costs) - 1, "")
    counting.model.add(whole * peak >= sum(minutes * variable for minutes, variable in here))
    if long := [variable for minutes, variable in here if 2 * minutes > whole]:
        counting.model.add(peak >= sum(long))
    counting.charge(weight, peak, costs)


def _break_symmetry(grid: PlaceGrid, counting: _CountingModel, track_terms: TrackTerms) -> None:
    """Break symmetry: order symmetric blocks of a day, and symmetric days, by what they contain."""
    blocks = range(len(grid.conference.blocks))
    loads: dict[int, Any] = {
        block: sum(v * dict(kind.places)[block] for (kind, place), v in counting.numbers.items() if place == block)
        for block in blocks
    }
    signatures = {block: _block_signature(grid, counting, track_terms.in_time, block) for block in blocks}
    days: dict[int, list[int]] = {}
    for block in blocks:
        if not isinstance(loads[block], int):
            days.setdefault(grid.day_of_block[block], []).append(block)
    for mine in days.values():
        last: dict[Any, int] = {}
        for block in mine:
            if signatures[block] in last:
                counting.model.add(loads[last[signatures[block]]] >= loads[block])
            last[signatures[block]] = block
    known: dict[Any, int] = {}
    for day, mine in days.items():
        rows = tuple(tuple(count.costs[day]) for _, count in track_terms.in_time if count.by == "day")
        signature = tuple(sorted(signatures[block] for block in mine)), rows
        if signature in known:
            counting.model.add(sum(loads[b] for b in days[known[signature]]) >= sum(loads[b] for b in mine))
        known[signature] = day


def _block_signature(
    grid: PlaceGrid, counting: _CountingModel, in_time: Sequence[tuple[int, Count]], block: int
) -> tuple[Any, ...]:
    """Return all data of the model about a block; blocks of one day with equal results are symmetric."""
    numbers: Mapping[_Kind, int] = {kind: number for number, kind in enumerate(counting.kinds)}
    kinds = tuple(sorted((numbers[kind], dict(kind.places)[block]) for kind in numbers if block in dict(kind.places)))
    span = grid.conference.block_span[grid.conference.blocks[block].id]
    rows = tuple(tuple(count.costs[block]) for _, count in in_time if count.by == "block")
    return span.end - span.start, kinds, rows
