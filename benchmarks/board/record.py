"""What is measured on a board, in milliseconds, as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

Times = dict[str, list[float]]
"""Milliseconds of each move, by what took them."""


@dataclass(frozen=True)
class Hands:
    """Moves on one board."""

    name: str
    sessions: int
    seed: int
    server: Times
    browser: Times = field(default_factory=dict)
    load: float | None = None


@dataclass(frozen=True)
class Count:
    """Random moves, for each of which the ledger said what it would change, and two full scores as well."""

    name: str
    sessions: int
    checks: int
    equal: int


@dataclass(frozen=True)
class Room:
    """A proposal that makes room for a session at a place."""

    session: str
    place: str
    seconds: float
    moves: int | None
    proven: bool
    reason: tuple[str, ...] = ()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that such a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
