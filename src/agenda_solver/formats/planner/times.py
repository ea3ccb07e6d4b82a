"""Times in cells: on the conference's own clock, with their offset only where that clock shows them twice."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.model.parts import Window
from agenda_solver.model.time import is_ambiguous, is_real_local_time

__all__ = ["instant_in", "instant_text", "nearest_minute", "wall_clock", "window_text", "windows_in"]

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = re.compile(rf"({DATE})[ T]+([0-9]{{1,2}}:[0-9]{{2}})(?::00)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
SHORT_WINDOW = re.compile(rf"({DATE}) +([0-9]{{1,2}}:[0-9]{{2}}) *(?:-|\u2013|to) *([0-9]{{1,2}}:[0-9]{{2}})")
LONG_WINDOW = re.compile(rf"({DATE}[ T].*?) +(?:-|\u2013|to) +({DATE}[ T].*)")


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime | None:
    """Return what the clock shows at an instant, or None where it shows the same twice."""
    return None if is_ambiguous(instant, zone) else instant.astimezone(zone).replace(tzinfo=None, fold=0)


def instant_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as it stands in a cell: ``2026-06-01 09:30``."""
    naive = wall_clock(instant, zone)
    if naive is None:
        return instant.astimezone(zone).isoformat(" ", "minutes")
    return naive.isoformat(" ", "minutes")


def instant_in(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant that stands in a cell.

    Raises
    ------
    ValueError
        When there is none, with a sentence that says why.
    """
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is not a date and time such as 2026-06-01 09:30')
    day, clock, offset = match.groups()
    if offset is not None:
        return datetime.fromisoformat(f"{day} {clock.zfill(5)}{offset}")
    return _on_the_clock(_date(day), clock, zone)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not a date') from error


def _on_the_clock(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f'"{clock}" is not a time of day')
    try:
        naive = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
        is_real = is_real_local_time(naive, zone)
    except OverflowError as error:
        raise ValueError(f"{day} is beyond the calendar") from error
    if not is_real:
        raise ValueError(f"no clock in {zone.key} shows {clock} on {day}: they are put forward then")
    return naive.replace(tzinfo=zone)


def window_text(window: Window, zone: ZoneInfo) -> str:
    """Return a window as it stands in a cell: ``2026-06-01 09:00-12:30``."""
    start, end = wall_clock(window.start, zone), wall_clock(window.end, zone)
    if start is not None and end is not None and start.date() == end.date():
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}" if start.year >= 1000 else f"{start} to {end}"
    return f"{instant_text(window.start, zone)} to {instant_text(window.end, zone)}"


def windows_in(text: str, zone: ZoneInfo) -> list[dict[str, datetime]]:
    """Return the windows that stand in a cell, with semicolons or line breaks between them; a date is a whole day.

    Raises
    ------
    ValueError
        When one is none, with a sentence that says why.
    """
    return [_window_in(piece.strip(), zone) for piece in re.split(r"[;\n]", text) if piece.strip()]


def _window_in(text: str, zone: ZoneInfo) -> dict[str, datetime]:
    if re.fullmatch(DATE, text):
        return {name: _on_the_clock(_date(text), clock, zone) for name, clock in (("start", "0:00"), ("end", "24:00"))}
    if match := SHORT_WINDOW.fullmatch(text):
        day = _date(match[1])
        return {"start": _on_the_clock(day, match[2], zone), "end": _on_the_clock(day, match[3], zone)}
    if match := LONG_WINDOW.fullmatch(text):
        return {"start": instant_in(match[1], zone), "end": instant_in(match[2], zone)}
    raise ValueError(f'"{text}" is not a stretch of time such as 2026-06-01 09:00-12:30')


def nearest_minute(value: time | datetime) -> str:
    """Return the clock of a cell, to the minute: spreadsheets keep fractions of a day, a hair off."""
    moment = datetime.combine(date(2000, 1, 1), value if isinstance(value, time) else value.time())
    rounded = moment + timedelta(seconds=30)
    return "24:00" if rounded.day != 1 else f"{rounded:%H:%M}"
