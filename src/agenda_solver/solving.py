"""Solve a conference: compile, search, score independently, compare, and only then return."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
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
from agenda_solver.solver.compiler import Compiled, compile_conference
from agenda_solver.solver.fixing import tightest_costs
from agenda_solver.solver.limits import checked_limits
from agenda_solver.solver.search import Outcome, search
from agenda_solver.starting import start_of

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
    hint = None if hint is None else checked_hint(hint, conference)
    stop = stop or Event()
    began = time.perf_counter()
    news = Telling(began, on_progress, on_agenda)
    news.tell(Progress("compile", 0.0))
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    deadline = Deadline(math.inf if deterministic_limit is not None else limits.seconds, stop)
    start = start_of(conference, active, hint, from_published=from_published)
    if start.scorecard is not None:
        level, cost = next(iter(start.scorecard.costs.items()))
        news.tell(Progress("compile", time.perf_counter() - began, cost, level=level))
    compiled = _compiled(conference, active, by_track, deadline)
    watch = Stopwatch(began)
    watch.stop("compile")
    later = watch.total
    outcome = Outcome(interrupted=stop.is_set())
    if compiled is not None:
        outcome = search(
            compiled,
            replace(limits, seconds=deadline.left()),
            stop,
            lambda p: news.tell(replace(p, elapsed=p.elapsed + later)),
            start.hint,
            news.better,
            known_bounds,
            draft=start.draft,
        )
        watch.stop("other", outcome.seconds)
    result = start.at_least(_checked_result(active, outcome, deadline), known_bounds)
    if result.scorecard is not None:
        news.end(result.scorecard.costs, result.bounds)
    watch.stop("check")
    if explain and result.status is Status.INFEASIBLE:
        news.tell(Progress("explain", watch.total))
    if result.agenda is None and (explain or result.status is not Status.INFEASIBLE):
        result = replace(result, reason=_reason(conference, active, result, deadline))
        watch.stop("explain")
    return replace(
        result,
        skipped=tuple(rule.key for rule in active if not rule.applies(conference))
        if compiled is None
        else compiled.skipped,
        seconds=watch.seconds,
        first_legal=result.first_legal if outcome.first_legal is None else later + outcome.first_legal,
        seed=seed,
        history=tuple(news.history),
    )


def _compiled(conference: Conference, rules: Sequence[Rule], by_track: bool, deadline: Deadline) -> Compiled | None:
    """Return the model, or None where it took too long to make."""
    try:
        return compile_conference(conference, rules, by_track=by_track, deadline=deadline)
    except OutOfTime:
        return None
    except KeyboardInterrupt:
        deadline.stop.set()
        return None


def _checked_result(rules: Sequence[Rule], outcome: Outcome, deadline: Deadline) -> Result:
    """Score what the search found, and put the result together."""
    scorecard = None
    if (found := outcome.found) is not None:
        scorecard = checked_score(
            found.compiled, rules, found.agenda, found.values, outcome.bounds, lambda: deadline.is_over
        )
    return Result(
        status=outcome.status,
        agenda=outcome.agenda,
        scorecard=scorecard,
        bounds=outcome.bounds or {0: None},
        interrupted=outcome.interrupted,
        workers=outcome.threads,
        versions=_versions(),
    )


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


def _reason(conference: Conference, rules: Sequence[Rule], result: Result, deadline: Deadline) -> tuple[str, ...]:
    """Return why there is no agenda: in what is left of the time, but for at least a second."""
    from agenda_solver.explaining import counted_reasons, reasons_of_infeasibility

    try:
        if result.status is Status.INFEASIBLE:
            seconds = max(LEAST_TO_EXPLAIN, min(MOST_TO_EXPLAIN, deadline.left()))
            return tuple(reasons_of_infeasibility(conference, rules, seconds, deadline.stop))
        seen = counted_reasons(conference, rules, LEAST_TO_EXPLAIN)
    except KeyboardInterrupt:
        seen = ()
    ended = "The search was stopped" if result.interrupted else "The time ended"
    if seen:
        return (f"{ended} before a legal agenda was found. Counting alone shows that there is none:", *seen)
    return (f"{ended} before a legal agenda was found, and before it was proven that there is none.",)


def _versions() -> dict[str, str]:
    return {"agenda-solver": __version__, "ortools": version("ortools")}
