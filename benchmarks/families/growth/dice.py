"""Random integers that are the same on every machine and with every version of Python."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

Item = TypeVar("Item")

# random() has so many bits, and Python promises that it never changes; the other methods of Random may.
BITS = 53


class Dice:
    """A source of random integers."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        """Return a uniformly distributed number from 0 to ``end - 1``."""
        return int(self._random.random() * 2**BITS) * end >> BITS

    def hits(self, per_mille: int) -> bool:
        """Return True with a probability per mille."""
        return self.below(1_000) < per_mille

    def one_of(self, items: Sequence[Item]) -> Item:
        """Return one of some items, uniformly distributed."""
        return items[self.below(len(items))]

    def by_weight(self, weights: Sequence[int]) -> int:
        """Return an index, distributed by weight."""
        return self.many_by_weight(weights, 1)[0]

    def many_by_weight(self, weights: Sequence[int], count: int) -> list[int]:
        """Return some indices, distributed by weight."""
        from bisect import bisect_right

        up_to = list(accumulate(weights))
        return [bisect_right(up_to, self.below(up_to[-1])) for _ in range(count)]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in random order."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found


def falling(count: int, flat: int) -> list[int]:
    """Return weights by rank that fall like ``1 / (rank + count / flat)``, the first the greatest."""
    return [1_000_000_000 // (flat * rank + count) + 1 for rank in range(count)]
