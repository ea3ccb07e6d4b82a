"""The breaks of an event's schedule that are breaks of the whole programme: those during which no room is open."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from agenda_solver.formats.lenient_values import Remarks
from agenda_solver.formats.named_breaks import OpenHours, Pause, named_breaks
from agenda_solver.model.parts import Break
from agenda_solver.pretalx.day_hours import DayHours, open_stretches
from agenda_solver.pretalx.event import Event

__all__ = ["breaks_of_event"]


def breaks_of_event(event: Event, hours: Iterable[DayHours], remarks: Remarks) -> tuple[Break, ...]:
    """Return the breaks that have a description, their title, and during which no room is open."""
    breaks = [slot for slot in event.slots if slot.submission is None]
    pauses = {
        Pause(slot.description, slot.description, slot.start, slot.end)
        for slot in breaks
        if slot.description and slot.start is not None and slot.end is not None
    }

    def is_for_all(pause: Pause) -> bool:
        return not any(list(open_stretches(breaks, room, pause.start, pause.end)) for room in event.rooms)

    days = [OpenHours(str(each.day), each.start, each.end) for each in hours]
    found = named_breaks(pauses, days, ZoneInfo(event.time_zone), is_for_all, remarks)
    return tuple(Break(**fields) for fields in found.values())
