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
        What it costs by the two groups of rules.
    least_first, least_second
        A lower bound on the cost by one group of agendas that cost no more by the other; None if it is not known.
    is_proven
        Whether no agenda is as good by both groups and better by one.
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
        """What it costs by all other rules, those of all priority levels added up."""
        return sum(rule.cost for rule in self.scorecard.rules) - self.first - self.second

    @property
    def gap(self) -> float | None:
        """The greater of the relative gaps of both: 0 where the proof is done, None where one is not known."""
        gaps = gap_between(self.first, self.least_first), gap_between(self.second, self.least_second)
        return None if gaps[0] is None or gaps[1] is None else max(gaps[0], gaps[1])


@dataclass(frozen=True)
class Front:
    """The points at which one group of rules can only be served better at the price of the other.

    Attributes
    ----------
    first, second
        Keys of the rules of the two groups.
    points
        By falling cost of the second group; none is as good as another by both groups.
    is_complete
        Whether it is proven that there are no other points.
    status
        ``optimal`` where the front is complete, ``feasible`` where there are points, else why there are none.
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
    """Where points may still be: ``low <= second <= high``, to the right of one point and to the left of another."""

    left: Point
    right: Point
    low: int
    high: int
    units: tuple[int, int] = (1, 1)

    @property
    def area(self) -> int:
        """How many pairs of costs it has; without any there is nothing in it. Costs are multiples of their unit."""
        first = _multiples(self.units[0], self.left.first + 1, self.right.first - 1)
        return first * _multiples(self.units[1], self.low, self.high)


def _multiples(unit: int, low: int, high: int) -> int:
    """Return how many multiples of a unit lie between two numbers, both included."""
    return max(0, high // unit - (low - 1) // unit)


def not_dominated(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points that no other is as good as by both groups, by rising cost of the first group."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (p.first, p.second, not p.is_proven)):
        if not kept or point.second < kept[-1].second:
            kept.append(point)
    return tuple(kept)
