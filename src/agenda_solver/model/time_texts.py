"""Times of day as text for readers, with an offset if the clock shows the time twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from agenda_solver.model.time_intervals import is_ambiguous

__all__ = ["clock", "dated", "hours", "offset", "offsets", "until"]


def clock(local: datetime) -> str:
    """Return a time of day, ``09:30``; if the clock shows it twice, with its offset, ``02:30 (UTC+2)``."""
    is_twice = isinstance(local.tzinfo, ZoneInfo) and is_ambiguous(local, local.tzinfo)
    return f"{local:%H:%M} ({offset(local)})" if is_twice else f"{local:%H:%M}"


def dated(local: datetime) -> str:
    """Return a time with its day: ``29 May 09:30``."""
    return f"{local.day} {local:%b} {clock(local)}"


def until(begin: datetime, end: datetime) -> str:
    """Return the end of a stretch; if it is on a later day, with the number of days in between, ``08:00 +1``."""
    days = (end.date() - begin.date()).days
    return f"{clock(end)} +{days}" if days else clock(end)


def hours(begin: datetime, end: datetime, dash: str = "-") -> str:
    """Return both ends of a stretch: ``09:30-11:00``, ``17:00-08:00 +1``."""
    return f"{clock(begin)}{dash}{until(begin, end)}"


def offset(instant: datetime) -> str:
    """Return the offset of a datetime from UTC as text: ``UTC+5``, ``UTC-3:30``."""
    delta = instant.utcoffset() or timedelta()
    if not delta:
        return "UTC"
    sign = "+" if delta > timedelta() else "\N{MINUS SIGN}"
    hours, minutes = divmod(abs(delta) // timedelta(minutes=1), 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def offsets(instants: Iterable[datetime]) -> str:
    """Return the UTC offsets of the given times, with each change: ``UTC+2, from 25 October UTC+1``.

    The time of a change is included if the last of the given times before it is on the same day.
    """
    order = sorted(instants, key=lambda instant: instant.astimezone(UTC))
    parts = [offset(order[0])]
    for earlier, later in pairwise(order):
        if earlier.utcoffset() != later.utcoffset():
            change = _change_between(earlier, later)
            at = f" {change:%H:%M}" if earlier.date() == change.date() else ""
            parts.append(f"from {change.day} {change:%B}{at} {offset(change)}")
    return ", ".join(parts)


def _change_between(earlier: datetime, later: datetime) -> datetime:
    """Return the first minute after the earlier instant with the offset of the later one."""
    zone, before, after = later.tzinfo, earlier.astimezone(UTC), later.astimezone(UTC)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        middle = max(middle, before + timedelta(minutes=1))
        is_later = middle.astimezone(zone).utcoffset() == later.utcoffset()
        before, after = (before, middle) if is_later else (middle, after)
    return after.astimezone(zone)
