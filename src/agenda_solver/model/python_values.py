"""Python values in place of texts in a file: dates, clocks, times and numbers of Python, numpy and pandas.

Each function returns what the model reads, and what it does not know as it is: the model says what is wrong with that,
and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from pydantic import BaseModel

__all__ = ["as_date", "as_entries", "as_wall_clock", "as_windows", "plain_number"]


def plain_number(value: Any) -> Any:
    """Return a number or a time of numpy or pandas as Python has it; a length of time as whole minutes.

    Raises
    ------
    ValueError
        If it is a missing cell of a table, or no whole number of minutes.
    """
    if getattr(getattr(value, "dtype", None), "kind", "") in "mM" and hasattr(value, "astype"):
        value = value.astype(f"{'datetime' if value.dtype.kind == 'M' else 'timedelta'}64[us]").item()
    elif hasattr(value, "dtype") and hasattr(value, "item") and not getattr(value, "ndim", 0):
        value = value.item()
    if _is_missing(value):
        raise ValueError("is a missing value of a table; give None where nothing is known")
    if isinstance(value, timedelta):
        if value % timedelta(minutes=1):
            raise ValueError("must be a whole number of minutes")
        return value // timedelta(minutes=1)
    if hasattr(value, "to_pydatetime"):
        return value.floor("us").to_pydatetime()  # the model refuses seconds anyway
    return value


def _is_missing(value: Any) -> bool:
    return (isinstance(value, float) and value != value) or type(value).__name__ in ("NaTType", "NAType")  # noqa: PLR0124


def as_date(value: Any) -> Any:
    """Return the date of a day; a time at midnight is a date, as tables have it."""
    value = plain_number(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value


def as_wall_clock(value: Any) -> Any:
    """Return a time of a block: a time of day as text, an instant as it is.

    Raises
    ------
    ValueError
        If it has seconds, or an offset without a date.
    """
    value = plain_number(value)
    if not isinstance(value, time):
        return value
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("must be a time of day in whole minutes, without an offset")
    return value.strftime("%H:%M")


def as_windows(value: Any) -> list[Any]:
    """Return windows of time, each given as a pair of times, as a window or as in a file.

    Raises
    ------
    ValueError
        If they are no list, or one of them is none of these.
    """
    return [_window(entry, number) for number, entry in enumerate(as_entries(value))]


def _window(entry: Any, number: int) -> Any:
    if isinstance(entry, BaseModel):
        return entry
    if isinstance(entry, Mapping):
        return {name: plain_number(value) for name, value in entry.items()}
    if isinstance(entry, str) or not isinstance(entry, Iterable) or len(pair := list(entry)) != 2:
        raise ValueError(f"entry {number} must be a pair (start, end), not {entry!r:.100}")
    return {"start": plain_number(pair[0]), "end": plain_number(pair[1])}


def as_entries(value: Any) -> list[Any]:
    """Return a list of something that can be counted off; a set by the order of its texts.

    Raises
    ------
    ValueError
        If it is one text, has fields, or is no list at all.
    """
    if value is None:
        return []
    if isinstance(value, str | bytes):
        raise ValueError(f"must be a list, as in [{value!r:.100}], not one text")
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise ValueError(f"must be a list, not {value!r:.100}")
    entries = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
    return [plain_number(entry) for entry in entries]
