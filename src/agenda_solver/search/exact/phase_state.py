"""The state of a running search: its limits, its incumbent, and the proven bounds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from threading import Event
from typing import Any

from agenda_solver.cpsat.agenda_values import agenda_if_exact
from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.errors import ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.search.exact.costed_agenda import CostedAgenda, ReportedAgenda, SolvedAgenda
from agenda_solver.search.exact.hints import tightest_values, warm_start_from, warm_start_from_agenda
from agenda_solver.search.exact.run_in_thread import SolverAnswer
from agenda_solver.search.limits import LARGE_MODEL, Limits
from agenda_solver.search.neighbourhoods.neighbourhood_choice import Neighbourhoods
from agenda_solver.search.neighbourhoods.submodel_extraction import Submodel, SubmodelExtractor
from agenda_solver.search.tabu.tabu_search import TabuSearch

__all__ = ["Outcome", "PhaseState", "whole_bound"]

# Share of the time limit, and minimum seconds, for which a run for a proof may go without improvement.
PATIENCE_SHARE, LEAST_PATIENCE = 0.15, 5.0

# A bound below this share of the cost is unlikely to lead to a proof in time.
CLOSE_BOUND_SHARE = 0.5


@dataclass
class Outcome:
    """The result of the search, before the agenda is checked."""

    status: Status = Status.NO_ANSWER
    incumbent: CostedAgenda | None = None
    # By priority level; None if nothing is proven.
    bounds: dict[int, int | None] = field(default_factory=dict)
    first_legal: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False
    threads: int = 1

    @property
    def agenda(self) -> Agenda | None:
        """The best agenda; None if none was found."""
        return None if self.incumbent is None else self.incumbent.agenda


@dataclass
class PhaseState:
    """The state of one running search.

    ``best_values`` are the values of the best solution of the model. It can be cheaper than the best agenda, because
    the track model leaves something open. ``neighbourhoods`` draws neighbourhoods and records which kinds succeed.
    ``on_agenda`` is called with each new best agenda and its costs. ``known`` are bounds from an earlier search, each
    valid for agendas that are optimal on the levels above. ``others`` returns the best agenda of the other strategies
    and its costs, or None if they have none. ``on_tabu_search`` is called when tabu search begins.
    """

    compiled: Compiled
    limits: Limits
    stop: Event
    on_progress: Callable[[Progress], None]
    began: float
    outcome: Outcome = field(default_factory=Outcome)
    best_values: list[int] | None = None
    spent: float = 0.0
    best_costs: dict[int, int] = field(default_factory=dict)
    proven: dict[int, int] = field(default_factory=dict)
    neighbourhoods: Neighbourhoods[Any] | None = None
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None
    known: Mapping[int, int] = field(default_factory=dict)
    others: Callable[[], tuple[Agenda, Mapping[int, int]] | None] | None = None
    on_tabu_search: Callable[[], None] = lambda: None
    _accounts: list[tuple[float, float]] = field(default_factory=list)
    extractor: SubmodelExtractor | None = None
    tabu: TabuSearch | None = None

    # --- time ------------------------------------------------------------------------------------------------------

    def elapsed(self) -> float:
        """Return the seconds since the search began."""
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Return the seconds left; deterministic seconds if there is a deterministic limit."""
        if self.limits.deterministic is not None:
            return max(0.0, self.limits.deterministic - self.spent)
        return max(0.0, self.limits.seconds - self.elapsed())

    def deadline(self, share: float = 1.0) -> Deadline:
        """Return a deadline at a share of the time left, for work outside of CP-SAT.

        It has no time limit if the search has a deterministic limit.
        """
        return Deadline(math.inf if self.limits.deterministic is not None else share * self.left(), self.stop)

    def is_urgent(self) -> bool:
        """Whether the search is stopped or its time is over; with a deterministic limit only whether it is stopped."""
        return self.stop.is_set() or (self.limits.deterministic is None and self.over())

    def patience(self) -> float:
        """Return the seconds that a run for a proof may go without improvement before something else is tried.

        Infinite if there is nothing else to try, no solution to improve, or a deterministic limit.
        """
        has_others = self.uses_lns() or self.tabu is not None or self.others is not None
        if not has_others or self.limits.deterministic is not None or (self.best_values is None and not self.is_behind):
            return math.inf
        return max(LEAST_PATIENCE, PATIENCE_SHARE * self.limits.seconds)

    def over(self) -> bool:
        """Whether the search is stopped or interrupted, or its time is over."""
        return self.stop.is_set() or self.outcome.interrupted or self.left() <= 0.0

    def account(self, phase: str, began: float, *answers: SolverAnswer) -> None:
        """Add the time since ``began`` to a phase, without what was accounted for meanwhile, and the answers' work."""
        self.spent += sum(answer.deterministic_time for answer in answers)
        now = time.perf_counter()
        seconds = now - began - self._accounted_since(began)
        self._accounts.append((now, seconds))
        self.outcome.seconds[phase] = self.outcome.seconds.get(phase, 0.0) + seconds
        self.outcome.interrupted = self.outcome.interrupted or any(answer.interrupted for answer in answers)

    def _accounted_since(self, began: float) -> float:
        return sum(seconds for _, seconds in takewhile(lambda account: account[0] > began, reversed(self._accounts)))

    def uses_lns(self) -> bool:
        """Whether LNS is used: in the track model, and if there are too many places."""
        return self.compiled.decisions.by_track or self._has_many_places

    @property
    def _has_many_places(self) -> bool:
        decisions = self.compiled.decisions
        return not decisions.by_track and not decisions.few_places

    def is_large(self) -> bool:
        """Whether the model is so large that finding a first agenda with it would take long."""
        return self._has_many_places or len(self.compiled.model.proto.variables) > LARGE_MODEL

    # --- solutions and agendas ----------------------------------------------------------------------------------------

    def keep_solution(self, values: list[int]) -> None:
        """Keep a solution if it is the best, and its agenda if that is the best."""
        costs = self.costs(values)
        if self.best_values is None or costs < self.costs(self.best_values):
            self.best_values = values
        if self.outcome.incumbent is None or costs < self.outcome.incumbent.costs(self.compiled.levels):
            agenda = agenda_if_exact(self.compiled.decisions, lambda variable: values[variable.index])
            if agenda is not None:
                self.keep_agenda(SolvedAgenda(agenda, self.compiled, values))

    def continue_from(self, values: list[int]) -> None:
        """Continue from another solution of the model if it is at least as good as the best one."""
        if self.best_values is None or self.costs(values) <= self.costs(self.best_values):
            self.best_values = values

    def keep_agenda(self, candidate: CostedAgenda) -> None:
        """Keep an agenda if it is the best."""
        levels, best = self.compiled.levels, self.outcome.incumbent
        if best is None or candidate.costs(levels) < best.costs(levels):
            self.outcome.incumbent = candidate
            if self.on_agenda is not None:
                self.on_agenda(candidate.agenda, dict(zip(levels, candidate.costs(levels), strict=True)))
        if self.outcome.first_legal is None:
            self.outcome.first_legal = self.elapsed()

    def adopt_from_others(self, level: int, phase: str) -> None:
        """Keep the best agenda of the other strategies if it is better."""
        news = None if self.others is None else self.others()
        if news is None or (self.outcome.incumbent is not None and news[0] is self.outcome.incumbent.agenda):
            return
        before = self.outcome.incumbent
        self.keep_agenda(ReportedAgenda(*news))
        if self.outcome.incumbent is not before and self.outcome.incumbent is not None:
            self.best_costs[level] = self.outcome.incumbent.cost(level)
            bound = self.proven.get(level) if self.is_optimal_above(level) else None
            self.on_progress(Progress(phase, self.elapsed(), self.best_costs[level], bound, level))

    @property
    def is_behind(self) -> bool:
        """Whether the best agenda is not from the model, and better than the model's best solution."""
        best = self.outcome.incumbent
        if best is None or isinstance(best, SolvedAgenda):
            return False
        return self.best_values is None or best.costs(self.compiled.levels) < self.costs(self.best_values)

    def catch_up_with_incumbent(self) -> None:
        """Warm-start the next step with the best agenda if it was found without the model.

        In a large model it takes long to compute the values of all variables; there only the places are hinted.
        """
        best = self.outcome.incumbent
        if best is None or not self.is_behind:
            return
        if self.is_large():
            self.warm_start()
            return
        try:
            values = tightest_values(self.compiled, best.agenda, self.is_urgent)
        except OutOfTime:
            return
        if values is None or self.costs(values) != best.costs(self.compiled.levels):
            raise ScoreMismatch("the solver and the score disagree about an agenda that local search has found")
        self.best_values = values
        self.warm_start()

    def costs(self, values: list[int]) -> list[int]:
        """Return the costs on all levels, the highest level first, for lexicographic comparison."""
        return [self.compiled.cost(level, values) for level in self.compiled.levels]

    def solution_beats_incumbent(self) -> bool:
        """Whether the best solution of the model costs less than the best agenda, because it leaves something open."""
        best = self.outcome.incumbent
        if self.best_values is None:
            return False
        return best is None or self.costs(self.best_values) < best.costs(self.compiled.levels)

    def set_objective(self, level: int) -> None:
        """Minimise one priority level from now on, warm-started with the best known solution or agenda."""
        self.compiled.model.minimize(self.compiled.expression(level))
        self.warm_start()

    def constrain_level(self, level: int) -> None:
        """Constrain the cost on a level to that of the best agenda."""
        if self.outcome.incumbent is not None:
            self.compiled.model.add(self.compiled.expression(level) <= self.outcome.incumbent.cost(level))

    def replace_model(self, compiled: Compiled, level: int) -> None:
        """Continue with another model of the same conference, with the levels above still constrained."""
        above = [higher for higher in self.compiled.levels if higher > level]
        self.compiled = compiled
        self.best_values = None
        for higher in above:
            self.constrain_level(higher)
        self.set_objective(level)

    def submodel(self, fixed: Mapping[int, int], hint: Sequence[int] | None = None) -> Submodel:
        """Return the submodel that is left when some variables are fixed, warm-started with the given values."""
        if self.extractor is None or self.extractor.model is not self.compiled.model:
            self.extractor = SubmodelExtractor(self.compiled.model)
        return self.extractor.extract(fixed, hint)

    def record_bound(self, level: int, bound: float) -> None:
        """Record a bound of a level if it is better than the known one."""
        self.proven[level] = max(self.proven.get(level, 0), whole_bound(bound))
        self.outcome.bounds[level] = max(self.outcome.bounds.get(level) or 0, self.proven[level])

    def use_known_bound(self, level: int) -> None:
        """Use the known bound of a level from an earlier search, if the levels above are proven optimal."""
        if level in self.known and self.is_optimal_above(level):
            self.record_bound(level, self.known[level])

    def meets_bound(self, level: int) -> bool:
        """Whether the best agenda meets the proven bound; never true with a deterministic limit."""
        incumbent, bound = self.outcome.incumbent, self.proven.get(level)
        if self.limits.deterministic is not None or incumbent is None or bound is None:
            return False
        return incumbent.cost(level) <= bound and self.is_optimal_above(level)

    def is_bound_close(self, level: int) -> bool:
        """Whether a better bound is progress: not if it is far off and tabu search may still find better agendas."""
        if self.tabu is None:
            return True
        return self.proven.get(level, 0) >= CLOSE_BOUND_SHARE * self.best_costs.get(level, 0)

    def is_optimal(self, level: int) -> bool:
        """Whether the best agenda is proven optimal on a level."""
        incumbent, bound = self.outcome.incumbent, self.outcome.bounds.get(level)
        return incumbent is not None and bound is not None and incumbent.cost(level) <= bound

    def is_optimal_above(self, level: int) -> bool:
        """Whether the best agenda is proven optimal on all levels above one, so that a bound on that one is valid."""
        return all(self.is_optimal(above) for above in self.compiled.levels if above > level)

    def warm_start(self) -> None:
        """Warm-start the next step with the best solution, or with a better agenda of other strategies."""
        if self.is_behind and self.outcome.incumbent is not None:
            warm_start_from_agenda(self.compiled, self.outcome.incumbent.agenda)
        elif self.best_values is not None:
            warm_start_from(self.compiled.model, self.best_values)


def whole_bound(bound: float) -> int:
    """Round a proven bound up to a whole number, because costs are whole; at least 0, and 0 if it is infinite."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0
