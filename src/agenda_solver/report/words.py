"""The wording of the page: dates, durations, counts, the names of types and rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

__all__ = [
    "counted",
    "dates",
    "direction",
    "length",
    "long_date",
    "name_of_tag",
    "rule_label",
    "short_date",
]


def direction(text: str) -> str:
    """Return the direction of a text, ``rtl`` or ``ltr``: that of its first letter."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") in {"R", "AL"} else "ltr"


def name_of_tag(tag: str) -> str:
    """Return a tag as a reader would write it: ``one_on_one`` becomes ``One on one``."""
    words = re.sub(r"[_\s]+", " ", tag).strip() or tag
    return words[:1].upper() + words[1:]


def rule_label(key: str) -> str:
    """Return the name of a rule in a conference: ``resource_limit:crews`` becomes ``Resource limit: crews``."""
    id, _, label = key.partition(":")
    return f"{name_of_tag(id)}: {label}" if label else name_of_tag(id)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``1 room``, ``1,200 seats``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def length(minutes: int) -> str:
    """Return a length of time: ``45 min``, ``2 h``, ``1 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(parts)


def long_date(day: date) -> str:
    """Return a date in full: ``Thursday, 29 May 2025``."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def short_date(day: date) -> str:
    """Return a date in short: ``Thu 29 May``."""
    return f"{day:%a} {day.day} {day:%b}"


def dates(days: Sequence[date]) -> str:
    """Return the dates from the first to the last: ``29-30 May 2025``, with an en dash."""
    first, last = min(days), max(days)
    end = f"{last.day} {last:%B} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\N{EN DASH}{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} \N{EN DASH} {end}"
