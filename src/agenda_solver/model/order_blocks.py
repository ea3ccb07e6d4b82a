"""Blocks whose slots are places in an order: they have more places than minutes, so the places have no times.

All computation uses whole minutes. Internally such a block is therefore so much longer that each place has its own
minute, and everything after it is shifted by as much. Externally it keeps its real times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Orders"]


class _Stretch(NamedTuple):
    """The start and the length of a block: external minutes, or internal minutes, one for each place."""

    start: int
    length: int


class Orders:
    """The mapping between external and internal minutes; they are equal if no block has places in an order.

    ``blocks`` gives the first minute of each such block, its length in minutes, and the number of its places. No two
    of them overlap.
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
        """Return the internal minute of an external one; within such a block by proportion."""
        return _mapped(minute, self._outside, self._inside)

    def outside(self, minute: int) -> int:
        """Return the external minute of an internal one; the places of a block are spread over its minutes."""
        return _mapped(minute, self._inside, self._outside)


def _mapped(minute: int, from_: Sequence[_Stretch], to: Sequence[_Stretch]) -> int:
    """Map a minute: within a block by proportion, after it at the same distance from its end."""
    for here, there in zip(reversed(from_), reversed(to), strict=True):
        passed = minute - here.start
        if passed >= here.length:
            return there.start + there.length + passed - here.length
        if passed >= 0:
            return there.start + passed * there.length // here.length
    return minute
