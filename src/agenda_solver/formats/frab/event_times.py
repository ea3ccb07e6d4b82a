"""When the events of a schedule take place: their zone, their starts and their lengths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.formats.foreign_times import needs_zone, zone_name_at
from agenda_solver.formats.frab.durations import Durations, span_text, timeslot_minutes
from agenda_solver.formats.frab.file_days import FileDays, since_midnight
from agenda_solver.formats.frab.schedule import Event, Located, Schedule
from agenda_solver.formats.frab.text_parsing import clock_in, date_in, instant_in, short
from agenda_solver.model.time_intervals import is_real_local_time, minutes_between
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["LONGEST", "TimedEvent", "Timing"]

DEFAULT_MINUTES = 30
LONGEST = 24 * 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class TimedEvent:
    """An event with its start and its day of the programme, if it has them, and its length."""

    located: Located
    start: datetime | None
    minutes: int
    day: date | None

    @property
    def end(self) -> datetime:
        """When it ends; only for an event that has a start."""
        assert self.start is not None  # noqa: S101 - asked for events in a block only
        return self.start + timedelta(minutes=self.minutes)


class Timing:
    """Finds the zone, the starts and the lengths of a schedule's events; what is odd is noted in its remarks.

    A zone that is given counts, whatever the file says. If neither names one, every time needs an offset.
    """

    def __init__(self, schedule: Schedule, zone: str | None) -> None:
        self._say = schedule.remarks.say
        self.zone_name = zone or self._zone_named(schedule)
        self.zone = ZoneInfo(self.zone_name)
        self.days = FileDays(schedule, self.zone)
        self._durations = Durations(located.event.fields.get("duration", "") for located in schedule.located())
        if (text := self._durations.with_seconds) is not None:
            why = f'"{short(text)}" cannot be read as days, hours and minutes'
            message = f"durations with three parts are read as hours, minutes and seconds, since {why}"
            self._say("duration", "schedule", message)
        self._default = timeslot_minutes(schedule.conference.get("timeslot_duration", "")) or DEFAULT_MINUTES
        self._has_reported_offset = False

    def _zone_named(self, schedule: Schedule) -> str:
        named = schedule.conference.get("time_zone_name", "")
        if named and zone_of(named) is not None:
            return named
        if named:
            self._say("time zone", "conference", f'"{short(named)}" is not an IANA time zone')
        for located in schedule.located():
            if _is_on_the_clock(located):
                raise needs_zone(located.event.place)
        texts = (located.event.fields.get("date", "") for located in schedule.located())
        instants = filter(None, map(instant_in, texts))
        guess = zone_name_at({offset for instant in instants if (offset := instant.utcoffset()) is not None})
        if guess is not None:
            self._say("time zone", "conference", f"no time zone is named; {guess} is assumed from the times")
            return guess
        self._say("time zone", "conference", "no time zone is named; UTC is assumed, --time-zone names another")
        return "UTC"

    def timed(self, located: Located) -> TimedEvent:
        """Return an event with its start, its day and its length."""
        start = self._start(located)
        day = None
        if start is not None:
            day = self.days.day_of(located, start)
        return TimedEvent(located, start, self._minutes(located.event, start), day)

    # --- starts -----------------------------------------------------------------------------------------------------

    def _start(self, located: Located) -> datetime | None:
        """Return the start in UTC, in whole minutes."""
        place, found = located.event.place, self._clock_time(located)
        if found is None:
            self._say("no time", place, "has no date and time that can be read; it has no place in the agenda")
            return None
        if found.second or found.microsecond:
            self._say("seconds", place, f"{found:%H:%M:%S} has seconds; they are left out")
            found = found.replace(second=0, microsecond=0)
        if found.tzinfo is None:
            if not is_real_local_time(found, self.zone):
                shown = found.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone)
                message = f"no clock in {self.zone_name} shows {found:%d %b %H:%M}; {shown:%H:%M} was used"
                self._say("time zone", place, message)
            found = found.replace(tzinfo=self.zone)
        return found.astimezone(UTC)

    def _clock_time(self, located: Located) -> datetime | None:
        """Return the start as the file has it: with the offset of its date, or on the clock of the zone."""
        fields = located.event.fields
        clock, text = clock_in(fields.get("start", "")), fields.get("date", "")
        instant = instant_in(text)
        if instant is None:
            own = date_in(text)
            if own is not None and clock is not None and own != self.days.date_of(located.day):
                return datetime.combine(own, datetime.min.time()) + clock
            # A few files have the whole time where the clock should be.
            return instant_in(fields.get("start", "")) or self.days.at(located, clock)
        if clock is not None:
            return self._agreed(located.event, instant, clock)
        return instant

    def _agreed(self, event: Event, instant: datetime, clock: timedelta) -> datetime:
        """Return what the date and the clock of an event say together; where they differ, the date counts."""
        here = instant.astimezone(self.zone) if instant.tzinfo else instant
        shown, span = clock % timedelta(days=1), span_text(clock // MINUTE)
        if since_midnight(here) == shown:
            return instant
        if since_midnight(instant) == shown:
            if not self._has_reported_offset:
                self._has_reported_offset = True
                message = f"its offset {instant:%z} is not that of {self.zone_name}, where it is {here:%H:%M}"
                self._say("time zone", event.place, f"{message}; this is reported only once")
            return instant
        if timedelta() in (since_midnight(here), since_midnight(instant)):
            # The date is one without a time, written as its midnight.
            midnight = here if not since_midnight(here) else instant
            self._say("two times", event.place, f"its date has no time except midnight; its start {span} is used")
            return datetime.combine(midnight.date(), datetime.min.time()) + clock
        message = f"starts at {span}, but its date says {here:%H:%M}, which is used"
        self._say("two times", event.place, message)
        return instant

    # --- lengths ----------------------------------------------------------------------------------------------------

    def _minutes(self, event: Event, start: datetime | None) -> int:
        text = event.fields.get("duration", "")
        readings = tuple(filter(None, self._durations.readings(text)))
        until_end = self._until_end(event, start, readings)
        if until_end in readings:
            return until_end
        if until_end is not None and 0 < until_end <= LONGEST:
            if readings:
                message = f'its duration is "{short(text, 40)}", but it ends {until_end:,} minutes after its start'
                self._say("two lengths", event.place, f"{message}; the end is used")
            return until_end
        if until_end is not None:
            end = short(event.fields["end"], 40)
            self._say("two lengths", event.place, f'its end "{end}" is not within a day after its start; left out')
        if readings:
            if len(readings) > 1 and not self._durations.with_seconds and readings[0] <= LONGEST:
                message = f'its duration "{text}" is days, hours and minutes: {readings[0]:,} minutes'
                self._say("duration", event.place, message)
            return readings[0]
        problem = f'its duration is "{short(text, 40)}"' if text else "it has no duration"
        self._say("duration", event.place, f"{problem}; {self._default} minutes are assumed")
        return self._default

    def _until_end(self, event: Event, start: datetime | None, readings: tuple[int, ...]) -> int | None:
        """Return the minutes from a start to the end that the file names, if it names one that can be read."""
        text = event.fields.get("end", "")
        if start is None:
            return None
        if (clock := clock_in(text)) is not None:
            minutes = self._until_clock(start, clock)
            return LONGEST if not minutes and LONGEST in readings else minutes
        end = instant_in(text)
        if end is None:
            return None
        aware = end if end.tzinfo else end.replace(tzinfo=self.zone)
        # Some ends are the last second before the next event.
        return round((aware.astimezone(UTC) - start) / MINUTE)

    def _until_clock(self, start: datetime, clock: timedelta) -> int:
        """Return the minutes from a start until the clock next shows a time, also if the clocks change in between."""
        local = start.astimezone(self.zone)
        passed = (clock - since_midnight(local)) % timedelta(days=1)
        end = (local.replace(tzinfo=None) + passed).replace(tzinfo=self.zone)
        return max(0, minutes_between(start, end)) if passed else 0


def _is_on_the_clock(located: Located) -> bool:
    """Return whether the start of an event can be read and has no offset from UTC."""
    fields, day = located.event.fields, located.day.fields
    if (instant := instant_in(fields.get("date", "")) or instant_in(fields.get("start", ""))) is not None:
        return instant.tzinfo is None
    texts = (fields.get("date", ""), day.get("date", ""), day.get("start", ""))
    return any(map(date_in, texts)) and clock_in(fields.get("start", "")) is not None
