"""The weighted sum of the terms of some rules, and how it changes when one session comes or goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agenda_solver.evaluation.grid import KINDS
from agenda_solver.evaluation.moving import MovingGroup, MovingPairs, MovingPattern, MovingPeak, MovingRooms, MovingTerm
from agenda_solver.evaluation.state import State
from agenda_solver.evaluation.terms import Terms

__all__ = ["Account"]


class Account:
    """What some rules cost together, as the agenda in ``state`` changes.

    Parameters
    ----------
    state
        Where the sessions are. Whoever owns it changes it: before a session is taken out here, after it was put in.
    terms
        The terms of each rule, and the weight of its amount.

    Attributes
    ----------
    empty
        What an agenda without any session costs.
    """

    def __init__(self, state: State, terms: Iterable[tuple[int, Terms]]) -> None:
        self._state, self._grid = state, state.grid
        number = len(self._grid.conference.sessions)
        self.empty = 0
        self._times: list[list[int] | None] = [None] * number
        self._rooms: list[list[int] | None] = [None] * number
        self._places: list[dict[tuple[int, int], int] | None] = [None] * number
        self._anybody: list[list[int] | None] = [None] * len(self._grid.times)
        # What a session costs by its presence alone; a charged absence makes it negative.
        self._present = [0] * number
        self._overlaps: list[list[tuple[int, int]]] = [[] for _ in range(number)]
        self._counts: list[list[tuple[int, list[int], Sequence[Sequence[int]], int]]] = [[] for _ in range(number)]
        self._moving: list[list[MovingTerm]] = [[] for _ in range(number)]
        self._blocks, self._days = self._grid.block, self._grid.day
        self._starts, self._ends = self._grid.start, self._grid.end
        self._number_of_rooms = len(self._grid.conference.rooms)
        merged: dict[tuple[int, int], int] = {}
        for weight, one in terms:
            self.empty += weight * one.constant
            self._take_single(one, weight)
            for pair, amount in one.at_once.items():
                merged[pair] = merged.get(pair, 0) + weight * amount
            self._take_moving(one, weight)
        for (first, second), amount in merged.items():
            self._overlaps[first].append((second, amount))
            self._overlaps[second].append((first, amount))

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the cost.

        The session itself must not be in the state at that moment.
        """
        total = self._alone(session, time, room) * sign
        if counts := self._counts[session]:
            block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
            classes = (block, day, room, block * rooms + room, day * rooms + room, 0)
            for kind, counted, rows, units in counts:
                one = classes[kind]
                old = counted[one]
                counted[one] = new = old + units if sign > 0 else old - units
                row = rows[one]
                total += row[new] - row[old]
        for term in self._moving[session]:
            total += term.change(session, time, room, sign)
        return total

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""
        total = self._alone(session, time, room)
        if counts := self._counts[session]:
            block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
            classes = (block, day, room, block * rooms + room, day * rooms + room, 0)
            for kind, counted, rows, units in counts:
                one = classes[kind]
                old = counted[one]
                row = rows[one]
                total += row[old + units] - row[old]
        for term in self._moving[session]:
            total += term.peek(session, time, room)
        return total

    def _alone(self, session: int, time: int, room: int) -> int:
        """Add up what a place costs by itself and by the sessions that overlap it: what keeps no counts."""
        total = self._present[session]
        for row, number in ((self._times[session], time), (self._rooms[session], room), (self._anybody[time], room)):
            if row is not None:
                total += row[number]
        if places := self._places[session]:
            total += places.get((time, room), 0)
        starts, ends = self._state.start, self._state.end
        start, end = self._starts[time], self._ends[time]
        for other, amount in self._overlaps[session]:
            if starts[other] < end and start < ends[other]:
                total += amount
        return total

    # --- taking in the terms of a rule -----------------------------------------------------------------------------

    def _take_single(self, terms: Terms, weight: int) -> None:
        for session, amount in terms.absent.items():
            self._present[session] -= weight * amount
            self.empty += weight * amount
        for (time, room), amount in terms.for_anybody.items():
            row = _row(self._anybody, time, self._number_of_rooms)
            row[room] += weight * amount
        for tables, found, size in (
            (self._times, terms.by_time, len(self._grid.times)),
            (self._rooms, terms.by_room, self._number_of_rooms),
        ):
            for session, where, amount in ((s, w, a) for s, amounts in found.items() for w, a in amounts.items()):
                _row(tables, session, size)[where] += weight * amount
        for session, by_place in terms.by_place.items():
            mine = self._places[session] or {}
            for place, amount in by_place.items():
                mine[place] = mine.get(place, 0) + weight * amount
            self._places[session] = mine or None

    def _take_moving(self, terms: Terms, weight: int) -> None:
        grid, state = self._grid, self._state
        for count in terms.counts:
            counted = [0] * len(count.costs)
            rows = _weighted(count.costs, weight)
            self.empty += sum(row[0] for row in rows)
            for session, units in count.units.items():
                self._counts[session].append((KINDS.index(count.by), counted, rows, units))
        for peak in terms.peaks:
            stretch = grid.block if peak.by == "block" else grid.day
            segments = grid.segments(peak.by)
            costs = [weight * cost for cost in peak.costs]
            self.empty += costs[0] * len(segments.sizes)
            self._tell(peak.members, MovingPeak(segments, stretch, costs))
        for group in terms.groups:
            self._tell(group.members, MovingGroup(grid, group.by, group.amount, weight))
        for pattern in terms.patterns:
            self._tell(pattern.members, MovingPattern(grid, pattern.by, pattern.amount, weight))
        for rooms in terms.same_room:
            every = range(len(grid.conference.sessions))
            self._tell(every, MovingRooms(grid, rooms.amount, rooms.apart_minutes, weight))
        pairs: dict[int, MovingPairs] = {}
        for pair in terms.pairs:
            for me, other, first in ((pair.first, pair.second, True), (pair.second, pair.first, False)):
                if me not in pairs:
                    pairs[me] = MovingPairs(state.time, state.room)
                    self._moving[me].append(pairs[me])
                pairs[me].others.append((other, pair.relation, weight * pair.weight, first))

    def _tell(self, members: Iterable[int], term: MovingTerm) -> None:
        for session in members:
            self._moving[session].append(term)


def _row(tables: list[list[int] | None], number: int, size: int) -> list[int]:
    """Return a row of a table, made when it is first asked for."""
    row = tables[number]
    if row is None:
        row = tables[number] = [0] * size
    return row


def _weighted(costs: Sequence[Sequence[int]], weight: int) -> list[Sequence[int]]:
    """Multiply rows of costs; rows that are one object stay one, since there may be thousands of them."""
    made: dict[int, list[int]] = {}
    for row in costs:
        if id(row) not in made:
            made[id(row)] = [weight * cost for cost in row]
    return [made[id(row)] for row in costs]
