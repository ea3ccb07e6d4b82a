"""The objective of a priority level: the weighted costs of its soft rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
from agenda_solver.rules.base.rule import Rule

__all__ = ["Term", "objective_of"]


@dataclass(frozen=True)
class Term:
    """The cost of one soft rule: ``weight * (sum of amount * variable + constant)``."""

    rule: Rule
    cost: Cost

    @property
    def expression(self) -> Any:
        """The weighted cost as a linear expression."""
        weight = self.rule.severity.weight
        return weight * self.cost.constant + sum(weight * amount * variable for amount, variable in self.cost.terms)

    def value(self, of: Callable[[Variable], int]) -> int:
        """Return the weighted cost at the given values of the variables."""
        amount = self.cost.constant + sum(amount * of(variable) for amount, variable in self.cost.terms)
        return self.rule.severity.weight * amount

    def upper_bound(self) -> int:
        """Return the weighted cost with every variable at its upper bound."""
        return self.value(lambda variable: max(variable.proto.domain))


def objective_of(terms: Iterable[Term], level: int) -> Any:
    """Return the sum of the costs of one priority level as a linear expression."""
    return sum(term.expression for term in terms if term.rule.severity.priority == level)
