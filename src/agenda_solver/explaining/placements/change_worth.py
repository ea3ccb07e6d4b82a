"""The value of a change to an agenda: by rule and by priority level, and whether the agenda is legal after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.move_change_types import Standard
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of

__all__ = ["Weighed", "active_rules", "ledger_of", "place_dict"]


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """The effect of a change to an agenda on its score.

    Attributes
    ----------
    legal
        Whether the agenda after the change keeps every hard rule.
    amounts
        The change of each rule's amount, in the rule's unit, without rules whose amount does not change. The key
        ``structure`` stands for unplaced sessions and rooms with two sessions at once.
    costs
        The change of each soft rule's cost: amount times weight.
    delta
        The change of the cost on each priority level, highest level first. Level 0 is always included.
    broken
        The hard rules that the change would violate, or violate more than before.
    """

    legal: bool
    amounts: Mapping[str, int]
    costs: Mapping[str, int]
    delta: Mapping[int, int]
    broken: tuple[str, ...]

    @classmethod
    def by(cls, standard: Standard, amounts: Mapping[str, int], **which: Any) -> Self:
        """Return the effect of changed amounts; ``which`` has the fields of the subclass."""
        severities = standard.severities
        soft = {key: change for key, change in amounts.items() if not severities[key].is_hard}
        return cls(
            legal=standard.is_legal(amounts),
            amounts=amounts,
            costs={key: change * severities[key].weight for key, change in soft.items()},
            delta=standard.costs(amounts),
            broken=tuple(key for key, change in amounts.items() if change > 0 and key not in soft),
            **which,
        )

    @property
    def is_better(self) -> bool:
        """Whether the agenda would be legal and cost less on the highest priority level that changes."""
        return self.legal and next((change < 0 for change in self.delta.values() if change), False)

    @property
    def rank(self) -> tuple[bool | int, ...]:
        """The sort key of changes: legal ones first, then by cost, highest priority level first."""
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


def ledger_of(
    conference: Conference, agenda: Agenda, rules: Sequence[Rule] | None, scorecard: Scorecard | None
) -> Ledger:
    """Return the ledger of an agenda for some rules; with a scorecard, only for those that it contains."""
    chosen = _chosen(conference, rules)
    scored = None if scorecard is None else {entry.key for entry in scorecard.rules}
    return Ledger(conference, [rule for rule in chosen if scored is None or rule.key in scored], agenda)


def active_rules(conference: Conference, rules: Sequence[Rule] | None) -> list[Rule]:
    """Return the given rules, or those of the conference, that are on and apply."""
    return [rule for rule in _chosen(conference, rules) if not rule.severity.is_off and rule.applies(conference)]


def _chosen(conference: Conference, rules: Sequence[Rule] | None) -> Sequence[Rule]:
    return rules_of(conference) if rules is None else checked_rules(conference, rules)


def place_dict(place: Placement | None) -> dict[str, Any]:
    """Return a place as plain data for JSON."""
    return {name: getattr(place, name, None) for name in ("room", "block", "slot")}
