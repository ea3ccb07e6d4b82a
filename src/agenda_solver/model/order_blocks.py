"""Blocks whose slots are places in an order: there can be more places than minutes, so they have no times.

Everything inside compares whole minutes. So such a block is made longer inside, by as much as each of its places needs
to have a minute, and all that follows comes later by that much. Outside it keeps its own time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Orders"]


class _Stretch(NamedTuple):
    """Where a block begins, and how long it is: in minutes outside, in places inside."""

    start: int
    length: int


class Orders:
    """The minutes of a conference outside and inside; the same ones where no block is in order.

    Parameters
    ----------
    blocks
        The first minute of each such block, its length in minutes, and the number of its places. No two overlap.
    """

    def __init__(self, blocks: Iterable[tuple[int, int, int]]) -> None:
        self._outside: list[_Stretch] = []
        self._inside: list[_Stretch] = []
        longer = 0
        for start, minutes, places in sorted(blocks):
            self._outside.append(_Stretch(start, minutes))
            self._inside.append(_Stretch(start + longer, places))
            longer += places - minutes

    def inside(self, minute: int) -> int:
        """Return the minute inside of one outside; within such a block, the place that is then shared out."""
        return _mapped(minute, self._outside, self._inside)

    def outside(self, minute: int) -> int:
        """Return the minute outside of one inside; the places of such a block are shared out over its minutes."""
        return _mapped(minute, self._inside, self._outside)


def _mapped(minute: int, from_: Sequence[_Stretch], to: Sequence[_Stretch]) -> int:
    """Return the minute on the other side: within a block by proportion, after it by the same distance from its end."""
    for here, there in zip(reversed(from_), reversed(to), strict=True):
        passed = minute - here.start
        if passed >= here.length:
            return there.start + there.length + passed - here.length
        if passed >= 0:
            return there.start + passed * there.length // here.length
    return minute
