"""Scores of agendas in plain Python, by rule, session and person, independent of the solver.

Every agenda that the library returns is scored here.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.safe_text import joined, one_line

__all__ = ["RuleScore", "Scorecard", "score"]

STRUCTURE = "structure"


@dataclass(frozen=True)
class RuleScore:
    """The score of an agenda by one rule.

    Attributes
    ----------
    key, id
        The rule's name in this conference (``resource_limit:interpreters``) and its id (``resource_limit``).
    unit
        What the amounts count ("pairs of sessions", "minutes", "seats").
    severity
        How important the rule is to the committee.
    violations
        Every violation, with its sentence.
    """

    key: str
    id: str
    unit: str
    severity: Severity
    violations: tuple[Violation, ...]

    @cached_property
    def amount(self) -> int:
        """Sum of the violations' amounts, in the rule's unit."""
        return sum(violation.amount for violation in self.violations)

    @property
    def measure(self) -> str:
        """The amount with its unit in the singular or plural: ``1 room over one``, ``2 rooms over one``."""
        return f"{self.amount:,} {_one(self.unit) if self.amount == 1 else self.unit}"

    @property
    def cost(self) -> int:
        """Amount times weight; 0 for a hard rule, whose violations are forbidden instead."""
        return 0 if self.severity.is_hard else self.amount * self.severity.weight


@dataclass(frozen=True)
class Scorecard:
    """The score of an agenda, rule by rule.

    The first entry of ``rules`` counts structural faults, which are always forbidden: sessions without a place that are
    not optional, rooms and blocks that do not accept a session's type, and two sessions in one room at once.
    """

    rules: tuple[RuleScore, ...]

    @property
    def is_legal(self) -> bool:
        """Whether the agenda keeps all hard rules and has no structural fault."""
        return not any(rule.amount for rule in self.rules if rule.severity.is_hard)

    @cached_property
    def costs(self) -> dict[int, int]:
        """Sum of the costs on each priority level, highest level first; level 0 is always there."""
        levels: dict[int, int] = {0: 0}
        for rule in self.rules:
            if not rule.severity.is_hard:
                levels[rule.severity.priority] = levels.get(rule.severity.priority, 0) + rule.cost
        return dict(sorted(levels.items(), reverse=True))

    @property
    def objective(self) -> int:
        """Sum of the costs on level 0, the level of ordinary wishes."""
        return self.costs[0]

    def __getitem__(self, key: str) -> RuleScore:
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(key)

    @property
    def violations(self) -> Iterator[tuple[RuleScore, Violation]]:
        """Every violation with its rule: hard rules first, then by priority level and by the cost of the rule."""
        pairs = [(rule, violation) for rule in self.rules for violation in rule.violations]
        return iter(sorted(pairs, key=lambda p: (not p[0].severity.is_hard, -p[0].severity.priority, -p[0].cost)))

    def by_session(self) -> dict[str, dict[str, int]]:
        """Return for each session the amounts of the violations it takes part in, by rule."""
        return self._by("sessions")

    def by_person(self) -> dict[str, dict[str, int]]:
        """Return for each person the amounts of the violations that concern them, by rule."""
        return self._by("people")

    def _by(self, subject: str) -> dict[str, dict[str, int]]:
        table: dict[str, dict[str, int]] = defaultdict(dict)
        for rule in self.rules:
            for violation in rule.violations:
                for id in getattr(violation, subject):
                    table[id][rule.key] = table[id].get(rule.key, 0) + violation.amount
        return dict(table)

    def as_dict(self) -> dict[str, Any]:
        """Return the scorecard as plain data for JSON."""
        return {
            "legal": self.is_legal,
            "costs": {str(level): cost for level, cost in self.costs.items()},
            "rules": [
                {
                    "rule": rule.key,
                    "severity": str(rule.severity),
                    "unit": rule.unit,
                    "amount": rule.amount,
                    "cost": rule.cost,
                    "violations": [violation._asdict() for violation in rule.violations],
                }
                for rule in self.rules
            ],
        }

    def __str__(self) -> str:
        lines = [f"{'rule':<32} {'severity':<20} {'amount':>8} {'cost':>8}  unit"]
        lines += [f"{r.key:<32} {r.severity!s:<20} {r.amount:>8} {r.cost:>8}  {r.unit}" for r in self.rules]
        verdict = "legal" if self.is_legal else "NOT LEGAL"
        return joined([*lines, f"{verdict}, cost {', '.join(f'{c} on level {p}' for p, c in self.costs.items())}"])

    def _repr_html_(self) -> str:
        """Show the scorecard as a table in a notebook."""
        rows = "".join(
            f"<tr><td>{html.escape(one_line(r.key))}</td><td>{r.severity}</td><td>{r.amount}</td><td>{r.cost}</td>"
            f"<td>{html.escape(r.unit)}</td></tr>"
            for r in self.rules
        )
        head = "".join(f"<th>{name}</th>" for name in ("Rule", "Severity", "Amount", "Cost", "Unit"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


@typed
def score(conference: Conference, agenda: Mapping[str, Placement], rules: Sequence[Rule] | None = None) -> Scorecard:
    """Score an agenda by every rule that is switched on.

    Parameters
    ----------
    conference
        The conference.
    agenda
        Any agenda of it, even a partial or illegal one. An agenda of another version of the conference is scored with
        every session in the same room at the same time.
    rules
        The rules to score by; those of the conference by default.

    Returns
    -------
    The score, rule by rule.

    Raises
    ------
    InvalidInput
        If the conference's rule settings are wrong, if the agenda is of another conference, or if it has a place that
        this conference does not have.
    TypeError
        If an argument has the wrong type.
    """
    agenda = agenda.bound_to(conference) if isinstance(agenda, Agenda) else Agenda(conference, agenda)
    active = [rule for rule in (rules_of(conference) if rules is None else rules) if not rule.severity.is_off]
    structure = RuleScore(STRUCTURE, STRUCTURE, "faults", HARD, tuple(structural_faults(conference, agenda)))
    return Scorecard((structure, *(_score_by(rule, conference, agenda) for rule in active if rule.applies(conference))))


def _one(unit: str) -> str:
    """Return a unit for the number one: "pairs of sessions" becomes "pair of sessions"."""
    words = ["person" if word == "people" else word for word in unit.split(" ")]
    plural = next((number for number, word in enumerate(words) if word.endswith("s")), None)
    if plural is not None:
        words[plural] = words[plural].removesuffix("es" if words[plural].endswith("shes") else "s")
    return " ".join(words)


def _score_by(rule: Rule, conference: Conference, agenda: Agenda) -> RuleScore:
    return RuleScore(rule.key, rule.id, rule.measured_in, rule.severity, tuple(rule.check(conference, agenda)))


def structural_faults(conference: Conference, agenda: Agenda) -> Iterator[Violation]:
    """Return the structural faults: missing sessions, wrong types of room or block, two sessions in one room."""
    for session in agenda.unplaced:
        if not session.optional:
            yield Violation(1, f'"{session.title}" has no place.', (session.id,))
    by_room: dict[str, list[str]] = defaultdict(list)
    for id, placement in agenda.items():
        session, room = conference.session_by_id[id], conference.room_by_id[placement.room]
        block = conference.block_by_id[placement.block]
        by_room[placement.room].append(id)
        if room.session_types and session.type not in room.session_types:
            yield Violation(1, f'"{session.title}" is of type {session.type}, which {room.name} does not take.', (id,))
        if block.session_types and session.type not in block.session_types:
            when = conference.clock(placement.start)
            yield Violation(1, f'"{session.title}" is of type {session.type}, which {when} is not for.', (id,))
    for room_id, ids in by_room.items():
        for a, b in combinations(ids, 2):
            if overlaps(agenda[a], agenda[b]):
                titles = f'"{conference.session_by_id[a].title}" and "{conference.session_by_id[b].title}"'
                when = conference.clock(max(agenda[a].start, agenda[b].start))
                place = f"{conference.room_by_id[room_id].name} at {when}"
                yield Violation(1, f"{titles} are both in {place}.", (a, b), (), (room_id,))
