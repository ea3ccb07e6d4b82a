"""Another program's pauses as breaks with a title, if they are breaks of the whole programme.

A break is shown across all rooms. A pause in one room, such as cleaning, while sessions may be in others, is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.lenient_values import LONGEST_TEXT, Remarks

__all__ = ["OpenHours", "Pause", "named_breaks"]

LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """A pause as another program has it: where it is there, its title, and from when to when it lasts, in UTC."""

    place: str
    title: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class OpenHours:
    """Hours of a day in which there may be sessions; the times are in UTC."""

    day: str
    start: datetime
    end: datetime


def named_breaks(
    pauses: Iterable[Pause],
    hours: Iterable[OpenHours],
    zone: ZoneInfo,
    is_for_all: Callable[[Pause], bool],
    remarks: Remarks,
) -> dict[Pause, dict[str, Any]]:
    """Return the breaks of a conference, as fields, by pause. Equal pauses have equal fields: they are one break.

    Parameters
    ----------
    pauses
        The pauses that have a title and a length, in any order.
    hours
        When there may be sessions. A break within the hours of a night belongs to the day that they begin on.
    zone
        The time zone of the conference; it decides the dates of breaks outside these hours.
    is_for_all
        Whether a pause that overlaps these hours is a break for everybody: no session may take place during it.
    remarks
        Takes a remark for each break that cannot be shown beside another one.
    """
    known = list(hours)
    found: dict[Pause, dict[str, Any]] = {}
    for pause in sorted(pauses, key=lambda pause: (pause.start, pause.start - pause.end, pause.title)):
        beside = [each for each in known if each.start < pause.end and pause.start < each.end]
        if not timedelta() < pause.end - pause.start <= LONGEST or (beside and not is_for_all(pause)):
            continue
        fields: dict[str, Any] = {
            "day": next((h.day for h in beside if h.start <= pause.start), str(pause.start.astimezone(zone).date())),
            "start": pause.start.astimezone(zone),
            "end": pause.end.astimezone(zone),
            "title": pause.title[:LONGEST_TEXT],
        }
        other = next((each for each in found.values() if pause.start < each["end"] and each["start"] < pause.end), None)
        if other is not None and other != fields:
            message = f'"{fields["title"][:80]}" overlaps the break "{other["title"][:80]}"; it is not shown as one'
            remarks.say("two breaks at once", pause.place, message)
        else:
            found[pause] = fields
    return found
