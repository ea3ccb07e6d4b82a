"""The cost of a rule by person, track or room: the sum of the shares, or only the largest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agenda_solver.cpsat.variables.rule_cost import Cost

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.rules.shared.fairness import FairRule

__all__ = ["Shares"]


class Shares:
    """The cost of each person, track or room in a rule.

    Parameters
    ----------
    decisions
        The variables of the conference.
    rule
        The rule. If it counts the sum of the shares, all of them use one cost.
    """

    def __init__(self, decisions: Decisions, rule: FairRule) -> None:
        self._decisions, self._rule = decisions, rule
        self._total = decisions.cost(rule.is_hard)
        self._of: dict[str, Cost] = {}

    def of(self, one: str) -> Cost:
        """Return the cost to which the charges of one person, track or room are added."""
        if not self._rule.counts_largest:
            return self._total
        return self._of.setdefault(one, self._decisions.cost(self._rule.is_hard))

    def cost(self) -> Cost:
        """Return the cost of the rule; call it once, after everything is charged.

        If the largest share counts, the cost is one variable that is bounded from below by each share.
        """
        charged = [share for share in self._of.values() if share]
        if charged:
            model = self._decisions.model
            largest = model.new_int_var(0, max(map(_upper_bound, charged)), "")
            for share in charged:
                model.add(largest >= share.constant + sum(amount * variable for amount, variable in share.terms))
            self._total.add(largest)
        return self._total


def _upper_bound(cost: Cost) -> int:
    return cost.constant + sum(amount * int(max(variable.proto.domain)) for amount, variable in cost.terms)
