"""Compares the solver's costs with the independent score, rule by rule; a difference raises an exception."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import OutOfTime
from agenda_solver.errors import ScoreMismatch
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import is_from_outside
from agenda_solver.search.exact.hints import tightest_costs

__all__ = ["checked_score"]


def checked_score(
    compiled: Compiled,
    rules: Sequence[Rule],
    agenda: Agenda,
    values: Sequence[int],
    bounds: Mapping[int, int | None],
    over: Callable[[], bool] = lambda: False,
) -> Scorecard:
    """Score the agenda of a search, and compare the costs with those of the solver, rule by rule.

    In a solution that is not proven optimal, the solver's amounts may be higher than necessary, but never lower. If
    they differ, the model is solved again with the agenda fixed. If ``over`` returns true before that is done, only
    amounts that are too low count as a difference.

    Raises
    ------
    ScoreMismatch
        If the two differ, or the score calls illegal what the solver calls legal.
    """
    scorecard = score(compiled.conference, agenda, rules)
    if not scorecard.is_legal:
        broken = [f"{r.key}: {r.violations[0].message}" for r in scorecard.rules if r.severity.is_hard and r.amount]
        faulty = {rule.key for rule in scorecard.rules if rule.severity.is_hard and rule.amount}
        message = f"the solver reports an agenda as legal that is not: {'; '.join(broken)}"
        raise ScoreMismatch(message, _from_outside(rules, faulty))
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
