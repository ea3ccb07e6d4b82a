"""Conversion of Python values to those that a file can hold: texts, numbers, lists, and objects with fields."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from datetime import date, time
from enum import Enum
from typing import Any

from pydantic import BaseModel

from agenda_solver.model.python_values import plain_number

__all__ = ["plain"]

# The maximum depth: readers of files have a limit, and the settings of rules are three levels deep in a file.
MAX_DEPTH = 40
MAX_DIGITS = 18


def plain(value: Any, depth: int = 0) -> Any:
    """Return a Python value in the form that a file can hold; raise a ValueError if it has none."""
    if depth > MAX_DEPTH:
        raise ValueError(f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json", exclude_defaults=True), depth)
    if isinstance(value, Enum):
        return plain(value.value, depth)
    if isinstance(value, Mapping):
        if stranger := next((key for key in value if not isinstance(key, str)), None):
            raise ValueError(f"has a field whose name is not text: {stranger!r}")
        return {plain(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, Set):
        return plain(sorted(value, key=str), depth)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item, depth + 1) for item in value]
    return _single(value)


def _single(value: Any) -> Any:
    value = plain_number(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if value is None or isinstance(value, bool):
        return value
    raise ValueError(f"cannot be stored in a file: {type(value).__name__}")


def _whole_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("contains an incomplete character") from error
    return str(text)


def _number(number: float) -> float:
    if isinstance(number, int) and abs(number) >= 10**MAX_DIGITS:
        raise ValueError("is too big a number")
    if not math.isfinite(number):
        raise ValueError(f"is a number that a file cannot hold: {number}")
    return number
