"""Where the sessions of an event already stand: the schedule that its file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.families.tpac.document import Event, EventRoom, EventSession, EventSlot

CLOCK = re.compile(r"^(?:(\d{4}-\d{2}-\d{2})\s+)?(\d{1,2}:\d{2})(?:<[^>]*>)?(?:\s*-\s*(\d{1,2}:\d{2})(?:<[^>]*>)?)?$")


@dataclass(frozen=True)
class Meeting:
    """One meeting that already has a slot and a room."""

    slot: EventSlot
    room: EventRoom


def meetings_of(session: EventSession, event: Event) -> tuple[list[Meeting], list[str]]:
    """Return the meetings of a session that have a slot and a room, and what was not understood.

    A session of several meetings has them in one text, as "Monday, 9:30, Blue room; Tuesday, 11:30"; its own room is
    that of the meetings that name none.
    """
    meetings: list[Meeting] = []
    remarks: list[str] = []
    if session.meeting:
        texts = [[part.strip() for part in text.split(",")] for text in re.split(r"[;|]", session.meeting)]
    else:
        texts = [[]]
    for parts in texts:
        tokens = [token for token in (session.day, session.slot, *parts) if token]
        meeting, odd = _meeting(tokens, session.room, event)
        remarks += [f'"{token[:80]}" is neither a room, a day nor a slot of the event' for token in odd]
        if meeting is not None:
            meetings.append(meeting)
    return meetings, remarks


def _meeting(tokens: list[str], room_name: str | None, event: Event) -> tuple[Meeting | None, list[str]]:
    day: str | None = None
    start: str | None = None
    end: str | None = None
    room, odd = None if room_name is None else _room(room_name, event), []
    if room_name is not None and room is None:
        odd.append(room_name)
    for token in tokens:
        if clock := CLOCK.match(token):
            day, start, end = clock[1] or day, clock[2], clock[3]
        elif (there := _room(token, event)) is not None:
            room = there
        elif any(slot.fits(_day_of(token), None) for slot in event.slots):
            day = _day_of(token)
        else:
            odd.append(token)
    fitting = [slot for slot in event.slots if start is not None and slot.fits(day, start, end)]
    if room is None or len(fitting) != 1:
        return None, odd
    return Meeting(fitting[0], room), odd


def _day_of(token: str) -> str:
    """Return the date in a token, or the token: older files write "Monday (2023-09-11)"."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", token)
    return found[0] if found else token


def _room(name: str, event: Event) -> EventRoom | None:
    wanted = name.strip().casefold()
    return next((r for r in event.rooms if wanted in (r.name.casefold(), r.label.casefold())), None)
