"""A search in progress: its limits, its best agenda so far, and single runs of CP-SAT on its behalf."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from ortools.sat.python import cp_model

from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.solver.by_track import TrackDecisions
from agenda_solver.solver.compiler import Compiled
from agenda_solver.solver.fixing import begin_from
from agenda_solver.solver.found import Found
from agenda_solver.solver.layout import lay_out
from agenda_solver.solver.limits import LARGE_MODEL, Limits
from agenda_solver.solver.narrowing import agenda_close_to, places_in
from agenda_solver.solver.neighbourhoods import Neighbourhoods
from agenda_solver.solver.running import Answer, News, run
from agenda_solver.solver.translation import agenda_to_pay

__all__ = ["Outcome", "Search", "whole"]

# Seconds for the first try without huge penalties where there is no limit to have a share of.
LONGEST_FIRST_TRY = 60.0

# Share of the limit, and seconds at least, in which a run for a proof may bring nothing.
PATIENCE_SHARE, LEAST_PATIENCE = 0.15, 5.0

# Seconds at least for any run: CP-SAT refuses limits below 0.
SHORTEST = 0.05

# Seconds at most, and share of the time left, for the best agenda close to a solution that leaves something open.
LONGEST_LAYOUT = 5.0
LAYOUT_SHARE = 0.1


@dataclass
class Outcome:
    """What the search found, before anybody checked it.

    ``bounds`` are by priority level; a bound is None where nothing is proven.
    """

    status: Status = Status.NO_ANSWER
    found: Found | None = None
    bounds: dict[int, int | None] = field(default_factory=dict)
    first_legal: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False
    threads: int = 1

    @property
    def agenda(self) -> Agenda | None:
        """The best agenda."""
        return None if self.found is None else self.found.agenda


@dataclass
class Search:
    """One search in progress.

    ``at_hand`` are the values of the best solution of the model, which can be better than the best agenda where the
    model leaves something open; elsewhere it is that agenda's. ``parts`` remembers which parts of it were worth a try.
    """

    compiled: Compiled
    limits: Limits
    stop: Event
    tell: Callable[[Progress], None]
    began: float
    outcome: Outcome = field(default_factory=Outcome)
    at_hand: list[int] | None = None
    spent: float = 0.0
    best: dict[int, int] = field(default_factory=dict)
    proven: dict[int, int] = field(default_factory=dict)
    parts: Neighbourhoods | None = None

    # --- time ------------------------------------------------------------------------------------------------------

    def elapsed(self) -> float:
        """Return the seconds since the search began."""
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Return what is left of the limit: seconds, or deterministic seconds."""
        if self.limits.deterministic is not None:
            return max(0.0, self.limits.deterministic - self.spent)
        return max(0.0, self.limits.seconds - self.elapsed())

    def patience(self) -> float:
        """Return for how many seconds a run for a proof may bring nothing, before something else is tried again.

        Without end where there is nothing else, or where nothing may depend on the clock.
        """
        if not self.compiled.decisions.by_track or self.limits.deterministic is not None or self.at_hand is None:
            return math.inf
        return max(LEAST_PATIENCE, PATIENCE_SHARE * self.limits.seconds)

    def over(self) -> bool:
        """Whether nobody wants to wait any longer."""
        return self.stop.is_set() or self.outcome.interrupted or self.left() <= 0.0

    def account(self, phase: str, began: float, *answers: Answer) -> None:
        """Count the time of a phase, which some runs of CP-SAT took."""
        self.spent += sum(answer.deterministic_time for answer in answers)
        self.outcome.seconds[phase] = self.outcome.seconds.get(phase, 0.0) + time.perf_counter() - began
        self.outcome.interrupted = self.outcome.interrupted or any(answer.interrupted for answer in answers)

    # --- runs ------------------------------------------------------------------------------------------------------

    def step(
        self,
        model: cp_model.CpModel,
        phase: str,
        *,
        share: float = 1.0,
        level: int = 0,
        first_only: bool = False,
        holds_to: float = math.inf,
        patience: float = math.inf,
    ) -> Answer:
        """Run CP-SAT once on a model, keep the agendas that it finds, and account for the time.

        Where the model forbids more than the rules do, its bound says something of all agendas up to ``holds_to`` only.
        The run ends after ``patience`` seconds in which neither an agenda nor the bound got better.
        """
        begin = good_news = time.perf_counter()
        known = self.settled_above(level)

        def on_news(news: News) -> None:
            nonlocal good_news
            before = self.at_hand, self.proven.get(level)
            if news.values is not None:
                self.take(news.values)
            if first_only:
                return
            if self.outcome.found is not None:
                self.best[level] = self.outcome.found.cost(level)
            self.proven[level] = max(whole(min(news.bound, holds_to)), self.proven.get(level, 0))
            bound = self.proven[level] if known else None
            self.tell(Progress(phase, self.elapsed(), self.best.get(level), bound, level))
            if self.at_hand is not before[0] or self.proven[level] != before[1]:
                good_news = time.perf_counter()

        if first_only:
            self.tell(Progress(phase, self.elapsed(), level=level))
        every = self.limits.deterministic is not None
        answer = run(
            self.solver(share, first_only),
            model,
            self.stop,
            on_news,
            every_solution=every,
            cores=self.limits.workers,
            enough=lambda: self.is_reached(level) or time.perf_counter() - good_news > patience,
        )
        self.account(phase, begin, answer)
        if answer.values is not None:
            self.take(answer.values)
            self.lay_out(level)
        return answer

    def attempt(
        self,
        model: cp_model.CpModel,
        phase: str,
        seconds: float,
        level: int,
        *,
        relaxed: bool = False,
        thorough: bool = False,
        first_only: bool = False,
        patience: float = math.inf,
    ) -> Answer:
        """Run CP-SAT for some seconds on a narrower model, which says nothing of the bound, or on a relaxed one.

        The solutions of a relaxed model are not agendas, but its bound holds for all of them. A ``thorough`` run takes
        the time to prepare well, for a proof.
        """
        begin = good_news = time.perf_counter()

        def on_news(news: News) -> None:
            nonlocal good_news
            if relaxed and whole(news.bound) > self.proven.get(level, 0):
                self.proven[level] = whole(news.bound)
                good_news = time.perf_counter()
            elif not relaxed and news.values is not None:
                self.take(news.values)
                if self.outcome.found is not None:
                    self.best[level] = self.outcome.found.cost(level)
            bound = self.proven.get(level) if self.settled_above(level) else None
            self.tell(Progress(phase, self.elapsed(), self.best.get(level), bound, level))

        solver = self.solver(1.0, first_only=False)
        solver.parameters.stop_after_first_solution = first_only
        # A relaxed model is small and shall be proven; a part shall only be decided.
        solver.parameters.num_workers = self.limits.threads(0) if relaxed else self.limits.cores()
        if not thorough:
            solver.parameters.linearization_level = 1
            self._shorten_presolve(solver)
        self._limit(solver, seconds)
        every = self.limits.deterministic is not None
        answer = run(
            solver,
            model,
            self.stop,
            on_news,
            every_solution=every,
            cores=self.limits.workers,
            enough=lambda: self.is_reached(level) or time.perf_counter() - good_news > patience,
        )
        self.account(phase, begin, answer)
        if relaxed:
            self.note(level, answer.bound)
        return answer

    def solver(self, share: float, first_only: bool) -> cp_model.CpSolver:
        """Return CP-SAT with its parameters set, and with a share of the time that is left."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        variables = len(self.compiled.model.proto.variables)
        parameters.num_workers = self.outcome.threads = self.limits.threads(variables)
        parameters.relative_gap_limit = self.limits.gap
        parameters.stop_after_first_solution = first_only
        parameters.catch_sigint_signal = False
        left = self.left() * share
        if first_only and left == math.inf:
            left = LONGEST_FIRST_TRY
        if self.limits.deterministic is not None:
            parameters.max_deterministic_time = left
        elif left < math.inf:
            parameters.max_time_in_seconds = left
        if not first_only:
            parameters.linearization_level = 2
        if self.is_large():
            self._shorten_presolve(solver)
        return solver

    @staticmethod
    def _shorten_presolve(solver: cp_model.CpSolver) -> None:
        """Leave out the presolve's dearer parts, which take longer than they save on large models and in short runs."""
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1

    def _limit(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Let a solver run for so many seconds, but no longer than the time that is left."""
        if self.limits.deterministic is not None:
            solver.parameters.max_deterministic_time = max(SHORTEST, min(seconds, self.left()))
        else:
            solver.parameters.max_time_in_seconds = max(SHORTEST, min(seconds, self.left()))

    def is_large(self) -> bool:
        """Whether the model is so large that a first agenda from it would take long."""
        decisions = self.compiled.decisions
        many_places = not decisions.by_track and not decisions.few_places
        return many_places or len(self.compiled.model.proto.variables) > LARGE_MODEL

    # --- what was found --------------------------------------------------------------------------------------------

    def take(self, values: list[int]) -> None:
        """Keep a solution if it is the best, and its agenda if that is."""
        costs = self._costs(values)
        if self.at_hand is None or costs < self._costs(self.at_hand):
            self.at_hand = values
        if self.outcome.found is None or costs < self.outcome.found.costs(self.compiled.levels):
            agenda = agenda_to_pay(self.compiled.decisions, lambda variable: values[variable.index])
            if agenda is not None:
                self.keep(Found(agenda, self.compiled, values))

    def move_to(self, values: list[int]) -> None:
        """Go on from another solution that is as good as the one at hand."""
        if self.at_hand is None or self._costs(values) <= self._costs(self.at_hand):
            self.at_hand = values

    def keep(self, found: Found) -> None:
        """Keep an agenda if it is the best."""
        levels, best = self.compiled.levels, self.outcome.found
        if best is None or found.costs(levels) < best.costs(levels):
            self.outcome.found = found
        if self.outcome.first_legal is None:
            self.outcome.first_legal = self.elapsed()

    def lay_out(self, level: int, hint: Agenda | None = None) -> None:
        """Look for an agenda close to the best solution, if that is better than the best agenda so far."""
        decisions, values, levels = self.compiled.decisions, self.at_hand, self.compiled.levels
        best = self.outcome.found
        if not isinstance(decisions, TrackDecisions) or values is None:
            return
        if best is not None and best.costs(levels) <= self._costs(values):
            return
        begin = time.perf_counter()
        laid_out = hint or lay_out(decisions, lambda variable: values[variable.index]).agenda
        found, answers = agenda_close_to(
            self.compiled, places_in(decisions, values), laid_out, self._layout_solver, self.stop
        )
        self.account("lay out", begin, *answers)
        if found is not None:
            self.keep(found)
            self.best[level] = min(found.cost(level), self.best.get(level, found.cost(level)))
            bound = self.proven.get(level) if self.settled_above(level) else None
            self.tell(Progress("lay out", self.elapsed(), self.best[level], bound, level))

    def _layout_solver(self) -> cp_model.CpSolver:
        solver = self.solver(1.0, first_only=False)
        longest = max(1.0, min(LONGEST_LAYOUT, LAYOUT_SHARE * self.left()))
        if self.limits.deterministic is not None:
            solver.parameters.max_deterministic_time = longest
        else:
            solver.parameters.max_time_in_seconds = longest
        return solver

    def _costs(self, values: list[int]) -> list[int]:
        """Return the costs on all levels, the highest level first, to be compared one after the other."""
        return [self.compiled.cost(level, values) for level in self.compiled.levels]

    def promises_more(self) -> bool:
        """Whether the solution at hand costs less than the best agenda: it leaves something open that matters."""
        best = self.outcome.found
        if self.at_hand is None:
            return False
        return best is None or self._costs(self.at_hand) < best.costs(self.compiled.levels)

    def aim_at(self, level: int) -> None:
        """Minimise one priority level from now on, beginning from the solution at hand."""
        self.compiled.model.minimize(self.compiled.expression(level))
        self.repeat()

    def hold(self, level: int) -> None:
        """Let no later solution cost more on a level than the best agenda does."""
        if self.outcome.found is not None:
            self.compiled.model.add(self.compiled.expression(level) <= self.outcome.found.cost(level))

    def go_on_with(self, compiled: Compiled, level: int) -> None:
        """Search another model of the same conference from now on, with the levels above held as they are."""
        above = [higher for higher in self.compiled.levels if higher > level]
        self.compiled = compiled
        self.at_hand = None
        for higher in above:
            self.hold(higher)
        self.aim_at(level)

    def note(self, level: int, bound: float) -> None:
        """Keep a bound of a level where it is better than the one that is known."""
        self.proven[level] = max(self.proven.get(level, 0), whole(bound))
        self.outcome.bounds[level] = max(self.outcome.bounds.get(level) or 0, self.proven[level])

    def is_reached(self, level: int) -> bool:
        """Whether the best agenda costs no more than is proven; not asked where nothing may depend on the clock."""
        found, bound = self.outcome.found, self.proven.get(level)
        if self.limits.deterministic is not None or found is None or bound is None:
            return False
        return found.cost(level) <= bound and self.settled_above(level)

    def settled(self, level: int) -> bool:
        """Whether the agenda at hand is proven best on a level."""
        found, bound = self.outcome.found, self.outcome.bounds.get(level)
        return found is not None and bound is not None and found.cost(level) <= bound

    def settled_above(self, level: int) -> bool:
        """Whether the agenda at hand is proven best on all levels above one: else its bound says little."""
        return all(self.settled(above) for above in self.compiled.levels if above > level)

    def repeat(self) -> None:
        """Let the next step begin from the solution at hand."""
        if self.at_hand is not None:
            begin_from(self.compiled.model, self.at_hand)


def whole(bound: float) -> int:
    """Return a proven bound as a whole number: costs are whole, so it can be rounded up; never below 0."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0
