"""The state that the strategies of one solve share: the incumbent, the proven bounds, and the time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, ProgressReporter, Status
from agenda_solver.search.conference_size import is_small
from agenda_solver.search.exact.phase_state import Outcome
from agenda_solver.search.incumbent import Incumbent, refuse_difference
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.problem import SearchProblem
from agenda_solver.search.turn_budget import Budget

__all__ = ["SearchState"]

REST_SECONDS = 0.01


@dataclass
class SearchState(SearchProblem):
    """The state of one solve. Strategies in several threads read it and report to it.

    The input of the solve is described in :class:`~agenda_solver.search.problem.SearchProblem`.

    Attributes
    ----------
    news
        Receives progress and better agendas; call it only in the thread that began the solve.
    incumbent
        The best legal agenda that a strategy has reported, by its independent score.
    bounds
        Lower bounds by priority level; each is valid for all agendas, whatever they cost on the levels above.
    bounds_by_rule
        The same for single rules, by their keys.
    outcome
        The outcome of the exact search; None until it has ended.
    working
        The ids of all strategies of this solve.
    draft
        The working agenda of local search; None until it exists. Other strategies may read only what does not change:
        numbers, places and terms.
    running
        The ids of the strategies that run in their own threads.
    settled
        Set when the incumbent is proven optimal.
    seconds
        Seconds by phase, without the exact search.
    spent
        Deterministic seconds used, without the exact search.
    stalled
        The ids of strategies that have stalled.
    retired
        The ids of strategies that do not run again in this solve.
    """

    news: ProgressReporter = field(default_factory=lambda: ProgressReporter(time.perf_counter(), None, None))
    incumbent: Incumbent | None = None
    bounds: dict[int, int] = field(default_factory=dict)
    bounds_by_rule: dict[str, int] = field(default_factory=dict)
    outcome: Outcome | None = None
    stalled: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    working: frozenset[str] = frozenset()
    draft: WorkingAgenda | None = None
    running: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    spent: float = 0.0
    first_legal: float | None = None
    settled: Event = field(default_factory=Event)
    _resting: Event = field(default_factory=Event)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _suggested: Agenda | None = None
    _announced: list[int] | None = None

    @property
    def is_settled_at_once(self) -> bool:
        """Whether the conference is small and the strategy ``whole_model`` is among those of this solve."""
        return is_small(self.places) and "whole_model" in self.working

    def elapsed(self) -> float:
        """Return the seconds since the solve began."""
        return time.perf_counter() - self.news.began

    def quiet(self) -> float:
        """Return the seconds since the last entry in the history of the progress."""
        return self.elapsed() - (self.news.history[-1].elapsed if self.news.history else 0.0)

    def left(self) -> float:
        """Return the seconds left; deterministic seconds if the solve has a deterministic limit."""
        if self.limits.deterministic is None:
            return self.deadline.left()
        return max(0.0, self.limits.deterministic - self.spent)

    @contextmanager
    def accounted(self, phase: str) -> Iterator[None]:
        """Add the time spent in this context to a phase."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - began

    @property
    def all_seconds(self) -> dict[str, float]:
        """The seconds of each phase, including those of the exact search."""
        found = dict(self.seconds)
        for phase, seconds in ({} if self.outcome is None else self.outcome.seconds).items():
            found[phase] = found.get(phase, 0.0) + seconds
        return found

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Pause the strategies in other threads: two busy Python threads slow each other down."""
        self._resting.set()
        try:
            yield
        finally:
            self._resting.clear()

    def rest(self, budget: Budget) -> None:
        """Wait while another strategy runs alone; strategies in threads call this between their steps."""
        while self._resting.is_set() and not budget.is_over:
            time.sleep(REST_SECONDS)

    def report_progress(self, phase: str, level: int) -> None:
        """Report progress, with the best cost and bound of a level."""
        best = self.incumbent
        cost = None if best is None else best.scorecard.costs.get(level, 0)
        self.news.tell(Progress(phase, self.elapsed(), cost, self.bounds.get(level), level))

    def announce_incumbent(self) -> None:
        """Announce the incumbent if it is new; only for the thread that began the solve."""
        best = self.incumbent
        if best is not None:
            self.announce_agenda(best.agenda, best.scorecard.costs)

    def announce_agenda(self, agenda: Agenda, costs: Mapping[int, int]) -> None:
        """Announce an agenda if it is better than all announced before; only for the thread that began the solve."""
        worth = [costs.get(level, 0) for level in self.levels]
        if self._announced is None or worth < self._announced:
            self._announced = worth
            self.news.better(agenda, dict(costs))

    def best(self) -> tuple[Agenda, Mapping[int, int]] | None:
        """Return the incumbent and its costs by level; None if there is none yet."""
        best = self.incumbent
        return None if best is None else (best.agenda, best.scorecard.costs)

    # --- agendas ---------------------------------------------------------------------------------------------------

    def offer(self, agenda: Agenda, found_by: str, costs: Mapping[int, int] | None = None) -> bool:
        """Score an agenda, and make it the incumbent if it is legal and better; return whether it is.

        Parameters
        ----------
        agenda
            A complete agenda.
        found_by
            The id of the strategy.
        costs
            The costs by priority level according to the strategy; a missing level counts as 0. None to skip the
            comparison.

        Raises
        ------
        ScoreMismatch
            If costs are given, and they differ from the score or the agenda is illegal.
        """
        scorecard = score(self.conference, agenda, self.rules)
        if costs is not None:
            refuse_difference(scorecard, found_by, costs)
        if not scorecard.is_legal:
            return False
        found, levels = Incumbent(agenda, scorecard, found_by), self.levels
        with self._lock:
            if self.incumbent is not None and self.incumbent.costs(levels) <= found.costs(levels):
                return False
            self.incumbent = found
            self._note_if_settled()
            if self.first_legal is None:
                self.first_legal = self.elapsed()
            return True

    def suggest(self, agenda: Agenda) -> None:
        """Suggest an agenda to local search, which continues from it if it is better than its own."""
        with self._lock:
            self._suggested = agenda

    @property
    def has_suggestion(self) -> bool:
        """Whether there is a suggestion that has not been taken yet."""
        return self._suggested is not None

    def suggestion(self) -> Agenda | None:
        """Take the newest suggestion, if there is one that has not been taken yet."""
        if self._suggested is None:
            return None
        with self._lock:
            taken, self._suggested = self._suggested, None
            return taken

    # --- bounds ----------------------------------------------------------------------------------------------------

    def prove(self, level: int, bound: int) -> None:
        """Record a lower bound on a priority level if it is better than the known one."""
        with self._lock:
            self.bounds[level] = max(bound, self.bounds.get(level, 0))
            self._note_if_settled()

    def _note_if_settled(self) -> None:
        if self.is_settled:
            self.settled.set()

    @property
    def is_settled(self) -> bool:
        """Whether the incumbent is proven optimal on all priority levels."""
        best = self.incumbent
        return best is not None and best.meets(self.bounds, self.levels)

    @property
    def is_decided(self) -> bool:
        """Whether the exact search has ended with a proof, or the incumbent meets the bounds on all levels."""
        model = self.outcome
        if model is not None and model.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return True
        return self.is_settled
