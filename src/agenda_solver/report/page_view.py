"""The contents of the page, as plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.formats.track_colours import Swatch
from agenda_solver.report.grid_view import DayView
from agenda_solver.report.session_view import FaultView, UnplacedView

__all__ = ["FacetView", "Figure", "OptionView", "PageView", "RuleView", "TrackView"]


@dataclass(frozen=True)
class OptionView:
    """A value that sessions can be filtered by: its label, the token of its sessions, and their number."""

    label: str
    token: str
    count: int


@dataclass(frozen=True)
class FacetView:
    """A menu of values; ``key`` is its name in the page's address, ``everything`` its text if nothing is selected."""

    key: str
    label: str
    everything: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True)
class TrackView:
    """A track of the legend; ``token`` is the value that its sessions are filtered by."""

    colour: str
    token: str
    name: str
    count: int


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
    """The whole page; ``faults`` is None if the agenda was not scored."""

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
