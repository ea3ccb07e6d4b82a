"""What the page shows, as plain data: the template only has to render it."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.formats.track_colours import Swatch
from agenda_solver.report.paper import Fit

__all__ = [
    "BreakView",
    "BuildingView",
    "ClosedView",
    "CostView",
    "DayView",
    "FacetView",
    "FaultView",
    "Figure",
    "HourView",
    "Link",
    "OptionView",
    "PageView",
    "PersonView",
    "RoleView",
    "RoomView",
    "RuleView",
    "SessionView",
    "StripView",
    "TrackView",
    "UnplacedView",
]


@dataclass(frozen=True)
class Link:
    """A session by its place on the page; a session without a place has no anchor."""

    anchor: str | None
    title: str


@dataclass(frozen=True)
class FaultView:
    """One violation: its sentence, its rule, what it costs, and the sessions it is about."""

    sentence: str
    rule: str
    hard: bool
    price: str
    sessions: tuple[Link, ...]


@dataclass(frozen=True)
class CostView:
    """What a session has a part in, by one rule: how much, and what it costs."""

    rule: str
    measure: str
    price: str
    hard: bool


@dataclass(frozen=True)
class OptionView:
    """A value that sessions can be filtered by: its label, the token of its sessions, and how many they are."""

    label: str
    token: str
    count: int


@dataclass(frozen=True)
class FacetView:
    """A menu of values; ``key`` is its name in the page's address, ``everything`` what it says without a choice."""

    key: str
    label: str
    everything: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True)
class PersonView:
    """Somebody in a session, with the address of their own programme."""

    name: str
    address: str | None


@dataclass(frozen=True)
class RoleView:
    """The people of a session in one role."""

    label: str
    people: tuple[PersonView, ...]


@dataclass(frozen=True)
class SessionView:
    """A card.

    ``area`` is its place in the grid, as CSS writes it. ``wide`` cards span all rooms; ``aside`` says that there is no
    space to the right of it, so that its details open to the left. ``new_time`` marks the first session of its time.
    There is space for so many of the names (``shown``); the list names everybody. ``printed`` is the same on paper.
    ``tokens`` are the values that it is filtered by. ``fixed`` says what of its place the committee has fixed.
    ``hint`` is what a pointer is told where the card may be too small for its title.
    ``costs`` of None means that nobody has scored the agenda.
    """

    anchor: str
    title: str
    kind: str | None
    plenary: bool
    colour: str
    track: str | None
    start: str
    end: str
    machine_start: str
    machine_end: str
    room: str
    place: str
    room_address: str | None
    tokens: str
    area: str
    wide: bool
    aside: bool
    new_time: bool
    clash: bool
    fixed: str | None
    lead: tuple[str, ...]
    shown: int
    printed: Fit
    hint: str | None
    moderators: tuple[str, ...]
    roles: tuple[RoleView, ...]
    facts: tuple[tuple[str, str], ...]
    description: str | None
    faults: tuple[FaultView, ...]
    costs: tuple[CostView, ...] | None

    @property
    def crowded(self) -> bool:
        """Whether paper has no space for all of its names."""
        return self.printed.names < len(self.lead)

    @property
    def hard(self) -> bool:
        """Whether something hard is wrong with it."""
        return self.clash or any(fault.hard for fault in self.faults)

    @property
    def is_break(self) -> bool:
        """A session is no break."""
        return False


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


@dataclass(frozen=True)
class TrackView:
    """A track of the legend; ``token`` is what its sessions are filtered by."""

    colour: str
    token: str
    name: str
    count: int


@dataclass(frozen=True)
class UnplacedView:
    """A session that has no place."""

    id: str
    title: str
    colour: str
    tokens: str
    details: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class RuleView:
    """A row of the scorecard."""

    label: str
    severity: str
    amount: str
    unit: str
    cost: str
    hard: bool
    kept: bool


@dataclass(frozen=True)
class Figure:
    """A number of the header."""

    number: str
    label: str


@dataclass(frozen=True)
class PageView:
    """The whole page. ``faults`` of None means that nobody has scored the agenda, or that it is not to be told."""

    title: str
    subtitle: str | None
    dates: str
    zone: str
    figures: tuple[Figure, ...]
    verdict: str | None
    legal: bool
    swatches: tuple[tuple[str, Swatch], ...]
    tracks: tuple[TrackView, ...]
    facets: tuple[FacetView, ...]
    total: int
    days: tuple[DayView, ...]
    unplaced: tuple[UnplacedView, ...]
    faults: tuple[FaultView, ...] | None
    rules: tuple[RuleView, ...]
    footnote: str | None
    most_columns: int
    legend_lines: int
