"""Terms that keep something of their own while sessions move: peaks, groups, pairs of one room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from agenda_solver.evaluation.grid import KINDS, By, Grid, Segments, Spot
from agenda_solver.evaluation.terms import Relation, Succession

__all__ = ["MovingGroup", "MovingPairs", "MovingPattern", "MovingPeak", "MovingRooms", "MovingTerm"]


class MovingTerm(Protocol):
    """A term that is told of every move of the sessions that it is about."""

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the weighted amount."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""


class MovingPairs:
    """The pairs of one session whose amount is a function of both places.

    ``others`` holds for each pair the other session, the relation, its weight, and whether this session is its first.
    """

    def __init__(self, times: list[int], rooms: list[int]) -> None:
        self._times, self._rooms = times, rooms
        self.others: list[tuple[int, Relation, int, bool]] = []

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Add up the pairs with those that have a place; nothing is kept here."""
        return sign * self.peek(session, time, room)

    def peek(self, session: int, time: int, room: int) -> int:  # noqa: ARG002 - of the protocol
        """Add up the pairs with those that have a place."""
        total, times, rooms = 0, self._times, self._rooms
        for other, relation, weight, first in self.others:
            there = times[other]
            if there >= 0:
                if first:
                    total += weight * relation(time, room, there, rooms[other])
                else:
                    total += weight * relation(there, rooms[other], time, room)
        return total


class MovingPeak:
    """How many of some sessions run in each segment of each stretch, and the most of each stretch."""

    def __init__(self, segments: Segments, stretch: list[int], costs: Sequence[int]) -> None:
        self._first, self._last, self._stretch, self._costs = segments.first, segments.last, stretch, costs
        self._running = [[0] * size for size in segments.sizes]
        self._peaks = [0] * len(segments.sizes)

    def change(self, session: int, time: int, room: int, sign: int) -> int:  # noqa: ARG002 - of the protocol
        """Change the segments that the time takes; only a peak that was among them can go down."""
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
        """Look for the most in the segments that the time would take."""
        where = self._stretch[time]
        old = self._peaks[where]
        first, last = self._first[time], self._last[time]
        if first == last:
            return 0
        new = max(self._running[where][first:last]) + 1
        return self._costs[new] - self._costs[old] if new > old else 0


class MovingGroup:
    """The members of a group in each class of places, and what they cost there."""

    def __init__(self, grid: Grid, by: By, amount: Callable[[Sequence[Spot]], int], weight: int) -> None:
        self._grid, self._kind, self._amount, self._weight = grid, KINDS.index(by), amount, weight
        self._here: dict[int, dict[int, Spot]] = {}
        self._costs: dict[int, int] = {}

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Ask the function anew for the class of the place."""
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
        """Ask the function with the session among the others."""
        one = self._grid.classes(time, room)[self._kind]
        here = {**self._here.get(one, {}), session: Spot(session, time, room)}
        return self._weight * self._amount([here[number] for number in sorted(here)]) - self._costs.get(one, 0)


class MovingPattern:
    """How many members of a group each block holds, and what the pattern of each day, or of all blocks, costs."""

    def __init__(
        self, grid: Grid, by: Literal["day", "conference"], amount: Callable[[Sequence[int]], int], weight: int
    ) -> None:
        self._amount, self._weight, self._block = amount, weight, grid.block
        stretch = grid.day_of_block if by == "day" else [0] * len(grid.day_of_block)
        self._rank = [stretch[:number].count(one) for number, one in enumerate(stretch)]
        self._rows = [[0] * stretch.count(one) for one in range(max(stretch) + 1)]
        self._row = [self._rows[one] for one in stretch]
        self._stretch = stretch
        self._costs = [0] * len(self._rows)

    def change(self, session: int, time: int, room: int, sign: int) -> int:  # noqa: ARG002 - of the protocol
        """Ask the function anew where a block begins or ceases to be used."""
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
        """Ask the function as if the block were used."""
        block = self._block[time]
        row, rank = self._row[block], self._rank[block]
        if row[rank]:
            return 0
        row[rank] = 1
        after = self._weight * self._amount(row)
        row[rank] = 0
        return after - self._costs[self._stretch[block]]


class MovingRooms:
    """What stands in each room, by clusters of time that lie far enough apart not to matter to each other."""

    def __init__(self, grid: Grid, amount: Succession, apart_minutes: int, weight: int) -> None:
        self._amount, self._weight = amount, weight
        self._cluster = grid.clusters(apart_minutes)
        self._rooms = len(grid.conference.rooms)
        self._here: dict[int, dict[int, int]] = {}

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Add up what it costs with each other session of the cluster and the room."""
        here = self._here.setdefault(self._cluster[time] * self._rooms + room, {})
        if sign < 0:
            del here[session]
        total = self.peek(session, time, room)
        if sign > 0:
            here[session] = time
        return total * sign

    def peek(self, session: int, time: int, room: int) -> int:
        """Add up what it would cost with each other session of the cluster and the room."""
        here = self._here.get(self._cluster[time] * self._rooms + room, {})
        return self._weight * sum(self._amount(session, time, other, there, room) for other, there in here.items())
