"""Dates as people write them, in the orders of many countries, if they can mean only one day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

__all__ = ["UnclearDate", "date_in", "date_of_number"]

# By the first letters of their names, without accents: English, German, French, Spanish, Italian, Portuguese, Dutch.
MONTHS = {
    letters: number
    for number, names in enumerate(
        (
            "jan janv ene gen",
            "feb fev fevr",
            "mar mars marz mrz maa mrt",
            "apr avr abr",
            "may mai mag mei",
            "jun juin giu",
            "jul juil lug",
            "aug aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic",
        ),
        1,
    )
    for letters in names.split()
}
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]|\u5e74|) ?([0-9]{1,2})(?:\2|\u6708) ?([0-9]{1,2})\u65e5?")
NUMBERS = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{4}|[0-9]{2})?)?")
DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|\.|er|o)? ?(?:de |of )?([^\W\d_]{3,12})\.?,? ?(?:de |of )?([0-9]{4})?"
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
# What spreadsheets count as day 0, and the numbers of the years 2000 to 2099: others are no dates that were meant.
DAY_0, NUMBERS_OF_DATES = date(1899, 12, 30), range(36_526, 73_051)


class UnclearDate(ValueError):
    """A date that may be two, or whose weekday is another one."""


def date_of_number(number: float) -> date | None:
    """Return the date that a spreadsheet keeps as a number, or the one with the digits 20270603; None for others."""
    if number in NUMBERS_OF_DATES:
        return DAY_0 + timedelta(days=int(number))
    if number in range(20_000_101, 21_000_000):
        return next(_real([(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)]), None)
    return None


def date_in(text: str, days: Collection[date] = ()) -> date:
    """Return the date that a text means; a weekday in front has to be the right one.

    One of ``days``, those of the conference, is meant if the year is missing or the order is not clear. A ValueError
    says why a text is no date, an :class:`UnclearDate` why it may be two.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    weekday, rest = _without_weekday(plain)
    found = list(dict.fromkeys(_dates(rest, days)))
    if weekday is not None and found:
        others, found = found, [day for day in found if f"{day:%A}".lower().startswith(weekday)]
        if not found:
            day = others[0]
            raise UnclearDate(f'"{text[:40]}" has another weekday: {day.day} {day:%B %Y} is a {day:%A}')
    of_conference = [day for day in found if day in days]
    if days and re.search("[0-9]{4}|[0-9]+[-/.][0-9]+[-/.][0-9]+", rest) is None:
        found = of_conference  # without a year it can only be one of them
    if len(of_conference) == 1 or len(found) == 1:
        return (of_conference or found)[0]
    if found:
        raise UnclearDate(f'"{text[:40]}" may be {" or ".join(f"{day.day} {day:%B %Y}" for day in found[:3])}')
    raise ValueError(f'"{text[:40]}" is not a date')


def _without_weekday(text: str) -> tuple[str | None, str]:
    match = re.fullmatch(r"(mon|tues?|wed|thu|thurs?|fri|sat|sun|[a-z]{3,6}day)[.,]? (.*[0-9].*)", text)
    return (match[1][:3], match[2]) if match else (None, text)


def _dates(text: str, days: Collection[date]) -> Iterator[date]:
    """Return every day that a text may mean."""
    years = sorted({day.year for day in days})
    if match := YEAR_FIRST.fullmatch(text):
        yield from _real([(int(match[1]), int(match[3]), int(match[4]))])
    elif match := NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if match[4] is None and match[2] == "-":
            return  # these are hours
        orders = [(second, first)] if match[2] == "." else [(second, first), (first, second)]
        yield from _real((year, *order) for order in orders for year in _years(match[4], years))
    elif match := DAY_FIRST.fullmatch(text):
        yield from _real((y, m, int(match[1])) for m in _month(match[2]) for y in _years(match[3], years))
    elif match := MONTH_FIRST.fullmatch(text):
        yield from _real((y, m, int(match[2])) for m in _month(match[1]) for y in _years(match[3], years))


def _years(text: str | None, years: list[int]) -> list[int]:
    if text is None:
        return years
    return [int(text) + (2000 if len(text) == 2 else 0)]


def _month(name: str) -> list[int]:
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return [number for size in (4, 3) if (number := MONTHS.get(plain[:size]))][:1]


def _real(parts: Iterable[tuple[int, ...]]) -> Iterator[date]:
    """Return those that the calendar has."""
    for year, month, day in parts:
        try:
            yield datetime(year, month, day).date()
        except ValueError:
            continue
