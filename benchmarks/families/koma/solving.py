"""Solves a problem of the family with the library's search, and counts what came out by the problem itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction

from agenda_solver import Agenda, Conference, Result, Status, solve
from agenda_solver.rules.audience_attendance import AudienceAttendance
from benchmarks.families.koma.conference import Case

__all__ = ["Solved", "solve_case", "without_wishes"]


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
    bound
        No agenda is worth more, as far as the library proved; None where it proved nothing.
    seconds
        Wall-clock seconds of everything.
    """

    status: Status
    agenda: Agenda | None
    reason: tuple[str, ...]
    value: Fraction | None
    bound: Fraction | None
    seconds: float


def solve_case(case: Case, seconds: float, *, seed: int = 0, workers: int | None = None) -> Solved:
    """Solve a case within a number of seconds.

    Parameters
    ----------
    case
        The case.
    seconds
        Wall-clock seconds for everything but the last check.
    seed, workers
        Of the library's searches.
    """
    began = time.perf_counter()
    result = solve(case.conference, time_limit=seconds, seed=seed, workers=workers)
    value = None if result.agenda is None else case.value(result.agenda)
    bound = None if result.agenda is None else _bound(case, result)
    return Solved(result.status, result.agenda, result.reason, value, bound, time.perf_counter() - began)


def without_wishes(conference: Conference) -> Conference:
    """Return the conference with its hard rules only."""
    return conference.replace(rules=tuple(rule for rule in conference.rules if rule.rule != AudienceAttendance.id))


def _bound(case: Case, result: Result) -> Fraction | None:
    """Return what no agenda is worth more than; weights that were rounded make it a little weaker."""
    if result.bound is None:
        return None
    weights = case.wishes.weights(case.conference)
    possible = sum(weight for wishes in weights.values() for weight in wishes.values())
    return Fraction(possible - result.bound, case.scale.factor) + case.scale.error
