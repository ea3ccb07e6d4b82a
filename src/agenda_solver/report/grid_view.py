"""The grid of a day on the page, as plain data: rooms, hours, breaks and sessions."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.report.session_view import SessionView

__all__ = ["BreakView", "BuildingView", "ClosedView", "DayView", "HourView", "RoomView", "StripView"]


@dataclass(frozen=True)
class StripView:
    """The rest, on one day, of a session that began on an earlier day."""

    anchor: str
    title: str
    until: str
    room: str
    colour: str
    area: str


@dataclass(frozen=True)
class BreakView:
    """A pause between blocks, or a break that the committee has given a title."""

    title: str
    start: str
    end: str
    length: str
    area: str

    @property
    def is_break(self) -> bool:
        """Always true; distinguishes breaks from sessions."""
        return True


@dataclass(frozen=True)
class RoomView:
    """The head of a room's columns; ``lanes`` is the number of its parallel columns on that day."""

    id: str
    name: str
    address: str | None
    seats: str | None
    lanes: int


@dataclass(frozen=True)
class BuildingView:
    """The name above neighbouring rooms of one building, and the number of their columns."""

    name: str | None
    lanes: int


@dataclass(frozen=True)
class HourView:
    """A time beside the grid; ``at`` is its distance from the top in drawn minutes.

    ``strong`` marks the times when something begins. ``screen`` and ``paper`` say where there is space for the label.
    """

    label: str
    at: float
    strong: bool
    screen: bool
    paper: bool


@dataclass(frozen=True)
class ClosedView:
    """A room that is closed for a while."""

    area: str


@dataclass(frozen=True)
class DayView:
    """One day of the grid; a ``dense`` one has so many columns that it needs small letters on paper.

    ``minutes`` are the minutes of the conference at which the grid has lines, and ``drawn`` their distances from the
    top in drawn minutes. Both are for grids in which sessions can be moved.
    """

    id: str
    anchor: str
    short: str
    heading: str
    name: str | None
    summary: str
    rooms: tuple[RoomView, ...]
    buildings: tuple[BuildingView, ...]
    columns: int
    dense: bool
    rows: str
    total: float
    pixels: float
    hours: tuple[HourView, ...]
    lines: tuple[int, ...]
    closed: tuple[ClosedView, ...]
    items: tuple[SessionView | BreakView, ...]
    strips: tuple[StripView, ...]
    unused: tuple[str, ...]
    minutes: str
    drawn: str
