"""Bounds on the moves, as known during a replanning."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Status
from agenda_solver.result import Result

__all__ = ["Fewest"]


@dataclass
class Fewest:
    """What is known about the moves.

    Attributes
    ----------
    agenda
        The legal agenda that moves least so far, regardless of wishes.
    cost
        The cost of its moves; None without an agenda.
    bound
        A lower bound on the cost of the moves of any agenda.
    impossible
        The result of the solve that proved that no agenda keeps the hard rules, if any.
    found
        The result of the solve that found an agenda with all wishes while the other sessions were held, if any.
    in_time
        A lower bound on the amount of moves in time of any agenda; None if none is known.
    asked_in_time
        Whether such a bound was searched for.
    """

    agenda: Agenda | None = None
    cost: int | None = None
    bound: int = 0
    impossible: Result | None = None
    found: Result | None = None
    in_time: int | None = None
    asked_in_time: bool = False

    @property
    def settled(self) -> bool:
        """Whether the fewest moves are proven, or that there is no agenda."""
        return self.impossible is not None or (self.cost is not None and self.cost <= self.bound)

    def take(self, result: Result, level: int | None) -> None:
        """Keep the agenda of a solve if it moves less than the best so far."""
        if result.agenda is None or result.scorecard is None:
            return
        cost = 0 if level is None else result.scorecard.costs.get(level, 0)
        if self.cost is None or cost < self.cost:
            self.agenda, self.cost = result.agenda, cost

    def note(self, result: Result, level: int | None) -> None:
        """Keep what a solve proved for all agendas: a bound, or that there is none."""
        if result.status is Status.INFEASIBLE:
            self.impossible = result
        elif level is not None:
            self.bound = max(self.bound, result.bounds.get(level) or 0)
