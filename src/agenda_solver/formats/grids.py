"""The slot length of a block that is made from the times in another program's file.

Slots are as long as they can be for every session to begin with one. A few sessions that begin at odd minutes must not
make all slots a minute long: each of these times gets a block of its own, and the others keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import gcd
from zoneinfo import ZoneInfo

__all__ = ["Grid", "grid_of", "odd_block_name", "odd_words"]

# Slots as long as this are usual. Starts between them are odd, unless there are more than one in so many.
USUAL_SLOT = 5
ONE_IN = 10

MINUTE, MINUTES_OF_DAY = timedelta(minutes=1), 24 * 60


@dataclass(frozen=True)
class Grid:
    """The slots of a block: their minutes, and the starts that no slot begins with."""

    step: int
    odd: frozenset[datetime] = frozenset()

    def end(self, start: datetime, end: datetime) -> datetime:
        """Return where a block has to end that lasts until here at least: after whole slots."""
        return start + -(-((end - start) // MINUTE) // self.step) * self.step * MINUTE


def grid_of(starts: Sequence[datetime], lengths: Iterable[int], zone: ZoneInfo) -> Grid:
    """Return how to cut a block, and which starts to leave out of it.

    The starts are those of all sessions, in UTC; they are odd by the clock of the zone. Each of the lengths, in
    minutes, should be whole slots.
    """
    every = list(lengths)
    finest = _step(starts, every)
    odd = frozenset(start for start in starts if start.astimezone(zone).minute % USUAL_SLOT)
    number = sum(start in odd for start in starts)
    if finest >= USUAL_SLOT or number * ONE_IN > len(starts):
        return Grid(finest)
    coarse = _step([start for start in starts if start not in odd], [n for n in every if n % USUAL_SLOT == 0])
    # Blocks end after whole slots, and last a day at most: what divides the day can do that.
    return Grid(gcd(coarse, MINUTES_OF_DAY) if coarse else USUAL_SLOT, odd)


def _step(starts: Sequence[datetime], lengths: Iterable[int]) -> int:
    first = min(starts)
    return gcd(*((start - first) // MINUTE for start in starts), *lengths)


def odd_block_name(start: datetime, zone: ZoneInfo) -> str:
    """Return the name of a block for those who begin at an odd minute."""
    return f"{start.astimezone(zone):%H:%M} only"


def odd_words(title: str, start: datetime, zone: ZoneInfo) -> str:
    """Return what is to be said of a session that begins at an odd minute."""
    clock = f"{start.astimezone(zone):%H:%M}"
    return f'"{title[:80]}" begins at {clock}, when no slot of its day begins; it keeps its time in a block of its own'
