"""Reading single cells: a value of the right kind, or a mistake with the cell's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from agenda_solver.errors import Mistake
from agenda_solver.formats.workbook.workbook_reading import Cell, Sheet
from agenda_solver.model.known_parts import MOST_GUESSES
from agenda_solver.model.pydantic_messages import guess

__all__ = ["CellReader", "first_of", "quoted"]

MAX_NAME = 200
MAX_AMOUNT = 1_000_000
MOST_MISTAKES = 100
HOURS = range(-12, 15)  # what the zones "Etc/GMT+12" to "Etc/GMT-14" can say


def quoted(value: Cell) -> str:
    """Return a value as a message quotes it."""
    if value == "":
        return "empty"
    if isinstance(value, float) and value.is_integer():
        value = int(value) if abs(value) < 1e15 else value
    words = str(value)
    return f'"{words if len(words) <= 60 else words[:57] + "..."}"'


def first_of(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Return the first mistakes, the last of them with the number of the others: one column can cause thousands."""
    found, left = list(mistakes[:MOST_MISTAKES]), len(mistakes) - MOST_MISTAKES
    if left > 0:
        found[-1] = Mistake(found[-1].place, f"{found[-1].message}; {left:,} more mistakes are not listed")
    return found


class CellReader:
    """A sheet, and the mistakes that are found in it; what could not be read is None."""

    def __init__(self, sheet: Sheet, mistakes: list[Mistake]) -> None:
        self.sheet = sheet
        self.mistakes = mistakes

    def say(self, row: int, column: int, message: str) -> None:
        """Note a mistake in a cell."""
        self.mistakes.append(Mistake(self.sheet.place(row, column), message))

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing is in a cell, not even an error."""
        return self.sheet.value(row, column) == "" and self.sheet.fault(row, column) is None

    def text(self, row: int, column: int) -> str | None:
        """Return the content of a cell as text; a whole number counts as its digits."""
        value = self._usable(row, column)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
            return str(int(value))
        self.say(row, column, f"must be text, not {quoted(value)}")
        return None

    def name(self, row: int, column: int, what: str) -> str | None:
        """Return the name in a cell, which must not be empty."""
        text = self.text(row, column)
        if text is not None and not text.strip():
            self.say(row, column, f"the name of a {what} is missing")
            return None
        if text is not None and len(text) > MAX_NAME:
            self.say(row, column, f"must not be longer than {MAX_NAME} characters")
            return None
        return text

    def known(self, row: int, column: int, what: str, names: Collection[str]) -> str | None:
        """Return the name in a cell, which must be one of these."""
        name = self.name(row, column, what)
        if name is None or name in names:
            return name
        hint = guess(name, names) if len(self.mistakes) < MOST_GUESSES else ""
        self.say(row, column, f"unknown {what} {quoted(name)}{hint}")
        return None

    def names(self, row: int, column: int) -> tuple[str, ...]:
        """Return the names of people in a cell, which ``", "`` separates; each once."""
        text = self.text(row, column) or ""
        found = tuple(dict.fromkeys(name for name in text.split(", ") if name))
        for name in found:
            if not name.strip():
                self.say(row, column, "the name of a person is missing")
            elif len(name) > MAX_NAME:
                self.say(
                    row, column, f"has a name longer than {MAX_NAME} characters; a comma and a blank separate names"
                )
        return found

    def number(
        self, row: int, column: int, low: int = 0, high: int = MAX_AMOUNT, empty: int | None = None
    ) -> int | None:
        """Return the whole number in a cell; an empty one counts as ``empty``, or is a mistake if that is None."""
        value = self._usable(row, column)
        if value is None or (value == "" and empty is not None):
            return None if value is None else empty
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and low <= value <= high
            and value == int(value)
        ):
            return int(value)
        text = "the text " if isinstance(value, str) and value else ""
        self.say(row, column, f"must be a whole number from {low} to {high}, not {text}{quoted(value)}")
        return None

    def hours(self, row: int, column: int) -> int | None:
        """Return the hours east of UTC of a time zone such as ``GMT+2``."""
        value = self._usable(row, column)
        match = re.fullmatch(r"GMT([+-][0-9]{1,2})", value) if isinstance(value, str) else None
        if match is not None and int(match[1]) in HOURS:
            return int(match[1])
        if value is not None:
            limits = f'"GMT{HOURS[0]}" to "GMT+{HOURS[-1]}"'
            self.say(row, column, f'must be a time zone such as "GMT+2", whole hours, {limits}, not {quoted(value)}')
        return None

    def time(self, row: int, column: int) -> time | None:
        """Return the time of day in a cell, without its seconds."""
        value = self._usable(row, column)
        moment: time | None = None
        if isinstance(value, datetime):
            moment = (value + timedelta(microseconds=500_000)).time()  # days are fractions, their minutes inexact
        elif isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
            moment = (datetime.min + value + timedelta(microseconds=500_000)).time()
        elif isinstance(value, time):
            moment = value
        elif isinstance(value, str):
            moment = _clock(value)
        if moment is None:
            if value is not None:
                self.say(row, column, f'must be a time of day such as "09:30", not {quoted(value)}')
            return None
        return moment.replace(second=0, microsecond=0)

    def date(self, row: int, column: int) -> date | None:
        """Return the date in a cell."""
        value = self._usable(row, column)
        if isinstance(value, datetime):
            value = value.date()
        elif isinstance(value, str):
            value = _iso_date(value) or value
        if isinstance(value, date) and 1900 <= value.year <= 9000:
            return value
        if value is not None:
            self.say(row, column, f'must be a date such as "2025-07-28", not {quoted(value)}')
        return None

    def _usable(self, row: int, column: int) -> Cell | None:
        fault = self.sheet.fault(row, column)
        if fault is not None:
            self.say(row, column, fault)
            return None
        return self.sheet.value(row, column)


def _clock(text: str) -> time | None:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?", text.strip())
    return None if match is None else time(int(match[1]), int(match[2]))


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()) else None
    except ValueError:
        return None
