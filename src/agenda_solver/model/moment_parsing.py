"""Parsing of moments, which are on the conference's clock unless they have a UTC offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.model.pydantic_messages import shortened
from agenda_solver.model.time_intervals import is_real_local_time

__all__ = ["FAR", "YEARS", "MomentRefused", "at_clock", "aware", "date_of", "moment_in", "on_the_clock"]

# Later times may not be convertible to another time zone: Python's calendar ends with the year 9999.
YEARS = range(1900, 9001)
FAR = f"must be between the years {YEARS[0]} and {YEARS[-1]}"

DATE_AND_CLOCK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T|\s+)([0-9]{1,2}:[0-9]{2})")


@dataclass(frozen=True)
class MomentRefused:
    """Replaces an impossible time in raw data until validation reports the message."""

    message: str


def moment_in(text: str, zone: ZoneInfo) -> datetime:
    """Parse a moment: ``2026-06-01 09:30``, or an ISO 8601 date and time with or without its offset.

    Without an offset the time is on the clock of the zone. If the clock shows it twice, the first time is meant. Raise
    a ValueError that says why if there is no such moment.
    """
    stripped = text.strip()
    if match := DATE_AND_CLOCK.fullmatch(stripped):
        day = date_of(match[1])
        if day.year not in YEARS:
            raise ValueError(f'"{shortened(text)}" {FAR}')
        return at_clock(day, match[2], zone)
    try:
        found = datetime.fromisoformat(stripped)
    except (ValueError, OverflowError) as error:
        raise ValueError(f'"{shortened(text)}" is not a date and time such as 2026-06-01 09:30') from error
    if re.fullmatch(r"[-0-9W]*", stripped):
        raise ValueError(f'"{shortened(text)}" is a date; a time such as 2026-06-01 09:30 is needed')
    if found.year not in YEARS:
        raise ValueError(f'"{shortened(text)}" {FAR}')
    return on_the_clock(found, zone)


def on_the_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment with its offset; without one it is on the clock of the zone.

    Raise a ValueError if the clock never shows this time, or if the year is out of range.
    """
    if moment.year not in YEARS:
        raise ValueError(FAR)
    if moment.utcoffset() is not None:
        return moment
    if not is_real_local_time(moment, zone):
        raise ValueError(_skipped(f"{moment:%H:%M}", moment.date(), zone))
    # With a fixed offset, because Python compares two times of one zone by their wall clocks.
    return moment.replace(tzinfo=timezone(moment.replace(tzinfo=zone).utcoffset() or timedelta()), fold=0)


def at_clock(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return the moment at which the clock shows a time ("09:30", "24:00") on a day, with a fixed offset.

    Raise a ValueError if the clock never shows it on this day.
    """
    hours, minutes = map(int, clock.split(":"))
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f'"{clock}" is not a time of day')
    try:
        naive = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
        offset = naive.replace(tzinfo=zone).utcoffset()
        is_real = is_real_local_time(naive, zone)
    except OverflowError as error:
        raise ValueError(f"{day} is beyond the calendar") from error
    if not is_real:
        raise ValueError(_skipped(clock, day, zone))
    return naive.replace(tzinfo=timezone(offset or timedelta()))


def _skipped(clock: str, day: date, zone: ZoneInfo) -> str:
    return f"no clock in {zone.key} shows {clock} on {day}: clocks go forward then"


def date_of(text: str) -> date:
    """Parse a date such as ``2026-06-01``; raise a ValueError that says so if the text is not a date."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not a date') from error


def aware(instant: Any, zone: ZoneInfo) -> datetime:
    """Return an instant with its offset; without one it is on the clock of a zone.

    Raise InvalidInput if the clock never shows it, and TypeError if it is not a datetime.
    """
    if not isinstance(instant, datetime) or type(instant).__name__ == "NaTType":  # pandas' missing time
        raise TypeError(f"the time must be a datetime, not {instant!r:.200}")
    try:
        return instant if instant.tzinfo is not None else on_the_clock(instant, zone)
    except ValueError as error:
        raise InvalidInput.single(str(error)) from error
