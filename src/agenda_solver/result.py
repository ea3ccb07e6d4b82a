"""The result of a solve: status, agenda, score, proof, and provenance."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status, gap_between
from agenda_solver.safe_text import joined

__all__ = ["Result"]


@dataclass(frozen=True)
class Result:
    """What :func:`agenda_solver.solve` returns.

    Attributes
    ----------
    status
        How the solve ended; see :class:`Status`.
    agenda, scorecard
        The best agenda and its independent score; None if there is none.
    bounds
        A lower bound on the cost on each priority level, with the levels above it as they are; None if nothing is
        proven.
    bounds_by_rule
        Lower bounds on the costs of single rules in any agenda, from small problems; their sum can be below the bound
        of their level. A rule whose cost is far above its bound accounts for the gap.
    found_by
        The id of the search strategy that found the agenda, or "start" for one that existed before; None without an
        agenda.
    reason
        Why there is no agenda, in sentences; empty if there is one.
    skipped
        Rules that do not apply to this conference.
    seconds
        Wall-clock seconds of each phase, and ``total``, which is their sum: ``compile`` (building the model), then the
        search (``tables``, ``trade places``, ``skeleton``, ``first agenda``, ``strict``, ``improve``, ``lay out`` and
        others, and ``other`` for the time between them), ``check`` (scoring and comparing), ``explain`` (why there is
        no agenda).
    first_legal
        Seconds until the first legal agenda; None if there is none.
    history
        The progress events of the search.
    interrupted
        Whether the search was stopped.
    seed, workers, versions
        The seed, the number of threads, and the versions of the software.
    """

    status: Status
    agenda: Agenda | None
    scorecard: Scorecard | None
    bounds: dict[int, int | None]
    bounds_by_rule: dict[str, int] = field(default_factory=dict)
    found_by: str | None = None
    reason: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    first_legal: float | None = None
    history: tuple[Progress, ...] = ()
    interrupted: bool = False
    seed: int = 0
    workers: int = 1
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def objective(self) -> int | None:
        """Cost of the agenda on level 0, the level of ordinary wishes; None without an agenda."""
        return None if self.scorecard is None else self.scorecard.objective

    @property
    def bound(self) -> int | None:
        """The lower bound on the cost on level 0; None if nothing is proven."""
        return self.bounds.get(0)

    @property
    def gap(self) -> float | None:
        """The relative gap on level 0, ``(objective - bound) / max(1, objective)``; None if one is unknown."""
        return gap_between(self.objective, self.bound)

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the agenda and the history as plain data for JSON."""
        return {
            "status": str(self.status),
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "costs": None if self.scorecard is None else {str(k): v for k, v in self.scorecard.costs.items()},
            "bounds": {str(level): bound for level, bound in self.bounds.items()},
            "bounds_by_rule": self.bounds_by_rule,
            "found_by": self.found_by,
            "reason": list(self.reason),
            "skipped": list(self.skipped),
            "seconds": {phase: round(seconds, 3) for phase, seconds in self.seconds.items()},
            "first_legal": None if self.first_legal is None else round(self.first_legal, 3),
            "interrupted": self.interrupted,
            "seed": self.seed,
            "workers": self.workers,
            "versions": self.versions,
        }

    def __str__(self) -> str:
        lines = [f"Status: {self.status}" + (" (stopped by the user)" if self.interrupted else "")]
        lines += self.reason
        if self.scorecard is not None:
            lines += [self._cost_on(level, cost) for level, cost in self.scorecard.costs.items()]
            lines += [f"Gap: {self.gap:.1%}"] if self.gap is not None else []
            lines += [f"  {r.key}: {r.measure}, cost {r.cost}" for r in self.scorecard.rules if r.cost]
        lines.append(f"Time: {self.seconds.get('total', 0.0):.1f} s")
        return joined(lines)

    def _cost_on(self, level: int, cost: int) -> str:
        bound = self.bounds.get(level)
        where = f" on priority level {level}" if level or len(self.bounds) > 1 else ""
        proof = "" if bound is None else f", no agenda can be below {bound}"
        return f"Cost{where}: {cost}{proof}"

    def _repr_html_(self) -> str:
        """Show the result in a notebook."""
        parts = [f"<pre>{html.escape(str(self))}</pre>"]
        parts += [self.agenda._repr_html_()] if self.agenda is not None else []
        return "".join(parts)
