"""A relaxation for bounds in which symmetric variables are aggregated.

If rooms are symmetric, they can be permuted in any agenda, and a proof has to exclude all these permutations. Here
symmetric variables are replaced by their sum, and symmetric constraints by their sum.

Symmetric variables are found by colour refinement. The first colour of a variable depends on its bounds and its cost,
that of a constraint on its bounds. Then each gets a new colour for the multiset of adjacent colours and coefficients,
until the partition is stable. In the end all variables of a colour have the same sum of coefficients over the
constraints of a colour. The sum of these constraints can then be written with the sums of the variables, and every
solution of the model satisfies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from agenda_solver.search.relaxations.linear_constraints import NO_BOUND, Row, row_of, variable_of

__all__ = ["SymmetryAggregation"]

Numbers = NDArray[np.uint64]

# Sums up to this size are exact in 64 bits, and CP-SAT accepts them. Constraints that could exceed it are left out.
MAX_EXACT_SUM = 2**60

NOT_SYMMETRIC = "parts that were treated as alike are not; this is a defect of agenda_solver"


class SymmetryAggregation:
    """The symmetry aggregation of a model with a linear objective to be minimised; see the module.

    Unsupported constraints are left out. ``model`` is the aggregated model, whose optimum is at most that of the given
    one. ``before`` and ``after`` are the numbers of variables in constraints or the objective.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        proto = model.proto
        self._ends = [(v.domain[0], v.domain[len(v.domain) - 1]) for v in proto.variables]
        self._bounds = np.array(self._ends, dtype=np.int64).reshape(-1, 2)
        self._costs = np.zeros(len(self._ends), dtype=np.int64)
        for index, cost in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
            self._costs[variable_of(index)] += cost if index >= 0 else -cost
        self._read_rows(proto.constraints)
        self._colours, self._row_colours = self._refined_colours()
        self._sizes = np.bincount(self._colours)
        self._least, self._most = (_sums(self._bounds[:, side], self._colours) for side in (0, 1))
        used = np.unique(np.concatenate([self._of_variable, np.flatnonzero(self._costs)]))
        self.before = len(used)
        self.after = len(np.unique(self._colours[used]))
        self.model = self._aggregated_model(round(proto.objective.offset))

    def determined_values(self, values: Sequence[int]) -> dict[int, int]:
        """Return the variables of the given model whose values follow from a solution of the aggregated model."""
        sums = np.array(values, dtype=np.int64)[self._colours]
        least, most = self._least[self._colours], self._most[self._colours]
        alone = self._sizes[self._colours] == 1
        known = alone | (sums == least) | (sums == most)
        each = np.where(alone, sums, np.where(sums == least, self._bounds[:, 0], self._bounds[:, 1]))
        return {int(index): int(each[index]) for index in np.flatnonzero(known)}

    # --- rows ------------------------------------------------------------------------------------------------------

    def _read_rows(self, constraints: Any) -> None:
        """Convert the constraints to sums with an upper limit: the row, variable and coefficient of each entry."""
        entries: list[tuple[int, int, int]] = []
        limits: list[int] = []
        greatest: list[int] = []
        seen: set[Any] = set()
        for constraint in constraints:
            row = row_of(constraint)
            for terms, most in () if row is None else self._upper_bounds(row):
                key = (tuple(sorted(terms.items())), most)
                size = abs(most) + sum(
                    abs(factor) * max(1, *map(abs, self._ends[index])) for index, factor in terms.items()
                )
                if size <= MAX_EXACT_SUM and key not in seen:
                    seen.add(key)
                    entries += [(len(limits), index, factor) for index, factor in terms.items()]
                    limits.append(most)
                    greatest.append(size)
        columns = np.array(entries, dtype=np.int64).reshape(-1, 3)
        self._of_row, self._of_variable, self._factors = columns[:, 0], columns[:, 1], columns[:, 2]
        self._limits = np.array(limits, dtype=np.int64)
        self._greatest = np.array(greatest, dtype=np.float64)

    def _upper_bounds(self, row: Row) -> list[tuple[dict[int, int], int]]:
        """Return the upper and the lower bound of a row, each as an unconditional upper bound."""
        terms, least, most, enforcing = row
        sides = []
        for sign, limit in ((1, most), (-1, -least)):
            if limit >= NO_BOUND:
                continue
            total: dict[int, int] = {}
            for index, factor in terms:
                total[index] = total.get(index, 0) + sign * factor
            greatest = sum(max(factor * end for end in self._ends[index]) for index, factor in total.items())
            room = greatest - limit
            if room <= 0:
                continue  # always satisfied
            for literal in enforcing:
                # If the literal is false, the limit is the largest possible sum.
                index = variable_of(literal)
                total[index] = total.get(index, 0) + (room if literal >= 0 else -room)
                limit += room if literal >= 0 else 0  # noqa: PLW2901 - the same limit, written otherwise
            sides.append(({index: factor for index, factor in total.items() if factor}, limit))
        return sides

    # --- colours ---------------------------------------------------------------------------------------------------

    def _refined_colours(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the colours of variables and rows, as numbers from 0 on."""
        # Variables so large that their sum might not be exact are not aggregated.
        great = np.abs(self._bounds).max(axis=1) > MAX_EXACT_SUM // max(1, len(self._bounds))
        own_colours = np.where(great, np.arange(1, len(great) + 1), 0)
        variables = _hashes(self._bounds[:, 0], self._bounds[:, 1], self._costs, own_colours)
        begin = rows = _hashes(self._limits)
        number = 0
        while len(np.unique(variables)) > number:
            number = len(np.unique(variables))
            rows = begin.copy()
            np.add.at(rows, self._of_row, _hashes(variables[self._of_variable], self._factors))
            met = np.zeros_like(variables)
            np.add.at(met, self._of_variable, _hashes(rows[self._of_row], self._factors))
            variables = _hashes(variables, met)
        of_variables = np.unique(variables, return_inverse=True)[1].reshape(-1).astype(np.int64)
        return of_variables, np.unique(rows, return_inverse=True)[1].reshape(-1).astype(np.int64)

    def _aggregated_model(self, offset: int) -> cp_model.CpModel:
        """Return the model of the sums, one for each colour."""
        model = cp_model.CpModel()
        costs = self._costs[np.unique(self._colours, return_index=True)[1]]
        if (self._costs != costs[self._colours]).any():
            raise RuntimeError(NOT_SYMMETRIC)
        sums = [model.new_int_var(int(low), int(high), "") for low, high in zip(self._least, self._most, strict=True)]
        limits = _sums(self._limits, self._row_colours)
        exact = np.bincount(self._row_colours, self._greatest) <= MAX_EXACT_SUM
        terms: list[list[tuple[int, int]]] = [[] for _ in limits]
        for row, colour, factor in self._aggregated_terms():
            terms[row].append((colour, factor))
        for row_terms, limit, is_exact in zip(terms, limits, exact, strict=True):
            if is_exact and (row_terms or limit < 0):
                divisor = gcd(*(factor for _, factor in row_terms)) or 1
                total = sum((factor // divisor) * sums[colour] for colour, factor in row_terms)
                model.add(total <= int(limit) // divisor)
        model.minimize(sum(int(cost) * total for cost, total in zip(costs, sums, strict=True)) + offset)
        return model

    def _aggregated_terms(self) -> list[tuple[int, int, int]]:
        """Return the row colour, variable colour and factor of each term in the sums of the rows of a colour.

        Raise RuntimeError if the variables of a colour have different factors, which would be a defect.
        """
        total = len(self._colours)
        keys, position = np.unique(self._row_colours[self._of_row] * total + self._of_variable, return_inverse=True)
        factors = np.zeros(len(keys), dtype=np.int64)
        np.add.at(factors, position.reshape(-1), self._factors)
        pairs = keys // total * total + self._colours[keys % total]
        different, first, counts = np.unique(pairs, return_index=True, return_counts=True)
        of_pair = factors[first][np.searchsorted(different, pairs)]
        if (factors != of_pair).any() or (counts != self._sizes[different % total]).any():
            raise RuntimeError(NOT_SYMMETRIC)
        return [
            (int(key // total), int(key % total), int(factor))
            for key, factor in zip(different, factors[first], strict=True)
            if factor
        ]


def _sums(numbers: NDArray[np.int64], colours: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of the numbers by colour."""
    sums = np.zeros(int(colours.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(sums, colours, numbers)
    return sums


def _hashes(*numbers: NDArray[Any]) -> Numbers:
    """Return a hash for each combination of numbers; different combinations almost certainly have different hashes."""
    mixed = np.full(len(numbers[0]), 0x9E3779B97F4A7C15, dtype=np.uint64)
    for each in numbers:
        mixed ^= (
            each.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) + (mixed << np.uint64(6)) + (mixed >> np.uint64(2))
        )
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed
