"""Helpers for rows of costs and for tables by number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias, TypeVar

__all__ = ["Steps", "Table", "change_of_counts", "moved_units", "row_of", "sum_of_tables", "table_of", "weighted_rows"]

T = TypeVar("T")
Table: TypeAlias = list[T] | dict[int, T]
"""Values by number: a list if every number has one, otherwise a dictionary; see :func:`table_of`."""


def table_of(numbers: Collection[int], make: Callable[[], T]) -> Table[T]:
    """Return a table of values by number: a list for a range from 0, which is faster than a dictionary."""
    return [make() for _ in numbers] if isinstance(numbers, range) else {number: make() for number in numbers}


class Steps:
    """Amounts at numbers, with fast prefix sums."""

    def __init__(self, amounts: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(amounts)
        self._at = [number for number, _ in ordered]
        self._sums = [0, *accumulate(amount for _, amount in ordered)]

    def below(self, number: int) -> int:
        """Return the sum of the amounts at smaller numbers."""
        return self._sums[bisect_left(self._at, number)]


def row_of(tables: Table[list[int] | None], number: int, size: int) -> list[int]:
    """Return a row of a table; the row is created on first use."""
    row = tables[number]
    if row is None:
        row = tables[number] = [0] * size
    return row


def weighted_rows(costs: Sequence[Sequence[int]], weight: int) -> list[Sequence[int]]:
    """Multiply rows of costs by a weight. Rows that are shared stay shared, because there may be thousands."""
    made: dict[int, list[int]] = {}
    for row in costs:
        if id(row) not in made:
            made[id(row)] = [weight * cost for cost in row]
    return [made[id(row)] for row in costs]


def sum_of_tables(tables: Sequence[Sequence[Sequence[int]]]) -> Sequence[Sequence[int]]:
    """Add up tables row by row. The same combination of rows yields the same object."""
    if len(tables) == 1:
        return tables[0]
    made: dict[tuple[int, ...], list[int]] = {}
    for rows in zip(*tables, strict=True):
        key = tuple(map(id, rows))
        if key not in made:
            made[key] = list(map(sum, zip(*rows, strict=True)))
    return [made[tuple(map(id, rows))] for rows in zip(*tables, strict=True)]


def moved_units(classes: Sequence[Sequence[int]], kind: int, units: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the changes of the units when a session moves from its old class to its new one: class and units."""
    return (classes[0][kind], -units), (classes[1][kind], units)


def change_of_counts(counted: Sequence[int], rows: Sequence[Sequence[int]], moves: Iterable[tuple[int, int]]) -> int:
    """Return the change of the cost of a count when the units of several classes change together."""
    changed: dict[int, int] = {}
    for one, units in moves:
        changed[one] = changed.get(one, 0) + units
    return sum(rows[one][counted[one] + units] - rows[one][counted[one]] for one, units in changed.items() if units)
