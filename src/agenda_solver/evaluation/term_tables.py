"""The terms of some rules as tables by session."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from agenda_solver.evaluation.cost_rows import Table, row_of, sum_of_tables, table_of, weighted_rows
from agenda_solver.evaluation.grid import KINDS, By
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.largest import MovingLargest
from agenda_solver.evaluation.primitives.moving_terms import MovingCost, MovingTerm
from agenda_solver.evaluation.primitives.stateful import (
    MovingGroup,
    MovingPairs,
    MovingPattern,
    MovingPeak,
    MovingRooms,
)
from agenda_solver.evaluation.primitives.terms import Count, Terms

__all__ = ["Counted", "TermTables"]

Counted: TypeAlias = tuple[int, list[int], Sequence[Sequence[int]], int, int]
"""A count, stored with each of its sessions.

The index of its kind of classes in ``KINDS``, the units in each class, the cost of each class by units (both shared by
all sessions of the count), the units of this session, and the number of the count.
"""


class TermTables(ABC):
    """The joint cost of some rules, in tables by session that are built once.

    ``terms`` holds the weight and the terms of each rule. The tables cover ``members``, by default all sessions.
    """

    def __init__(
        self, state: Positions, terms: Iterable[tuple[int, Terms]], members: frozenset[int] | None = None
    ) -> None:
        self._state, self._grid = state, state.grid
        # Lists are faster, but too large if each of many people has tables of their own.
        keys = range(len(self._grid.conference.sessions)) if members is None else members
        self.empty = 0  # the cost of an agenda without sessions
        self._times: Table[list[int] | None] = table_of(keys, lambda: None)
        self._rooms: Table[list[int] | None] = table_of(keys, lambda: None)
        self._places: Table[dict[tuple[int, int], int] | None] = table_of(keys, lambda: None)
        self._anybody: list[list[int] | None] = [None] * len(self._grid.times) if members is None else state.nobody
        # The cost of the presence of a session; negative if its absence is charged.
        self._present = table_of(keys, int)
        self._overlaps: Table[list[tuple[int, int]]] = table_of(keys, list)
        self._counts: Table[list[Counted]] = table_of(keys, list)
        self._units: Table[dict[int, int]] = table_of(keys, dict)
        self._number_of_counts = 0
        self._moving: Table[list[MovingTerm]] = table_of(keys, list)
        self._blocks, self._days = self._grid.block, self._grid.day
        self._starts, self._ends = self._grid.start, self._grid.end
        self._number_of_rooms = len(self._grid.conference.rooms)
        merged: dict[tuple[int, int], int] = {}
        self._mergeable_counts: dict[tuple[By, tuple[tuple[int, int], ...]], list[tuple[int, Count]]] = {}
        for weight, one in terms:
            self.empty += weight * one.constant
            self._add_single_terms(one, weight)
            for pair, amount in one.at_once.items():
                merged[pair] = merged.get(pair, 0) + weight * amount
            self._add_moving_terms(one, weight)
        for mergeable in self._mergeable_counts.values():
            self._merge_counts(mergeable)
        self._at_once: Table[dict[int, int]] = table_of(keys, dict)
        for (first, second), amount in merged.items():
            self._at_once[first][second] = self._at_once[second][first] = amount
            self._overlaps[first].append((second, amount))
            self._overlaps[second].append((first, amount))

    def _add_single_terms(self, terms: Terms, weight: int) -> None:
        for session, amount in terms.absent.items():
            self._present[session] -= weight * amount
            self.empty += weight * amount
        for (time, room), amount in terms.for_anybody.items():
            row = row_of(self._anybody, time, self._number_of_rooms)
            row[room] += weight * amount
        for tables, found, size in (
            (self._times, terms.by_time, len(self._grid.times)),
            (self._rooms, terms.by_room, self._number_of_rooms),
        ):
            for session, where, amount in ((s, w, a) for s, amounts in found.items() for w, a in amounts.items()):
                row_of(tables, session, size)[where] += weight * amount
        for session, by_place in terms.by_place.items():
            mine = self._places[session] or {}
            for place, amount in by_place.items():
                mine[place] = mine.get(place, 0) + weight * amount
            self._places[session] = mine or None

    def _add_moving_terms(self, terms: Terms, weight: int) -> None:
        grid, state = self._grid, self._state
        for count in terms.counts:
            self._mergeable_counts.setdefault((count.by, tuple(count.units.items())), []).append((weight, count))
        for peak in terms.peaks:
            stretch = grid.block if peak.by == "block" else grid.day
            segments = grid.segments(peak.by)
            costs = [weight * cost for cost in peak.costs]
            self.empty += costs[0] * len(segments.sizes)
            self._register(peak.members, MovingPeak(peak.members, segments, stretch, costs))
        for group in terms.groups:
            self._register(group.members, MovingGroup(group.members, grid, group.by, group.amount, weight))
        for pattern in terms.patterns:
            self._register(pattern.members, MovingPattern(pattern.members, grid, pattern.by, pattern.amount, weight))
        if terms.shares:
            largest = self._largest_of(terms.shares.values(), weight)
            self.empty += largest.empty
            self._register(largest.members, largest)
        for rooms in terms.same_room:
            every = range(len(grid.conference.sessions))
            self._register(every, MovingRooms(grid, rooms.amount, rooms.apart_minutes, weight))
        pairs: dict[tuple[int, bool], MovingPairs] = {}
        for pair in terms.pairs:
            for me, other, first in ((pair.first, pair.second, True), (pair.second, pair.first, False)):
                key = me, pair.sees_room
                if key not in pairs:
                    pairs[key] = MovingPairs(state.time, state.room, sees_room=pair.sees_room)
                    self._moving[me].append(pairs[key])
                pairs[key].others.append((other, pair.relation, weight * pair.weight, first))

    def _largest_of(self, shares: Iterable[Terms], weight: int) -> MovingLargest:
        """Return the largest of some shares, each of which keeps its own sum."""
        sums = []
        for share in shares:
            if share.for_anybody or share.same_room or share.shares:
                raise ValueError("a share is about sessions that it names")
            members = share.members
            sums.append((members, self._terms_of(share, members)))
        return MovingLargest(sums, weight)

    @abstractmethod
    def _terms_of(self, share: Terms, members: frozenset[int]) -> MovingCost:
        """Return the sum of one share, for its members."""

    def _merge_counts(self, mergeable: Sequence[tuple[int, Count]]) -> None:
        """Merge counts of the same units by the same classes into one."""
        _, first = mergeable[0]
        counted = [0] * len(first.costs)
        rows = sum_of_tables([weighted_rows(count.costs, weight) for weight, count in mergeable])
        self.empty += sum(row[0] for row in rows)
        if not any(map(any, rows)):
            return
        for session, units in first.units.items():
            self._counts[session].append((KINDS.index(first.by), counted, rows, units, self._number_of_counts))
            self._units[session][self._number_of_counts] = units
        self._number_of_counts += 1

    def _register(self, members: Iterable[int], term: MovingTerm) -> None:
        for session in members:
            self._moving[session].append(term)
