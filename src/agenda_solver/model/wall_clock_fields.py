"""Wall-clock times ("09:30"), which a conference file may use for its blocks and breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agenda_solver.errors import Mistake
from agenda_solver.model.moment_parsing import YEARS, at_clock
from agenda_solver.model.parts import Day

__all__ = ["ON_DAYS", "YEARS", "is_wall_clock", "with_wall_clocks", "zone_of"]

ON_DAYS = ("blocks", "breaks")
"""The kinds of parts that belong to a day, and whose times may be wall-clock times."""


def with_wall_clocks(raw: Any) -> tuple[Any, list[Mistake]]:
    """Resolve the wall-clock times ("09:30", on their day) of blocks and breaks to aware times.

    Also return a mistake for each time that the clock does not show on that day. Such a time stays as it is, and so do
    all times if the day of the part or the time zone is not known.
    """
    if not isinstance(raw, Mapping):
        return raw, []
    zone, dates = zone_of(raw.get("time_zone")), _dates(raw.get("days"))
    mistakes: list[Mistake] = []
    changed: dict[str, Any] = {}
    for kind in ON_DAYS:
        if not isinstance(raw.get(kind), list | tuple):
            continue
        changed[kind] = list(raw[kind])
        for number, part in enumerate(raw[kind]):
            day = dates.get(part["day"]) if isinstance(part, Mapping) and isinstance(part.get("day"), str) else None
            if day is not None and zone is not None:
                changed[kind][number] = _on_day(part, day, zone, f"{kind}[{number}]", mistakes)
    return {**raw, **changed} if changed else raw, mistakes


def is_wall_clock(value: Any) -> bool:
    """Whether a value has the form of a wall-clock time, even if there is no such time."""
    return isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", value) is not None


def zone_of(name: Any) -> ZoneInfo | None:
    """Return the time zone of this name; None if there is none."""
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
            continue  # reported as a mistake of the day itself
        dates[day.id] = day.date
    return dates


def _on_day(part: Mapping[str, Any], day: date, zone: ZoneInfo, place: str, mistakes: list[Mistake]) -> dict[str, Any]:
    changed = dict(part)
    for name in ("start", "end"):
        if is_wall_clock(changed.get(name)):
            try:
                changed[name] = at_clock(day, changed[name], zone)
            except ValueError as error:
                mistakes.append(Mistake(f"{place}.{name}", str(error)))
    return changed
