"""The blocks of a schedule's days, made of its events: each day lies as the file has it, cut as finely as it needs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.formats.frab.timing import TimedEvent

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


def blocks_of(events: Iterable[TimedEvent], zone: ZoneInfo) -> list[DayBlock]:
    """Return one block for each day of the programme, from the first start to the last end.

    Its slots are as long as they can be for every start and every end to lie between two of them. Events that would
    make a block longer than a day get a block of their own; none of them may be longer than a day itself.
    """
    by_day: dict[date, list[TimedEvent]] = {}
    for event in events:
        if event.day is not None:
            by_day.setdefault(event.day, []).append(event)
    blocks = []
    for day in sorted(by_day):
        rest, number = by_day[day], 1
        while rest:
            first = min(event.start for event in rest if event.start is not None)
            inside = tuple(event for event in rest if event.end - first <= FULL_DAY)  # at least the first one
            rest = [event for event in rest if event.end - first > FULL_DAY]
            blocks.append(_block(f"{day}" if number == 1 else f"{day}-{number}", day, inside, zone))
            number += 1
    return blocks


def _block(id: str, day: date, events: tuple[TimedEvent, ...], zone: ZoneInfo) -> DayBlock:
    start = min(event.start for event in events if event.start is not None)
    end = max(event.end for event in events)
    offsets = [(event.start - start) // MINUTE for event in events if event.start is not None]
    step = math.gcd(*offsets, *(event.minutes for event in events))
    local = start.astimezone(zone)
    if local.date() > day:
        # A block begins on its day: one of the night only begins with an empty slot before midnight.
        step = math.gcd(step, MOST_BEFORE_MIDNIGHT)
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)
        late = (start - midnight) // MINUTE
        earlier = start - (late // step + 1) * step * MINUTE
        if end - earlier <= FULL_DAY and earlier.astimezone(zone).date() == day:
            start = earlier
        else:
            day = local.date()
    return DayBlock(id, day, start.astimezone(zone), end.astimezone(zone), step, events)
