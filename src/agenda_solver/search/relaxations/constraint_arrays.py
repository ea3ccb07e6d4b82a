"""All constraints of a model as numpy arrays: sums with bounds."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from agenda_solver.search.relaxations.linear_constraints import NO_BOUND, Row, row_of, variable_of

__all__ = ["MAX_EXACT_SUM", "ConstraintArrays"]

Numbers = NDArray[np.int64]

# Sums up to this size are exact in 64 bits; a table for a model with larger ones is incomplete.
MAX_EXACT_SUM = 2**60


class ConstraintArrays:
    """The constraints of a model as rows of sums with bounds.

    Constraints may be added to the model later, but no variables or new domains. If ``is_complete`` is false, the model
    cannot be expressed as sums, and the rows must not be used. ``low`` and ``high`` are the bounds of the variables.
    ``of_row``, ``of_variable`` and ``factors`` are the row, variable and coefficient of each entry, sorted by row and
    variable. ``least`` and ``most`` are the bounds of the rows, plus or minus ``NO_BOUND`` if there is none.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model
        proto = model.proto
        self.is_complete = all(len(variable.domain) == 2 for variable in proto.variables)
        self.low = np.array([variable.domain[0] for variable in proto.variables], dtype=np.int64)
        self.high = np.array(
            [variable.domain[len(variable.domain) - 1] for variable in proto.variables], dtype=np.int64
        )
        self._seen = 0
        self._entries = (array("q"), array("q"), array("q"))
        self._bounds = (array("q"), array("q"))
        self._arrange()
        self.read_new_constraints()

    # --- reading ---------------------------------------------------------------------------------------------------

    def read_new_constraints(self) -> None:
        """Read the constraints that were added since the last call."""
        constraints = self.model.proto.constraints
        if self._seen == len(constraints) or not self.is_complete:
            return
        ends = np.maximum(np.abs(self.low), np.abs(self.high)).tolist()
        for position in range(self._seen, len(constraints)):
            row = row_of(constraints[position])
            if row is None or _has_holes(constraints[position]):
                self.is_complete = False
                return
            for terms, least, most in self._unconditional(row):
                size = sum(abs(factor) * ends[index] for index, factor in terms) + min(abs(least), abs(most))
                self.is_complete = self.is_complete and size <= MAX_EXACT_SUM
                self._append(terms, least, most)
        self._seen = len(constraints)
        self._arrange()

    def _append(self, terms: Sequence[tuple[int, int]], least: int, most: int) -> None:
        number = len(self._bounds[0])
        for index, factor in terms:
            self._entries[0].append(number)
            self._entries[1].append(index)
            self._entries[2].append(factor)
        self._bounds[0].append(max(least, -NO_BOUND))
        self._bounds[1].append(min(most, NO_BOUND))

    def _unconditional(self, row: Row) -> list[tuple[list[tuple[int, int]], int, int]]:
        """Return a row as unconditional rows, by the big-M method if it has a condition."""
        terms, least, most, enforcing = row
        if not enforcing:
            return [(terms, least, most)]
        sides = []
        for sign, limit in ((1, most), (-1, -least)):
            if limit >= NO_BOUND:
                continue
            total = [(index, sign * factor) for index, factor in terms]
            ends = [(factor * int(self.low[index]), factor * int(self.high[index])) for index, factor in total]
            room = sum(max(pair) for pair in ends) - limit
            if room <= 0:
                continue  # always satisfied
            for literal in enforcing:
                total.append((variable_of(literal), room if literal >= 0 else -room))
                limit += room if literal >= 0 else 0  # noqa: PLW2901 - the same limit, written otherwise
            sides.append((total, -NO_BOUND, limit))
        return sides

    def _arrange(self) -> None:
        """Put the entries into arrays; add up those of one variable in one row."""
        rows, variables, factors = (np.frombuffer(entries, dtype=np.int64) for entries in self._entries)
        keys, position = np.unique(rows * len(self.low) + variables, return_inverse=True)
        sums = np.zeros(len(keys), dtype=np.int64)
        np.add.at(sums, position.reshape(-1), factors)
        nonzero = sums != 0
        self.of_row, self.of_variable = keys[nonzero] // len(self.low), keys[nonzero] % len(self.low)
        self.factors = sums[nonzero]
        self.least, self.most = (np.array(bounds, dtype=np.int64) for bounds in self._bounds)


def _has_holes(constraint: Any) -> bool:
    """Whether the domain of a constraint's sum has holes."""
    return constraint.has_linear() and len(constraint.linear.domain) > 2
