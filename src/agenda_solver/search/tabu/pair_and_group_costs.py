"""What pairs and groups of sessions cost, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from agenda_solver.rules.base.amount_tables import Grid, GroupTable, Numbers, PairTable, Tables
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.tabu.derived_tables import weighted_tables

__all__ = ["Kernel", "WeightedGroup", "groups_of", "kernels_of"]


class Kernel(NamedTuple):
    """Costs of pairs: ``weights[a, b] * times[ta, tb] * rooms[ra, rb]``, with each pair in both orders.

    If ``rooms`` is None, rooms do not matter.
    """

    weights: Numbers
    times: Numbers
    rooms: Numbers | None

    @property
    def may_gain(self) -> bool:
        """Whether some pair may have a negative cost."""
        factors = (self.weights, self.times) if self.rooms is None else (self.weights, self.times, self.rooms)
        return any((factor < 0).any() for factor in factors)

    def total(self, times: Numbers, rooms: Numbers) -> Numbers:
        """Return the cost of all pairs when the sessions have these times and rooms."""
        cost: Numbers = self.weights * self.times[np.ix_(times, times)]
        return cost if self.rooms is None else cost * self.rooms[np.ix_(rooms, rooms)]


class WeightedGroup(NamedTuple):
    """A group table with the weight of its amounts."""

    table: GroupTable
    weight: float


def kernels_of(
    grid: Grid, rule_tables: Sequence[tuple[Rule, Tables]], scales: dict[int | None, float]
) -> tuple[Kernel, ...]:
    """Return the costs of pairs, in both orders; kernels with the same factors of times and rooms are merged."""
    sessions, _, rooms = grid.shape
    found: dict[tuple[bytes, bytes], Kernel] = {}

    def add(weights: Numbers, times: Numbers, places: Numbers | None) -> None:
        key = times.tobytes(), b"" if places is None else places.tobytes()
        if key in found:
            weights = weights + found[key].weights
        found[key] = Kernel(weights, times, places)

    alone = np.ones((sessions, sessions)) - np.eye(sessions)
    add(scales[None] * alone, (grid.overlap > 0).astype(float), np.eye(rooms))
    for level, weight, table in weighted_tables(rule_tables):
        if isinstance(table, PairTable) and table.weights.any():
            weights = scales[level] * weight * table.weights.astype(float)
            np.fill_diagonal(weights, 0.0)
            places = None if table.rooms is None else table.rooms.astype(float)
            times = table.times.astype(float)
            add(weights, times, places)
            add(weights.T, times.T.copy(), None if places is None else places.T.copy())
    return tuple(found.values())


def groups_of(rule_tables: Sequence[tuple[Rule, Tables]], scales: dict[int | None, float]) -> tuple[WeightedGroup, ...]:
    """Return the group tables that have members, with the weights of their amounts."""
    return tuple(
        WeightedGroup(table, scales[level] * weight)
        for level, weight, table in weighted_tables(rule_tables)
        if isinstance(table, GroupTable) and table.members.any()
    )
