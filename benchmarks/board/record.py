"""What is measured on a board, in milliseconds, as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

__all__ = ["Count", "Hands", "Room", "Times", "percentile"]

Times = dict[str, list[float]]
"""Milliseconds of each move, by what took them."""


@dataclass(frozen=True)
class Hands:
    """Moves on one board.

    Attributes
    ----------
    name, sessions, seed
        The conference, its size, and the seed that conference and moves are drawn from.
    server
        CPU time within the server: ``shades``, ``do`` and ``draw``, for each of the moves.
    browser
        In the browser, with the server: see :mod:`benchmarks.board.hands`. Empty where there was none.
    load
        The load of the machine before.
    """

    name: str
    sessions: int
    seed: int
    server: Times
    browser: Times = field(default_factory=dict)
    load: float | None = None


@dataclass(frozen=True)
class Count:
    """Random moves, for each of which the ledger said what it would change, and two full scores as well.

    Attributes
    ----------
    name, sessions
        The conference, and its size.
    checks, equal
        How many moves there were, and after how many of them every rule had the same amount.
    """

    name: str
    sessions: int
    checks: int
    equal: int


@dataclass(frozen=True)
class Room:
    """A proposal that makes room for a session at a place.

    Attributes
    ----------
    session, place
        What goes where.
    seconds
        How long it took.
    moves
        How many sessions it moves; None where there is no proposal.
    proven
        Whether no fewer do.
    reason
        Why there is no proposal, in sentences.
    """

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
