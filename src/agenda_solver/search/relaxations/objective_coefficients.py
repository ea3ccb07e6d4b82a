"""The objective coefficients of variables on one priority level, and the gaps between small and huge coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agenda_solver.cpsat.compiler import HUGE_RATIO, Compiled

__all__ = ["ObjectiveCoefficients"]


@dataclass(frozen=True)
class ObjectiveCoefficients:
    """The objective coefficients of one priority level."""

    # The coefficient of each variable, summed over all rules, by index.
    sums: dict[int, int]
    # The largest coefficient of each variable in a single rule, which decides whether it counts as huge.
    largest: dict[int, int]
    # Those in ``largest`` that are at least ten times the next smaller one, in increasing order: from each of
    # them on, coefficients are huge compared with the smaller ones.
    jumps: Sequence[int]

    @classmethod
    def of(cls, compiled: Compiled, level: int) -> ObjectiveCoefficients:
        """Collect the coefficients of a level."""
        sums: dict[int, int] = {}
        largest: dict[int, int] = {}
        for term in compiled.terms:
            if term.rule.severity.priority != level:
                continue
            for amount, variable in term.cost.terms:
                coefficient = term.rule.severity.weight * amount
                sums[variable.index] = sums.get(variable.index, 0) + coefficient
                largest[variable.index] = max(largest.get(variable.index, 0), coefficient)
        amounts = sorted(set(largest.values()))
        jumps = [high for low, high in pairwise(amounts) if high >= HUGE_RATIO * low]
        return cls(sums, largest, jumps)

    def at_least(self, amount: int | None) -> dict[int, int]:
        """Return the value 0 for every variable with a coefficient of at least ``amount`` in a rule, to forbid it."""
        if amount is None:
            return {}
        return {index: 0 for index, coefficient in self.largest.items() if coefficient >= amount}
