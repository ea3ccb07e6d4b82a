"""Submodels of a large model in which most variables are fixed.

CP-SAT could propagate the fixed variables itself, but loading a model of hundreds of thousands of variables takes
longer than solving for the few hundred that are free. Here numpy propagates all constraints at once, and only the
constraints that remain open become a model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from agenda_solver.search.exact.hints import warm_start_from, with_fixed
from agenda_solver.search.relaxations.constraint_arrays import MAX_EXACT_SUM, ConstraintArrays
from agenda_solver.search.relaxations.linear_constraints import NO_BOUND, variable_of

__all__ = ["Submodel", "SubmodelExtractor"]

Numbers = NDArray[np.int64]
Terms: TypeAlias = Sequence[tuple[cp_model.IntVar, int]]

# Maximum number of rounds of propagation; CP-SAT does the rest.
ROUNDS = 30


@dataclass(frozen=True)
class Submodel:
    """A submodel, which can extend its solutions to solutions of the large model."""

    # Infeasible if the fixed values contradict the constraints.
    model: cp_model.CpModel
    # The indices of its variables in the large model.
    free: Numbers
    _values: Numbers

    def full_values(self, values: Sequence[int]) -> list[int]:
        """Return the values of all variables of the large model."""
        full = self._values.copy()
        full[self.free] = values
        everything: list[int] = full.tolist()
        return everything


@dataclass
class _OpenRows:
    """The rows that are not yet redundant, with their entries in parallel arrays."""

    rows: Numbers
    of_row: Numbers  # positions in ``rows``
    variables: Numbers
    factors: Numbers


class SubmodelExtractor:
    """Extracts submodels of a large model, to which constraints may be added later, but no variables or new domains."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model
        self._table = ConstraintArrays(model)

    @property
    def can_extract(self) -> bool:
        """Whether the model can be expressed as sums; otherwise submodels are copies of it with fixed variables."""
        return self._table.is_complete

    def extract(self, fixed: Mapping[int, int], hint: Sequence[int] | None = None) -> Submodel:
        """Return the submodel that is left when some variables are fixed.

        ``fixed`` gives their values by index. ``hint`` is a solution of the large model for a warm start.
        """
        self._table.read_new_constraints()
        if not self.can_extract:
            return self._copy_with_fixed(fixed, hint)
        low, high = self._table.low.copy(), self._table.high.copy()
        indices = np.fromiter(fixed.keys(), dtype=np.int64, count=len(fixed))
        values = np.fromiter(fixed.values(), dtype=np.int64, count=len(fixed))
        possible = bool(((low[indices] <= values) & (values <= high[indices])).all())
        low[indices] = high[indices] = values
        open_rows = self._propagate(low, high) if possible else None
        if open_rows is None:
            model = cp_model.CpModel()
            model.add_bool_or([])
            return Submodel(model, np.zeros(0, dtype=np.int64), low)
        return self._model_of(open_rows, low, high, hint)

    def _copy_with_fixed(self, fixed: Mapping[int, int], solution: Sequence[int] | None) -> Submodel:
        """Return the large model with the fixed variables, for a model that is not expressed as sums."""
        model = with_fixed(self.model, fixed)
        if solution is not None:
            warm_start_from(model, solution)
        every = np.arange(len(self._table.low))
        return Submodel(model, every, np.zeros_like(every))

    def _propagate(self, low: Numbers, high: Numbers) -> _OpenRows | None:
        """Propagate the bounds in place, and return the rows that are not redundant; None if there is a contradiction.

        ``low`` and ``high`` are the bounds of the variables.
        """
        table = self._table
        left = _OpenRows(np.arange(len(table.least)), table.of_row, table.of_variable, table.factors)
        for _ in range(ROUNDS):
            least, most = table.least[left.rows], table.most[left.rows]
            rising = left.factors > 0
            at_low, at_high = left.factors * low[left.variables], left.factors * high[left.variables]
            smallest = _sums(np.where(rising, at_low, at_high), left)
            greatest = _sums(np.where(rising, at_high, at_low), left)
            if (smallest > most).any() or (greatest < least).any() or (least > most).any():
                return None
            open_ = (smallest < least) | (greatest > most)
            # By how much each variable may rise above its smallest contribution, and fall below its greatest.
            above = np.where(most < NO_BOUND, most - smallest, MAX_EXACT_SUM)[left.of_row] // np.abs(left.factors)
            below = np.where(least > -NO_BOUND, greatest - least, MAX_EXACT_SUM)[left.of_row] // np.abs(left.factors)
            up, down = np.where(rising, above, below), np.where(rising, below, above)
            first_low, first_high = low[left.variables], high[left.variables]
            lower, higher = first_low + up < first_high, first_high - down > first_low
            np.minimum.at(high, left.variables[lower], (first_low + up)[lower])
            np.maximum.at(low, left.variables[higher], (first_high - down)[higher])
            if (low > high).any():
                return None
            left = _kept_rows(left, open_)
            if not lower.any() and not higher.any():
                break
        return left

    def _model_of(self, left: _OpenRows, low: Numbers, high: Numbers, solution: Sequence[int] | None) -> Submodel:
        free = np.unique(left.variables[low[left.variables] < high[left.variables]])
        is_free = np.zeros(len(low), dtype=bool)
        is_free[free] = True
        cost, offset = self._costs()
        start = low if solution is None else np.clip(np.array(solution, dtype=np.int64), low, high)
        # The other variables are in no open row, so each gets the value that costs least.
        values = np.where(cost > 0, low, np.where(cost < 0, high, start))
        model = cp_model.CpModel()
        variables = [model.new_int_var(int(low[index]), int(high[index]), "") for index in free]
        number = np.zeros(len(low), dtype=np.int64)
        number[free] = np.arange(len(free))
        is_boolean = (low[free] == 0) & (high[free] == 1)
        self._add_rows(model, variables, left, is_boolean, np.where(is_free, 0, values), np.where(is_free, number, -1))
        rest = int((cost * np.where(is_free, 0, values)).sum()) + offset
        coefficients = zip(cost[free].tolist(), variables, strict=True)
        if self.model.has_objective():
            model.minimize(sum(coefficient * variable for coefficient, variable in coefficients if coefficient) + rest)
        if solution is not None:
            for variable, value in zip(variables, start[free].tolist(), strict=True):
                model.add_hint(variable, value)
        return Submodel(model, free, values)

    def _costs(self) -> tuple[Numbers, int]:
        """Return the objective coefficients of the variables, and the constant."""
        cost = np.zeros(len(self._table.low), dtype=np.int64)
        if not self.model.has_objective():  # reading the objective would create it
            return cost, 0
        objective = self.model.proto.objective
        for index, coefficient in zip(objective.vars, objective.coeffs, strict=True):
            cost[variable_of(index)] += coefficient if index >= 0 else -coefficient
        return cost, round(objective.offset)

    def _add_rows(
        self,
        model: cp_model.CpModel,
        variables: Sequence[cp_model.IntVar],
        left: _OpenRows,
        is_boolean: NDArray[np.bool_],
        fixed_values: Numbers,
        number: Numbers,
    ) -> None:
        """Add the open rows over the free variables.

        ``number`` gives the position of each free variable, and -1 for the others; ``fixed_values`` gives their values.
        """
        fixed_part = _sums(left.factors * fixed_values[left.variables], left)
        least, most = self._table.least[left.rows], self._table.most[left.rows]
        least, most = (
            np.where(least > -NO_BOUND, least - fixed_part, least),
            np.where(most < NO_BOUND, most - fixed_part, most),
        )
        terms: list[list[tuple[int, int]]] = [[] for _ in left.rows]
        numbers = number[left.variables]
        is_free = numbers >= 0
        rows, numbers, factors = left.of_row[is_free], numbers[is_free], left.factors[is_free]
        for row, variable, factor in zip(rows.tolist(), numbers.tolist(), factors.tolist(), strict=True):
            terms[row].append((variable, factor))
        of_literals = np.ones(len(left.rows), dtype=bool)
        of_literals[rows[~((np.abs(factors) == 1) & is_boolean[numbers])]] = False
        added = set()
        for found, lower, upper, clause in zip(terms, least.tolist(), most.tolist(), of_literals.tolist(), strict=True):
            key = (tuple(found), lower, upper)
            if key in added:
                continue
            added.add(key)
            named = [(variables[index], factor) for index, factor in found]
            if not clause or not _add_clause(model, named, lower, upper):
                _add_sum(model, named, lower, upper)


def _sums(numbers: Numbers, left: _OpenRows) -> Numbers:
    """Return the sums of the entries of each row."""
    sums = np.zeros(len(left.rows), dtype=np.int64)
    if len(numbers):
        begins = np.flatnonzero(np.diff(left.of_row, prepend=-1))
        sums[left.of_row[begins]] = np.add.reduceat(numbers, begins)
    return sums


def _kept_rows(left: _OpenRows, kept: NDArray[np.bool_]) -> _OpenRows:
    """Return the rows to keep."""
    position = np.cumsum(kept) - 1
    entries = kept[left.of_row]
    return _OpenRows(left.rows[kept], position[left.of_row[entries]], left.variables[entries], left.factors[entries])


def _add_clause(model: cp_model.CpModel, terms: Terms, least: int, most: int) -> bool:
    """Add a sum of literals as a clause, at-most-one or exactly-one if it is one; return whether it is."""
    literals = [variable if factor == 1 else ~variable for variable, factor in terms]
    negated = sum(factor == -1 for _, factor in terms)
    lower, upper = max(0, least + negated), min(len(literals), most + negated)
    if (lower, upper) == (1, 1):
        model.add_exactly_one(literals)
    elif (lower, upper) == (0, 1):
        model.add_at_most_one(literals)
    elif (lower, upper) == (1, len(literals)):
        model.add_bool_or(literals)
    else:
        return False
    return True


def _add_sum(model: cp_model.CpModel, terms: Terms, least: int, most: int) -> None:
    """Add a sum with bounds; bounds beyond ``NO_BOUND`` are dropped."""
    if terms:
        total = sum(factor * variable for variable, factor in terms)
        model.add_linear_constraint(total, max(least, -NO_BOUND), min(most, NO_BOUND))
    elif not least <= 0 <= most:
        model.add_bool_or([])
