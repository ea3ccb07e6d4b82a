"""Solve a conference: compile, search, score independently, compare, and only then return."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from importlib.metadata import version
from threading import Event

from agenda_solver import __version__
from agenda_solver.arguments import typed
from agenda_solver.deadline import Deadline, OutOfTime, Stopwatch
from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status, Telling
from agenda_solver.result import Result
from agenda_solver.rules.registry import checked_rules, is_from_outside, rules_of
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import Scorecard, score
from agenda_solver.search.islands.crew import refuse_unsuitable
from agenda_solver.search.portfolio import run_portfolio
from agenda_solver.search.registry import Strategies, chosen
from agenda_solver.search.state import Incumbent, SearchState
from agenda_solver.solver.compiler import Compiled
from agenda_solver.solver.fixing import tightest_costs
from agenda_solver.solver.found import SolvedAgenda
from agenda_solver.solver.limits import checked_limits
from agenda_solver.solver.size import refuse_what_is_too_large
from agenda_solver.solver.stage import Outcome
from agenda_solver.starting import START, costs_less, start_of

__all__ = ["solve"]

# Seconds for the reason why there is no agenda: at most, and at least, also where the time is over.
MOST_TO_EXPLAIN, LEAST_TO_EXPLAIN = 10.0, 1.0


@typed
def solve(
    conference: Conference,
    *,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    gap: float = 0.0,
    deterministic_limit: float | None = None,
    hint: Agenda | None = None,
    from_published: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None,
    known_bounds: Mapping[int, int] | None = None,
    stop: Event | None = None,
    explain: bool = True,
    by_track: bool = True,
    strategies: Strategies | None = None,
    executor: Executor | None = None,
    islands: int | None = None,
) -> Result:
    """Find the best agenda of a conference.

    Parameters
    ----------
    conference
        The conference with its rules.
    rules
        The rules to keep, instead of those of the conference; they need not be of this package.
    time_limit
        Wall-clock seconds for everything; None for no limit. What has begun is ended within a second or so. Where that
        is not enough to find anything, a legal ``hint`` or published agenda is the answer.
    workers
        Threads to use; by default the machine's cores, and for models that are not large at least 8, for each thread
        tries a different strategy.
    seed
        Seed of every random choice.
    gap
        Relative gap at which to stop, 0.02 for two per cent; 0 asks for a full proof.
    deterministic_limit
        With this limit in CP-SAT's deterministic seconds the search uses one worker and no clock: the same agenda every
        time. ``time_limit`` and ``workers`` are then not used.
    hint
        An agenda of the conference to start from; it may be partial or illegal, and of another state of the conference:
        what has no place in this one is left out. Where it is legal, the answer is never worse.
    from_published
        Whether the conference's published agenda counts as a hint as well. Of two legal ones the better is taken; a
        partial or illegal published agenda is only tried where there is no ``hint``.
    on_progress
        Called with each :class:`Progress`, in this thread.
    on_agenda
        Called in this thread with each agenda that is better than all before it, and with what the solver says that it
        costs at most on each priority level. It is not scored yet; see :func:`score`.
    known_bounds
        For priority levels what is known already that no agenda costs less than, from an earlier solve of the same
        conference with the same rules.
    stop
        Set it, from any thread, to stop with the best agenda so far. Ctrl-C does the same.
    explain
        Whether to look for the reason where no legal agenda is possible. That takes up to 10 s of what is left of the
        time, and at least one, which nobody needs of a solve that is one try among several.
    by_track
        Whether tracks choose the rooms where they can. Where hardly anything is left to decide, the plain model is as
        small, and leaves nothing open.
    strategies
        Which search strategies work on it, by their ids, classes or objects, in the order of their turns; by default
        all of this library. See :func:`agenda_solver.search.registry.register_strategy`.
    executor
        Works on it as well, in rounds of a few seconds: threads or processes of :mod:`concurrent.futures`, or a
        cluster, such as ``dask.distributed.Client(...).get_executor()``. It is not shut down. Processes that it loses
        cost some time only. Not with ``deterministic_limit``.
    islands
        How many parts of the agenda are worked on at once by the executor; by default as many as it has workers.

    Returns
    -------
    The result, its agenda scored by code that shares nothing with the solver.

    Raises
    ------
    InvalidInput
        When a rule setting or an argument is wrong.
    ScoreMismatch
        When solver and score disagree, which would be a defect of this library.
    """
    limits = checked_limits(time_limit, workers, seed, gap, deterministic_limit)
    refuse_unsuitable(executor, islands, deterministic_limit)
    portfolio = chosen(strategies)
    hint = None if hint is None else checked_hint(hint, conference)
    news = Telling(time.perf_counter(), on_progress, on_agenda)
    watch = Stopwatch(news.began)
    news.tell(Progress("compile", 0.0))
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    refuse_what_is_too_large(conference)
    deadline = Deadline(math.inf if deterministic_limit is not None else limits.seconds, stop or Event())
    start = start_of(conference, active, hint, from_published=from_published)
    state = SearchState(conference, active, limits, deadline, start, by_track=by_track, known=known_bounds or {})
    state.news, state.executor, state.islands = news, executor, islands
    if start.hint is not None and start.scorecard is not None:
        state.incumbent = Incumbent(start.hint, start.scorecard, START)
        state.tell("compile", state.levels[0])
    run_portfolio(state, portfolio)
    watch.stop("other", state.all_seconds)
    result = start.at_least(_checked_result(state), known_bounds)
    if result.scorecard is not None:
        news.end(result.scorecard.costs, result.bounds)
    watch.stop("check")
    if explain and result.status is Status.INFEASIBLE:
        news.tell(Progress("explain", watch.total))
    if result.agenda is None and (explain or result.status is not Status.INFEASIBLE):
        result = replace(result, reason=_reason(conference, active, result, deadline, count=explain))
        watch.stop("explain")
    return replace(result, seconds=watch.seconds, seed=seed, history=tuple(news.history))


def _checked_result(state: SearchState) -> Result:
    """Score what the search found, and put the result together."""
    outcome = state.outcome or Outcome()
    found = outcome.found
    if isinstance(found, SolvedAgenda):
        over = state.deadline
        scorecard = checked_score(
            found.compiled, state.rules, found.agenda, found.values, outcome.bounds, lambda: over.is_over
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
    """Put together what the model's search and the others have proven."""
    if outcome.status is Status.INFEASIBLE:
        return {0: None}  # of the cost of no agenda nothing is to be said
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
        raise ScoreMismatch("the solver calls infeasible what has a legal agenda")
    # Where no rule of a level has anything to say nothing is charged, and nothing had to be proven.
    settled = all(bounds.get(level, 0) == best.scorecard.costs.get(level, 0) for level in state.levels)
    return Status.OPTIMAL if settled else Status.FEASIBLE


def checked_hint(hint: Agenda, conference: Conference) -> Agenda:
    """Return what a hint says of a conference.

    Raises
    ------
    InvalidInput
        When it is an agenda of another conference.
    """
    try:
        hint.refuse_other(conference)
    except InvalidInput as error:
        raise InvalidInput.single(str(error), "hint") from error
    return hint.kept_in(conference)


def checked_score(
    compiled: Compiled,
    rules: Sequence[Rule],
    agenda: Agenda,
    values: Sequence[int],
    bounds: Mapping[int, int | None],
    over: Callable[[], bool] = lambda: False,
) -> Scorecard:
    """Score the agenda that a search found, and compare rule by rule with what the solver says it costs.

    The amounts in a solution that is not proven optimal may stand above what they need to be; then the model is asked
    again with the agenda fixed. They can never stand below. Where it is ``over`` before the model has answered that, no
    more than this is compared.

    Raises
    ------
    ScoreMismatch
        When the two differ, or the score calls illegal what the solver calls legal.
    """
    scorecard = score(compiled.conference, agenda, rules)
    if not scorecard.is_legal:
        broken = [f"{r.key}: {r.violations[0].message}" for r in scorecard.rules if r.severity.is_hard and r.amount]
        faulty = {rule.key for rule in scorecard.rules if rule.severity.is_hard and rule.amount}
        raise ScoreMismatch(f"the solver calls legal what is not: {'; '.join(broken)}", _from_outside(rules, faulty))
    ours = {rule.key: rule.cost for rule in scorecard.rules if not rule.severity.is_hard}
    theirs = dict.fromkeys(ours, 0)
    theirs |= compiled.costs_by_rule(values)
    if ours != theirs:
        try:
            theirs = dict.fromkeys(ours, 0) | (tightest_costs(compiled, agenda, over) or {})
        except OutOfTime:
            theirs = {key: min(cost, ours[key]) for key, cost in theirs.items()}
    if ours != theirs:
        faulty = {key for key in ours if ours[key] != theirs[key]}
        different = [f"{key}: scored {ours[key]}, solved {theirs[key]}" for key in ours if key in faulty]
        raise ScoreMismatch(f"solver and score disagree: {'; '.join(different)}", _from_outside(rules, faulty))
    for level, bound in bounds.items():
        if bound is not None and scorecard.costs.get(level, 0) < bound:
            raise ScoreMismatch(f"the agenda costs {scorecard.costs.get(level, 0)}, less than the proven {bound}")
    return scorecard


def _from_outside(rules: Sequence[Rule], keys: Collection[str]) -> list[str]:
    return [rule.id for rule in rules if rule.key in keys and is_from_outside(type(rule))]


def _reason(
    conference: Conference, rules: Sequence[Rule], result: Result, deadline: Deadline, *, count: bool
) -> tuple[str, ...]:
    """Return why there is no agenda: in what is left of the time, but for at least a second.

    Where the time ended, the reason is looked for by counting, or not at all.
    """
    from agenda_solver.explaining import counted_reasons, reasons_of_infeasibility

    try:
        if result.status is Status.INFEASIBLE:
            seconds = max(LEAST_TO_EXPLAIN, min(MOST_TO_EXPLAIN, deadline.left()))
            return tuple(reasons_of_infeasibility(conference, rules, seconds, deadline.stop))
        seen = counted_reasons(conference, rules, LEAST_TO_EXPLAIN) if count else ()
    except KeyboardInterrupt:
        seen = ()
    ended = "The search was stopped" if result.interrupted else "The time ended"
    if seen:
        return (f"{ended} before a legal agenda was found. Counting alone shows that there is none:", *seen)
    return (f"{ended} before a legal agenda was found, and before it was proven that there is none.",)


def _versions() -> dict[str, str]:
    return {"agenda-solver": __version__, "ortools": version("ortools")}
