"""The state that the strategies of one solve share: the incumbent, what is proven, and the time left."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event

from agenda_solver.cpsat.track_model.decisions import suits_tracks
from agenda_solver.deadline import Deadline
from agenda_solver.errors import ScoreMismatch
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, ProgressReporter, Status
from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.exact.phase_state import Outcome
from agenda_solver.search.limits import Limits
from agenda_solver.search.local_search.scalarisation import Scale
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.starting import Start

__all__ = ["Budget", "Incumbent", "SearchState"]

# With more places (a session's time and room) a conference is very large.
MOST_PLACES = 150_000

# With no more of them the model as a whole is solved at once.
FEW_PLACES = 1_000

REST_SECONDS = 0.01


@dataclass(frozen=True)
class Incumbent:
    """A legal agenda with its independent score, and the id of the strategy that found it."""

    agenda: Agenda
    scorecard: Scorecard
    found_by: str

    def costs(self, levels: Sequence[int]) -> list[int]:
        """Return the costs on some priority levels, in their order, to be compared one after the other."""
        return [self.scorecard.costs.get(level, 0) for level in levels]


class Budget:
    """How long one turn of a strategy may last.

    Parameters
    ----------
    seconds
        Seconds from now on, of the clock or, where turns are counted, those that the strategy says it has spent.
    deadline
        Ends the turn as well.
    counted
        Whether nothing may depend on the clock.
    ended
        Ends the turn when it is set, as the end of all the others' work does.
    """

    def __init__(
        self, seconds: float, deadline: Deadline, *, counted: bool = False, ended: Event | None = None
    ) -> None:
        self.seconds, self.counted = seconds, counted
        self.spent = 0.0
        self._deadline, self._ended = deadline, ended or Event()
        self._ends = math.inf if counted else time.perf_counter() + seconds

    def spend(self, seconds: float) -> None:
        """Count the deterministic seconds of some work; they matter only where turns are counted."""
        self.spent += seconds

    @property
    def is_over(self) -> bool:
        """Whether the turn has to end."""
        if self._deadline.is_over or self._ended.is_set():
            return True
        return self.spent >= self.seconds if self.counted else time.perf_counter() >= self._ends

    @property
    def left(self) -> float:
        """The seconds that are left."""
        if self.counted:
            return 0.0 if self._deadline.is_over else max(0.0, self.seconds - self.spent)
        return min(max(0.0, self._ends - time.perf_counter()), self._deadline.left())


@dataclass
class SearchState:
    """One conference while it is being solved. Strategies in several threads read it and report to it.

    Attributes
    ----------
    conference, rules
        What is solved.
    limits, deadline
        How long and how; the deadline also ends when somebody stops it.
    start
        Where the search begins.
    by_track
        Whether tracks may choose the rooms.
    known
        Bounds of priority levels from an earlier solve, each under the best costs of the levels above it.
    executor, islands
        Who works for the strategy of that name, and on how many parts at once; None for as many as it has workers.
    news
        Takes the moments of the search, and better agendas; to be called in the thread that began the solve only.
    incumbent
        The best legal agenda that a strategy has reported, judged by the score.
    bounds
        For priority levels what no agenda costs less than, whatever it costs on the levels above.
    bounds_by_rule
        The same for single rules, by their keys.
    outcome
        What came of the search of a CP-SAT model; None before there was one.
    working
        The ids of all strategies of this solve.
    floor
        What local search works on, once it is there. Others may read what does not change: numbers, places and terms.
    running
        The ids of strategies that work in threads of their own.
    settled
        Set once the incumbent is proven the best: whoever prepares something need not go on.
    seconds
        Seconds by phase, but for those of the search of a model.
    spent
        Deterministic seconds, but for those of the search of a model.
    stalled
        The ids of strategies that have found nothing for long, and hardly will.
    retired
        The ids of strategies that others do better for the rest of the solve.
    """

    conference: Conference
    rules: Sequence[Rule]
    limits: Limits
    deadline: Deadline
    start: Start = field(default_factory=Start)
    by_track: bool = True
    known: Mapping[int, int] = field(default_factory=dict)
    executor: Executor | None = None
    islands: int | None = None
    news: ProgressReporter = field(default_factory=lambda: ProgressReporter(time.perf_counter(), None, None))
    incumbent: Incumbent | None = None
    bounds: dict[int, int] = field(default_factory=dict)
    bounds_by_rule: dict[str, int] = field(default_factory=dict)
    outcome: Outcome | None = None
    stalled: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    working: frozenset[str] = frozenset()
    floor: WorkingAgenda | None = None
    running: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    spent: float = 0.0
    first_legal: float | None = None
    settled: Event = field(default_factory=Event)
    _resting: Event = field(default_factory=Event)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _suggested: Agenda | None = None
    _told: list[int] | None = None

    @property
    def counted(self) -> bool:
        """Whether nothing may depend on the clock, and everything is done in one thread."""
        limits = self.limits
        if limits.deterministic is not None:
            return True
        return self.executor is None and limits.workers == 1 and limits.seconds == math.inf

    @cached_property
    def places(self) -> int:
        """The number of places of all sessions: pairs of a time and a room."""
        positions, rooms = self.conference.positions, self.conference.rooms_open_to
        return sum(len(positions[session.id]) * len(rooms[session.id]) for session in self.conference.sessions)

    @property
    def is_settled_at_once(self) -> bool:
        """Whether the conference is so small that the model as a whole is all that it needs, and is there."""
        return self.places <= FEW_PLACES and "whole_model" in self.working

    @property
    def is_very_large(self) -> bool:
        """Whether the model of all places takes so long to make that other strategies go first."""
        return self.places > MOST_PLACES

    @cached_property
    def tracks_own_cells(self) -> bool:
        """Whether tracks choose the rooms, so that the tracks' model is the best there is."""
        return self.by_track and suits_tracks(self.conference, self.rules)

    @cached_property
    def weighs_attendance(self) -> bool:
        """Whether some wishes of single attendees count, which cost as much as they lose of the best attendance."""
        wished = (rule for rule in self.rules if isinstance(rule, AudienceAttendance) and not rule.is_hard)
        return any(rule.applies(self.conference) for rule in wished)

    @cached_property
    def scale(self) -> Scale:
        """How the costs of all rules are put together."""
        return Scale(self.rules)

    def elapsed(self) -> float:
        """Return the seconds since the solve began."""
        return time.perf_counter() - self.news.began

    def quiet(self) -> float:
        """Return the seconds since anything was told: a better agenda, a better bound, another phase."""
        return self.elapsed() - (self.news.history[-1].elapsed if self.news.history else 0.0)

    def left(self) -> float:
        """Return the seconds that are left, deterministic ones where nothing may depend on the clock."""
        if self.limits.deterministic is None:
            return self.deadline.left()
        return max(0.0, self.limits.deterministic - self.spent)

    @contextmanager
    def accounted(self, phase: str) -> Iterator[None]:
        """Count the time in this context as that of a phase."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - began

    @property
    def all_seconds(self) -> dict[str, float]:
        """The seconds of each phase, those of the search of a model included."""
        found = dict(self.seconds)
        for phase, seconds in ({} if self.outcome is None else self.outcome.seconds).items():
            found[phase] = found.get(phase, 0.0) + seconds
        return found

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let the strategies in threads rest: two threads of Python take turns so slowly that both lose by it."""
        self._resting.set()
        try:
            yield
        finally:
            self._resting.clear()

    def rest(self, budget: Budget) -> None:
        """Wait while another strategy needs to be alone; for those that work in threads."""
        while self._resting.is_set() and not budget.is_over:
            time.sleep(REST_SECONDS)

    def tell(self, phase: str, level: int) -> None:
        """Tell what goes on, with the best cost and bound of a level."""
        best = self.incumbent
        cost = None if best is None else best.scorecard.costs.get(level, 0)
        self.news.tell(Progress(phase, self.elapsed(), cost, self.bounds.get(level), level))

    def hear(self) -> None:
        """Tell the best agenda that was reported, if that is news; only for the thread that began the solve."""
        best = self.incumbent
        if best is not None:
            self.tell_agenda(best.agenda, best.scorecard.costs)

    def tell_agenda(self, agenda: Agenda, costs: Mapping[int, int]) -> None:
        """Tell an agenda where it is better than all that were told; only for the thread that began the solve."""
        worth = [costs.get(level, 0) for level in self.levels]
        if self._told is None or worth < self._told:
            self._told = worth
            self.news.better(agenda, dict(costs))

    def best(self) -> tuple[Agenda, Mapping[int, int]] | None:
        """Return the incumbent and its costs by level."""
        best = self.incumbent
        return None if best is None else (best.agenda, best.scorecard.costs)

    @property
    def levels(self) -> list[int]:
        """The priority levels of the rules, the highest first; level 0 is always there."""
        return sorted({0, *(rule.severity.priority for rule in self.rules if not rule.is_hard)}, reverse=True)

    # --- agendas ---------------------------------------------------------------------------------------------------

    def offer(self, agenda: Agenda, found_by: str, costs: Mapping[int, int] | None = None) -> bool:
        """Score an agenda, and keep it where it is legal and the best; return whether it was.

        Parameters
        ----------
        agenda
            A complete agenda.
        found_by
            The id of the strategy.
        costs
            What the strategy says that it costs on each priority level; levels without a cost may be missing.

        Raises
        ------
        ScoreMismatch
            When the strategy says something else than the score.
        """
        scorecard = score(self.conference, agenda, self.rules)
        if costs is not None:
            _refuse_difference(scorecard, found_by, costs)
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
        """Let local search go on from an agenda that was found otherwise, if it is better than its own."""
        with self._lock:
            self._suggested = agenda

    @property
    def has_suggestion(self) -> bool:
        """Whether there is a suggestion that nobody has taken yet."""
        return self._suggested is not None

    def suggestion(self) -> Agenda | None:
        """Take the newest suggestion, if there is one that nobody has taken yet."""
        if self._suggested is None:
            return None
        with self._lock:
            taken, self._suggested = self._suggested, None
            return taken

    # --- bounds ----------------------------------------------------------------------------------------------------

    def prove(self, level: int, bound: int) -> None:
        """Keep a bound of all agendas on a priority level, where it is news."""
        with self._lock:
            self.bounds[level] = max(bound, self.bounds.get(level, 0))
            self._note_if_settled()

    def _note_if_settled(self) -> None:
        if self.is_settled:
            self.settled.set()

    @property
    def is_settled(self) -> bool:
        """Whether the incumbent is proven the best on all priority levels."""
        best = self.incumbent
        return best is not None and all(
            best.scorecard.costs.get(level, 0) <= self.bounds.get(level, 0) for level in self.levels
        )

    @property
    def is_decided(self) -> bool:
        """Whether the model's search has ended with a proof, or the incumbent is proven the best by itself."""
        model = self.outcome
        if model is not None and model.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return True
        return self.is_settled


def _refuse_difference(scorecard: Scorecard, found_by: str, costs: Mapping[int, int]) -> None:
    if not scorecard.is_legal:
        broken = [f"{r.key}: {r.violations[0].message}" for r in scorecard.rules if r.severity.is_hard and r.amount]
        raise ScoreMismatch(f"{found_by} calls legal what is not: {'; '.join(broken)}")
    levels = sorted({*costs, *scorecard.costs}, reverse=True)
    different = [
        f"level {level}: scored {scorecard.costs.get(level, 0)}, searched {costs.get(level, 0)}"
        for level in levels
        if scorecard.costs.get(level, 0) != costs.get(level, 0)
    ]
    if different:
        raise ScoreMismatch(f"{found_by} and the score disagree: {'; '.join(different)}")
