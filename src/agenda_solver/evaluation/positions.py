"""The places of all sessions as numbers."""

from __future__ import annotations

from agenda_solver.evaluation.grid import Grid

__all__ = ["Positions"]

NEVER = 1 << 60


class Positions:
    """The place of every session, in lists for fast access.

    Attributes
    ----------
    time, room
        The numbers of the time and of the room; -1 where a session has no place.
    start, end
        The minutes. A session without a place starts after everything and ends before everything, so that it overlaps
        nothing: ``start[a] < end[b] and start[b] < end[a]`` needs no further test.
    nobody
        None for each time: the table of terms that charge no session for a time and a room.
    """

    def __init__(self, grid: Grid) -> None:
        number = len(grid.conference.sessions)
        self.grid = grid
        self.time = [-1] * number
        self.room = [-1] * number
        self.start = [NEVER] * number
        self.end = [-NEVER] * number
        self.nobody: list[list[int] | None] = [None] * len(grid.times)

    def put(self, session: int, time: int, room: int) -> None:
        """Record the place of a session."""
        self.time[session], self.room[session] = time, room
        self.start[session], self.end[session] = self.grid.start[time], self.grid.end[time]

    def clear(self, session: int) -> None:
        """Record that a session has no place."""
        self.time[session] = self.room[session] = -1
        self.start[session], self.end[session] = NEVER, -NEVER
