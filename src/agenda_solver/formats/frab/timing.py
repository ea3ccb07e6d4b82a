"""When the events of a schedule take place: their zone, their starts, and the blocks that hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.foreign_times import needs_zone, zone_name_at
from agenda_solver.formats.frab.schedule import FileDay, Located, Schedule
from agenda_solver.formats.frab.texts import clock_in, date_in, instant_in, minutes_in, short
from agenda_solver.model.clocks import zone_of
from agenda_solver.model.time import is_real_local_time

__all__ = ["LONGEST", "DayBlock", "TimedEvent", "Timing", "blocks_of"]

DAY_CHANGE = time(4)
DEFAULT_MINUTES = 30
LONGEST = 24 * 60
FULL_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimedEvent:
    """An event with its start, if it has one, and its length."""

    located: Located
    start: datetime | None
    minutes: int

    @property
    def end(self) -> datetime:
        """When it ends; only for an event that has a start."""
        assert self.start is not None  # noqa: S101 - asked for events in a block only
        return self.start + timedelta(minutes=self.minutes)


class Timing:
    """Finds the zone, the starts and the lengths of a schedule's events.

    Parameters
    ----------
    schedule
        The file; what is odd is noted in its remarks.
    zone
        The zone that counts, whatever the file says; None for the file's own.

    Raises
    ------
    InvalidInput
        When neither names a zone, and a time has no offset.
    """

    def __init__(self, schedule: Schedule, zone: str | None) -> None:
        self._say = schedule.remarks.say
        self.zone_name = zone or self._zone_named(schedule)
        self.zone = ZoneInfo(self.zone_name)
        self.day_change = self._day_change(schedule)
        self._default = minutes_in(schedule.conference.get("timeslot_duration", "")) or DEFAULT_MINUTES
        self._told_offset = False

    def _zone_named(self, schedule: Schedule) -> str:
        named = schedule.conference.get("time_zone_name", "")
        if named and zone_of(named) is not None:
            return named
        if named:
            self._say("time zone", "conference", f'"{short(named)}" is no IANA time zone')
        for located in schedule.located():
            if self._is_on_the_clock(located):
                raise needs_zone(located.event.place)
        texts = (located.event.fields.get("date", "") for located in schedule.located())
        instants = filter(None, map(instant_in, texts))
        guess = zone_name_at({offset for instant in instants if (offset := instant.utcoffset()) is not None})
        if guess is not None:
            self._say("time zone", "conference", f"no time zone is named; {guess} is that of the times")
            return guess
        self._say("time zone", "conference", "no time zone is named; UTC is assumed, --time-zone names another")
        return "UTC"

    def _is_on_the_clock(self, located: Located) -> bool:
        """Return whether the start of an event can be read, and says nothing of an offset from UTC."""
        fields = located.event.fields
        if (instant := instant_in(fields.get("date", ""))) is not None:
            return instant.tzinfo is None
        return self.date_of(located.day) is not None and clock_in(fields.get("start", "")) is not None

    def _day_change(self, schedule: Schedule) -> time:
        if (named := clock_in(schedule.conference.get("day_change", ""))) is not None:
            return named
        for day in schedule.days:
            if (start := instant_in(day.fields.get("start", ""))) is not None:
                return start.time().replace(second=0, microsecond=0)
        return DAY_CHANGE

    def timed(self, located: Located) -> TimedEvent:
        """Return an event with its start and its length."""
        start = self._start(located)
        minutes = self._minutes(located, start)
        return TimedEvent(located, start, minutes)

    def _start(self, located: Located) -> datetime | None:
        """Return the start in UTC, in whole minutes."""
        fields, place = located.event.fields, located.event.place
        instant, clock = instant_in(fields.get("date", "")), clock_in(fields.get("start", ""))
        if instant is None:
            if (instant := self._on_day(located.day, clock)) is None:
                self._say("no time", place, "has no date and time that can be read; it has no place in the agenda")
                return None
        elif clock is not None and instant.time().replace(second=0, microsecond=0) != clock:
            self._say("two times", place, f"starts at {clock:%H:%M}, but its date says {instant:%H:%M}; that counts")
        if instant.second or instant.microsecond:
            self._say("seconds", place, f"{instant:%H:%M:%S} has seconds; they are left out")
            instant = instant.replace(second=0, microsecond=0)
        if instant.tzinfo is None:
            if not is_real_local_time(instant, self.zone):
                self._say("time zone", place, f"no clock in {self.zone_name} shows {instant:%d %b %H:%M}")
            instant = instant.replace(tzinfo=self.zone)
        elif not self._told_offset and instant.utcoffset() != instant.astimezone(self.zone).utcoffset():
            self._told_offset = True
            self._say("time zone", place, f"its offset {instant:%z} is not that of {self.zone_name}; said once")
        return instant.astimezone(UTC)

    def _on_day(self, day: FileDay, clock: time | None) -> datetime | None:
        date = self.date_of(day)
        if date is None or clock is None:
            return None
        # Before the hour at which the day of the programme begins, it is the night of that day.
        return datetime.combine(date, clock) + (FULL_DAY if clock < self.day_change else timedelta())

    def date_of(self, day: FileDay) -> Any:
        """Return the date of a day of the file, or None where it has none."""
        return date_in(day.fields.get("date", "")) or date_in(day.fields.get("start", ""))

    def _minutes(self, located: Located, start: datetime | None) -> int:
        fields, place = located.event.fields, located.event.place
        text = fields.get("duration", "")
        minutes = minutes_in(text) or self._until_end(fields.get("end", ""), start)
        if not minutes:
            said = f'its duration is "{short(text, 40)}"' if text else "it has no duration"
            self._say("duration", place, f"{said}; {self._default} minutes are assumed")
            return self._default
        return minutes

    def _until_end(self, text: str, start: datetime | None) -> int | None:
        end = instant_in(text)
        if end is None or start is None:
            return None
        aware = end if end.tzinfo else end.replace(tzinfo=self.zone)
        return max(0, int((aware - start) // timedelta(minutes=1)))


@dataclass(frozen=True)
class DayBlock:
    """A block that holds events: its id, its times on the clock of the zone, its slots, its events."""

    id: str
    start: datetime
    end: datetime
    slot_minutes: int
    events: tuple[TimedEvent, ...]


def blocks_of(events: Iterable[TimedEvent], zone: ZoneInfo, day_change: time) -> list[DayBlock]:
    """Return one block for each day of the programme, from the first start to the last end.

    Its slots are as long as they can be for every start and every end to lie between two of them. Events that would
    make a block longer than a day get a block of their own; none of them may be longer than a day itself.
    """
    shift = timedelta(hours=day_change.hour, minutes=day_change.minute)
    by_day: dict[Any, list[TimedEvent]] = {}
    for event in events:
        if event.start is not None:
            local = event.start.astimezone(zone).replace(tzinfo=None)
            by_day.setdefault((local - shift).date(), []).append(event)
    blocks = []
    for day in sorted(by_day):
        rest, number = by_day[day], 1
        while rest:
            first = min(event.start for event in rest if event.start is not None)
            inside = tuple(event for event in rest if event.end - first <= FULL_DAY)  # at least the first one
            rest = [event for event in rest if event.end - first > FULL_DAY]
            blocks.append(_block(f"{day}" if number == 1 else f"{day}-{number}", inside, zone))
            number += 1
    return blocks


def _block(id: str, events: tuple[TimedEvent, ...], zone: ZoneInfo) -> DayBlock:
    start = min(event.start for event in events if event.start is not None)
    end = max(event.end for event in events)
    offsets = [(event.start - start) // timedelta(minutes=1) for event in events if event.start is not None]
    step = math.gcd(*offsets, *(event.minutes for event in events))
    return DayBlock(id, start.astimezone(zone), end.astimezone(zone), step, events)
