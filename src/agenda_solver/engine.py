"""One search from end to end: choose a start, search, score independently, compare.

It does not explain infeasibility. :func:`agenda_solver.solving.solve` adds the reason if there is no agenda; code that
looks for reasons uses this module.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from threading import Event

from agenda_solver.cpsat.size_limit import refuse_what_is_too_large
from agenda_solver.deadline import Deadline, Stopwatch
from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, ProgressReporter, Status
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of
from agenda_solver.search.exact.costed_agenda import SolvedAgenda
from agenda_solver.search.exact.phase_state import Outcome
from agenda_solver.search.incumbent import Incumbent
from agenda_solver.search.islands.dispatch import refuse_unsuitable
from agenda_solver.search.limits import Limits, checked_limits
from agenda_solver.search.portfolio import run_portfolio
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategy_registry import Strategies, chosen
from agenda_solver.solver_score_comparison import checked_score
from agenda_solver.starting import START, costs_less, start_of
from agenda_solver.version import __version__

__all__ = ["EndedSearch", "Options", "find_agenda", "run_search"]


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of a search; each field is an argument of :func:`agenda_solver.solve`."""

    rules: Sequence[Rule] | None = None
    time_limit: float | None = 60.0
    workers: int | None = None
    seed: int = 0
    gap: float = 0.0
    deterministic_limit: float | None = None
    hint: Agenda | None = None
    from_published: bool = True
    on_progress: Callable[[Progress], None] | None = None
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None
    known_bounds: Mapping[int, int] = field(default_factory=dict)
    stop: Event = field(default_factory=Event)
    by_track: bool = True
    strategies: Strategies | None = None
    executor: Executor | None = None
    islands: int | None = None

    def limits(self) -> Limits:
        """Return the limits of the search.

        Raises
        ------
        InvalidInput
            If an option is wrong, or two options exclude each other.
        """
        limits = checked_limits(self.time_limit, self.workers, self.seed, self.gap, self.deterministic_limit)
        refuse_unsuitable(self.executor, self.islands, self.deterministic_limit)
        return limits


@dataclass(frozen=True)
class EndedSearch:
    """A search that has ended: its result so far, its rules, its clocks, and its reporter of progress."""

    result: Result
    rules: Sequence[Rule]
    deadline: Deadline
    watch: Stopwatch
    news: ProgressReporter

    def ended(self, result: Result) -> Result:
        """Return a result with the seconds of each phase and the history of the search."""
        return replace(result, seconds=self.watch.seconds, history=tuple(self.news.history))


def find_agenda(conference: Conference, options: Options) -> Result:
    """Find the best agenda of a conference, without a reason if there is none; see :func:`agenda_solver.solve`."""
    run = run_search(conference, options)
    return run.ended(run.result)


def run_search(conference: Conference, options: Options) -> EndedSearch:
    """Search for the best agenda of a conference, and score it; see :func:`agenda_solver.solve`."""
    limits = options.limits()
    portfolio = chosen(options.strategies)
    hint = None if options.hint is None else checked_hint(options.hint, conference)
    news = ProgressReporter(time.perf_counter(), options.on_progress, options.on_agenda)
    watch = Stopwatch(news.began)
    news.tell(Progress("compile", 0.0))
    active = rules_of(conference) if options.rules is None else checked_rules(conference, options.rules)
    refuse_what_is_too_large(conference)
    seconds = math.inf if options.deterministic_limit is not None else limits.seconds
    deadline = Deadline(seconds, options.stop)
    start = start_of(conference, active, hint, from_published=options.from_published)
    state = SearchState(
        conference, active, limits, deadline, start, by_track=options.by_track, known=options.known_bounds
    )
    state.news, state.executor, state.islands = news, options.executor, options.islands
    if start.hint is not None and start.scorecard is not None:
        state.incumbent = Incumbent(start.hint, start.scorecard, START)
        state.report_progress("compile", state.levels[0])
    run_portfolio(state, portfolio)
    watch.stop("other", state.all_seconds)
    result = start.at_least(_checked_result(state), options.known_bounds or None)
    if result.scorecard is not None:
        news.end(result.scorecard.costs, result.bounds)
    watch.stop("check")
    return EndedSearch(replace(result, seed=options.seed), active, deadline, watch, news)


def _checked_result(state: SearchState) -> Result:
    """Score the agenda of the search, and build the result."""
    outcome = state.outcome or Outcome()
    found = outcome.incumbent
    if isinstance(found, SolvedAgenda):
        deadline = state.deadline
        scorecard = checked_score(
            found.compiled, state.rules, found.agenda, found.values, outcome.bounds, lambda: deadline.is_over
        )
        if state.incumbent is None or costs_less(scorecard, state.incumbent.scorecard):
            state.incumbent = Incumbent(found.agenda, scorecard, "whole_model")
    best = state.incumbent if state.incumbent is None or state.incumbent.found_by != START else None
    bounds = _all_bounds(state, outcome)
    return Result(
        status=_status(state, best, outcome, bounds),
        agenda=None if best is None else best.agenda,
        scorecard=None if best is None else best.scorecard,
        bounds=bounds,
        bounds_by_rule=dict(state.bounds_by_rule),
        found_by=None if best is None else best.found_by,
        skipped=tuple(rule.key for rule in state.rules if not rule.applies(state.conference)),
        first_legal=state.first_legal,
        interrupted=outcome.interrupted or state.deadline.stop.is_set(),
        workers=outcome.threads,
        versions=_versions(),
    )


def _all_bounds(state: SearchState, outcome: Outcome) -> dict[int, int | None]:
    """Combine the bounds of the model's search with those of the other strategies."""
    if outcome.status is Status.INFEASIBLE:
        return {0: None}  # without an agenda there is no cost
    bounds = dict(outcome.bounds) or {0: None}
    if state.is_settled:
        bounds |= {level: state.bounds.get(level, 0) for level in state.levels}
    for level, proven in state.bounds.items():
        bounds[level] = max(proven, bounds.get(level) or 0)
    if (best := state.incumbent) is not None:
        for level, bound in bounds.items():
            cost = best.scorecard.costs.get(level, 0)
            if bound is not None and cost < bound:
                raise ScoreMismatch(f"the agenda costs {cost}, less than the proven {bound}")
    return dict(sorted(bounds.items(), reverse=True))


def _status(state: SearchState, best: Incumbent | None, outcome: Outcome, bounds: Mapping[int, int | None]) -> Status:
    if best is None:
        return outcome.status
    if outcome.status is Status.INFEASIBLE:
        raise ScoreMismatch("the solver reports infeasible, but there is a legal agenda")
    # If no rule of a level applies, the level costs nothing, and nothing had to be proven.
    settled = all(bounds.get(level, 0) == best.scorecard.costs.get(level, 0) for level in state.levels)
    return Status.OPTIMAL if settled else Status.FEASIBLE


def checked_hint(hint: Agenda, conference: Conference) -> Agenda:
    """Return a hint with the places that exist in this conference.

    Raises
    ------
    InvalidInput
        If it is an agenda of another conference.
    """
    try:
        hint.refuse_other(conference)
    except InvalidInput as error:
        raise InvalidInput.single(str(error), "hint") from error
    return hint.kept_in(conference)


def _versions() -> dict[str, str]:
    return {"agenda-solver": __version__, "ortools": version("ortools")}
