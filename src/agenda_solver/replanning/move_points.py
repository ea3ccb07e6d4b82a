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
    """The best agenda with at most this many moves.

    Attributes
    ----------
    most
        How many sessions may move.
    agenda, scorecard
        The agenda and its independent score by the wishes and the hard rules; moves cost nothing in it.
    bounds
        For each priority level, a lower bound on the cost of agendas with so many moves, with the levels above it as
        they are; None if nothing is proven.
    moved
        The ids of the published sessions that are at another time or in another room, or are left out.
    diff
        What is different from the published agenda, and who has to be told.
    """

    most: int
    agenda: Agenda
    scorecard: Scorecard
    bounds: dict[int, int | None]
    moved: tuple[str, ...]
    diff: Diff

    @property
    def costs(self) -> dict[int, int]:
        """What it costs on each priority level, the highest first."""
        return dict(sorted(self.scorecard.costs.items(), reverse=True))

    @property
    def is_proven(self) -> bool:
        """Whether it is proven that no agenda with so many moves costs less."""
        return all(cost <= (self.bounds.get(level) or 0) for level, cost in self.costs.items())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
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
    """What :func:`frontier_of_moves` returns.

    Attributes
    ----------
    conference
        The conference after the changes.
    before
        The published agenda, of the conference before the changes.
    points
        One for each number of moves, from the first with which an agenda is known. More moves never cost more; where
        they gain nothing, a point has the agenda of the one before.
    least
        The proven least number of sessions that have to move; None if it is not known.
    status
        ``optimal`` where every point and the first number are proven, ``feasible`` where there are points, else why
        there are none.
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
        """The points that are better than all with fewer moves."""
        pairs = zip((None, *self.points), self.points, strict=False)
        return tuple(point for before, point in pairs if before is None or before.agenda != point.agenda)

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the published agenda as plain data for JSON."""
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
    """Return the points with what is proven with more moves: it holds with fewer as well.

    That is so on the highest level, and on the next one where both cost there what is proven, and so on.
    """
    found: list[MovePoint] = []
    for point in reversed(points):
        found.append(_bounded_by(point, found[-1]) if found else point)
    return found[::-1]


def _bounded_by(point: MovePoint, after: MovePoint) -> MovePoint:
    bounds: dict[int, int | None] = {}
    holds = True
    for level, cost in point.costs.items():
        own = point.bounds.get(level) or 0
        bounds[level] = max(own, after.bounds.get(level) or 0) if holds else own
        holds = holds and cost == after.costs[level] == bounds[level]
    return replace(point, bounds=bounds)
