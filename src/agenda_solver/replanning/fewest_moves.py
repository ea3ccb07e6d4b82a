"""The fewest moves, with a proof. The models are small: only some sessions are free, and more of them in each round.

A round solves two models. In the *relaxed* model each session that is not free either stays, at no cost for moves, or
is left out at the cost of a move (the shortest one, if minutes count). If several rules count moves, it may be wherever
one of them counts none. Hard rules that a left-out session could violate are dropped. Take any agenda and leave out the
sessions that have moved by all these rules: the result is a solution of the relaxed model and costs no more. So the
bound of the relaxed model is a lower bound on the moves of every agenda. Sessions that the relaxed model leaves out are
free from then on. In the *narrow* model every session that is not free stays, and none may be left out: its solutions
are agendas. If one of them costs no more than the bound, it is proven that no agenda moves less.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.replanning.first_cpsat_solution import any_agenda
from agenda_solver.replanning.held_places import Nearest, holding, must_move, unmoved, with_their_tracks
from agenda_solver.replanning.move_bounds import MoveBounds
from agenda_solver.replanning.shared_solves import MODEL_ONLY, ReplanRun
from agenda_solver.replanning.times_first import times_first
from agenda_solver.result import Result
from agenda_solver.rules.published_room import PublishedRoom
from agenda_solver.rules.published_time import PublishedTime

__all__ = ["LEAST_FOR_ALL", "MoveBounds", "fewest_moves", "least_of_a_move"]

# Seconds for one attempt at a first agenda, and for one model of a round, each with its share of the remaining time.
# Shares of the remaining time for the whole model, and for times before rooms with and without an agenda.
LONGEST_FIRST, FIRST_SHARE = 2.0, 0.1
LONGEST_ROUND, ROUND_SHARE = 8.0, 0.15
WHOLE_SHARE, TIMES_SHARE, FIRST_TIMES_SHARE = 0.6, 0.5, 0.75

# Share of the remaining time for a quick agenda of a large conference.
QUICK_SHARE = 0.6

# Seconds that must remain for the models of rounds, and for complete models, if a conference is large and an agenda is
# known already.
LEAST_FOR_ROUNDS, LEAST_FOR_ALL = 5.0, 25.0

# Rounds before and after a short attempt with the whole model, and the share of free sessions above which the whole
# model is no harder.
FIRST_ROUNDS, MORE_ROUNDS, MOST_FREE = 3, 9, 0.6


def fewest_moves(run: ReplanRun, start: Agenda, level: int | None) -> MoveBounds:
    """Return an agenda with as few moves as possible, and what is proven about them.

    ``start`` is what remains of the published agenda. ``level`` is the priority level on which only moves count. It is
    None if moves are weighed against wishes; then any legal agenda is enough.
    """
    known = MoveBounds()
    scorecard = run.score(start)
    free = must_move(start, scorecard)
    if level is not None:
        known.bound = _lower_bound_of_moves(run, start, scorecard, level)
    if run.is_large and level is not None:
        _repair_with_wishes(run, start, free, known, level)
    if known.agenda is None:
        _solve_with_held_times(run, "repair", start, free, known, level)
    if known.agenda is None:
        _first_agenda(run, start, free, known, level)
    if level is not None:
        free = _free_in_rounds(run, FIRST_ROUNDS, start, free, known, level)
        if not _is_too_late(run, known, LEAST_FOR_ALL):
            times_first(run, start, known, level, TIMES_SHARE * run.left())
        _solve_whole_model(run, min(LONGEST_ROUND, ROUND_SHARE * run.left()), start, known, level)
        _free_in_rounds(run, MORE_ROUNDS, start, free, known, level)
        _solve_whole_model(run, WHOLE_SHARE * run.left(), start, known, level)
    return known


def _is_too_late(run: ReplanRun, known: MoveBounds, least: float) -> bool:
    """Whether an agenda is known, and too little time remains for a large model to find a better one."""
    return known.agenda is not None and run.is_large and run.left() < least


def _repair_with_wishes(run: ReplanRun, start: Agenda, free: frozenset[str], known: MoveBounds, level: int) -> None:
    """Look for an agenda, with all wishes in the model, in which only sessions that must move have moved.

    The first attempt keeps all times and changes only rooms. A complete model of a large conference takes long to
    build; this one is enough if there are free places.
    """
    others = _not_free(start, free)
    for held in (list(start), others):
        rules = [holding(start, held, run.scope, rooms=others), *run.rules]
        result = run.solve("repair", rules, start, QUICK_SHARE * run.left(), **MODEL_ONLY)
        if result.agenda is not None:
            known.keep_agenda(result, level)
            known.with_wishes = replace(result, scorecard=run.score(result.agenda))
            return


def _lower_bound_of_moves(run: ReplanRun, start: Agenda, scorecard: Scorecard, level: int) -> int:
    """Return a lower bound on the cost of the moves, without a solve.

    A session whose place violates a hard rule, wherever the other sessions are, must get another time or another room.
    """
    move = least_of_a_move(run, level)
    if not move:
        return 0
    forbidding = {rule.key for rule in run.demands if rule.is_hard and rule.narrows}
    forbidden = {
        id
        for scored in scorecard.rules
        if scored.key in forbidding
        for violation in scored.violations
        for id in violation.sessions
        if id in start
    }
    return move * len(forbidden)


def least_of_a_move(run: ReplanRun, level: int) -> int:
    """Return a lower bound on the cost of a published session at another start or in another room."""
    counting = [rule for rule in run.rules if not rule.is_hard and rule.severity.priority == level]
    times = [rule for rule in counting if isinstance(rule, PublishedTime) and rule.scope == "time"]
    rooms = [rule for rule in counting if isinstance(rule, PublishedRoom) and rule.other_room and rule.other_building]
    # Each rule counts at least 1. A rule with of="place" counts in both cases.
    time = sum(rule.severity.weight for rule in times)
    places = sum(rule.severity.weight for rule in counting if isinstance(rule, PublishedTime) and rule.of == "place")
    return min(time, places + sum(rule.severity.weight for rule in rooms))


def _solve_whole_model(run: ReplanRun, seconds: float, start: Agenda, known: MoveBounds, level: int) -> None:
    """Minimise the moves in the whole model, with all sessions free."""
    if known.is_decided or run.over() or _is_too_late(run, known, LEAST_FOR_ALL):
        return
    hint, bounds = known.agenda or start, {level: known.bound}
    result = run.solve("moves", run.demands, hint, seconds, known_bounds=bounds, explain=False)
    known.keep_agenda(result, level)
    known.record_proof(result, level)


def _solve_with_held_times(
    run: ReplanRun, phase: str, start: Agenda, free: Collection[str], known: MoveBounds, level: int | None
) -> None:
    """Minimise the moves if all sessions that are not free keep their times.

    The held places are posted first, which leaves few variables for the other rules.
    """
    if run.over():
        return
    held = holding(start, _not_free(start, free), run.scope)
    seconds = min(LONGEST_FIRST, FIRST_SHARE * run.left())
    known.keep_agenda(run.solve(phase, [held, *run.demands], known.agenda or start, seconds, **MODEL_ONLY), level)


def _free_in_rounds(
    run: ReplanRun, most: int, start: Agenda, free: frozenset[str], known: MoveBounds, level: int
) -> frozenset[str]:
    """Free what the relaxed model leaves out, until an agenda attains the bound; return the free sessions."""
    for _ in range(most):
        if _is_too_late(run, known, LEAST_FOR_ROUNDS):
            break
        if known.is_decided or run.over() or len(free) > MOST_FREE * len(start.conference.sessions):
            break
        result = _solve_relaxed(run, start, free, level)
        known.record_proof(result, level)
        if known.is_decided or result.agenda is None:
            break
        left_out = {id for id in _not_free(start, free) if id not in result.agenda}
        if not left_out:
            break  # nothing is left out: this solution can only violate a dropped rule
        free = free | left_out
        _solve_with_held_times(run, "moves", start, free, known, level)
    return free


def _solve_relaxed(run: ReplanRun, start: Agenda, free: Collection[str], level: int) -> Result:
    """Solve the relaxed model of a round."""
    others = _not_free(start, free)
    rules = [
        Nearest(**dict(rule)) if isinstance(rule, PublishedTime) else rule
        for rule in run.demands
        if rule.bears_absence or not rule.is_hard
    ]
    counting = [rule for rule in rules if isinstance(rule, PublishedTime) and rule.severity.priority == level]
    held = unmoved(run.conference, others, counting)
    seconds = min(LONGEST_ROUND, ROUND_SHARE * run.left())
    conference = _with_optional(run.conference, others)
    return run.solve("moves", [held, *rules], start, seconds, relaxed=conference, **MODEL_ONLY)


def _with_optional(conference: Conference, ids: Collection[str]) -> Conference:
    """Return a conference in which some sessions may be left out."""
    optional = set(ids)
    sessions = (s.model_copy(update={"optional": True}) if s.id in optional else s for s in conference.sessions)
    return conference.replace(sessions=tuple(sessions))


def _not_free(start: Agenda, free: Collection[str]) -> list[str]:
    return [id for id in start if id not in free]


def _first_agenda(run: ReplanRun, start: Agenda, free: frozenset[str], known: MoveBounds, level: int | None) -> None:
    """Look for any legal agenda: first with all sessions of the same tracks free, then in the whole model."""
    near = with_their_tracks(start, free)
    if near != free:
        _solve_with_held_times(run, "repair", start, near, known, level)
    if known.agenda is None and level is not None and not run.is_large:
        times_first(run, start, known, level, FIRST_TIMES_SHARE * run.left())
    if known.agenda is None and known.impossible is None and not run.over():
        agenda = any_agenda(run, start, min(LONGEST_ROUND, ROUND_SHARE * run.left()))
        if agenda is not None:
            run.first_legal = run.elapsed()
            known.agenda = agenda
            known.cost = 0 if level is None else run.score(agenda).costs.get(level, 0)
