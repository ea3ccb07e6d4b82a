"""Terms with a state that is updated as sessions move: peaks, groups, pairs of one room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol, TypeAlias

from agenda_solver.evaluation.grid import KINDS, By, Grid, Place, Segments, Spot
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.primitives.terms import Relation, Succession

__all__ = ["MovingGroup", "MovingPairs", "MovingPattern", "MovingPeak", "MovingRooms", "MovingTerm", "Places"]


Places: TypeAlias = tuple[Place, Place, Place, Place]
"""Where one session is and will be, and where another one is and will be."""


class MovingTerm(Protocol):
    """A term that is told of every move of the sessions that it is about."""

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the weighted amount."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session from one time and room to others would change, and change nothing."""

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions at once would change, seen from the first of them, and change nothing."""

    def leaves_to(self, first: int) -> bool:
        """Whether another session's exchange tells what this term says of both."""

    def heat(self, session: int, heat: Heat) -> None:
        """Add what putting a session in would change at every place that is looked at, and change nothing."""


class _Kept:
    """A term that keeps something: it is changed and changed back to say what moves would change.

    Parameters
    ----------
    members
        The sessions that it is about; None for all.
    tells_apart
        Whether it makes a difference which of two sessions is at which time, or what is in which room.
    """

    def __init__(self, members: Iterable[int] | None, *, tells_apart: bool) -> None:
        self._members = None if members is None else frozenset(members)
        self._tells_apart = tells_apart

    def shift(self: MovingTerm, session: int, old: Place, new: Place) -> int:
        """Take the session out, look, and put it in again."""
        total = self.change(session, *old, -1) + self.peek(session, *new)
        self.change(session, *old, 1)
        return total

    def exchange(self: _KeptTerm, first: int, second: int, places: Places) -> int:
        """Take both sessions out, look, and put them in again; two that just change their times are often alike."""
        if not self.leaves_to(second):
            return self.shift(first, places[0], places[1])
        old, new, second_old, second_new = places
        if not self._tells_apart and old[0] == second_new[0] and new[0] == second_old[0]:
            return 0
        total = self.change(first, *old, -1) + self.change(second, *second_old, -1)
        total += self.change(first, *new, 1) + self.peek(second, *second_new)
        self.change(first, *new, -1)
        self.change(second, *second_old, 1)
        self.change(first, *old, 1)
        return total

    def leaves_to(self, first: int) -> bool:
        """Whether the other session is one of those that it is about."""
        return self._members is None or first in self._members

    def heat(self: MovingTerm, session: int, heat: Heat) -> None:
        """Look at every place."""
        heat.add_rows([[self.peek(session, time, room) for room in heat.rooms] for time in heat.times])


class _KeptTerm(MovingTerm, Protocol):
    _tells_apart: bool


class MovingPairs:
    """The pairs of one session whose amount is a function of both places.

    ``others`` holds for each pair the other session, the relation, its weight, and whether this session is its first.
    """

    def __init__(self, times: list[int], rooms: list[int], *, sees_room: bool) -> None:
        self._times, self._rooms, self._sees_room = times, rooms, sees_room
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

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Compare the pairs; the session is not its own partner, so nothing has to be taken out."""
        return self.peek(session, *new) - self.peek(session, *old)

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Correct the shift by what the two sessions are to each other: a shift sees the other where it was."""
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

    def leaves_to(self, first: int) -> bool:  # noqa: ARG002 - of the protocol
        """Never: each session has its own list of pairs."""
        return False

    def heat(self, session: int, heat: Heat) -> None:
        """Look at every place where rooms matter, else at every time."""
        rooms = heat.rooms if self._sees_room else heat.rooms[:1]
        rows = [[self.peek(session, time, room) for room in rooms] for time in heat.times]
        if self._sees_room:
            heat.add_rows(rows)
        else:
            heat.add_times(map(sum, rows))


class MovingPeak(_Kept):
    """How many of some sessions run in each segment of each stretch, and the most of each stretch."""

    def __init__(self, members: Iterable[int], segments: Segments, stretch: list[int], costs: Sequence[int]) -> None:
        super().__init__(members, tells_apart=False)
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

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Look at both stretches; within one of them the session has to be taken out first."""
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
        """Look at every time; rooms do not matter."""
        heat.add_times([self.peek(session, time, -1) for time in heat.times])


class MovingGroup(_Kept):
    """The members of a group in each class of places, and what they cost there."""

    def __init__(
        self, members: Iterable[int], grid: Grid, by: By, amount: Callable[[Sequence[Spot]], int], weight: int
    ) -> None:
        super().__init__(members, tells_apart=True)
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


class MovingPattern(_Kept):
    """How many members of a group each block holds, and what the pattern of each day, or of all blocks, costs."""

    def __init__(
        self,
        members: Iterable[int],
        grid: Grid,
        by: Literal["day", "conference"],
        amount: Callable[[Sequence[int]], int],
        weight: int,
    ) -> None:
        super().__init__(members, tells_apart=False)
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

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Ask only where a block begins or ceases to be used."""
        before, after = self._block[old[0]], self._block[new[0]]
        if before == after or (self._row[before][self._rank[before]] > 1 and self._row[after][self._rank[after]]):
            return 0
        return super().shift(session, old, new)

    def heat(self, session: int, heat: Heat) -> None:
        """Look at one time of each block; rooms do not matter."""
        one_each = {self._block[time]: time for time in heat.times}
        amounts = {block: self.peek(session, time, -1) for block, time in one_each.items()}
        heat.add_times([amounts[self._block[time]] for time in heat.times])


class MovingRooms(_Kept):
    """What stands in each room, by clusters of time that lie far enough apart not to matter to each other."""

    def __init__(self, grid: Grid, amount: Succession, apart_minutes: int, weight: int) -> None:
        super().__init__(None, tells_apart=True)
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
