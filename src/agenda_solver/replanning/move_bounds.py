"""What is known about the fewest moves during a replanning."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Status
from agenda_solver.result import Result

__all__ = ["MoveBounds"]


@dataclass
class MoveBounds:
    """What is known about the fewest moves."""

    agenda: Agenda | None = None  # the legal agenda with the least cost of moves so far, regardless of wishes
    cost: int | None = None  # the cost of its moves
    bound: int = 0  # a lower bound on the cost of the moves of any agenda
    impossible: Result | None = None  # the result that proved that no agenda keeps the hard rules
    with_wishes: Result | None = None  # the result of a solve with all wishes, while the other sessions were held
    in_time: int | None = None  # a lower bound on the amount of moves in time of any agenda
    searched_in_time: bool = False  # whether such a bound was searched for

    @property
    def is_decided(self) -> bool:
        """Whether the cost of moves is proven minimal, or the conference is proven infeasible."""
        return self.impossible is not None or (self.cost is not None and self.cost <= self.bound)

    def keep_agenda(self, result: Result, level: int | None) -> None:
        """Keep the agenda of a solve if it moves less than the best so far."""
        if result.agenda is None or result.scorecard is None:
            return
        cost = 0 if level is None else result.scorecard.costs.get(level, 0)
        if self.cost is None or cost < self.cost:
            self.agenda, self.cost = result.agenda, cost

    def record_proof(self, result: Result, level: int | None) -> None:
        """Record what a solve proved for all agendas: a bound, or infeasibility."""
        if result.status is Status.INFEASIBLE:
            self.impossible = result
        elif level is not None:
            self.bound = max(self.bound, result.bounds.get(level) or 0)
