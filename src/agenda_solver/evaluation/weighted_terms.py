"""The weighted sum of several rules' terms, and its change when one session is placed or removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from agenda_solver.evaluation.cost_rows import Steps, Table, added, moves, recounted, row_of, table_of, weighted
from agenda_solver.evaluation.grid import KINDS, By, Place
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.largest import MovingLargest
from agenda_solver.evaluation.primitives.stateful import (
    MovingGroup,
    MovingPairs,
    MovingPattern,
    MovingPeak,
    MovingRooms,
    MovingTerm,
    Places,
)
from agenda_solver.evaluation.primitives.terms import Count, Terms

__all__ = ["Account"]

_Counted: TypeAlias = tuple[int, list[int], Sequence[Sequence[int]], int, int]
"""A count as one of its sessions sees it: what it is by, the units in each class, their costs, its own, its number."""


class Account:
    """What some rules cost together, as the agenda in ``state`` changes.

    Parameters
    ----------
    state
        Where the sessions are. Whoever owns it changes it: before a session is taken out here, after it was put in.
    terms
        The terms of each rule, and the weight of its amount.
    members
        The sessions that it is asked about, where that is only some of them; all of them by default.

    Attributes
    ----------
    empty
        What an agenda without any session costs.
    """

    def __init__(
        self, state: Positions, terms: Iterable[tuple[int, Terms]], members: frozenset[int] | None = None
    ) -> None:
        self._state, self._grid = state, state.grid
        # Lists are quicker; where there is an account for each person, they would be too many.
        keys = range(len(self._grid.conference.sessions)) if members is None else members
        self.empty = 0
        self._times: Table[list[int] | None] = table_of(keys, lambda: None)
        self._rooms: Table[list[int] | None] = table_of(keys, lambda: None)
        self._places: Table[dict[tuple[int, int], int] | None] = table_of(keys, lambda: None)
        self._anybody: list[list[int] | None] = [None] * len(self._grid.times) if members is None else state.nobody
        # What a session costs by its presence alone; a charged absence makes it negative.
        self._present = table_of(keys, int)
        self._overlaps: Table[list[tuple[int, int]]] = table_of(keys, list)
        self._counts: Table[list[_Counted]] = table_of(keys, list)
        self._units: Table[dict[int, int]] = table_of(keys, dict)
        self._number_of_counts = 0
        self._moving: Table[list[MovingTerm]] = table_of(keys, list)
        self._blocks, self._days = self._grid.block, self._grid.day
        self._starts, self._ends = self._grid.start, self._grid.end
        self._number_of_rooms = len(self._grid.conference.rooms)
        merged: dict[tuple[int, int], int] = {}
        self._alike: dict[tuple[By, tuple[tuple[int, int], ...]], list[tuple[int, Count]]] = {}
        for weight, one in terms:
            self.empty += weight * one.constant
            self._take_single(one, weight)
            for pair, amount in one.at_once.items():
                merged[pair] = merged.get(pair, 0) + weight * amount
            self._take_moving(one, weight)
        for alike in self._alike.values():
            self._take_counts(alike)
        self._at_once: Table[dict[int, int]] = table_of(keys, dict)
        for (first, second), amount in merged.items():
            self._at_once[first][second] = self._at_once[second][first] = amount
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
            for kind, counted, rows, units, _ in counts:
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
            for kind, counted, rows, units, _ in counts:
                one = classes[kind]
                old = counted[one]
                row = rows[one]
                total += row[old + units] - row[old]
        for term in self._moving[session]:
            total += term.peek(session, time, room)
        return total

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session from one time and room to others would change, and change nothing."""
        total = self._shift_alone(session, old, new)
        if counts := self._counts[session]:
            classes, new_classes = self._classes(old), self._classes(new)
            for kind, counted, rows, units, _ in counts:
                one, other = classes[kind], new_classes[kind]
                if one != other:
                    here, there, row, new_row = counted[one], counted[other], rows[one], rows[other]
                    total += row[here - units] - row[here] + new_row[there + units] - new_row[there]
        for term in self._moving[session]:
            total += term.shift(session, old, new)
        return total

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions at once would change, and change nothing.

        Parameters
        ----------
        first, second
            The sessions.
        places
            The times and rooms where the first one is and will be, and where the second one is and will be.
        """
        old, new, second_old, second_new = places
        total = self._shift_alone(first, old, new) + self._shift_alone(second, second_old, second_new)
        total += self._meeting(first, second, places)
        classes = self._classes(old), self._classes(new), self._classes(second_old), self._classes(second_new)
        theirs, ours = self._units[second], self._units[first]
        for kind, counted, rows, units, number in self._counts[first]:
            out, into = classes[0][kind], classes[1][kind]
            if number in theirs:
                if theirs[number] == units and out == classes[3][kind] and into == classes[2][kind]:
                    continue  # each takes the other's place
                total += recounted(
                    counted, rows, ((out, -units), (into, units), *moves(classes[2:], kind, theirs[number]))
                )
            elif out != into:
                total += rows[out][counted[out] - units] - rows[out][counted[out]]
                total += rows[into][counted[into] + units] - rows[into][counted[into]]
        for kind, counted, rows, units, number in self._counts[second]:
            out, into = classes[2][kind], classes[3][kind]
            if out != into and number not in ours:
                total += rows[out][counted[out] - units] - rows[out][counted[out]]
                total += rows[into][counted[into] + units] - rows[into][counted[into]]
        total += sum(term.exchange(first, second, places) for term in self._moving[first])
        for term in self._moving[second]:
            if not term.leaves_to(first):
                total += term.shift(second, second_old, second_new)
        return total

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what putting a session in would change at each of some times and rooms, and change nothing."""
        heat = Heat(times, rooms)
        heat.always = self._present[session]
        if (row := self._times[session]) is not None:
            heat.add_times([row[time] for time in times])
        if (row := self._rooms[session]) is not None:
            heat.add_rooms([row[room] for room in rooms])
        if any(self._anybody[time] is not None for time in times):
            free = [0] * self._number_of_rooms
            heat.add_rows([[(self._anybody[time] or free)[room] for room in rooms] for time in times])
        if places := self._places[session]:
            heat.add_rows([[places.get((time, room), 0) for room in rooms] for time in times])
        if self._overlaps[session]:
            heat.add_times(self._heat_of_overlaps(session, times))
        for count in self._counts[session]:
            self._heat_count(count, heat)
        for term in self._moving[session]:
            term.heat(session, heat)
        return heat

    def _heat_of_overlaps(self, session: int, times: Sequence[int]) -> list[int]:
        """Return for each time what sessions cost that overlap it: those that have begun, less those that are over."""
        placed = [(other, amount) for other, amount in self._overlaps[session] if self._state.time[other] >= 0]
        begun = Steps((self._state.start[other], amount) for other, amount in placed)
        over = Steps((self._state.end[other] - 1, amount) for other, amount in placed)
        return [begun.below(self._ends[time]) - over.below(self._starts[time]) for time in times]

    def _heat_count(self, count: _Counted, heat: Heat) -> None:
        """Add what one more session in each class costs, once for each class."""
        kind, counted, rows, units, _ = count
        more = [row[old + units] - row[old] for old, row in zip(counted, rows, strict=True)]
        if KINDS[kind] == "conference":
            heat.always += more[0]
        elif KINDS[kind] == "room":
            heat.add_rooms([more[room] for room in heat.rooms])
        else:
            stretch = self._days if KINDS[kind] in ("day", "day and room") else self._blocks
            where = [stretch[time] for time in heat.times]
            if KINDS[kind] in ("block", "day"):
                heat.add_times([more[one] for one in where])
            else:
                size = self._number_of_rooms
                by_room = {one: [more[one * size + room] for room in heat.rooms] for one in set(where)}
                heat.add_rows([by_room[one] for one in where])

    def _meeting(self, first: int, second: int, places: Places) -> int:
        """Return what two shifts, each seen with the other session where it was, say wrongly about the two together."""
        amount = self._at_once[first].get(second)
        if not amount:
            return 0
        (old, _), (new, _), (second_old, _), (second_new, _) = places
        before, after = self._overlap(old, second_old), self._overlap(new, second_new)
        return amount * (after + before - self._overlap(new, second_old) - self._overlap(old, second_new))

    def _overlap(self, time: int, other: int) -> bool:
        return self._starts[time] < self._ends[other] and self._starts[other] < self._ends[time]

    def _classes(self, place: Place) -> tuple[int, int, int, int, int, int]:
        time, room = place
        block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
        return block, day, room, block * rooms + room, day * rooms + room, 0

    def _shift_alone(self, session: int, old: Place, new: Place) -> int:
        """Return what a shift changes by the places themselves and by the sessions that overlap them."""
        (time, room), (new_time, new_room) = old, new
        total = 0
        if (row := self._times[session]) is not None:
            total += row[new_time] - row[time]
        if (row := self._rooms[session]) is not None:
            total += row[new_room] - row[room]
        if (row := self._anybody[new_time]) is not None:
            total += row[new_room]
        if (row := self._anybody[time]) is not None:
            total -= row[room]
        if places := self._places[session]:
            total += places.get(new, 0) - places.get(old, 0)
        return total if time == new_time else total + self._shift_overlaps(session, time, new_time)

    def _shift_overlaps(self, session: int, time: int, new_time: int) -> int:
        """Return what a shift changes by the sessions that overlap the old time or the new one, but not both."""
        total = 0
        starts, ends, begins, untils = self._state.start, self._state.end, self._starts, self._ends
        begin, end, new_begin, new_end = begins[time], untils[time], begins[new_time], untils[new_time]
        for other, amount in self._overlaps[session]:
            start, until = starts[other], ends[other]
            if start < new_end and new_begin < until:
                if not (start < end and begin < until):
                    total += amount
            elif start < end and begin < until:
                total -= amount
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

    def _take_moving(self, terms: Terms, weight: int) -> None:
        grid, state = self._grid, self._state
        for count in terms.counts:
            self._alike.setdefault((count.by, tuple(count.units.items())), []).append((weight, count))
        for peak in terms.peaks:
            stretch = grid.block if peak.by == "block" else grid.day
            segments = grid.segments(peak.by)
            costs = [weight * cost for cost in peak.costs]
            self.empty += costs[0] * len(segments.sizes)
            self._tell(peak.members, MovingPeak(peak.members, segments, stretch, costs))
        for group in terms.groups:
            self._tell(group.members, MovingGroup(group.members, grid, group.by, group.amount, weight))
        for pattern in terms.patterns:
            self._tell(pattern.members, MovingPattern(pattern.members, grid, pattern.by, pattern.amount, weight))
        if terms.shares:
            largest = self._largest_of(terms.shares.values(), weight)
            self.empty += largest.empty
            self._tell(largest.members, largest)
        for rooms in terms.same_room:
            every = range(len(grid.conference.sessions))
            self._tell(every, MovingRooms(grid, rooms.amount, rooms.apart_minutes, weight))
        pairs: dict[tuple[int, bool], MovingPairs] = {}
        for pair in terms.pairs:
            for me, other, first in ((pair.first, pair.second, True), (pair.second, pair.first, False)):
                key = me, pair.sees_room
                if key not in pairs:
                    pairs[key] = MovingPairs(state.time, state.room, sees_room=pair.sees_room)
                    self._moving[me].append(pairs[key])
                pairs[key].others.append((other, pair.relation, weight * pair.weight, first))

    def _largest_of(self, shares: Iterable[Terms], weight: int) -> MovingLargest:
        """Keep each share in an account of its own."""
        sums = []
        for share in shares:
            if share.for_anybody or share.same_room or share.shares:
                raise ValueError("a share is about sessions that it names")
            members = share.members
            sums.append((members, Account(self._state, [(1, share)], members)))
        return MovingLargest(sums, weight)

    def _take_counts(self, alike: Sequence[tuple[int, Count]]) -> None:
        """Keep one count for all that count the same units by the same classes."""
        _, first = alike[0]
        counted = [0] * len(first.costs)
        rows = added([weighted(count.costs, weight) for weight, count in alike])
        self.empty += sum(row[0] for row in rows)
        if not any(map(any, rows)):
            return
        for session, units in first.units.items():
            self._counts[session].append((KINDS.index(first.by), counted, rows, units, self._number_of_counts))
            self._units[session][self._number_of_counts] = units
        self._number_of_counts += 1

    def _tell(self, members: Iterable[int], term: MovingTerm) -> None:
        for session in members:
            self._moving[session].append(term)
