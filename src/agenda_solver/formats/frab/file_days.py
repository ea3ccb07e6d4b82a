"""The days of a schedule file: their dates and beginnings on the conference's clock, and the day of each event.

A day of the programme is not a calendar day: a talk at 01:00 may belong to the evening before. The day under which the
file lists an event counts. The hour at which the day changes matters only if the file gives no date; it is kept for a
later export.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.formats.frab.schedule import FileDay, Located, Schedule
from agenda_solver.formats.frab.text_parsing import clock_in, date_in, instant_in

__all__ = ["DAY_CHANGE", "FileDays", "nearest_change", "night_and_morning", "since_midnight"]

DAY_CHANGE = time(4)
EARLY = time(6)  # sessions that begin later hardly belong to the night before
NOON = time(12)
ONE_DAY = timedelta(days=1)
MIDNIGHT = time()


class FileDays:
    """The days of a file on the clock of a time zone.

    ``change`` is the hour at which a day of the programme ends, as far as the file says one; None if it does not.
    """

    def __init__(self, schedule: Schedule, zone: ZoneInfo) -> None:
        self._say = schedule.remarks.say
        self._zone = zone
        self._dates = {id(day): self._date(day) for day in schedule.days}
        self._spans = {id(day): self._span(day) for day in schedule.days}
        self._start_on = {
            day: start.time() for id, day in self._dates.items() if day is not None and (start := self._spans[id][0])
        }
        named = [schedule.conference, *(day.fields for day in schedule.days)]
        changes = (clock_in(fields.get("day_change", "")) for fields in named)
        change = next((change for change in changes if change is not None), None)
        self._named = None if change is None else _time(change % ONE_DAY)
        self.change = self._named if self._named is not None else self._between_days()

    def _between_days(self) -> time | None:
        """Return an hour at which every day of the file is over, if they all begin at the same hour."""
        spans = [(start, end) for start, end in self._spans.values() if start is not None]
        if len({start.time() for start, _ in spans}) != 1:
            return None
        return max(_between(start, end) for start, end in spans)

    def _span(self, day: FileDay) -> tuple[datetime | None, datetime | None]:
        """Return the start and the end of a day on the clock of the conference, as far as they can be read."""
        start, end = (self._instant(day, name) for name in ("start", "end"))
        return start, end + ONE_DAY if start and end and end <= start else end

    def _instant(self, day: FileDay, name: str) -> datetime | None:
        text, date = day.fields.get(name, ""), self._dates[id(day)]
        if (clock := clock_in(text)) is not None and date is not None:
            return datetime.combine(date, MIDNIGHT) + clock
        return self._on_the_clock(instant_in(text))

    def _on_the_clock(self, instant: datetime | None) -> datetime | None:
        if instant is not None and instant.tzinfo is not None:
            instant = instant.astimezone(self._zone)
        return None if instant is None else instant.replace(tzinfo=None, second=0, microsecond=0)

    def _date(self, day: FileDay) -> date | None:
        for name in ("date", "start"):
            text = day.fields.get(name, "")
            shown = self._on_the_clock(instant_in(text))
            if (found := shown.date() if shown else date_in(text)) is not None:
                return found
        return None

    def date_of(self, day: FileDay) -> date | None:
        """Return the date of a day of the file, or None if it has none."""
        return self._dates[id(day)]

    def at(self, located: Located, clock: timedelta | None) -> datetime | None:
        """Return when a clock shows this time on the day that an event is in: on its date, or in the night after."""
        date = self.date_of(located.day)
        if date is None or clock is None:
            return None
        morning = datetime.combine(date, MIDNIGHT) + clock
        if clock >= ONE_DAY:
            return morning
        start, end = self._spans[id(located.day)]
        if self._named is None and start is not None and end is not None:
            inside = [start <= when <= end for when in (morning, morning + ONE_DAY)]
            if inside[0] != inside[1]:
                return morning if inside[0] else morning + ONE_DAY
        change = self._named or (DAY_CHANGE if start is None else _between(start, end))
        if clock >= since_midnight(change):
            return morning
        if clock >= since_midnight(EARLY):
            message = f"begins at {morning:%H:%M}, before its day begins ({change:%H:%M}); the next day is assumed"
            self._say("before the day", located.event.place, message)
        return morning + ONE_DAY

    def day_of(self, located: Located, start: datetime) -> date:
        """Return the day of the programme that an event belongs to: where it is listed, if its date allows it."""
        local = start.astimezone(self._zone).replace(tzinfo=None)
        stated = self.date_of(located.day)
        if stated is None:
            return (local - since_midnight(self.change if self.change is not None else DAY_CHANGE)).date()
        if local.date() == stated or self._is_night_of(located.day, stated, local):
            return stated
        message = f"is under the day {stated}, but its date is {local:%Y-%m-%d %H:%M}, which is used"
        self._say("two days", located.event.place, message)
        return local.date()

    def _is_night_of(self, day: FileDay, stated: date, local: datetime) -> bool:
        if local.date() != stated + ONE_DAY:
            return False
        end = self._spans[id(day)][1]
        if end is not None and local <= end:
            return True
        # Where the next day begins, this one is over; but many files let all days begin at midnight all the same.
        begins = self._start_on.get(local.date(), MIDNIGHT)
        return local.time() < (begins if begins >= DAY_CHANGE else NOON)

    def change_of(self, events: Iterable[tuple[date, datetime]]) -> time | None:
        """Return the hour of the change with which every event is on its day; None if it need not be kept.

        Each event is given by its day of the programme and its start.
        """
        night, morning = night_and_morning(
            (day, start.astimezone(self._zone).replace(tzinfo=None)) for day, start in events
        )
        wish = self.change if self.change is not None else DAY_CHANGE
        if night <= since_midnight(wish) <= morning:
            return self.change
        for begins in sorted(set(self._start_on.values())):
            if night <= since_midnight(begins) <= morning:
                return begins
        return nearest_change(wish, night, morning) or self.change


def night_and_morning(starts: Iterable[tuple[date, datetime]]) -> tuple[timedelta, timedelta]:
    """Return the first hour at which nothing of the night before begins any more, and the first start of a day itself.

    Each event is given by its day of the programme and its start on the clock of the conference.
    """
    night, morning = timedelta(), ONE_DAY
    for day, start in starts:
        clock = start - datetime.combine(day, MIDNIGHT)
        if clock >= ONE_DAY:
            night = max(night, clock - ONE_DAY + timedelta(minutes=1))
        else:
            morning = min(morning, clock)
    return night, morning


def nearest_change(wish: time, night: timedelta, morning: timedelta) -> time | None:
    """Return the hour between these two that is nearest to the wish; None if no hour separates the days."""
    if night > morning:
        return None
    return _time(min(max(night, since_midnight(wish)), morning, timedelta(hours=23, minutes=59)))


def _between(start: datetime, end: datetime | None) -> time:
    """Return the hour at which a day with such ends changes into the next: the usual one, if it lies between them."""
    if end is None:
        return start.time()
    # An end is the last minute of a day, or the first after it.
    night = max(timedelta(), end - datetime.combine(start.date() + ONE_DAY, MIDNIGHT))
    begins = since_midnight(start.time())
    if night + timedelta(minutes=1) >= begins:
        return start.time()
    return _time(max(night, min(since_midnight(DAY_CHANGE), begins)))


def _time(clock: timedelta) -> time:
    return (datetime.min + clock).time()


def since_midnight(clock: time | datetime) -> timedelta:
    """Return how far a clock is past midnight, in hours and minutes."""
    return timedelta(hours=clock.hour, minutes=clock.minute)
