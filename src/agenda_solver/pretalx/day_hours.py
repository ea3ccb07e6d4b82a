"""The hours of an event's days, and the steps in which sessions may begin.

pretalx has no blocks: it has days, rooms with opening hours, and talks with lengths. So each day becomes one block, and
the grid is as coarse as all known times allow, since a coarse grid is solved faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import gcd
from zoneinfo import ZoneInfo

from agenda_solver.model.time_intervals import without
from agenda_solver.pretalx.event import Event, PretalxRoom, Slot

__all__ = ["DayHours", "Hours", "grid_minutes", "hours_of_days", "open_stretches"]

FINEST = 5  # minutes
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """The usual hours of rooms that are always open, in local time."""

    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True)
class DayHours:
    """The hours of one day of the programme, in UTC; ``widened`` if talks lie outside the hours of the rooms."""

    day: date
    start: datetime
    end: datetime
    widened: bool = False


def hours_of_days(event: Event, usual: Hours, placed: Iterable[tuple[datetime, datetime]]) -> list[DayHours]:
    """Return the hours of each day that has any, in order.

    Parameters
    ----------
    event
        The event.
    usual
        The hours of rooms that are always open.
    placed
        The starts and ends of talks in the schedule; the hours include them.
    """
    zone, spans = ZoneInfo(event.time_zone), tuple(placed)
    found: list[DayHours] = []
    for number in range((event.last_day - event.first_day).days + 1):
        day = event.first_day + number * DAY
        hours = _hours_of(event, day, zone, usual, spans)
        if hours is not None:
            found.append(hours)
    # A day that continues into the next morning ends when the next day begins.
    ends = [min(this.end, after.start) for this, after in pairwise(found)]
    ends += [hours.end for hours in found[-1:]]
    return [DayHours(hours.day, hours.start, end, hours.widened) for hours, end in zip(found, ends, strict=True)]


def _hours_of(
    event: Event, day: date, zone: ZoneInfo, usual: Hours, placed: tuple[tuple[datetime, datetime], ...]
) -> DayHours | None:
    spans = set(_room_hours(event, day, zone, usual))
    talks = [(start, end) for start, end in placed if start.astimezone(zone).date() == day]
    if not spans and not talks:
        return None
    opens = min((start for start, _ in spans), default=None)
    closes = max((end for _, end in spans), default=None)
    start = min([start for start, _ in talks] + ([opens] if opens else []))
    end = max([end for _, end in talks] + ([closes] if closes else []))
    midnight = _utc_instant(day, time(), zone)
    start -= (start - midnight) % timedelta(minutes=FINEST)
    end += (midnight - end) % timedelta(minutes=FINEST)
    widened = bool(talks) and (opens is None or closes is None or start < opens or end > closes)
    return DayHours(day, start, min(end, start + DAY), widened)


def _room_hours(event: Event, day: date, zone: ZoneInfo, usual: Hours) -> Iterator[tuple[datetime, datetime]]:
    begin, end = _utc_instant(day, time(), zone), _utc_instant(day + DAY, time(), zone)
    for room in event.rooms:
        if not room.availabilities:
            yield _usual_hours(day, zone, usual)
        for window in room.availabilities:
            if window.all_day or window.end - window.start >= DAY:
                if window.start < end and window.end > begin:
                    yield _usual_hours(day, zone, usual)
            elif begin <= window.start < end:
                yield window.start, window.end


def _usual_hours(day: date, zone: ZoneInfo, usual: Hours) -> tuple[datetime, datetime]:
    closes = _utc_instant(day if usual.closes > usual.opens else day + DAY, usual.closes, zone)
    return _utc_instant(day, usual.opens, zone), closes


def _utc_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def grid_minutes(event: Event, days: Iterable[DayHours], lengths: Iterable[int]) -> int:
    """Return the coarsest step in minutes that fits all known times and lengths, but at least 5.

    Known times are the starts of placed talks, both ends of breaks, and when rooms open and close.
    """
    instants = set(_known_times(event))
    offsets = [
        (instant - hours.start) // timedelta(minutes=1)
        for hours in days
        for instant in (hours.end, *instants)
        if hours.start < instant <= hours.end
    ]
    step = gcd(*lengths, *offsets)
    return step if step % FINEST == 0 and step else FINEST


def _known_times(event: Event) -> Iterator[datetime]:
    for slot in event.slots:
        if slot.start is not None:
            yield slot.start
            if slot.submission is None and slot.end is not None:
                yield slot.end
    for room in event.rooms:
        for window in room.availabilities:
            yield from (window.start, window.end)


def open_stretches(
    breaks: Iterable[Slot], room: PretalxRoom, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times when a room is open between two times: its availabilities without its breaks."""
    taken = [(s.start, s.end) for s in breaks if s.room == room.number and s.start is not None and s.end is not None]
    for opens, closes in [(w.start, w.end) for w in room.availabilities] or [(start, end)]:
        yield from without((max(opens, start), min(closes, end)), taken)
