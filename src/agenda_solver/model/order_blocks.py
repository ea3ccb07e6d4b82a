"""Blocks whose slots are places in an order: there can be more places than minutes, so they have no times.

Everything inside compares whole minutes. So such a block is made longer inside, by as much as each of its places needs
to have a minute, and all that follows comes later by that much. Outside it keeps its own time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Orders"]


class _Order(NamedTuple):
    """A block: where it begins outside and inside, its minutes, and its places."""

    outside: int
    inside: int
    minutes: int
    places: int


class Orders:
    """The minutes of a conference outside and inside; the same ones where no block is in order.

    Parameters
    ----------
    blocks
        The first minute of each such block, its length in minutes, and the number of its places. No two overlap.
    """

    def __init__(self, blocks: Iterable[tuple[int, int, int]]) -> None:
        self._blocks: list[_Order] = []
        longer = 0
        for start, minutes, places in sorted(blocks):
            self._blocks.append(_Order(start, start + longer, minutes, places))
            longer += places - minutes

    def inside(self, minute: int) -> int:
        """Return the minute inside of one outside; within such a block, the place that is then shared out."""
        for order in reversed(self._blocks):
            passed = minute - order.outside
            if passed >= order.minutes:
                return order.inside + order.places + passed - order.minutes
            if passed >= 0:
                return order.inside + passed * order.places // order.minutes
        return minute

    def outside(self, minute: int) -> int:
        """Return the minute outside of one inside; the places of such a block are shared out over its minutes."""
        for order in reversed(self._blocks):
            passed = minute - order.inside
            if passed >= order.places:
                return order.outside + order.minutes + passed - order.places
            if passed >= 0:
                return order.outside + passed * order.minutes // order.places
        return minute
