"""Times in cells: on the conference's own clock, with their offset only where that clock shows them twice."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.date_texts import UnclearDate, date_in
from agenda_solver.formats.planner.number_texts import clock_in
from agenda_solver.model.moment_parsing import at_clock, date_of
from agenda_solver.model.parts import Window
from agenda_solver.model.time_intervals import is_ambiguous

__all__ = ["day_and_rest", "instant_in", "instant_text", "wall_clock", "window_text"]

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = re.compile(rf"({DATE})[ T]+([0-9]{{1,2}}:[0-9]{{2}})(?::00)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
MOST_WORDS = 8


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime | None:
    """Return what the clock shows at an instant, or None if it shows the same twice."""
    return None if is_ambiguous(instant, zone) else instant.astimezone(zone).replace(tzinfo=None, fold=0)


def instant_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as it is in a cell: ``2026-06-01 09:30``."""
    naive = wall_clock(instant, zone)
    if naive is None:
        return instant.astimezone(zone).isoformat(" ", "minutes")
    return naive.isoformat(" ", "minutes")


def window_text(window: Window, zone: ZoneInfo) -> str:
    """Return a window as it is in a cell: ``2026-06-01 09:00-12:30``."""
    start, end = wall_clock(window.start, zone), wall_clock(window.end, zone)
    if start is not None and end is not None and start.date() == end.date():
        return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}" if start.year >= 1000 else f"{start} to {end}"
    return f"{instant_text(window.start, zone)} to {instant_text(window.end, zone)}"


def instant_in(text: str, names: References) -> datetime:
    """Return the instant that is in a cell: a day, by its date or its name, and a time of day.

    A ValueError says why there is none.
    """
    if match := MOMENT.fullmatch(text.strip()):
        day, clock, offset = match.groups()
        if offset is not None:
            return datetime.fromisoformat(f"{day} {clock.zfill(5)}{offset}")
        return at_clock(date_of(day), clock, names.zone)
    found = day_and_rest(text, names)
    if found is not None and found[1]:
        try:
            clock = clock_in(re.sub("^(at|um) ", "", found[1]))
        except ValueError:
            pass
        else:
            return at_clock(found[0], clock, names.zone)
    raise ValueError(f'"{text[:80]}" is not a date and time such as {names.example_day()} 09:30')


def day_and_rest(text: str, names: References) -> tuple[date, str] | None:
    """Return the day that a text begins with, and what comes after it; None if it begins with none.

    A ValueError says that the day may be one of several.
    """
    words = text.replace(",", ", ").split()
    unclear: ValueError | None = None
    for size in range(min(len(words), MOST_WORDS), 0, -1):
        head, rest = " ".join(words[:size]).rstrip(",:"), " ".join(words[size:])
        ids = names.ids_of("days", head)
        if len(ids) > 1:
            days = " or ".join(str(names.calendar.dates[id]) for id in ids)
            raise ValueError(f'"{head[:40]}" may be {days}')
        if ids:
            return names.calendar.dates[ids[0]], rest
        if not any(letter.isdigit() for letter in head):
            continue
        try:
            return date_in(head, set(names.calendar.dates.values())), rest
        except UnclearDate as error:
            unclear = error
        except ValueError:
            continue
    if unclear is not None:
        raise unclear
    return None
