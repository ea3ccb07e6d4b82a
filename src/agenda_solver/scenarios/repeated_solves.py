"""Repeated solves of one compiled model, each with its own objective and constraints."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

from agenda_solver.deadline import Deadline
from agenda_solver.progress import Progress

if TYPE_CHECKING:
    from agenda_solver.cpsat.compiler import Compiled
    from agenda_solver.evaluation.scorecard import Scorecard
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.search.limits import Limits

__all__ = ["Explorer", "SharedDeadline", "StepResult", "Tell", "ignore_progress"]

Tell = Callable[[Progress], None]


SHORTEST = 0.05  # minimum seconds of a step: CP-SAT needs some time just to read the model


def ignore_progress(progress: Progress) -> None:
    """Ignore the progress."""


class SharedDeadline(Deadline):
    """The time limit of all steps together; None is no limit."""

    def __init__(self, limit: float | None, stop: Event) -> None:
        super().__init__(math.inf if limit is None else limit, stop)

    def share(self, parts: int, *, least: float = 0.0) -> float | None:
        """Return the seconds for the next of ``parts`` steps; None without a limit.

        The share is at least ``least``, if so much time remains.
        """
        if self.seconds == math.inf:
            return None
        left = self.seconds - self.elapsed()
        return max(SHORTEST, min(left, max(least, left / max(1, parts))))

    @property
    def ending(self) -> str:
        """Why the search ended early, as the beginning of a sentence."""
        return "The search was stopped" if self.stop.is_set() else "The time ran out"


@dataclass(frozen=True)
class StepResult:
    """The outcome of a step."""

    values: list[int] | None  # the values of all variables, by index; None if no solution was found
    bound: int | None  # a lower bound on the goal, if there is a solution and a bound is known
    proven: bool  # whether the solution is proven optimal, or infeasibility is proven


@dataclass
class Explorer:
    """A compiled conference that is solved repeatedly.

    The model is exact: tracks do not choose the rooms in it, so it represents every agenda. ``limits`` has the seed and
    the workers; each step has its own time limit.
    """

    compiled: Compiled
    limits: Limits
    clock: SharedDeadline
    tell: Tell

    def minimise(
        self, goal: Any, within: Iterable[Any], phase: str, seconds: float | None, begin: Sequence[int] | None = None
    ) -> StepResult:
        """Minimise a linear expression that is never negative.

        ``within`` are linear constraints for this step only, ``phase`` names the step in the progress, and ``begin``
        has the values of all variables for a warm start.
        """
        from agenda_solver.search.exact.hints import warm_start_from
        from agenda_solver.search.exact.run_in_thread import run

        model = self.compiled.model.clone()
        for constraint in within:
            model.add(constraint)
        model.minimize(goal)
        if begin is not None:
            warm_start_from(model, begin)
        self.tell(Progress(phase, self.clock.elapsed()))
        answer = run(self._solver(seconds), model, self.clock.stop, lambda _news: None, cores=self.limits.workers)
        known = answer.values is not None and math.isfinite(answer.bound)
        return StepResult(answer.values, math.ceil(answer.bound - 1e-6) if known else None, answer.proven)

    def _solver(self, seconds: float | None) -> Any:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.limits.seed
        solver.parameters.num_workers = self.limits.threads(len(self.compiled.model.proto.variables))
        solver.parameters.catch_sigint_signal = False
        if seconds is not None:
            solver.parameters.max_time_in_seconds = seconds
        return solver

    def checked(self, values: Sequence[int]) -> tuple[Agenda, Scorecard]:
        """Return the agenda of a solution with its independent score.

        ScoreMismatch is raised if the solver and the score disagree, which would be a defect of this library.
        """
        from agenda_solver.cpsat.agenda_values import agenda_of
        from agenda_solver.solver_score_comparison import checked_score

        agenda = agenda_of(self.compiled.decisions, lambda variable: values[variable.index])
        return agenda, checked_score(self.compiled, self.compiled.rules, agenda, values, {})
