"""Conversion of dates, times, numbers and lists of Python, numpy and pandas to values that the model accepts.

Each function returns an unknown value unchanged: the model reports the mistake and its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from pydantic import BaseModel

__all__ = ["as_date", "as_entries", "as_wall_clock", "as_windows", "plain_number"]


def plain_number(value: Any) -> Any:
    """Return a number or a time of numpy or pandas as one of Python, and a duration as whole minutes.

    Raise a ValueError for a missing value of a table, or a duration that is not a whole number of minutes.
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
        return value.floor("us").to_pydatetime()  # without nanoseconds, for which pandas would warn
    return value


def _is_missing(value: Any) -> bool:
    return (isinstance(value, float) and value != value) or type(value).__name__ in ("NaTType", "NAType")  # noqa: PLR0124


def as_date(value: Any) -> Any:
    """Return a date; a datetime at midnight becomes a date, because tables hold dates in this form."""
    value = plain_number(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value


def as_wall_clock(value: Any) -> Any:
    """Return a time of a block: a time of day as text, an instant unchanged.

    Raise a ValueError for a time of day with seconds or an offset.
    """
    value = plain_number(value)
    if not isinstance(value, time):
        return value
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("must be a time of day in whole minutes, without an offset")
    return value.strftime("%H:%M")


def as_windows(value: Any) -> list[Any]:
    """Return windows of time, each given as a pair of times, as an object, or as a mapping; else raise a ValueError."""
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
    """Return the entries of an iterable as a list; those of a set in the order of their texts.

    Raise a ValueError for a text, a mapping, or a value that is not iterable.
    """
    if value is None:
        return []
    if isinstance(value, str | bytes):
        raise ValueError(f"must be a list, as in [{value!r:.100}], not one text")
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise ValueError(f"must be a list, not {value!r:.100}")
    entries = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
    return [plain_number(entry) for entry in entries]
