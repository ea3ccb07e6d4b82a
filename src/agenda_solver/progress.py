"""The progress of a solve, and how it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

__all__ = ["PHASES", "Progress", "ProgressReporter", "Status", "gap_between", "only_news"]

PHASES = MappingProxyType(
    {
        "compile": "build the model of the conference and its rules",
        "skeleton": "place only the tracks, for a first bound",
        "first agenda": "search for any agenda, with the help of a coarser model or an agenda to start from",
        "without wishes": "search for any agenda, by the hard rules alone",
        "trade places": "let sessions trade places, without a model",
        "strict": "search for an agenda without any huge penalty",
        "bound": "only count interchangeable parts, for a better bound",
        "improve": "search for better agendas and bounds",
        "lay out": "choose the rooms of a solution that leaves them open",
        "explain": "search for the reason why there is no agenda",
        "repair": "search for an agenda in which little has moved (replan)",
        "moves": "search for the fewest moves (replan)",
    }
)
"""Each phase of a solve and of a replanning, and what happens in it."""


class Status(StrEnum):
    """How a solve ended.

    OPTIMAL: no agenda is better, proven. FEASIBLE: a legal agenda with a known gap. INFEASIBLE: proven that no agenda
    keeps every hard rule. NO_ANSWER: the time ran out before the search found either a legal agenda or a proof.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_ANSWER = "no answer in time"


@dataclass(frozen=True)
class Progress:
    """One moment of a running solve, reported when the phase, the level, the cost or the bound has changed.

    Attributes
    ----------
    phase
        One of :data:`agenda_solver.progress.PHASES`. If there are several solves, it says which one:
        ``the best agenda, improve`` and ``alternative 2 of 3``; ``point 4, first group`` and ``point 4, other rules``;
        ``at most 3 moved``; the name of the scenario in ``what_if``.
    elapsed
        Seconds since the solve began.
    objective, bound
        The cost of the best agenda so far, and a lower bound on the cost of any agenda, both on ``level``; None if not
        known yet.
    level
        The current priority level; ordinary wishes are on level 0.
    """

    phase: str
    elapsed: float
    objective: int | None = None
    bound: int | None = None
    level: int = 0

    @property
    def gap(self) -> float | None:
        """The relative gap between objective and bound, or None if one of them is unknown."""
        return gap_between(self.objective, self.bound)


def gap_between(objective: int | None, bound: int | None) -> float | None:
    """Return ``(objective - bound) / max(1, objective)``, or None if one of them is unknown."""
    if objective is None or bound is None:
        return None
    return (objective - bound) / max(1, objective)


def only_news(tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Return a function that passes on only the moments at which something has changed."""
    before: tuple[object, ...] = ()

    def report(progress: Progress) -> None:
        nonlocal before
        now = (progress.phase, progress.level, progress.objective, progress.bound)
        if now != before:
            before = now
            tell(progress)

    return report


class ProgressReporter:
    """Reports each moment of a solve at which something has changed, and each better agenda.

    Parameters
    ----------
    began
        When the solve began, by ``time.perf_counter``.
    on_progress, on_agenda
        The functions to call.

    Attributes
    ----------
    history
        All moments so far.
    """

    def __init__(
        self,
        began: float,
        on_progress: Callable[[Progress], None] | None,
        on_agenda: Callable[[Any, dict[int, int]], None] | None,
    ) -> None:
        self.history: list[Progress] = []
        self.tell = only_news(self._keep)
        self.began, self._on_progress, self._on_agenda = began, on_progress, on_agenda

    def _keep(self, progress: Progress) -> None:
        self.history.append(progress)
        if self._on_progress is not None:
            self._on_progress(progress)

    def better(self, agenda: Any, costs: dict[int, int]) -> None:
        """Report a better agenda, and its costs by priority level."""
        last = self.history[-1] if self.history else Progress("compile", 0.0)
        phase = "first agenda" if last.phase == "compile" else last.phase
        cost = costs.get(last.level, 0)
        if last.objective is None or cost < last.objective:
            self.tell(replace(last, phase=phase, elapsed=time.perf_counter() - self.began, objective=cost))
        if self._on_agenda is not None:
            self._on_agenda(agenda, costs)

    def end(self, costs: Mapping[int, int], bounds: Mapping[int, int | None]) -> None:
        """Report the final costs and bounds by priority level, if they have changed."""
        last = self.history[-1]
        phase = "first agenda" if last.phase == "compile" else last.phase
        elapsed = time.perf_counter() - self.began
        self.tell(Progress(phase, elapsed, costs.get(last.level, 0), bounds.get(last.level), last.level))
