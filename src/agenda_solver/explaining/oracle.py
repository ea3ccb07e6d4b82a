"""The question that every explanation is made of: whether an agenda keeps certain hard rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.explaining.draft import Case
from agenda_solver.progress import Progress

if TYPE_CHECKING:
    from agenda_solver.solver.decisions import Decisions

__all__ = ["Oracle"]

SHARE = 0.25  # of the time that is left, for one question: a hard one must not take it all
QUICK = 0.5  # seconds of a first try with one thread, which answers nearly all questions and starts faster


@dataclass
class Oracle:
    """Questions to CP-SAT within one time limit.

    Attributes
    ----------
    seconds
        Wall-clock limit for all questions together.
    stop
        Ends everything early when set.
    tell
        Called with the progress before each question.
    workers
        Threads for the questions that need more than one; by default as many as a solve has.
    asked
        The number of questions so far.
    """

    seconds: float
    stop: Event
    tell: Callable[[Progress], None] = lambda _progress: None
    workers: int | None = None
    asked: int = 0
    _began: float = field(default_factory=time.perf_counter)

    def elapsed(self) -> float:
        """Return the seconds since the first question could be asked."""
        return time.perf_counter() - self._began

    @property
    def deadline(self) -> Deadline:
        """What is left of the time, for what is not a question."""
        return Deadline(self.left(), self.stop)

    def left(self) -> float:
        """Return the seconds that are left; none when it was stopped."""
        return 0.0 if self.stop.is_set() else max(0.0, self.seconds - self.elapsed())

    def feasible(self, case: Case, absent: Collection[str] = (), share: float = SHARE) -> bool | None:
        """Whether an agenda keeps the hard rules; None where its share of the time ended without an answer.

        Parameters
        ----------
        case
            The conference and its rules.
        absent
            Optional sessions that shall be left out; the model is smaller without them.
        share
            How much of the time that is left the question may take.
        """
        for threads, longest in ((1, QUICK), (None, self.seconds)):
            left = self.left()
            if left <= 0:
                return None
            answer = self._ask(case, frozenset(absent), threads, min(longest, left * share))
            if answer is not None:
                return answer
        return None

    def _ask(self, case: Case, absent: frozenset[str], threads: int | None, seconds: float) -> bool | None:
        from ortools.sat.python import cp_model

        from agenda_solver.solver.compiler import compile_conference
        from agenda_solver.solver.limits import Limits
        from agenda_solver.solver.running import run

        self.asked += 1
        self.tell(Progress("explain", self.elapsed()))
        try:
            narrow = _leaving_out(absent)
            model = compile_conference(case.conference, case.hard, narrow=narrow, deadline=self.deadline).model
        except OutOfTime:
            return None
        except KeyboardInterrupt:  # as while CP-SAT runs
            self.stop.set()
            return None
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = threads or Limits(workers=self.workers).threads(len(model.proto.variables))
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.catch_sigint_signal = False
        answer = run(solver, model, self.stop, lambda _news: None)
        if answer.interrupted:
            self.stop.set()
        if answer.values is not None:
            return True
        return False if answer.proven else None


def _leaving_out(absent: frozenset[str]) -> Callable[[Decisions], None] | None:
    def narrow(decisions: Decisions) -> None:
        for session in absent:
            for block in tuple(decisions.blocks(session)):
                decisions.forbid(session, block=block)

    return narrow if absent else None
