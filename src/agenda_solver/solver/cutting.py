"""Small models cut out of a large one, where most variables keep their values.

CP-SAT would find out by itself what follows from the fixed variables, but to hand over a model of hundreds of thousands
of variables takes longer than to solve the few hundred that are left. Here the consequences are drawn with numpy, on
all constraints at once, and only what is left open becomes a model.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from agenda_solver.solver.fixing import begin_from, with_fixed
from agenda_solver.solver.rows import NO_BOUND, Row, row_of, variable_of

__all__ = ["Cuttings", "Part"]

Numbers = NDArray[np.int64]
Terms: TypeAlias = Sequence[tuple[cp_model.IntVar, int]]

# Sums up to here are exact in 64 bits; a model with greater ones is not cut.
MOST = 2**60

# Rounds of drawing consequences at most: what is left after them is left to CP-SAT.
ROUNDS = 30


@dataclass(frozen=True)
class Part:
    """A small model, and how its solutions are solutions of the large one.

    Attributes
    ----------
    model
        Without solutions where the fixed values contradict the constraints.
    free
        The indices in the large model of the small one's variables, in their order.
    """

    model: cp_model.CpModel
    free: Numbers
    _values: Numbers

    def whole(self, values: Sequence[int]) -> list[int]:
        """Return the values of all variables of the large model."""
        found = self._values.copy()
        found[self.free] = values
        return [int(value) for value in found.tolist()]


@dataclass
class _Open:
    """The rows that still say something, with their entries side by side."""

    rows: Numbers
    of_row: Numbers  # positions in ``rows``
    variables: Numbers
    factors: Numbers


class Cuttings:
    """The constraints of a model as sums with bounds, from which small models are cut.

    Parameters
    ----------
    model
        The large model. Constraints may be added to it later, but no variables, and no domain may change.

    Attributes
    ----------
    model
        The large model.
    can_cut
        Whether all of the model can be said as sums; otherwise nothing can be cut.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model
        proto = model.proto
        self.can_cut = all(len(variable.domain) == 2 for variable in proto.variables)
        self._low = np.array([variable.domain[0] for variable in proto.variables], dtype=np.int64)
        self._high = np.array(
            [variable.domain[len(variable.domain) - 1] for variable in proto.variables], dtype=np.int64
        )
        self._seen = 0
        self._entries = (array("q"), array("q"), array("q"))
        self._bounds = (array("q"), array("q"))
        self._arrange()
        self._read_on()

    # --- reading ---------------------------------------------------------------------------------------------------

    def _read_on(self) -> None:
        """Read the constraints that are new."""
        constraints = self.model.proto.constraints
        if self._seen == len(constraints) or not self.can_cut:
            return
        ends = np.maximum(np.abs(self._low), np.abs(self._high)).tolist()
        for position in range(self._seen, len(constraints)):
            row = row_of(constraints[position])
            if row is None or _has_holes(constraints[position]):
                self.can_cut = False
                return
            for terms, least, most in self._unconditional(row):
                size = sum(abs(factor) * ends[index] for index, factor in terms) + min(abs(least), abs(most))
                self.can_cut = self.can_cut and size <= MOST
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
        """Return a row as rows without conditions: a false one leaves as much room as the sum can take."""
        terms, least, most, enforcing = row
        if not enforcing:
            return [(terms, least, most)]
        sides = []
        for sign, limit in ((1, most), (-1, -least)):
            if limit >= NO_BOUND:
                continue
            total = [(index, sign * factor) for index, factor in terms]
            ends = [(factor * int(self._low[index]), factor * int(self._high[index])) for index, factor in total]
            room = sum(max(pair) for pair in ends) - limit
            if room <= 0:
                continue  # it holds anyway
            for literal in enforcing:
                total.append((variable_of(literal), room if literal >= 0 else -room))
                limit += room if literal >= 0 else 0  # noqa: PLW2901 - the same limit, written otherwise
            sides.append((total, -NO_BOUND, limit))
        return sides

    def _arrange(self) -> None:
        """Put the entries into arrays, those of one variable in one row together."""
        rows, variables, factors = (np.frombuffer(entries, dtype=np.int64) for entries in self._entries)
        keys, position = np.unique(rows * len(self._low) + variables, return_inverse=True)
        sums = np.zeros(len(keys), dtype=np.int64)
        np.add.at(sums, position.reshape(-1), factors)
        said = sums != 0
        self._of_row, self._of_variable = keys[said] // len(self._low), keys[said] % len(self._low)
        self._factors = sums[said]
        self._least, self._most = (np.array(bounds, dtype=np.int64) for bounds in self._bounds)

    # --- cutting ---------------------------------------------------------------------------------------------------

    def part(self, fixed: Mapping[int, int], begin_with: Sequence[int] | None = None) -> Part:
        """Cut out what is left open where some variables are fixed.

        Parameters
        ----------
        fixed
            Values of variables by their indices.
        begin_with
            A solution of the large model that the search in the small one is to begin from.
        """
        self._read_on()
        if not self.can_cut:
            return self._uncut(fixed, begin_with)
        low, high = self._low.copy(), self._high.copy()
        indices = np.fromiter(fixed.keys(), dtype=np.int64, count=len(fixed))
        values = np.fromiter(fixed.values(), dtype=np.int64, count=len(fixed))
        possible = bool(((low[indices] <= values) & (values <= high[indices])).all())
        low[indices] = high[indices] = values
        found = self._consequences(low, high) if possible else None
        if found is None:
            model = cp_model.CpModel()
            model.add_bool_or([])
            return Part(model, np.zeros(0, dtype=np.int64), low)
        return self._model_of(found, low, high, begin_with)

    def _uncut(self, fixed: Mapping[int, int], solution: Sequence[int] | None) -> Part:
        """Return the large model with the fixed variables, where it cannot be cut."""
        model = with_fixed(self.model, fixed)
        if solution is not None:
            begin_from(model, solution)
        every = np.arange(len(self._low))
        return Part(model, every, np.zeros_like(every))

    def _consequences(self, low: Numbers, high: Numbers) -> _Open | None:
        """Draw what follows from the bounds, which are changed, and return the rows that still say something.

        None where the bounds contradict the rows.
        """
        left = _Open(np.arange(len(self._least)), self._of_row, self._of_variable, self._factors)
        for _ in range(ROUNDS):
            least, most = self._least[left.rows], self._most[left.rows]
            rising = left.factors > 0
            at_low, at_high = left.factors * low[left.variables], left.factors * high[left.variables]
            smallest = _sums(np.where(rising, at_low, at_high), left)
            greatest = _sums(np.where(rising, at_high, at_low), left)
            if (smallest > most).any() or (greatest < least).any() or (least > most).any():
                return None
            open_ = (smallest < least) | (greatest > most)
            # What a variable can add to the smallest sum, and take from the greatest.
            above = np.where(most < NO_BOUND, most - smallest, MOST)[left.of_row] // np.abs(left.factors)
            below = np.where(least > -NO_BOUND, greatest - least, MOST)[left.of_row] // np.abs(left.factors)
            up, down = np.where(rising, above, below), np.where(rising, below, above)
            first_low, first_high = low[left.variables], high[left.variables]
            lower, higher = first_low + up < first_high, first_high - down > first_low
            np.minimum.at(high, left.variables[lower], (first_low + up)[lower])
            np.maximum.at(low, left.variables[higher], (first_high - down)[higher])
            if (low > high).any():
                return None
            left = _only(left, open_)
            if not lower.any() and not higher.any():
                break
        return left

    def _model_of(self, left: _Open, low: Numbers, high: Numbers, solution: Sequence[int] | None) -> Part:
        objective = self.model.proto.objective
        free = np.unique(left.variables[low[left.variables] < high[left.variables]])
        is_free = np.zeros(len(low), dtype=bool)
        is_free[free] = True
        cost = np.zeros(len(low), dtype=np.int64)
        for index, price in zip(objective.vars, objective.coeffs, strict=True):
            cost[variable_of(index)] += price if index >= 0 else -price
        start = low if solution is None else np.clip(np.array(solution, dtype=np.int64), low, high)
        # No row says anything of the others, so each has the value that costs least.
        values = np.where(cost > 0, low, np.where(cost < 0, high, start))
        model = cp_model.CpModel()
        variables = [model.new_int_var(int(low[index]), int(high[index]), "") for index in free]
        number = np.zeros(len(low), dtype=np.int64)
        number[free] = np.arange(len(free))
        is_boolean = (low[free] == 0) & (high[free] == 1)
        self._add_rows(model, variables, left, is_boolean, np.where(is_free, 0, values), np.where(is_free, number, -1))
        rest = int((cost * np.where(is_free, 0, values)).sum()) + round(objective.offset)
        prices = zip(cost[free].tolist(), variables, strict=True)
        if self.model.has_objective():
            model.minimize(sum(price * variable for price, variable in prices if price) + rest)
        if solution is not None:
            for variable, value in zip(variables, start[free].tolist(), strict=True):
                model.add_hint(variable, value)
        return Part(model, free, values)

    def _add_rows(
        self,
        model: cp_model.CpModel,
        variables: Sequence[cp_model.IntVar],
        left: _Open,
        is_boolean: NDArray[np.bool_],
        settled: Numbers,
        number: Numbers,
    ) -> None:
        """State the rows with the free variables; ``settled`` has the values of the others, whose number is -1."""
        already = _sums(left.factors * settled[left.variables], left)
        least, most = self._least[left.rows], self._most[left.rows]
        least, most = (
            np.where(least > -NO_BOUND, least - already, least),
            np.where(most < NO_BOUND, most - already, most),
        )
        terms: list[list[tuple[int, int]]] = [[] for _ in left.rows]
        numbers = number[left.variables]
        is_free = numbers >= 0
        rows, numbers, factors = left.of_row[is_free], numbers[is_free], left.factors[is_free]
        for row, variable, factor in zip(rows.tolist(), numbers.tolist(), factors.tolist(), strict=True):
            terms[row].append((variable, factor))
        of_literals = np.ones(len(left.rows), dtype=bool)
        of_literals[rows[~((np.abs(factors) == 1) & is_boolean[numbers])]] = False
        stated = set()
        for found, lower, upper, clause in zip(terms, least.tolist(), most.tolist(), of_literals.tolist(), strict=True):
            key = (tuple(found), lower, upper)
            if key in stated:
                continue
            stated.add(key)
            named = [(variables[index], factor) for index, factor in found]
            if not clause or not _state_clause(model, named, lower, upper):
                _state(model, named, lower, upper)


def _has_holes(constraint: Any) -> bool:
    """Whether a constraint allows a sum to be low or high, but not in between."""
    return constraint.has_linear() and len(constraint.linear.domain) > 2


def _sums(numbers: Numbers, left: _Open) -> Numbers:
    """Return the sums of the entries of each row."""
    sums = np.zeros(len(left.rows), dtype=np.int64)
    if len(numbers):
        begins = np.flatnonzero(np.diff(left.of_row, prepend=-1))
        sums[left.of_row[begins]] = np.add.reduceat(numbers, begins)
    return sums


def _only(left: _Open, kept: NDArray[np.bool_]) -> _Open:
    """Return some of the rows."""
    position = np.cumsum(kept) - 1
    entries = kept[left.of_row]
    return _Open(left.rows[kept], position[left.of_row[entries]], left.variables[entries], left.factors[entries])


def _state_clause(model: cp_model.CpModel, terms: Terms, least: int, most: int) -> bool:
    """Add a sum of literals as a clause or the like, which CP-SAT handles best; return whether it is one."""
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


def _state(model: cp_model.CpModel, terms: Terms, least: int, most: int) -> None:
    """Add a sum with bounds, of which those beyond all sums are none."""
    if terms:
        total = sum(factor * variable for variable, factor in terms)
        model.add_linear_constraint(total, max(least, -NO_BOUND), min(most, NO_BOUND))
    elif not least <= 0 <= most:
        model.add_bool_or([])
