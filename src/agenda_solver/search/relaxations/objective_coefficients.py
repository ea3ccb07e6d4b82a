"""The objective coefficients of variables on one priority level, and the gaps between small and huge coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agenda_solver.cpsat.compiler import HUGE_RATIO, Compiled

__all__ = ["Charges"]


@dataclass(frozen=True)
class Charges:
    """The objective coefficients of one priority level."""

    # The coefficient of each variable, summed over all rules, by index.
    sums: dict[int, int]
    # The largest coefficient of each variable in a single rule, which decides whether it counts as huge.
    worst: dict[int, int]
    # The coefficients in ``worst`` that are at least ten times the next smaller one, in increasing order: from each of
    # them on, coefficients are huge compared with the smaller ones.
    steps: Sequence[int]

    @classmethod
    def of(cls, compiled: Compiled, level: int) -> Charges:
        """Collect the coefficients of a level."""
        sums: dict[int, int] = {}
        worst: dict[int, int] = {}
        for term in compiled.terms:
            if term.rule.severity.priority != level:
                continue
            for amount, variable in term.cost.terms:
                charge = term.rule.severity.weight * amount
                sums[variable.index] = sums.get(variable.index, 0) + charge
                worst[variable.index] = max(worst.get(variable.index, 0), charge)
        amounts = sorted(set(worst.values()))
        steps = [high for low, high in pairwise(amounts) if high >= HUGE_RATIO * low]
        return cls(sums, worst, steps)

    def at_least(self, amount: int | None) -> dict[int, int]:
        """Return the value 0 for every variable with a coefficient of at least ``amount`` in a rule, to forbid it."""
        if amount is None:
            return {}
        return {index: 0 for index, charge in self.worst.items() if charge >= amount}
