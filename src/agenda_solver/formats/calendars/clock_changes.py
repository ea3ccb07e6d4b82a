"""The clock changes of a time zone, as a calendar has to list them for its years.

The icalendar library can make such rules as well, but it dates the change to summer time an hour late, and leaves some
changes out (those of Casablanca in 2019).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

__all__ = ["ClockChange", "clock_changes"]

STEP = timedelta(hours=12)  # no zone changes its clocks twice within it
FINEST = timedelta(seconds=1)


@dataclass(frozen=True)
class ClockChange:
    """A change of the offset from UTC, or the offset at the beginning of the years."""

    onset: datetime  # what the clock shows at that time, if it is not put forward or back yet
    before: timedelta  # how far the clock is ahead of UTC until then
    after: timedelta
    name: str  # what the time is called from then on: "CEST", "+05"
    is_summer_time: bool


@cache
def clock_changes(zone: str, years: tuple[int, ...]) -> tuple[ClockChange, ...]:
    """Return the changes of the clocks of a time zone in some years, which are in order."""
    return tuple(change for first, last in _runs(years) for change in _changes(ZoneInfo(zone), first, last))


def _runs(years: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Return the first and the last year of each run of consecutive years."""
    begin = 0
    for number in range(1, len(years) + 1):
        if number == len(years) or years[number] != years[number - 1] + 1:
            yield years[begin], years[number - 1]
            begin = number


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[ClockChange]:
    instant, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    yield _change(instant, _offset(instant, zone), zone)
    while instant < end:
        later = instant + STEP
        if _offset(later, zone) != _offset(instant, zone):
            yield _change(_first_after(instant, later, zone), _offset(instant, zone), zone)
        instant = later


def _first_after(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second that has the offset of the second of two instants."""
    while after - before > FINEST:
        middle = before + (after - before) // FINEST // 2 * FINEST
        before, after = (before, middle) if _offset(middle, zone) == _offset(after, zone) else (middle, after)
    return after


def _change(instant: datetime, before: timedelta, zone: ZoneInfo) -> ClockChange:
    local = instant.astimezone(zone)
    onset = (instant + before).replace(tzinfo=None)
    return ClockChange(onset, before, _offset(instant, zone), local.tzname() or "", bool(local.dst()))


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
