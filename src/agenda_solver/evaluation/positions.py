"""The places of all sessions as numbers."""

from __future__ import annotations

from agenda_solver.evaluation.grid import PlaceGrid

__all__ = ["Positions"]

NEVER = 1 << 60


class Positions:
    """The place of every session, in lists for fast access.

    ``time`` and ``room`` are -1 for a session without a place. ``start`` and ``end`` are minutes; a session without a
    place starts after and ends before all others. Therefore ``start[a] < end[b] and start[b] < end[a]`` is false for it
    without a further test.
    """

    def __init__(self, grid: PlaceGrid) -> None:
        number = len(grid.conference.sessions)
        self.grid = grid
        self.time = [-1] * number
        self.room = [-1] * number
        self.start = [NEVER] * number
        self.end = [-NEVER] * number
        # An empty table of charges for any session at a place, shared by all costs that have no such charges.
        self.nobody: list[list[int] | None] = [None] * len(grid.times)

    def put(self, session: int, time: int, room: int) -> None:
        """Record the place of a session."""
        self.time[session], self.room[session] = time, room
        self.start[session], self.end[session] = self.grid.start[time], self.grid.end[time]

    def clear(self, session: int) -> None:
        """Record that a session has no place."""
        self.time[session] = self.room[session] = -1
        self.start[session], self.end[session] = NEVER, -NEVER
