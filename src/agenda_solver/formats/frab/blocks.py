"""The blocks of a schedule's days, made from its events, with slots as fine as needed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.formats.frab.event_times import TimedEvent
from agenda_solver.formats.timetable import SlotGrid, grid_of

__all__ = ["DayBlock", "blocks_of"]

FULL_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MOST_BEFORE_MIDNIGHT = 60


@dataclass(frozen=True)
class DayBlock:
    """A block that holds events: its id, its day, its times on the clock of the zone, its slots, its events."""

    id: str
    day: date
    start: datetime
    end: datetime
    slot_minutes: int
    events: tuple[TimedEvent, ...]
    odd: datetime | None = None
    """The start at an odd minute for which this block was made; None for an ordinary block."""


def blocks_of(events: Iterable[TimedEvent], zone: ZoneInfo) -> list[DayBlock]:
    """Return one block for each day of the programme, from the first start to the last end.

    Its slots are as long as possible, such that every start and every end is a slot boundary. If a few odd minutes
    would make them shorter than usual, the odd starts get blocks of their own. So do events that would make
    a block longer than a day; none of them may be longer than a day itself.
    """
    by_day: dict[date, list[TimedEvent]] = {}
    for event in events:
        if event.day is not None:
            by_day.setdefault(event.day, []).append(event)
    blocks: list[DayBlock] = []
    for day in sorted(by_day):
        rest, number = by_day[day], 1
        while rest:
            first = min(event.start for event in rest if event.start is not None)
            inside = tuple(event for event in rest if event.end - first <= FULL_DAY)  # at least the first one
            rest = [event for event in rest if event.end - first > FULL_DAY]
            blocks += _blocks(f"{day}" if number == 1 else f"{day}-{number}", day, inside, zone)
            number += 1
    return blocks


def _blocks(id: str, day: date, events: tuple[TimedEvent, ...], zone: ZoneInfo) -> Iterator[DayBlock]:
    """Return the block of some events, and one for each odd minute at which a few of them begin."""
    starts = [event.start for event in events if event.start is not None]
    grid = grid_of(starts, [event.minutes for event in events], zone)
    yield _block(id, day, tuple(event for event in events if event.start not in grid.odd), grid, zone)
    for number, start in enumerate(sorted(grid.odd), 1):
        inside = tuple(event for event in events if event.start == start)
        yield _odd_block(f"{id}-odd-{number}", day, start, inside, zone)


def _block(id: str, day: date, events: tuple[TimedEvent, ...], grid: SlotGrid, zone: ZoneInfo) -> DayBlock:
    start = min(event.start for event in events if event.start is not None)
    last = max(event.end for event in events)
    step = grid.step
    local = start.astimezone(zone)
    if local.date() > day:
        # A block must begin on its day, so one with night sessions only begins with an empty slot before midnight.
        step = math.gcd(step, MOST_BEFORE_MIDNIGHT)
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
        late = (start - midnight) // MINUTE
        earlier = start - (late // step + 1) * step * MINUTE
        if last - earlier <= FULL_DAY and earlier.astimezone(zone).date() == day:
            start = earlier
        else:
            day = local.date()
    end = start + -(-((last - start) // MINUTE) // step) * step * MINUTE
    return DayBlock(id, day, start.astimezone(zone), end.astimezone(zone), step, events)


def _odd_block(id: str, day: date, start: datetime, events: tuple[TimedEvent, ...], zone: ZoneInfo) -> DayBlock:
    """Return a block of one slot, or of two if the first one has to lie before midnight."""
    end, local = max(event.end for event in events), start.astimezone(zone)
    minutes, begin = (end - start) // MINUTE, start
    if local.date() > day:
        midnight = datetime.combine(local.date(), datetime.min.time(), tzinfo=zone)
        minutes = max(minutes, (start - midnight) // MINUTE + 1)
        begin = start - minutes * MINUTE
        if 2 * minutes * MINUTE > FULL_DAY or begin.astimezone(zone).date() != day:
            return DayBlock(id, local.date(), local, end.astimezone(zone), (end - start) // MINUTE, events, start)
    return DayBlock(
        id, day, begin.astimezone(zone), (start + minutes * MINUTE).astimezone(zone), minutes, events, start
    )
