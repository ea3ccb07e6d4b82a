"""Compilation of a conference and its rules to one CP-SAT model, with a cost term for each soft rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from agenda_solver.cpsat.objective import Term, objective_of
from agenda_solver.cpsat.size_limit import refuse_what_is_too_large
from agenda_solver.cpsat.timed_model import TimedModel
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions, suits_tracks
from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["Compiled", "compile_conference"]

# A penalty at least this many times the next smaller one is huge compared with the rest, and first treated as hard.
HUGE_RATIO = 10

# CP-SAT reports costs and bounds as floating-point numbers, in which integers are exact up to this size.
MOST_COST = 2**53


@dataclass(frozen=True)
class Compiled:
    """A conference as a CP-SAT model.

    Attributes
    ----------
    rules
        The rules that apply.
    terms
        The costs of the soft rules that can cost anything in this model.
    skipped
        The keys of the rules that do not apply to this conference.
    strict
        A literal that forbids all huge penalties if it is true; None if no penalty is huge compared with the rest.
    huge_from
        For each priority level with huge penalties, the smallest of them.
    """

    conference: Conference
    rules: tuple[Rule, ...]
    model: cp_model.CpModel
    decisions: Decisions
    terms: tuple[Term, ...]
    skipped: tuple[str, ...]
    strict: Literal | None
    huge_from: dict[int, int]

    @property
    def levels(self) -> list[int]:
        """The priority levels that have a cost, the highest first.

        For a track model these are the levels of all its soft rules, because it may leave the cost of a rule open.
        """
        charged = [term.rule for term in self.terms]
        wishes = [rule for rule in self.rules if not rule.is_hard] if self.decisions.by_track else []
        return sorted({rule.severity.priority for rule in (*charged, *wishes)}, reverse=True)

    def expression(self, level: int) -> Any:
        """Return the sum of the costs of one priority level."""
        return objective_of(self.terms, level)

    def cost(self, level: int, values: Sequence[int]) -> int:
        """Return the cost of a solution on one priority level; ``values`` are those of all variables by index."""
        constant, coefficients, indices = self._coefficients.get(level, (0, (), ()))
        return constant + sum(
            coefficient * values[index] for coefficient, index in zip(coefficients, indices, strict=True)
        )

    @cached_property
    def _coefficients(self) -> dict[int, tuple[int, Sequence[int], Sequence[int]]]:
        """For each priority level, the constant cost, and the coefficients with the indices of their variables."""
        constants: dict[int, int] = {}
        coefficients: dict[int, dict[int, int]] = {}
        for term in self.terms:
            weight, level = term.rule.severity.weight, term.rule.severity.priority
            constants[level] = constants.get(level, 0) + weight * term.cost.constant
            charged = coefficients.setdefault(level, {})
            for amount, variable in term.cost.terms:
                charged[variable.index] = charged.get(variable.index, 0) + weight * amount
        return {
            level: (constants[level], tuple(charged.values()), tuple(charged))
            for level, charged in coefficients.items()
        }

    def costs_by_rule(self, values: Sequence[int]) -> dict[str, int]:
        """Return the cost of each soft rule in a solution, by the key of the rule."""
        return {term.rule.key: term.value(lambda variable: values[variable.index]) for term in self.terms}


def compile_conference(
    conference: Conference,
    rules: Sequence[Rule],
    *,
    exact: bool = False,
    by_track: bool = False,
    told: Collection[str] = (),
    narrow: Callable[[Decisions], None] | None = None,
    deadline: Deadline | None = None,
) -> Compiled:
    """Compile a conference and its rules to a CP-SAT model.

    Hard rules that only forbid places are posted first, so that no variables are made for those places.

    Parameters
    ----------
    conference, rules
        The conference, and its rules; those that do not apply are skipped.
    exact
        Decide exact times even if no rule needs them.
    by_track
        Let tracks choose the rooms, if the conference and the rules allow it.
    told
        The exact tracks: those for which a track model decides which session is in which room.
    narrow
        Called before any rule is posted; it can forbid places, for a smaller model of only some agendas.
    deadline
        The deadline for building the model; it does not apply to later additions.

    Raises
    ------
    InvalidInput
        If the conference is too large to be solved, or if the weights are too large for exact sums of costs.
    OutOfTime
        If the deadline passes before the model is complete.
    """
    refuse_what_is_too_large(conference)
    model = TimedModel(deadline)
    active = _active_rules(conference, rules, model.deadline)
    decisions = (
        TrackDecisions(conference, model, told)
        if by_track and suits_tracks(conference, active)
        else Decisions(conference, model)
    )
    decisions.exact = exact
    if narrow is not None:
        narrow(decisions)
    terms = []
    for rule in sorted(active, key=lambda rule: not (rule.narrows and rule.is_hard)):
        model.deadline.check()
        cost = rule.post(decisions)
        if cost is None:
            continue
        if rule.is_hard:
            _forbid_cost(model, cost)
        elif cost:
            terms.append(Term(rule, cost))
    _keep_costs_exact(terms)
    decisions.keep_rooms_exclusive()
    huge_from = _huge_costs(terms)
    strict = _strict_literal(model, terms, huge_from) if huge_from else None
    model.deadline = Deadline()
    skipped = tuple(rule.key for rule in rules if rule not in active)
    return Compiled(conference, tuple(active), model, decisions, tuple(terms), skipped, strict, huge_from)


def _active_rules(conference: Conference, rules: Sequence[Rule], deadline: Deadline) -> list[Rule]:
    active = []
    for rule in rules:
        deadline.check()
        if rule.applies(conference):
            active.append(rule)
    return active


def _forbid_cost(model: cp_model.CpModel, cost: Cost) -> None:
    if cost.constant:
        model.add_bool_or([])
    for _, variable in cost.terms:
        model.add(variable == 0)


def _keep_costs_exact(terms: Sequence[Term]) -> None:
    """Raise InvalidInput if the cost of a level could exceed the exact range."""
    for level in {term.rule.severity.priority for term in terms}:
        most = {term.rule.key: term.upper_bound() for term in terms if term.rule.severity.priority == level}
        if sum(most.values()) > MOST_COST:
            raise InvalidInput.single(
                f"the costs on priority level {level} could add up to {sum(most.values()):.1e}, and beyond "
                f"{MOST_COST:.1e} they cannot be compared exactly; most of it is from "
                f"{max(most, key=lambda key: most[key])}: give it a smaller weight, or make it hard",
                "rules",
            )


def _huge_costs(terms: Sequence[Term]) -> dict[int, int]:
    """Return for each level the penalty above its widest relative gap, if that is at least HUGE_RATIO."""
    costs: dict[int, set[int]] = {}
    for term in terms:
        weight, priority = term.rule.severity.weight, term.rule.severity.priority
        costs.setdefault(priority, set()).update(weight * amount for amount, _ in term.cost.terms)
    huge: dict[int, int] = {}
    for level, found in costs.items():
        steps = sorted(found)
        gaps = [(high / low, high) for low, high in pairwise(steps)]
        if gaps and max(gaps)[0] >= HUGE_RATIO:
            huge[level] = max(gaps)[1]
    return huge


def _strict_literal(model: cp_model.CpModel, terms: Sequence[Term], huge_from: dict[int, int]) -> Literal:
    strict = model.new_bool_var("strict")
    for term in terms:
        weight, level = term.rule.severity.weight, term.rule.severity.priority
        for amount, variable in term.cost.terms:
            if level in huge_from and weight * amount >= huge_from[level]:
                model.add(variable == 0).only_enforce_if(strict)
    return strict
