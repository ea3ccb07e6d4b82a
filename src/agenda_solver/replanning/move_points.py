"""The frontier of moves: a point for each number of sessions that may move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.replanning.diff import Diff
from agenda_solver.replanning.frontier_text import frontier_markdown, frontier_text
from agenda_solver.replanning.nobody_left import nobody_left

__all__ = ["MoveFrontier", "MovePoint", "bounded"]


@dataclass(frozen=True)
class MovePoint:
    """The best agenda found with at most this many moves.

    Attributes
    ----------
    most
        How many sessions may move.
    agenda, scorecard
        The agenda and its independent score by the wishes and the hard rules, without costs for moves.
    bounds
        For each priority level, a lower bound on the cost of agendas with at most so many moves, given the costs of the
        levels above; None if nothing is proven.
    moved
        The ids of the published sessions that are at another time, in another room or left out.
    diff
        The difference from the published agenda, and the people to inform.
    """

    most: int
    agenda: Agenda
    scorecard: Scorecard
    bounds: dict[int, int | None]
    moved: tuple[str, ...]
    diff: Diff

    @property
    def costs(self) -> dict[int, int]:
        """The cost on each priority level, highest level first."""
        return dict(sorted(self.scorecard.costs.items(), reverse=True))

    @property
    def is_proven(self) -> bool:
        """Whether it is proven that no agenda with at most so many moves costs less."""
        return all(cost <= (self.bounds.get(level) or 0) for level, cost in self.costs.items())

    def as_dict(self) -> dict[str, Any]:
        """Return the point as plain data for JSON."""
        return {
            "most": self.most,
            "moves": len(self.moved),
            "costs": {str(level): cost for level, cost in self.costs.items()},
            "bounds": {str(level): self.bounds.get(level) for level in self.costs},
            "proven": self.is_proven,
            "moved": list(self.moved),
            "told": [{"person": id, "name": name} for id, name in self.diff.told],
            "placements": {id: [p.room, p.block, p.slot] for id, p in self.agenda.items()},
        }


@dataclass(frozen=True)
class MoveFrontier:
    """The result of :func:`frontier_of_moves`.

    Attributes
    ----------
    conference
        The conference after the changes.
    before
        The published agenda, of the conference before the changes.
    points
        One for each number of moves, from the smallest for which an agenda is known. More moves never cost more; if
        they do not lower the cost, a point has the agenda of the previous one.
    least
        The proven minimum number of sessions that have to move; None if it is not known.
    status
        ``optimal`` if every point and the minimum are proven, ``feasible`` if there are points, otherwise the status
        without an agenda.
    reason
        Why there are no points, in sentences.
    """

    conference: Conference
    before: Agenda
    points: tuple[MovePoint, ...]
    least: int | None
    status: Status
    reason: tuple[str, ...] = ()

    @cached_property
    def steps(self) -> tuple[MovePoint, ...]:
        """The points that cost less than all points with fewer moves."""
        pairs = zip((None, *self.points), self.points, strict=False)
        return tuple(point for before, point in pairs if before is None or before.agenda != point.agenda)

    def as_dict(self) -> dict[str, Any]:
        """Return everything except the published agenda as plain data for JSON."""
        return {
            "status": str(self.status),
            "reason": list(self.reason),
            "least": self.least,
            "nobody_left": list(nobody_left(self.before.conference, self.conference)),
            "points": [point.as_dict() for point in self.points],
        }

    def __str__(self) -> str:
        return frontier_text(self)

    def markdown(self) -> str:
        """Return the table of the points as Markdown."""
        return frontier_markdown(self)


def bounded(points: Sequence[MovePoint]) -> list[MovePoint]:
    """Return the points with the bounds of points with more moves, which are valid for fewer moves as well.

    This holds on the highest level. It holds on each lower level as long as both costs equal the bounds of the levels
    above.
    """
    tightened: list[MovePoint] = []
    for point in reversed(points):
        tightened.append(_bounded_by(point, tightened[-1]) if tightened else point)
    return tightened[::-1]


def _bounded_by(point: MovePoint, after: MovePoint) -> MovePoint:
    bounds: dict[int, int | None] = {}
    holds = True
    for level, cost in point.costs.items():
        own = point.bounds.get(level) or 0
        bounds[level] = max(own, after.bounds.get(level) or 0) if holds else own
        holds = holds and cost == after.costs[level] == bounds[level]
    return replace(point, bounds=bounds)
