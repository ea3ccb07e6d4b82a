"""Factors that combine the priority levels into one exact floating-point cost in which higher levels dominate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np

from agenda_solver.rules.base.amount_tables import Grid, GroupTable, PairTable, PlaceTable, Tables
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.tabu.derived_tables import weighted_tables

__all__ = ["MOST_COST", "scales_of"]

# Costs are whole numbers in floating point, which are exact up to here.
MOST_COST = 2.0**52


# The number of hard violations of one session at one place up to which its cost is exact.
SHARES_AT_ONCE = 4


def scales_of(grid: Grid, rule_tables: Sequence[tuple[Rule, Tables]]) -> dict[int | None, float] | None:
    """Return factors that make a loss on a level outweigh all gains below it; None if costs would be inexact."""
    levels = {level for level, _, _ in weighted_tables(rule_tables) if level is not None} | {0}
    scales: dict[int | None, float] = {}
    scale = greatest = 1.0
    for level in sorted(levels):
        scales[level] = scale
        span = max(1.0, *_span(grid, rule_tables, level))
        greatest = scale * span
        # A move changes at most two sessions, each from its worst to its best place.
        scale *= 2 * span + 1
    if greatest >= MOST_COST:
        return None
    # An illegal agenda is never returned, so the weight of hard rules may be too small, but it must keep costs exact.
    scales[None] = min(scale, MOST_COST // SHARES_AT_ONCE)
    return scales


def _span(grid: Grid, rule_tables: Sequence[tuple[Rule, Tables]], level: int | None) -> list[float]:
    """Return by how much the place of each session can change the cost of a level."""
    spans = np.zeros(grid.shape[0])
    for found, weight, table in weighted_tables(rule_tables):
        if found != level:
            continue
        if isinstance(table, PlaceTable):
            amounts = np.broadcast_to(table.amounts, grid.shape)
            spans += weight * (amounts.max(axis=(1, 2)) - amounts.min(axis=(1, 2)))
        elif isinstance(table, PairTable):
            most = np.abs(table.times).max(initial=0) * (
                1 if table.rooms is None else np.abs(table.rooms).max(initial=0)
            )
            spans += weight * most * (np.abs(table.weights).sum(axis=0) + np.abs(table.weights).sum(axis=1))
        elif table.members.any():
            spans += weight * _span_of_group(table) * table.members
    if level is None:
        spans += grid.shape[0]  # two sessions in a room at once
    return list(spans)


def _span_of_group(table: GroupTable) -> int:
    """Return how much a group's amount varies, estimated from an even spread and from members in one or two classes."""
    size, classes = int(table.members.sum()), int(table.classes.max(initial=-1)) + 1
    single = np.eye(classes, dtype=np.int64)
    # All members can be in no class only if some time is in none.
    counts = [np.zeros(classes, dtype=np.int64)] if (table.classes < 0).any() else []
    counts += [size // 2 * one + (size - size // 2) * other for one, other in combinations_with_replacement(single, 2)]
    counts.append(size // max(1, classes) + (np.arange(classes) < size % max(1, classes)))
    amounts = [table.amount(count) for count in counts]
    return max(amounts) - min(amounts)
