"""Slots of a file, which have a start and a length, as blocks of a conference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

__all__ = ["block_times"]


def block_times(start: datetime, minutes: int) -> dict[str, Any]:
    """Return the day, the start and the end of a block; one that runs past midnight ends at "24:30"."""
    begin = start.hour * 60 + start.minute
    return {"day": start.date().isoformat(), "start": _clock(begin), "end": _clock(begin + minutes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
