"""What a change of an agenda is worth: by rule, by priority level, and whether the agenda is legal after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agenda_solver.rules.rule import Severity
from agenda_solver.scoring import Scorecard

__all__ = ["Scales", "Weighed"]


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What some change of an agenda changes in its score.

    Attributes
    ----------
    legal
        Whether the agenda after the change keeps every hard rule.
    amounts
        By how much the amount of each rule changes, in the rule's unit; rules that do not change are not there. The key
        ``structure`` stands for sessions without a place and rooms with two sessions at once.
    costs
        By how much the cost of each soft rule changes: amount times weight.
    delta
        By how much the cost on each priority level changes, the highest level first. Level 0 is always there.
    broken
        The hard rules that the change would break further, or break anew.
    """

    legal: bool
    amounts: Mapping[str, int]
    costs: Mapping[str, int]
    delta: Mapping[int, int]
    broken: tuple[str, ...]

    @property
    def is_better(self) -> bool:
        """Whether the agenda would be legal and cost less: on the highest priority level that changes at all."""
        return self.legal and next((change < 0 for change in self.delta.values() if change), False)

    @property
    def rank(self) -> tuple[bool | int, ...]:
        """What the best change has least of: legal ones first, then by cost, the highest priority level first."""
        return (not self.legal, *self.delta.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the changes as plain data for JSON."""
        return {
            "legal": self.legal,
            "delta": {str(level): change for level, change in self.delta.items()},
            "amounts": dict(self.amounts),
            "costs": dict(self.costs),
            "broken": list(self.broken),
        }


@dataclass(frozen=True)
class Scales:
    """What is known of an agenda as it is: its levels, the severities of the rules that change, what is broken."""

    levels: tuple[int, ...]
    severities: Mapping[str, Severity]
    standing: Mapping[str, int]

    @classmethod
    def of(cls, card: Scorecard, changing: Iterable[str]) -> Scales:
        """Return the scales for changes of an agenda with this score in some of the rules."""
        keys = set(changing)
        severities = {entry.key: entry.severity for entry in card.rules if entry.key in keys}
        standing = {entry.key: entry.amount for entry in card.rules if entry.severity.is_hard and entry.amount}
        return cls(tuple(card.costs), severities, standing)

    def weigh(self, amounts: Mapping[str, int]) -> Weighed:
        """Weigh the changes of the rules' amounts; those of rules that do not change are left out."""
        costs: dict[str, int] = {}
        delta = dict.fromkeys(self.levels, 0)
        left = dict(self.standing)
        for key, change in amounts.items():
            severity = self.severities[key]
            if severity.is_hard:
                left[key] = left.get(key, 0) + change
            else:
                costs[key] = change * severity.weight
                delta[severity.priority] += costs[key]
        broken = tuple(key for key, change in amounts.items() if change > 0 and self.severities[key].is_hard)
        return Weighed(legal=not any(left.values()), amounts=amounts, costs=costs, delta=delta, broken=broken)
