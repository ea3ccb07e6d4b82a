"""Times as the clock on the wall shows them ("09:30"), which a conference file may use for its blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agenda_solver.errors import Mistake
from agenda_solver.model.moments import YEARS, at_clock
from agenda_solver.model.parts import Day

__all__ = ["YEARS", "is_wall_clock", "with_wall_clocks", "zone_of"]


def with_wall_clocks(raw: Any) -> tuple[Any, list[Mistake]]:
    """Turn the blocks' wall-clock times ("09:30", on their day) into aware times.

    Returns
    -------
    The data with aware times, and a mistake for each time that no clock shows on that day. Such a time stays as it is,
    like those of a block whose day, or whose conference's time zone, is not known.
    """
    if not isinstance(raw, Mapping) or not isinstance(raw.get("blocks"), list | tuple):
        return raw, []
    zone, dates = zone_of(raw.get("time_zone")), _dates(raw.get("days"))
    mistakes: list[Mistake] = []
    blocks = list(raw["blocks"])
    for number, block in enumerate(blocks):
        day = dates.get(block["day"]) if isinstance(block, Mapping) and isinstance(block.get("day"), str) else None
        if day is not None and zone is not None:
            blocks[number] = _block_on_day(block, day, zone, f"blocks[{number}]", mistakes)
    return {**raw, "blocks": blocks}, mistakes


def is_wall_clock(value: Any) -> bool:
    """Whether this is meant as a time on the clock, be there such a time or not."""
    return isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", value) is not None


def zone_of(name: Any) -> ZoneInfo | None:
    """Return the time zone of this name, or None where there is none."""
    try:
        return ZoneInfo(name)
    except (TypeError, ValueError, KeyError, OSError):
        return None


def _dates(raw: Any) -> dict[str, date]:
    dates = {}
    for item in raw if isinstance(raw, list | tuple) else ():
        try:
            day = Day.model_validate(item)
        except ValidationError:
            continue  # told as a mistake of the day itself
        dates[day.id] = day.date
    return dates


def _block_on_day(
    block: Mapping[str, Any], day: date, zone: ZoneInfo, place: str, mistakes: list[Mistake]
) -> dict[str, Any]:
    changed = dict(block)
    for name in ("start", "end"):
        if is_wall_clock(changed.get(name)):
            try:
                changed[name] = at_clock(day, changed[name], zone)
            except ValueError as error:
                mistakes.append(Mistake(f"{place}.{name}", str(error)))
    return changed
