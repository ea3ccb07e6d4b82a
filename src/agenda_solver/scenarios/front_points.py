"""The Pareto front between two groups of rules: its points, and the gaps in which there may be more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Status, gap_between

__all__ = ["Front", "Gap", "Point", "not_dominated"]


@dataclass(frozen=True)
class Point:
    """One agenda of the front.

    Attributes
    ----------
    agenda, scorecard
        The agenda and its independent score.
    first, second
        Its costs by the two groups of rules.
    least_first, least_second
        Lower bounds on the cost by one group of any agenda that costs no more by the other group; None if not known.
    is_proven
        Whether it is proven that no agenda dominates it: as good by both groups and better by one.
    """

    agenda: Agenda
    scorecard: Scorecard
    first: int
    second: int
    least_first: int | None
    least_second: int | None
    is_proven: bool

    @property
    def rest(self) -> int:
        """The cost of all other rules, summed over the priority levels."""
        return sum(rule.cost for rule in self.scorecard.rules) - self.first - self.second

    @property
    def gap(self) -> float | None:
        """The greater of the two relative gaps: 0 if both are proven, None if one is not known."""
        gaps = gap_between(self.first, self.least_first), gap_between(self.second, self.least_second)
        return None if gaps[0] is None or gaps[1] is None else max(gaps[0], gaps[1])


@dataclass(frozen=True)
class Front:
    """The points at which one group of rules can only be improved at the expense of the other.

    Attributes
    ----------
    first, second
        Keys of the rules of the two groups.
    points
        In descending order of the second cost; no point dominates another.
    is_complete
        Whether it is proven that there are no other points.
    status
        ``optimal`` if the front is complete, ``feasible`` if there are points, otherwise the status without an agenda.
    reason
        Why there are no points, in sentences.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    points: tuple[Point, ...]
    is_complete: bool
    status: Status
    reason: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A region between two points in which there may be more points, with ``low <= second <= high``."""

    left: Point
    right: Point
    low: int
    high: int
    units: tuple[int, int] = (1, 1)

    @property
    def area(self) -> int:
        """The number of possible cost pairs inside the gap; costs are multiples of their units."""
        first = _multiples(self.units[0], self.left.first + 1, self.right.first - 1)
        return first * _multiples(self.units[1], self.low, self.high)


def _multiples(unit: int, low: int, high: int) -> int:
    """Return how many multiples of a unit are in the closed interval from ``low`` to ``high``."""
    return max(0, high // unit - (low - 1) // unit)


def not_dominated(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points that no other point dominates, in ascending order of the first cost."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (p.first, p.second, not p.is_proven)):
        if not kept or point.second < kept[-1].second:
            kept.append(point)
    return tuple(kept)
