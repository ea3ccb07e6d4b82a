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
from agenda_solver.solver.compiler import Compiled
from agenda_solver.solver.running import Answer, run
from agenda_solver.solver.translation import agenda_of, values_of

__all__ = ["Limits", "Outcome", "search", "tightest_costs"]


@dataclass(frozen=True)
class Limits:
    """How long and how a search may run.

    Attributes
    ----------
    seconds
        Wall-clock limit of the search; infinite for none.
    workers
        Threads of CP-SAT; the machine's cores by default.
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

    @property
    def threads(self) -> int:
        """Number of workers to use."""
        if self.deterministic is not None:
            return 1
        return self.workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class Outcome:
    """What the search found, before anybody checked it.

    ``costs`` and ``bounds`` are by priority level; a bound is None where nothing is proven. ``values`` gives the value of
    every variable in the agenda's solution.
    """

    status: Status = Status.NO_ANSWER
    agenda: Agenda | None = None
    values: list[int] | None = None
    bounds: dict[int, int | None] = field(default_factory=dict)
    first_legal: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False


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

    def left(self) -> float:
        """Return what is left of the limit: seconds, or deterministic seconds."""
        if self.limits.deterministic is not None:
            return max(0.0, self.limits.deterministic - self.spent)
        return max(0.0, self.limits.seconds - (time.perf_counter() - self.began))

    def step(
        self, model: cp_model.CpModel, phase: str, *, share: float = 1.0, level: int = 0, first_only: bool = False
    ) -> Answer:
        """Run CP-SAT once on a model, keep the agenda if it found one, and account for the time."""
        begin = time.perf_counter()
        solver = self._solver(share, first_only)

        def on_solution(objective: float, bound: float) -> None:
            if self.outcome.first_legal is None:
                self.outcome.first_legal = time.perf_counter() - self.began
            known = not first_only
            elapsed = time.perf_counter() - self.began
            self.tell(Progress(phase, elapsed, int(objective) if known else None, _floor(bound) if known else None, level))

        answer = run(solver, model, self.stop, on_solution)
        self.spent += answer.deterministic_time
        self.outcome.seconds[phase] = self.outcome.seconds.get(phase, 0.0) + time.perf_counter() - begin
        self.outcome.interrupted = self.outcome.interrupted or answer.interrupted
        if answer.values is not None:
            self.outcome.values = answer.values
            values = answer.values
            self.outcome.agenda = agenda_of(self.compiled.decisions, lambda variable: values[variable.index])
        return answer

    def _solver(self, share: float, first_only: bool) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        parameters.num_workers = self.limits.threads
        parameters.relative_gap_limit = self.limits.gap
        parameters.stop_after_first_solution = first_only
        parameters.catch_sigint_signal = False
        left = self.left() * share
        if self.limits.deterministic is not None:
            parameters.max_deterministic_time = left
        elif left < math.inf:
            parameters.max_time_in_seconds = left
        if not first_only:
            parameters.linearization_level = 2
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

    First any legal agenda, with the huge penalties forbidden if that can be; then each priority level in turn, the
    highest first, each one fixed at the cost it reached.

    Parameters
    ----------
    compiled
        The model; its objective and hints are changed.
    limits, stop
        When to end; a set ``stop`` ends it with the best agenda so far.
    tell
        Called with the progress, in the caller's thread.
    hint
        An agenda to start from, if there is one.
    """
    run_ = Search(compiled, limits, stop, tell, time.perf_counter())
    if hint is not None:
        _hint(compiled, hint)
    strict = _first_agenda(run_)
    if run_.outcome.status is Status.INFEASIBLE:
        return run_.outcome
    for level in compiled.levels or [0]:
        if run_.over() and run_.outcome.agenda is not None:
            break
        _settle(run_, level, strict)
        if run_.outcome.status is Status.INFEASIBLE:
            break
    _conclude(run_)
    return run_.outcome


def _first_agenda(run_: Search) -> bool:
    """Find a legal agenda, the huge penalties forbidden if possible; return whether they can be."""
    compiled = run_.compiled
    compiled.model.clear_objective()
    if compiled.strict is not None:
        answer = run_.step(_with(compiled.model, {compiled.strict.index: 1}), "strict", share=0.3, first_only=True)
        if answer.values is not None:
            return True
    answer = run_.step(compiled.model, "first agenda", first_only=True)
    if answer.proven and answer.values is None:
        run_.outcome.status = Status.INFEASIBLE
    return False


def _settle(run_: Search, level: int, strict: bool) -> None:
    """Minimise one priority level and hold it there for the levels below."""
    compiled = run_.compiled
    expression = compiled.expression(level)
    compiled.model.minimize(expression)
    _repeat(run_)
    bound = 0
    if strict and compiled.strict is not None:
        answer = run_.step(_with(compiled.model, {compiled.strict.index: 1}), "improve", level=level)
        # Whatever breaks the assumption costs at least ``huge_from`` on its own level.
        bound = min(_floor(answer.bound), compiled.huge_from.get(level, math.inf)) if _all_huge(compiled, level) else 0
        if answer.proven and answer.objective is not None and answer.objective <= bound:
            _hold(run_, level, expression, int(answer.objective))
            return
        _repeat(run_)
    if not run_.over() or run_.outcome.agenda is None:
        answer = run_.step(compiled.model, "improve", level=level)
        if answer.proven and answer.values is None:
            run_.outcome.status = Status.INFEASIBLE
            return
        bound = max(bound, _floor(answer.bound))
    _hold(run_, level, expression, int(bound))


def _all_huge(compiled: Compiled, level: int) -> bool:
    """Whether the assumption forbids huge penalties of this level only, so that breaking it costs on this level."""
    return set(compiled.huge_from) <= {level}


def _hold(run_: Search, level: int, expression: object, bound: int) -> None:
    higher_settled = all(_settled(run_, above) for above in run_.outcome.bounds if above > level)
    run_.outcome.bounds[level] = bound if higher_settled else None
    values = run_.outcome.values
    if values is not None:
        reached = _cost(run_.compiled, level, values)
        run_.compiled.model.add(expression <= reached)  # type: ignore[operator]


def _settled(run_: Search, level: int) -> bool:
    values, bound = run_.outcome.values, run_.outcome.bounds[level]
    return values is not None and bound is not None and _cost(run_.compiled, level, values) <= bound


def _cost(compiled: Compiled, level: int, values: list[int]) -> int:
    terms = (term for term in compiled.terms if term.rule.severity.priority == level)
    return sum(term.value(lambda variable: values[variable.index]) for term in terms)


def _conclude(run_: Search) -> None:
    outcome, compiled = run_.outcome, run_.compiled
    if outcome.agenda is None:
        return
    levels = compiled.levels or [0]
    for level in levels:
        outcome.bounds.setdefault(level, None)
    settled = all(_settled(run_, level) for level in levels)
    outcome.status = Status.OPTIMAL if settled else Status.FEASIBLE


def _floor(bound: float) -> int:
    """Return a proven bound as a whole number: costs are whole, so it can be rounded up; never below 0."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


def _repeat(run_: Search) -> None:
    """Let the next step begin from the best solution so far."""
    if run_.outcome.values is not None:
        run_.compiled.model.clear_hints()
        for index, value in enumerate(run_.outcome.values):
            run_.compiled.model.add_hint(run_.compiled.model.get_int_var_from_proto_index(index), value)


def _hint(compiled: Compiled, agenda: Agenda) -> None:
    for index, value in (values_of(compiled.decisions, agenda) or {}).items():
        compiled.model.add_hint(compiled.model.get_int_var_from_proto_index(index), value)


def _with(model: cp_model.CpModel, values: dict[int, int]) -> cp_model.CpModel:
    """Return a copy of a model with some Boolean variables fixed."""
    fixed = model.clone()
    for index, value in values.items():
        domain = fixed.proto.variables[index].domain
        for end in range(len(domain)):
            domain[end] = value
    return fixed


def tightest_costs(compiled: Compiled, agenda: Agenda) -> dict[str, int] | None:
    """Return what the model itself says an agenda costs, by rule; None where the model calls it illegal.

    The deciding variables are fixed, and the amounts minimised: this is the value of the ``post`` faces, to be compared
    with the ``check`` faces.
    """
    values = values_of(compiled.decisions, agenda)
    if values is None:
        return None
    fixed = _with(compiled.model, values)
    fixed.clear_hints()
    fixed.minimize(sum(term.expression for term in compiled.terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    answer = run(solver, fixed, Event(), lambda objective, bound: None)
    if answer.values is None:
        return None
    found = answer.values
    return {term.rule.key: term.value(lambda variable: found[variable.index]) for term in compiled.terms}


