"""The search: phases of CP-SAT over one compiled model, with limits, progress, cancellation and honest answers."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from ortools.sat.python import cp_model

from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.solver.coarse import coarse_agenda
from agenda_solver.solver.compiler import Compiled
from agenda_solver.solver.fixing import begin_from, begin_from_agenda, tightest_values, with_fixed
from agenda_solver.solver.running import Answer, run
from agenda_solver.solver.translation import agenda_of

__all__ = ["Limits", "Outcome", "search"]


# Strategies that a search needs side by side: fewer threads leave out the ones that prove bounds.
LEAST_THREADS = 8

# Number of variables from which on the presolve is kept short.
LARGE_MODEL = 50_000

# Seconds for the first try without huge penalties where there is no limit to have a share of.
LONGEST_FIRST_TRY = 60.0

# Share of the time for a first agenda of a large conference from a coarser model.
COARSE_SHARE = 0.3


@dataclass(frozen=True)
class Limits:
    """How long and how a search may run.

    Attributes
    ----------
    seconds
        Wall-clock limit of the search; infinite for none.
    workers
        Threads of CP-SAT. By default the machine's cores; for models that are not large at least 8: each thread is a
        different strategy, those that prove bounds come last, and on two cores eight that take turns prove more than
        two do.
    seed
        Seed of every random choice.
    gap
        Relative gap at which the search is content (0 for a full proof).
    deterministic
        Limit in CP-SAT's deterministic seconds with one worker: the same agenda on every machine, however busy. The
        wall clock is then not looked at.
    """

    seconds: float = math.inf
    workers: int | None = None
    seed: int = 0
    gap: float = 0.0
    deterministic: float | None = None

    def threads(self, variables: int) -> int:
        """Return the number of threads to use on a model with so many variables."""
        if self.deterministic is not None:
            return 1
        return self.workers or max(LEAST_THREADS if variables <= LARGE_MODEL else 1, _cores())


def _cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class Outcome:
    """What the search found, before anybody checked it.

    ``bounds`` are by priority level; a bound is None where nothing is proven. ``values`` gives the value of every
    variable in the agenda's solution, by its index in the model.
    """

    status: Status = Status.NO_ANSWER
    agenda: Agenda | None = None
    values: list[int] | None = None
    bounds: dict[int, int | None] = field(default_factory=dict)
    first_legal: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False
    threads: int = 1


@dataclass
class Search:
    """One search in progress; :func:`search` is its only user."""

    compiled: Compiled
    limits: Limits
    stop: Event
    tell: Callable[[Progress], None]
    began: float
    outcome: Outcome = field(default_factory=Outcome)
    spent: float = 0.0
    best: dict[int, int] = field(default_factory=dict)
    proven: dict[int, int] = field(default_factory=dict)

    def left(self) -> float:
        """Return what is left of the limit: seconds, or deterministic seconds."""
        if self.limits.deterministic is not None:
            return max(0.0, self.limits.deterministic - self.spent)
        return max(0.0, self.limits.seconds - (time.perf_counter() - self.began))

    def step(
        self,
        model: cp_model.CpModel,
        phase: str,
        *,
        share: float = 1.0,
        level: int = 0,
        first_only: bool = False,
        holds_to: float = math.inf,
    ) -> Answer:
        """Run CP-SAT once on a model, keep the agenda if it found one, and account for the time.

        Where the model forbids more than the rules do, its bound says something of all agendas up to ``holds_to`` only.
        """
        begin = time.perf_counter()
        solver = self.solver(share, first_only)
        known = self.settled_above(level)

        def on_news(objective: float | None, bound: float) -> None:
            elapsed = time.perf_counter() - self.began
            if objective is not None and self.outcome.first_legal is None:
                self.outcome.first_legal = elapsed
            if first_only:
                return
            if objective is not None:
                self.best[level] = min(round(objective), self.best.get(level, round(objective)))
            self.proven[level] = max(_whole(min(bound, holds_to)), self.proven.get(level, 0))
            self.tell(Progress(phase, elapsed, self.best.get(level), self.proven[level] if known else None, level))

        if first_only:
            self.tell(Progress(phase, begin - self.began, level=level))
        answer = run(solver, model, self.stop, on_news)
        self.spent += answer.deterministic_time
        self.outcome.seconds[phase] = self.outcome.seconds.get(phase, 0.0) + time.perf_counter() - begin
        self.outcome.interrupted = self.outcome.interrupted or answer.interrupted
        if answer.values is not None and self._is_better(answer.values):
            self.outcome.values = values = answer.values
            self.outcome.agenda = agenda_of(self.compiled.decisions, lambda variable: values[variable.index])
        return answer

    def _is_better(self, values: list[int]) -> bool:
        """Whether a solution costs less than the one at hand; a run that ends early may not have seen its hint."""
        return self.outcome.values is None or self._costs(values) < self._costs(self.outcome.values)

    def _costs(self, values: list[int]) -> list[int]:
        """Return the costs on all levels, the highest level first, to be compared one after the other."""
        return [self.cost(level, values) for level in self.compiled.levels]

    def cost(self, level: int, values: list[int]) -> int:
        """Return the cost of a solution on a priority level."""
        terms = (term for term in self.compiled.terms if term.rule.severity.priority == level)
        return sum(term.value(lambda variable: values[variable.index]) for term in terms)

    def settled(self, level: int) -> bool:
        """Whether the solution at hand is proven best on a level."""
        values, bound = self.outcome.values, self.outcome.bounds.get(level)
        return values is not None and bound is not None and self.cost(level, values) <= bound

    def settled_above(self, level: int) -> bool:
        """Whether the solution at hand is proven best on all levels above one: else its bound says little."""
        return all(self.settled(above) for above in self.compiled.levels if above > level)

    def repeat(self) -> None:
        """Let the next step begin from the solution at hand."""
        if self.outcome.values is not None:
            begin_from(self.compiled.model, self.outcome.values)

    def is_large(self) -> bool:
        """Whether the model is so large that a first agenda from it would take long."""
        return len(self.compiled.model.proto.variables) > LARGE_MODEL or not self.compiled.decisions.few_places

    def solver(self, share: float, first_only: bool) -> cp_model.CpSolver:
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
            # On large models the presolve's dearer parts take longer than they save.
            parameters.symmetry_level = 0
            parameters.cp_model_probing_level = 0
            parameters.max_presolve_iterations = 1
        return solver

    def over(self) -> bool:
        """Whether nobody wants to wait any longer."""
        return self.stop.is_set() or self.outcome.interrupted or self.left() <= 0.0


def search(
    compiled: Compiled,
    limits: Limits,
    stop: Event,
    tell: Callable[[Progress], None],
    hint: Agenda | None = None,
) -> Outcome:
    """Look for the best agenda of a compiled conference.

    Where some penalties are huge beside the rest, first any legal agenda without them. Then each priority level in
    turn, the highest first, each one held at the cost it reached.

    Parameters
    ----------
    compiled
        The model; its objective and hints are changed.
    limits, stop
        When to end; a set ``stop`` ends it with the best agenda so far.
    tell
        Called with the progress, in the caller's thread.
    hint
        An agenda to start from, if there is one; where it is legal, the answer is never worse.
    """
    run_ = Search(compiled, limits, stop, tell, time.perf_counter())
    if hint is not None:
        _begin_with(run_, hint)
    elif run_.is_large():
        _begin_coarsely(run_)
    possible, strict = True, _without_huge_penalties(run_)
    for level in compiled.levels or [0]:
        if not possible or (run_.over() and run_.outcome.agenda is not None):
            break
        possible = _settle(run_, level, strict)
    _conclude(run_, possible)
    return run_.outcome


def _begin_coarsely(run_: Search) -> None:
    """Take the agenda of a coarser model as the first one, where the finer model calls it legal, or else as a hint."""
    begin = time.perf_counter()
    run_.tell(Progress("first agenda", begin - run_.began))
    solver = run_.solver(COARSE_SHARE, first_only=True)
    agenda, answer = coarse_agenda(run_.compiled.conference, run_.compiled.rules, solver, run_.stop)
    run_.spent += answer.deterministic_time
    run_.outcome.interrupted = run_.outcome.interrupted or answer.interrupted
    if agenda is not None:
        _begin_with(run_, agenda)
    run_.outcome.seconds["first agenda"] = time.perf_counter() - begin


def _begin_with(run_: Search, agenda: Agenda) -> None:
    """Take an agenda as the first one where the model calls it legal, or else as a hint."""
    values = tightest_values(run_.compiled, agenda)
    if values is None:
        begin_from_agenda(run_.compiled, agenda)
        return
    run_.outcome.values = values
    run_.outcome.agenda = agenda_of(run_.compiled.decisions, lambda variable: values[variable.index])
    run_.outcome.first_legal = time.perf_counter() - run_.began
    run_.repeat()


def _without_huge_penalties(run_: Search) -> bool:
    """Look for a legal agenda without any of the huge penalties; return whether there is one.

    Without an answer in its share of the time they are allowed, as they are where it is proven that some are needed.
    """
    compiled = run_.compiled
    if compiled.strict is None:
        return False
    compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    return run_.step(strict, "strict", share=0.3, first_only=True).values is not None


def _settle(run_: Search, level: int, strict: bool) -> bool:
    """Minimise one priority level and hold it there for the levels below; return whether there can be an agenda."""
    compiled = run_.compiled
    expression = compiled.expression(level)
    compiled.model.minimize(expression)
    run_.repeat()
    bound = _settle_strictly(run_, level) if strict else 0
    run_.outcome.bounds[level] = bound
    if not run_.settled(level) and (not run_.over() or run_.outcome.agenda is None):
        run_.repeat()
        answer = run_.step(compiled.model, "improve", level=level)
        if answer.proven and answer.values is None:
            return False
        bound = max(bound, _whole(answer.bound))
    run_.outcome.bounds[level] = bound if run_.settled_above(level) else None
    if run_.outcome.values is not None:
        compiled.model.add(expression <= run_.cost(level, run_.outcome.values))
    return True


def _settle_strictly(run_: Search, level: int) -> int:
    """Minimise one priority level with the huge penalties forbidden; return a bound that holds without that, too.

    Whatever breaks the assumption costs at least ``huge_from`` on its own level, so the bound is the lesser of the two;
    nothing is known where the assumption is about other levels as well.
    """
    compiled = run_.compiled
    if compiled.strict is None:
        return 0
    holds_to = compiled.huge_from[level] if set(compiled.huge_from) == {level} else 0
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    answer = run_.step(strict, "improve", level=level, holds_to=holds_to)
    return min(_whole(answer.bound), holds_to)


def _conclude(run_: Search, possible: bool) -> None:
    outcome, levels = run_.outcome, run_.compiled.levels or [0]
    if not possible:
        outcome.status = Status.INFEASIBLE
    elif outcome.agenda is not None:
        for level in levels:
            outcome.bounds.setdefault(level, None)
        # Where no wish of a level can be broken, nothing is charged there and nothing had to be proven.
        for level in {0, *(rule.severity.priority for rule in run_.compiled.rules)}:
            outcome.bounds.setdefault(level, 0)
        outcome.status = Status.OPTIMAL if all(run_.settled(level) for level in levels) else Status.FEASIBLE


def _whole(bound: float) -> int:
    """Return a proven bound as a whole number: costs are whole, so it can be rounded up; never below 0."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0
