"""Solves a problem of the family: any legal agenda, a walk by moves from there, and the library's search at last."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from fractions import Fraction

from agenda_solver import Agenda, Conference, Result, Status, score, solve
from benchmarks.families.koma.conference import Case
from benchmarks.families.koma.ground import Ground
from benchmarks.families.koma.moves import anneal
from benchmarks.families.koma.wishes import PersonalWishes

__all__ = ["Solved", "solve_case"]

# Share of the time for the walk; the rest is for the library, which never returns less than it was given.
WALK_SHARE = 0.8

# With no more places for all groups together than this, the library may well prove the best plan by itself; it has this
# share of the time for it, before the walk.
PROVABLE_PLACES, PROOF_SHARE = 5_000, 0.5


@dataclass(frozen=True)
class Solved:
    """What came out.

    Attributes
    ----------
    status, agenda
        What the library says, and the agenda; None where there is none.
    reason
        Why there is no agenda, in sentences.
    value
        The exact value of the agenda, None where there is none.
    walked
        The exact value of the agenda that the walk found, None where there was no walk.
    bound
        No agenda is worth more, as far as the library proved; None where it proved nothing.
    seconds
        Wall-clock seconds of everything.
    """

    status: Status
    agenda: Agenda | None
    reason: tuple[str, ...]
    value: Fraction | None
    walked: Fraction | None
    bound: Fraction | None
    seconds: float


def solve_case(case: Case, seconds: float, *, seed: int = 0, workers: int | None = None, walk: bool = True) -> Solved:
    """Solve a case within a number of seconds.

    Parameters
    ----------
    case
        The case.
    seconds
        Wall-clock seconds for everything but the last check.
    seed, workers
        Of the library's searches, and the seed of the walk.
    walk
        Whether to walk by moves; without, the library's search does everything.
    """
    began = time.perf_counter()

    def left() -> float:
        return max(0.1, seconds - (time.perf_counter() - began))

    hint, walked, before = None, None, None
    if walk:
        if number_of_places(case.conference) <= PROVABLE_PLACES:
            first = solve(case.conference, time_limit=PROOF_SHARE * left(), seed=seed, workers=workers)
            over = first.status in (Status.OPTIMAL, Status.INFEASIBLE)
            before = _bound(case, first)
        else:
            first = solve(without_wishes(case.conference), time_limit=left(), seed=seed, workers=workers)
            over = first.agenda is None
        if over:
            return _solved(case, first, None, began)
        if first.agenda is not None:
            hint = _walk(case, first.agenda, WALK_SHARE * left(), seed)
            walked = case.value(hint)
    result = solve(case.conference, time_limit=left(), seed=seed, workers=workers, hint=hint)
    if result.agenda is None and hint is not None and score(case.conference, hint).is_legal:
        # There was no time left to take it up.
        solved = replace(_solved(case, result, walked, began), status=Status.FEASIBLE, agenda=hint, value=walked)
    else:
        solved = _solved(case, result, walked, began)
    # The run before the walk was about the same model: its bound holds as well.
    return replace(solved, bound=min((b for b in (solved.bound, before) if b is not None), default=None))


def _solved(case: Case, result: Result, walked: Fraction | None, began: float) -> Solved:
    agenda = result.agenda
    value = None if agenda is None else case.value(agenda)
    bound = None if agenda is None and walked is None else _bound(case, result)
    return Solved(result.status, agenda, result.reason, value, walked, bound, time.perf_counter() - began)


def number_of_places(conference: Conference) -> int:
    """Return how many starts in rooms all sessions have together."""
    return sum(len(conference.positions[s.id]) * len(conference.rooms_open_to[s.id]) for s in conference.sessions)


def without_wishes(conference: Conference) -> Conference:
    """Return the conference with its hard rules only."""
    return conference.replace(rules=tuple(rule for rule in conference.rules if rule.rule != PersonalWishes.id))


def _walk(case: Case, agenda: Agenda, seconds: float, seed: int) -> Agenda:
    ground = Ground(case)
    places = {id: (place.room, place.block, place.slot) for id, place in agenda.items()}
    plan = ground.plan(case.conference.agenda(places))
    return ground.agenda(anneal(ground, plan, seconds=seconds, seed=seed))


def _bound(case: Case, result: Result) -> Fraction | None:
    """Return what no agenda is worth more than; weights that were rounded make it a little weaker."""
    if result.bound is None:
        return None
    weights = case.scale.weights(case.problem)
    possible = sum(weight for wishes in weights.values() for weight in wishes.values())
    return Fraction(possible - result.bound, case.scale.factor) + case.scale.error
