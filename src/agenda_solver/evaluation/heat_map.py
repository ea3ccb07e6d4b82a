"""The cost changes of one session at many places, without a separate evaluation of each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Heat"]


class Heat:
    """The change of one amount by the place of one session: the sum of a constant and parts by time, room and both.

    ``times`` and ``rooms`` are the numbers of the times and rooms to evaluate.
    """

    def __init__(self, times: Sequence[int], rooms: Sequence[int]) -> None:
        self.times, self.rooms = times, rooms
        self.always = 0  # the constant part
        self._by_time = [0] * len(times)
        self._by_room = [0] * len(rooms)
        self._rows: list[Sequence[int]] | None = None

    def add_times(self, amounts: Iterable[int]) -> None:
        """Add an amount for each time, whatever the room."""
        self._by_time = [old + more for old, more in zip(self._by_time, amounts, strict=True)]

    def add_rooms(self, amounts: Iterable[int]) -> None:
        """Add an amount for each room, whatever the time."""
        self._by_room = [old + more for old, more in zip(self._by_room, amounts, strict=True)]

    def add_rows(self, rows: Iterable[Sequence[int]]) -> None:
        """Add the amounts by room for each time."""
        if self._rows is None:
            self._rows = list(rows)
        else:
            self._rows = [
                [old + more for old, more in zip(mine, row, strict=True)]
                for mine, row in zip(self._rows, rows, strict=True)
            ]

    def at(self, time: int, room: int) -> int:
        """Return the change for a time and a room, each given by its index among those evaluated."""
        both = 0 if self._rows is None else self._rows[time][room]
        return self.always + self._by_time[time] + self._by_room[room] + both

    @property
    def sees_rooms(self) -> bool:
        """Whether the change may depend on the room."""
        return self._rows is not None or any(self._by_room)

    def __bool__(self) -> bool:
        """Whether any part is not zero."""
        parts = (self.always, *self._by_time, *self._by_room)
        return any(parts) or (self._rows is not None and any(map(any, self._rows)))
