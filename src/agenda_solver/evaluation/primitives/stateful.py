"""Terms that are updated as sessions move: pairs, peaks, groups, patterns, and pairs in one room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from agenda_solver.evaluation.grid import KINDS, By, Place, PlaceGrid, Segments, Spot
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.primitives.moving_terms import Places, StatefulTerm
from agenda_solver.evaluation.primitives.terms import Relation, Succession

__all__ = ["MovingGroup", "MovingPairs", "MovingPattern", "MovingPeak", "MovingRooms"]


class MovingPairs:
    """The pairs of one session whose amount is a function of both places.

    ``others`` holds for each pair the other session, the relation, the weight, and whether this session is the first.
    """

    def __init__(self, times: list[int], rooms: list[int], *, sees_room: bool) -> None:
        self._times, self._rooms, self._sees_room = times, rooms, sees_room
        self.others: list[tuple[int, Relation, int, bool]] = []

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Add up the pairs with placed sessions; there is no state to update."""
        return sign * self.peek(session, time, room)

    def peek(self, session: int, time: int, room: int) -> int:  # noqa: ARG002 - of the protocol
        """Add up the pairs with placed sessions."""
        total, times, rooms = 0, self._times, self._rooms
        for other, relation, weight, first in self.others:
            there = times[other]
            if there >= 0:
                if first:
                    total += weight * relation(time, room, there, rooms[other])
                else:
                    total += weight * relation(there, rooms[other], time, room)
        return total

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Compare both places. The session is never its own partner, so it need not be removed first."""
        return self.peek(session, *new) - self.peek(session, *old)

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Shift the first session, and correct its pair with the second, which the shift sees at its old place."""
        old, new, second_old, second_new = places
        total = self.shift(first, old, new)
        for other, relation, weight, is_first in self.others:
            if other == second:
                for mine, theirs, sign in (
                    (new, second_new, 1),
                    (old, second_old, 1),
                    (new, second_old, -1),
                    (old, second_new, -1),
                ):
                    amount = relation(*mine, *theirs) if is_first else relation(*theirs, *mine)
                    total += sign * weight * amount
        return total

    def is_covered_by(self, first: int) -> bool:  # noqa: ARG002 - of the protocol
        """Return False: each session has its own list of pairs."""
        return False

    def heat(self, session: int, heat: Heat) -> None:
        """Evaluate every place if rooms matter, otherwise every time."""
        rooms = heat.rooms if self._sees_room else heat.rooms[:1]
        rows = [[self.peek(session, time, room) for room in rooms] for time in heat.times]
        if self._sees_room:
            heat.add_rows(rows)
        else:
            heat.add_times(map(sum, rows))


class MovingPeak(StatefulTerm):
    """The number of members that run in each segment of each stretch, and the peak of each stretch."""

    def __init__(self, members: Iterable[int], segments: Segments, stretch: list[int], costs: Sequence[int]) -> None:
        super().__init__(members, distinguishes_members=False)
        self._first, self._last, self._stretch, self._costs = segments.first, segments.last, stretch, costs
        self._running = [[0] * size for size in segments.sizes]
        self._peaks = [0] * len(segments.sizes)

    def change(self, session: int, time: int, room: int, sign: int) -> int:  # noqa: ARG002 - of the protocol
        """Update the segments that the time covers; only a peak among them can decrease."""
        where = self._stretch[time]
        running, old = self._running[where], self._peaks[where]
        first, last = self._first[time], self._last[time]
        if first == last:
            return 0
        here = running[first:last]
        if sign > 0:
            running[first:last] = [count + 1 for count in here]
            new = max(old, max(here) + 1)
        else:
            running[first:last] = [count - 1 for count in here]
            new = max(running) if max(here) == old else old
        if new == old:
            return 0
        self._peaks[where] = new
        return self._costs[new] - self._costs[old]

    def peek(self, session: int, time: int, room: int) -> int:  # noqa: ARG002 - of the protocol
        """Find the maximum in the segments that the time would cover."""
        where = self._stretch[time]
        old = self._peaks[where]
        first, last = self._first[time], self._last[time]
        if first == last:
            return 0
        new = max(self._running[where][first:last]) + 1
        return self._costs[new] - self._costs[old] if new > old else 0

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Compare both stretches; within one stretch the session has to be removed first."""
        before, after = old[0], new[0]
        if self._first[before] == self._first[after] and self._last[before] == self._last[after]:
            if self._stretch[before] == self._stretch[after]:
                return 0
        elif self._stretch[before] == self._stretch[after]:
            return super().shift(session, old, new)
        where, first, last = self._stretch[before], self._first[before], self._last[before]
        running, peak = self._running[where], self._peaks[where]
        total = self.peek(session, *new)
        if first == last or max(running[first:last]) < peak:
            return total
        without = max(max(running[:first], default=0), max(running[first:last]) - 1, max(running[last:], default=0))
        return total + self._costs[without] - self._costs[peak]

    def heat(self, session: int, heat: Heat) -> None:
        """Evaluate every time; rooms do not matter."""
        heat.add_times([self.peek(session, time, -1) for time in heat.times])


class MovingGroup(StatefulTerm):
    """The members of a group in each class of places, and their cost there."""

    def __init__(
        self, members: Iterable[int], grid: PlaceGrid, by: By, amount: Callable[[Sequence[Spot]], int], weight: int
    ) -> None:
        super().__init__(members, distinguishes_members=True)
        self._grid, self._kind, self._amount, self._weight = grid, KINDS.index(by), amount, weight
        self._here: dict[int, dict[int, Spot]] = {}
        self._costs: dict[int, int] = {}

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Call the function again for the class of the place."""
        one = self._grid.classes(time, room)[self._kind]
        here = self._here.setdefault(one, {})
        if sign > 0:
            here[session] = Spot(session, time, room)
        else:
            del here[session]
        old = self._costs.get(one, 0)
        new = self._weight * self._amount([here[number] for number in sorted(here)]) if here else 0
        self._costs[one] = new
        return new - old

    def peek(self, session: int, time: int, room: int) -> int:
        """Call the function with the session among the others."""
        one = self._grid.classes(time, room)[self._kind]
        here = {**self._here.get(one, {}), session: Spot(session, time, room)}
        return self._weight * self._amount([here[number] for number in sorted(here)]) - self._costs.get(one, 0)


class MovingPattern(StatefulTerm):
    """The number of members in each block, and the cost of the pattern of each day or of the whole conference."""

    def __init__(
        self,
        members: Iterable[int],
        grid: PlaceGrid,
        by: Literal["day", "conference"],
        amount: Callable[[Sequence[int]], int],
        weight: int,
    ) -> None:
        super().__init__(members, distinguishes_members=False)
        self._amount, self._weight, self._block = amount, weight, grid.block
        stretch = grid.day_of_block if by == "day" else [0] * len(grid.day_of_block)
        self._rank = [stretch[:number].count(one) for number, one in enumerate(stretch)]
        self._rows = [[0] * stretch.count(one) for one in range(max(stretch) + 1)]
        self._row = [self._rows[one] for one in stretch]
        self._stretch = stretch
        self._costs = [0] * len(self._rows)

    def change(self, session: int, time: int, room: int, sign: int) -> int:  # noqa: ARG002 - of the protocol
        """Call the function again only if a block begins or ceases to be used."""
        block = self._block[time]
        row, rank = self._row[block], self._rank[block]
        old = row[rank]
        row[rank] = new = old + sign
        if old and new:
            return 0
        stretch = self._stretch[block]
        before = self._costs[stretch]
        self._costs[stretch] = after = self._weight * self._amount(row)
        return after - before

    def peek(self, session: int, time: int, room: int) -> int:  # noqa: ARG002 - of the protocol
        """Call the function as if the block were used."""
        block = self._block[time]
        row, rank = self._row[block], self._rank[block]
        if row[rank]:
            return 0
        row[rank] = 1
        after = self._weight * self._amount(row)
        row[rank] = 0
        return after - self._costs[self._stretch[block]]

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Call the function only if a block begins or ceases to be used."""
        before, after = self._block[old[0]], self._block[new[0]]
        if before == after or (self._row[before][self._rank[before]] > 1 and self._row[after][self._rank[after]]):
            return 0
        return super().shift(session, old, new)

    def heat(self, session: int, heat: Heat) -> None:
        """Evaluate one time of each block; rooms do not matter."""
        one_each = {self._block[time]: time for time in heat.times}
        amounts = {block: self.peek(session, time, -1) for block, time in one_each.items()}
        heat.add_times([amounts[self._block[time]] for time in heat.times])


class MovingRooms(StatefulTerm):
    """The sessions in each room by clusters of times; sessions of different clusters do not affect each other."""

    def __init__(self, grid: PlaceGrid, amount: Succession, apart_minutes: int, weight: int) -> None:
        super().__init__(None, distinguishes_members=True)
        self._amount, self._weight = amount, weight
        self._cluster = grid.clusters(apart_minutes)
        self._rooms = len(grid.conference.rooms)
        self._here: dict[int, dict[int, int]] = {}

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Add up the session's costs with each other session of the cluster and room."""
        here = self._here.setdefault(self._cluster[time] * self._rooms + room, {})
        if sign < 0:
            del here[session]
        total = self.peek(session, time, room)
        if sign > 0:
            here[session] = time
        return total * sign

    def peek(self, session: int, time: int, room: int) -> int:
        """Add up the session's possible costs with each other session of the cluster and room."""
        here = self._here.get(self._cluster[time] * self._rooms + room, {})
        return self._weight * sum(self._amount(session, time, other, there, room) for other, there in here.items())
