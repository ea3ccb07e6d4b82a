"""The feasibility oracle of all explanations: it decides whether an agenda can keep certain hard rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.diagnosis.diagnose import is_counted_out
from agenda_solver.evaluation.scorecard import score
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["FeasibilityOracle", "StartWindow"]

Narrowing: TypeAlias = "Callable[[Decisions], None]"

SHARE = 0.25  # share of the remaining time for one question, so that a hard question does not take it all
MANY_SESSIONS = 40  # with so many sessions, local search finds an agenda sooner than the model
MAX_LAG = 2  # bound on the counter that decides which way is tried first
COUNTING = 1.0  # seconds for counting, if the first try gave no answer
QUICK = 0.5  # seconds of a first try with one thread: it starts faster and answers nearly all questions


class StartWindow(NamedTuple):
    """A session and the minutes between which it must begin, both inclusive."""

    session: str
    first: int
    last: int


class FeasibilityOracle(Deadline):
    """Feasibility questions to CP-SAT within one time limit.

    ``tell`` is called with the progress before each search. ``workers`` is the number of threads for questions that
    need more than one; by default as many as a solve uses. ``asked`` counts the searches, of which a question may take
    several, and ``unanswered`` the questions that got no answer in time.
    """

    def __init__(
        self,
        seconds: float,
        stop: Event,
        tell: Callable[[Progress], None] = lambda _progress: None,
        workers: int | None = None,
    ) -> None:
        super().__init__(seconds, stop)
        self.tell, self.workers = tell, workers
        self.asked = self.unanswered = self._model_is_slow = 0

    def feasible(
        self, case: Case, absent: Collection[str] = (), share: float = SHARE, starts: StartWindow | None = None
    ) -> bool | None:
        """Whether an agenda keeps the hard rules; None if the share of the remaining time was not enough.

        ``absent`` are optional sessions that must be left out, which makes the model smaller. ``starts`` restricts the
        start of one session.
        """
        narrow = _narrowing(frozenset(absent), starts)
        ways: list[Callable[[], bool | None]] = [
            lambda: self._ask_model(case, narrow, 1, min(QUICK, self.left() * share)),
            lambda: self._ask_without_model(case, absent, share) if starts is None else None,
            lambda: self._ask_model(case, narrow, None, self.left() * share),
        ]
        if self._model_is_slow > 0:
            ways[:2] = reversed(ways[:2])
        for number, way in enumerate(ways):
            if self.left() <= 0:
                break
            answer = way()
            if answer is not None:
                self._record_method(number, len(case.conference.sessions))
                return answer
        self.unanswered += 1
        return None

    def _record_method(self, number: int, sessions: int) -> None:
        """Remember whether the model or the other ways answered lately; only for many sessions."""
        if sessions >= MANY_SESSIONS and number < 2:
            by_model = (number == 0) == (self._model_is_slow <= 0)
            self._model_is_slow = max(-MAX_LAG, min(MAX_LAG, self._model_is_slow + (-1 if by_model else 1)))

    def _ask_without_model(self, case: Case, absent: Collection[str], share: float) -> bool | None:
        """Count and, if there are many sessions, search: models of pigeonhole problems are slow."""
        if self._is_counted_out(case):
            return False
        return self._ask_local_search(case, absent, share) if len(case.conference.sessions) >= MANY_SESSIONS else None

    def _ask_local_search(self, case: Case, absent: Collection[str], share: float) -> bool | None:
        """Whether a quick solve with all strategies finds an agenda, as it usually does for many sessions, or None."""
        seconds = min(QUICK, self.left() * share)
        if seconds <= 0:
            return None
        self.asked += 1
        self.tell(Progress("explain", self.elapsed()))
        result = self.search(case.conference, case.hard, seconds)
        if result.agenda is None:
            return False if result.status is Status.INFEASIBLE else None
        if not absent:
            return True
        without = Agenda(case.conference, {id: place for id, place in result.agenda.items() if id not in absent})
        return True if score(case.conference, without, case.hard).is_legal else None

    def search(self, conference: Conference, rules: Sequence[Rule], seconds: float) -> Result:
        """Return the result of a solve with all strategies and a time limit."""
        from agenda_solver.engine import Options, find_agenda

        options = Options(rules=rules, time_limit=seconds, workers=self.workers, stop=self.stop, from_published=False)
        return find_agenda(conference, options)

    def _is_counted_out(self, case: Case) -> bool:
        """Whether counting shows infeasibility: pigeonhole arguments are hard for a solver."""
        left = min(COUNTING, self.left())
        return left > 0 and is_counted_out(case.conference, case.rules, Deadline(left, self.stop))

    def _ask_model(self, case: Case, narrow: Narrowing | None, threads: int | None, seconds: float) -> bool | None:
        from ortools.sat.python import cp_model

        from agenda_solver.cpsat.compiler import compile_conference
        from agenda_solver.search.exact.run_in_thread import run
        from agenda_solver.search.limits import Limits

        self.asked += 1
        self.tell(Progress("explain", self.elapsed()))
        try:
            model = compile_conference(case.conference, case.hard, narrow=narrow, deadline=self).model
        except OutOfTime:
            return None
        except KeyboardInterrupt:  # handled as during a run of CP-SAT
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


def _narrowing(absent: frozenset[str], starts: StartWindow | None) -> Narrowing | None:
    def narrow(decisions: Decisions) -> None:
        for session in absent:
            for block in tuple(decisions.blocks(session)):
                decisions.forbid(session, block=block)
        if starts is not None:
            others = [p for p in decisions.positions(starts.session) if not starts.first <= p.start <= starts.last]
            decisions.forbid_starts(starts.session, others)

    return narrow if absent or starts is not None else None
