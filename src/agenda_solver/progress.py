"""What a solve tells while it runs, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Progress", "Status", "gap_between"]


class Status(StrEnum):
    """How a solve ended.

    OPTIMAL: no agenda is better, proven. FEASIBLE: a legal agenda with a known gap. INFEASIBLE: proven that no agenda
    keeps every hard rule. NO_ANSWER: the time ended before the search found either a legal agenda or a proof.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_ANSWER = "no answer in time"


@dataclass(frozen=True)
class Progress:
    """One moment of a running solve.

    Attributes
    ----------
    phase
        ``compile``, ``first agenda`` (by a coarser model), ``strict`` (huge penalties forbidden), ``improve``,
        ``explain`` (why there is no agenda).
    elapsed
        Seconds since the solve began.
    objective, bound
        Cost of the best agenda so far, and what no agenda can be below, both on ``level``; None for not known yet.
    level
        The priority level that is being settled; 0 is where ordinary wishes live.
    """

    phase: str
    elapsed: float
    objective: int | None = None
    bound: int | None = None
    level: int = 0

    @property
    def gap(self) -> float | None:
        """The relative gap between objective and bound, or None while one of them is unknown."""
        return gap_between(self.objective, self.bound)


def gap_between(objective: int | None, bound: int | None) -> float | None:
    """Return ``(objective - bound) / max(1, objective)``, or None where one of them is unknown."""
    if objective is None or bound is None:
        return None
    return (objective - bound) / max(1, objective)
