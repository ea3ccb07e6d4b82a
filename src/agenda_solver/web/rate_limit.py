"""Token buckets: limits on the requests per second, with room for short bursts."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

__all__ = ["TokenBuckets"]


class TokenBuckets:
    """A bucket for each key, full at first.

    Parameters
    ----------
    rate
        The number of tokens that are added to a bucket each second.
    burst
        The capacity of a bucket.
    clock
        Returns the time in seconds.
    most
        The number of buckets that are kept; the least recently used one is dropped, so that nobody can fill the memory.
    """

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic, most: int = 10_000
    ) -> None:
        self._rate, self._burst, self._clock, self._most = rate, burst, clock, most
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Take a token and return 0; if there is none, return the seconds until there will be one."""
        level, now = self._level(key)
        left = level - 1 if level >= 1 else level
        self._keep(key, left, now)
        return 0.0 if left < level else (1 - level) / self._rate

    def give_back(self, key: Hashable) -> None:
        """Put a token back, as if it had not been taken."""
        level, now = self._level(key)
        self._keep(key, min(self._burst, level + 1), now)

    def _keep(self, key: Hashable, level: float, now: float) -> None:
        self._buckets[key] = (level, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)

    def _level(self, key: Hashable) -> tuple[float, float]:
        now = self._clock()
        level, then = self._buckets.get(key, (self._burst, now))
        return min(self._burst, level + (now - then) * self._rate), now
