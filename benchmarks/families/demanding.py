"""Solving with wishes as demands first: where they can be met, the model is much smaller and nothing is better."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from agenda_solver import Agenda, Conference, Result, solve
from agenda_solver.rules.base.rule import HARD, Rule
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.harness.problem import Limits

__all__ = ["solve_demanding"]

# Share of the time in which an agenda is looked for that meets all demands.
DEMANDING_SHARE = 0.6


def solve_demanding(conference: Conference, demanded: Callable[[Rule], bool], limits: Limits) -> tuple[bool, Result]:
    """Solve a conference, with some of its wishes demanded for some of the time, and as wishes for the rest.

    Parameters
    ----------
    conference
        The conference, with its rules.
    demanded
        Which of the rules are demanded first: those of the highest priority levels, or all.
    limits
        The limit, the threads and the seed.

    Returns
    -------
    Whether what was demanded can be met, and the result.
    """
    rules = rules_of(conference)
    demands = [rule.model_copy(update={"severity": HARD}) if demanded(rule) else rule for rule in rules]
    began = time.perf_counter()

    def solved(rules: Sequence[Rule], limit: float, hint: Agenda | None = None) -> Result:
        workers, seed = limits.workers, limits.seed
        return solve(conference, rules=rules, time_limit=limit, workers=workers, seed=seed, hint=hint, explain=False)

    first = solved(demands, DEMANDING_SHARE * limits.seconds)
    left = max(1.0, limits.seconds - (time.perf_counter() - began))
    if first.agenda is None:
        spent, other = time.perf_counter() - began, solved(rules, left)
        return False, replace(other, first_legal=None if other.first_legal is None else spent + other.first_legal)
    if first.status == "optimal" or left <= 1:
        return True, first
    more = solved(demands, left, first.agenda)
    if more.agenda is None:
        return True, first
    return True, replace(more, first_legal=first.first_legal)
