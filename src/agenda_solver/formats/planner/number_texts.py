"""Whole numbers, lengths in minutes, times of day, yes and no: as people type them into cells, in many countries."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from agenda_solver.formats.workbook.workbook_reading import Cell

__all__ = ["clock_in", "minutes_in", "nearest_minute", "number_in", "percent_in", "plain", "says_yes", "shown"]

YES = frozenset(
    word
    for language in (
        "yes y x true 1 ok \u2713 \u2714 \u2611 \u2705",
        "ja j wahr",
        "oui vrai",
        "si s\u00ed verdadero",
        "s\u00ec vero",
        "sim verdadeiro",
        "tak ano da \u0434\u0430 evet igen kyll\u00e4",
    )
    for word in language.split()
)
NO = frozenset(
    word
    for language in (
        "no n false 0 - \u2717 \u2718 \u2610 \u274c",
        "nein nee nej falsch",
        "non faux",
        "falso",
        "n\u00e3o nao",
        "nie ne \u043d\u0435\u0442 hay\u0131r nem ei",
    )
    for word in language.split()
)

GROUPS = re.compile(r"[0-9]{1,3}(?:([ ,.'\u2019])[0-9]{3})(?:\1[0-9]{3})*")
HOURS_AND_MINUTES = re.compile(
    r"([0-9]{1,3}) ?(?::|h|hrs?|hours?|std\.?) ?(?:and )?([0-5]?[0-9]) ?(?:m|min|mins|minutes?|')?\.?"
)
HOURS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|ore|ora)\.?")
MINUTES = re.compile(r"([0-9]{1,5}) ?(?:m|min|mins|minutes?|minuten|minutos|minuti|minuter|'|\u2032)?\.?")
CLOCK = re.compile(
    r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?::00)?)? ?(?:uhr|h|hrs|o'clock)? ?(?:([ap])\.? ?m\.?)?", re.IGNORECASE
)
# A number in a cell of times is a count of days since 1899; no planner means a day of 1900 there.
DAY_0, FIRST_REAL_DAY = datetime(1899, 12, 31), datetime(1901, 1, 1)
UNCLEAR = (25, 50, 75)


def plain(text: str) -> str:
    """Return a text with ordinary digits, letters and single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def shown(cell: Cell) -> str:
    """Return what was typed into a cell, as far as that is known."""
    if isinstance(cell, float):
        return f"{cell:g}" if abs(cell) < 1e15 else f"{cell:.0f}"
    return str(cell).strip()[:40]


def number_in(cell: Cell) -> int:
    """Return a whole number; a ValueError is raised if the cell has none."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and float(cell).is_integer():
        return int(cell)
    text = plain(str(cell))
    if isinstance(cell, str) and re.fullmatch(r"[-+]?[0-9]{1,18}", text):
        return int(text)
    if isinstance(cell, str) and GROUPS.fullmatch(text):
        return int(re.sub("[^0-9]", "", text))
    raise ValueError(f'"{shown(cell)}" is not a whole number such as 120')


def percent_in(cell: Cell) -> int:
    """Return a whole number of percent: 70, "70 %", or the 0.7 that a cell of percentages holds.

    A ValueError is raised if there is none, or if it is ambiguous.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if cell == 1:
            raise ValueError('"1" may be 1 % or 100 %; leave the cell empty where it is certain')
        percent = 100 * cell if 0 < cell < 1 else cell
        if abs(percent - round(percent)) < 1e-6:
            return round(percent)
    elif isinstance(cell, str) and (match := re.fullmatch(r"([0-9]{1,4}) ?%?", plain(cell))):
        return int(match[1])
    raise ValueError(f'"{shown(cell)}" is not a whole number of percent such as 70')


def minutes_in(cell: Cell) -> int:
    """Return a length in minutes: 90, "90 min", 1:30, "1h30", "1.5 h"; a ValueError is raised if there is none."""
    cell = _with_time(cell)
    found = _minutes_of_time(cell) if isinstance(cell, time | datetime | timedelta) else None
    if found is None and isinstance(cell, str):
        found = _minutes_of_text(plain(cell).lower())
    if found is not None:
        return found
    try:
        return number_in(cell)
    except ValueError:
        raise ValueError(f'"{shown(cell)}" is not a number of minutes such as 90 (or 1:30, or 1h30)') from None


def _with_time(cell: Cell) -> Cell:
    """Return the midnight of a date: a whole number in a cell of times is one."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime.combine(cell, time())
    return cell


def _minutes_of_time(cell: time | datetime | timedelta) -> int | None:
    if isinstance(cell, time):
        return 60 * cell.hour + cell.minute
    if isinstance(cell, datetime):
        if cell >= FIRST_REAL_DAY:
            return None
        cell = cell - DAY_0
    minutes = cell / timedelta(minutes=1)
    return round(minutes) if abs(minutes - round(minutes)) < 0.1 else None


def _minutes_of_text(text: str) -> int | None:
    if match := MINUTES.fullmatch(text):
        return int(match[1])
    if match := HOURS_AND_MINUTES.fullmatch(text):
        return 60 * int(match[1]) + int(match[2])
    if match := HOURS.fullmatch(text):
        share = 60 * int((match[2] or "0").ljust(2, "0"))
        return 60 * int(match[1]) + share // 100 if share % 100 == 0 else None
    return None


def says_yes(cell: Cell) -> bool:
    """Return whether a cell says yes, in one of many languages; a ValueError says that it is neither yes nor no."""
    if isinstance(cell, bool):
        return cell
    text = plain(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)).casefold()
    if text in YES or text in NO:
        return text in YES
    raise ValueError(f'"{shown(cell)}" is neither yes nor no')


def clock_in(cell: Cell) -> str:
    """Return a time of day as ``09:30``; a ValueError is raised if there is none, or if it is ambiguous."""
    cell = _with_time(cell)
    if isinstance(cell, time):
        return nearest_minute(cell)
    if isinstance(cell, timedelta) or (isinstance(cell, datetime) and cell < FIRST_REAL_DAY):
        days = (cell if isinstance(cell, timedelta) else cell - DAY_0) / timedelta(days=1)
        return _clock_of_days(days, cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _clock_of_number(float(cell))
    text = plain(str(cell))
    if text.lower() in ("noon", "midday"):
        return "12:00"
    match = CLOCK.fullmatch(text)
    if re.fullmatch("[0-9]{4}", text):
        match = CLOCK.fullmatch(f"{text[:2]}:{text[2:]}")
    if match is None or (re.fullmatch(r"[0-9]{1,2}\.[0-9]", text)):
        raise _no_clock(cell)
    hours, minutes = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hours <= 12:
            raise _no_clock(cell)
        hours = hours % 12 + (12 if match[3].lower() == "p" else 0)
    return _of(hours, minutes, cell)


def _clock_of_days(days: float, cell: Cell) -> str:
    """Return what a count of days says: a fraction of one, or an hour that was typed into a cell of times."""
    if isinstance(cell, timedelta) and days == 1:
        return "24:00"
    if days == 1:
        raise ValueError('"1" may be 01:00 or 24:00; write it with its minutes')
    if 0 <= days < 1:
        minutes = round(days * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return _clock_of_number(round(days, 6))


def _clock_of_number(number: float) -> str:
    """Return the time of day that a number means: 9, 9.3 for 09:30, 930, or three eighths of a day."""
    if 0 < number < 1:
        minutes = number * 24 * 60
        if abs(minutes - 5 * round(minutes / 5)) < 0.01:
            return f"{round(minutes) // 60:02}:{round(minutes) % 60:02}"
        raise _no_clock(number)
    if number >= 100 and number.is_integer():
        return _of(int(number) // 100, int(number) % 100, number)
    hours, minutes = divmod(round(number * 100), 100)
    if abs(number * 100 - round(number * 100)) > 1e-6:
        raise _no_clock(number)
    if minutes in UNCLEAR:
        raise ValueError(
            f'"{shown(number)}" may be {hours:02}:{minutes:02} or {hours:02}:{minutes * 60 // 100:02}; '
            "write a colon between hours and minutes, as in 09:30"
            if minutes < 60
            else f'"{shown(number)}" is not a time of day such as {hours:02}:{minutes * 60 // 100:02}'
        )
    return _of(hours, minutes, number)


def _of(hours: int, minutes: int, cell: Cell) -> str:
    if hours > 24 or minutes > 59 or (hours == 24 and minutes) or hours < 0:
        raise _no_clock(cell)
    return f"{hours:02}:{minutes:02}"


def _no_clock(cell: Cell) -> ValueError:
    return ValueError(f'"{shown(cell)}" is not a time of day such as 09:30')


def nearest_minute(value: time | datetime) -> str:
    """Return the clock of a cell to the minute: spreadsheets keep fractions of a day, which are slightly off."""
    moment = datetime.combine(date(2000, 1, 1), value if isinstance(value, time) else value.time())
    rounded = moment + timedelta(seconds=30)
    return "24:00" if rounded.day != 1 else f"{rounded:%H:%M}"
