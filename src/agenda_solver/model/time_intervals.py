"""Time as integers: half-open stretches of minutes, and the only overlap test of the library.

A conference counts whole minutes from its *origin*, the local midnight at which its first day begins. All computation
uses these integers; aware datetimes appear only in input and output.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

__all__ = [
    "Stretch",
    "TimeSlot",
    "is_ambiguous",
    "is_real_local_time",
    "merged",
    "minutes_between",
    "overlap_minutes",
    "overlaps",
    "without",
]


class Stretch(Protocol):
    """Anything that has a start and an end in minutes: a slot, a block, a placement."""

    @property
    def start(self) -> int:
        """First minute of the stretch."""

    @property
    def end(self) -> int:
        """First minute after the stretch."""


@dataclass(frozen=True, order=True)
class TimeSlot:
    """A half-open stretch of time ``[start, end)`` in minutes from the conference's origin."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


def overlaps(first: Stretch, second: Stretch) -> bool:
    """Whether two half-open stretches share at least one minute; touching ends do not."""
    return first.start < second.end and second.start < first.end


def overlap_minutes(first: Stretch, second: Stretch) -> int:
    """Return how many minutes two half-open stretches share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def merged(windows: Iterable[Stretch]) -> list[TimeSlot]:
    """Return the union of some stretches as disjoint stretches that do not touch, in the order of time."""
    union: list[TimeSlot] = []
    for window in sorted(windows, key=lambda window: window.start):
        if union and window.start <= union[-1].end:
            union[-1] = TimeSlot(union[-1].start, max(union[-1].end, window.end))
        else:
            union.append(TimeSlot(window.start, window.end))
    return union


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Return the whole minutes from one aware instant to another.

    They are subtracted in UTC: Python subtracts two datetimes of the same zone by their wall clocks, and the result is
    off by an hour if the clock changes in between.
    """
    return int((later.astimezone(UTC) - earlier.astimezone(UTC)) // timedelta(minutes=1))


def without(
    span: tuple[datetime, datetime], taken: Iterable[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """Return what is left of a stretch of time without the taken ones, in the order of time; empty ones are ignored.

    All datetimes must be in UTC or have fixed offsets: Python compares those of one zone by their wall clocks.
    """
    pieces = [span]
    for start, end in taken:
        if start < end:
            pieces = [piece for a, b in pieces for piece in ((a, min(b, start)), (max(a, end), b))]
    return [(a, b) for a, b in pieces if a < b]


def is_ambiguous(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock of a zone shows the time of an instant twice, because it is put back."""
    local = instant.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def is_real_local_time(naive: datetime, zone: ZoneInfo) -> bool:
    """Whether a wall clock ever shows this time in the zone; false when clocks are put forward."""
    aware = naive.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
