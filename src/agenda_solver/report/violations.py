"""The violations of an agenda, in the words of the rules: for the cards, for the list, and by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.report.page_view import RuleView
from agenda_solver.report.session_view import CostView, FaultView, Link
from agenda_solver.report.words import rule_label
from agenda_solver.rules.base.rule import Violation
from agenda_solver.safe_text import one_line

__all__ = ["Faults", "rule_views"]

MAX_LINKS = 6


class Faults:
    """The violations of a scorecard, ready to be shown.

    Attributes
    ----------
    all
        Every violation: the hard ones first, then by priority level, then by cost. None without a scorecard.
    by_session
        The same for each session that a violation names.
    """

    def __init__(self, agenda: Agenda, scorecard: Scorecard | None, anchors: Mapping[str, str]) -> None:
        self._agenda, self._anchors, self._scorecard = agenda, anchors, scorecard
        by_session: dict[str, list[FaultView]] = defaultdict(list)
        every: list[FaultView] = []
        for rule, violation in _sorted(scorecard):
            fault = self._view(rule, violation)
            every.append(fault)
            for session in dict.fromkeys(violation.sessions):
                by_session[session].append(fault)
        self.all = None if scorecard is None else tuple(every)
        self.by_session = {session: tuple(faults) for session, faults in by_session.items()}

    def costs_of(self, session: str) -> tuple[CostView, ...] | None:
        """Return the violations of a session, rule by rule, the hard ones first; None without a scorecard."""
        if self._scorecard is None:
            return None
        return tuple(
            CostView(rule_label(part.key), part.measure, _price(part, part.cost), part.severity.is_hard)
            for part in sorted(self._parts.get(session, ()), key=_gravity)
        )

    @cached_property
    def _parts(self) -> dict[str, list[RuleScore]]:
        """For each session, the score of each rule, counting only the violations that name the session."""
        parts: dict[str, list[RuleScore]] = defaultdict(list)
        for rule in self._scorecard.rules if self._scorecard else ():
            named: dict[str, list[Violation]] = defaultdict(list)
            for violation in () if rule.severity.is_off else rule.violations:
                for session in dict.fromkeys(violation.sessions):
                    named[session].append(violation)
            for session, violations in named.items():
                parts[session].append(replace(rule, violations=tuple(violations)))
        return parts

    def _view(self, rule: RuleScore, violation: Violation) -> FaultView:
        known = self._agenda.conference.session_by_id
        ids = [id for id in dict.fromkeys(violation.sessions) if id in known]
        links = tuple(Link(self._anchors.get(id), known[id].title) for id in ids[:MAX_LINKS])
        price = _price(rule, _cost(rule, violation))
        return FaultView(one_line(violation.message), rule_label(rule.key), rule.severity.is_hard, price, links)


def rule_views(scorecard: Scorecard | None) -> tuple[RuleView, ...]:
    """Return the scorecard's rows: the hard rules, then the others by level and cost."""
    rules = [rule for rule in (scorecard.rules if scorecard else ()) if not rule.severity.is_off]
    rules.sort(key=lambda r: (not r.severity.is_hard, -r.severity.priority, -r.cost, -r.amount))
    return tuple(
        RuleView(
            label=rule_label(rule.key),
            severity=str(rule.severity),
            amount=f"{rule.amount:,}",
            unit=rule.unit,
            cost="" if rule.severity.is_hard else f"{rule.cost:,}",
            hard=rule.severity.is_hard,
            kept=not rule.amount,
        )
        for rule in rules
    )


def _sorted(scorecard: Scorecard | None) -> list[tuple[RuleScore, Violation]]:
    pairs = [] if scorecard is None else [p for p in scorecard.violations if not p[0].severity.is_off]
    return sorted(pairs, key=lambda p: (not p[0].severity.is_hard, -p[0].severity.priority, -_cost(*p)))


def _cost(rule: RuleScore, violation: Violation) -> int:
    return violation.amount * (1 if rule.severity.is_hard else rule.severity.weight)


def _gravity(rule: RuleScore) -> tuple[bool, int, int]:
    return not rule.severity.is_hard, -rule.severity.priority, -rule.cost


def _price(rule: RuleScore, cost: int) -> str:
    if rule.severity.is_hard:
        return "hard rule"
    level = f", level {rule.severity.priority}" if rule.severity.priority else ""
    return f"cost {cost:,}{level}"
