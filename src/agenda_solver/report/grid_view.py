"""The grid of a day on the page, as plain data: rooms, hours, breaks, and what lies where."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.report.session_view import SessionView

__all__ = ["BreakView", "BuildingView", "ClosedView", "DayView", "HourView", "RoomView", "StripView"]


@dataclass(frozen=True)
class StripView:
    """What is left on a day of a session that began on an earlier one."""

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
        """A break is a break."""
        return True


@dataclass(frozen=True)
class RoomView:
    """The head of a column; ``lanes`` is how many parallel columns the room has on that day."""

    id: str
    name: str
    address: str | None
    seats: str | None
    lanes: int


@dataclass(frozen=True)
class BuildingView:
    """The name above neighbouring rooms of one building, and how many columns they have."""

    name: str | None
    lanes: int


@dataclass(frozen=True)
class HourView:
    """A time beside the grid, so many drawn minutes below the top; the strong ones begin something.

    ``screen`` and ``paper`` say where there is space for it: on paper a day is lower.
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
    """One day of the grid; a ``dense`` one has so many columns that paper needs small letters.

    ``minutes`` are those of the conference at which the grid has lines, and ``drawn`` how many drawn minutes below the
    top they are: where sessions can be moved, whoever moves them has to find any time in the grid.
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
