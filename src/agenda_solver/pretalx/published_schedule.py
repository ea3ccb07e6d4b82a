"""The schedule of a pretalx event as the published agenda of its conference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.lenient_values import Remarks
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.model.time_texts import dated
from agenda_solver.pretalx.event import Event, Slot, Submission
from agenda_solver.pretalx.marks import copies, slots_by_submission

__all__ = ["published_placements"]

MINUTE = timedelta(minutes=1)


def published_placements(
    conference: Conference, event: Event, submissions: Sequence[Submission], minutes: int, remarks: Remarks
) -> tuple[PublishedPlacement, ...]:
    """Return the places of a conference's sessions in the schedule of its event.

    Parameters
    ----------
    conference
        The conference made from the event.
    event, submissions
        The event, and those of its submissions that are sessions of the conference.
    minutes
        Minutes from one possible start to the next.
    remarks
        Takes remarks on what is odd or left out.
    """
    for slot in event.slots:
        if slot.submission is None and (slot.room is None or slot.start is None or slot.end is None):
            message = "a break without a room or a time closes nothing; it was left out"
            remarks.say("break without a room", slot.description or f"slot {slot.number}", message)
    found = (_placed(conference, id, slot, minutes, remarks) for id, slot in _slots(event, submissions))
    return tuple(placed for placed in found if placed is not None)


def _slots(event: Event, submissions: Sequence[Submission]) -> Iterator[tuple[str, Slot]]:
    """Return the slots of the sessions, each with the id of its session."""
    by_submission = slots_by_submission(event.slots)
    for submission in submissions:
        slots = by_submission.get(submission.code, ())
        yield from zip(copies(submission.code, len(slots)), slots, strict=False)


def _placed(conference: Conference, id: str, slot: Slot, minutes: int, remarks: Remarks) -> PublishedPlacement | None:
    if slot.start is None:
        return None
    session, room = conference.session_by_id[id], str(slot.room)
    local = slot.start.astimezone(ZoneInfo(conference.time_zone))
    place = f'"{session.title}", {dated(local)}'
    if slot.room is None:
        remarks.say("time without a room", place, "has a time but no room; it is treated as unplaced")
        return None
    try:
        conference.placement_at(id, room, slot.start)
    except InvalidInput:
        message = f"is at a time or in a room that the grid of {minutes} minutes does not have"
        remarks.say("off the grid", place, f"{message}; it is treated as unplaced")
        return None
    if slot.end is not None and slot.end - slot.start != (session.duration_minutes or 0) * MINUTE:
        length = (slot.end - slot.start) // MINUTE
        message = f"takes {length} minutes in the schedule, but is {session.duration_minutes} minutes long"
        remarks.say("wrong length", place, f"{message}; its own length is used, and a push corrects the schedule")
    return PublishedPlacement(session=id, room=room, start=local)
