"""The largest of several sums, each of which is updated on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agenda_solver.evaluation.grid import Place
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.primitives.moving_terms import MovingCost, Places

__all__ = ["MovingLargest"]


class MovingLargest:
    """The weighted maximum of several sums that are never negative.

    ``sums`` holds the members of each sum, and the cost that updates it. That cost is called only for its members.
    """

    def __init__(self, sums: Sequence[tuple[frozenset[int], MovingCost]], weight: int) -> None:
        self._weight = weight
        self._sums = [one for _, one in sums]
        self._amounts = [one.empty for one in self._sums]
        self._top = max(self._amounts, default=0)
        self.empty = weight * self._top  # the cost when no session has a place
        self._mine: dict[int, list[int]] = {}
        for number, (members, _) in enumerate(sums):
            for session in members:
                self._mine.setdefault(session, []).append(number)
        self.members = frozenset(self._mine)

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Update the sums of a session, and return the change of the weighted maximum."""
        old = self._top
        changes = {number: self._sums[number].change(session, time, room, sign) for number in self._mine[session]}
        self._top = self._largest(changes)
        for number, change in changes.items():
            self._amounts[number] += change
        return self._weight * (self._top - old)

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what placing a session would change, without changing anything."""
        return self._weighted_change(
            {number: self._sums[number].peek(session, time, room) for number in self._mine[session]}
        )

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session would change, without changing anything."""
        return self._weighted_change(
            {number: self._sums[number].shift(session, old, new) for number in self._mine[session]}
        )

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions together would change, without changing anything; a sum may contain both."""
        ours, theirs = self._mine[first], self._mine.get(second, [])
        changes = {number: self._sums[number].shift(second, *places[2:]) for number in theirs if number not in ours}
        for number in ours:
            one = self._sums[number]
            is_shared = number in theirs
            changes[number] = one.exchange(first, second, places) if is_shared else one.shift(first, *places[:2])
        return self._weighted_change(changes)

    def is_covered_by(self, first: int) -> bool:
        """Whether the other session is a member of any sum."""
        return first in self.members

    def heat(self, session: int, heat: Heat) -> None:
        """Evaluate every place, or every time if no sum depends on rooms."""
        mine = {number: self._sums[number].heat(session, heat.times, heat.rooms) for number in self._mine[session]}
        sees_rooms = any(one.sees_rooms for one in mine.values())
        rows = [
            [
                self._weighted_change({number: one.at(time, room) for number, one in mine.items()})
                for room in range(len(heat.rooms) if sees_rooms else 1)
            ]
            for time in range(len(heat.times))
        ]
        if sees_rooms:
            heat.add_rows(rows)
        else:
            heat.add_times(row[0] for row in rows)

    def _weighted_change(self, changes: Mapping[int, int]) -> int:
        return self._weight * (self._largest(changes) - self._top)

    def _largest(self, changes: Mapping[int, int]) -> int:
        """Return the largest sum after some changes; a full comparison is needed only if the largest one decreases."""
        amounts = self._amounts
        largest = max(amounts[number] + change for number, change in changes.items())
        if largest >= self._top or not any(change and amounts[n] == self._top for n, change in changes.items()):
            return max(largest, self._top)
        return max(largest, max((amount for n, amount in enumerate(amounts) if n not in changes), default=0))
