"""An additional day as a way out: a copy of an existing day, after the last one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Day, Room, Window

__all__ = ["another_day"]

TROUBLE = 400  # minutes: the assumed size of adding a day


def another_day(conference: Conference) -> RelaxationStep:
    """Return the step that adds a day after the last one, with the blocks of the longest day.

    Rooms have the opening hours of the copied day. People with stated times are not available on the new day.
    """
    model = max(conference.days, key=lambda day: _minutes(conference, day))
    when = max(day.date for day in conference.days) + timedelta(days=1)
    words = f"Add one more day, {when.day} {when:%B}, with the blocks of {model.label}."
    return RelaxationStep(words, TROUBLE, lambda draft: _add(draft, conference, model.id, when), ChangeOrder.DAYS)


def _minutes(conference: Conference, day: Day) -> int:
    return sum(block.minutes for block in conference.blocks if block.day == day.id)


def _add(draft: ConferenceDraft, conference: Conference, like: str, when: date) -> None:
    model = draft.part("days", like)
    days = (when - model.date).days
    new_day = _new_id(like, draft.parts["days"])
    draft.parts["days"][new_day] = Day(id=new_day, date=when)
    copies: dict[str, str] = {}
    for block in [block for block in draft.parts["blocks"].values() if block.day == like]:
        copies[block.id] = id = _new_id(block.id, draft.parts["blocks"])
        draft.parts["blocks"][id] = _copy_of(block, conference, id, new_day, days)
    for room in tuple(draft.parts["rooms"].values()):
        draft.change("rooms", room.id, **_hours(room, conference, model.date, days, copies))


def _new_id(id: str, taken: dict[str, object]) -> str:
    return next(new for number in range(2, len(taken) + 3) if (new := f"{id} ({number})") not in taken)


def _copy_of(block: Block, conference: Conference, id: str, day: str, days: int) -> Block:
    start, end = (_later(conference, instant, days) for instant in (block.start, block.end))
    return block.model_copy(update={"id": id, "day": day, "start": start, "end": end})


def _hours(room: Room, conference: Conference, day: date, days: int, copies: dict[str, str]) -> dict[str, object]:
    """Return the opening hours of a room, including the copied day."""
    closed = (*room.closed_blocks, *(copies[block] for block in room.closed_blocks if block in copies))
    begin = datetime.combine(day, time.min, conference.zone)
    end = datetime.combine(day + timedelta(days=1), time.min, conference.zone)
    cut = ((max(window.start, begin), min(window.end, end)) for window in room.available)
    windows = (
        Window(start=_later(conference, first, days), end=_later(conference, last, days))
        for first, last in cut
        if first < last
    )
    return {"closed_blocks": closed, "available": (*room.available, *windows)}


def _later(conference: Conference, instant: datetime, days: int) -> datetime:
    """Return the same local time some days later, even across a clock change."""
    local = instant.astimezone(conference.zone)
    later = datetime.combine(local.date() + timedelta(days=days), local.time(), conference.zone)
    return later.astimezone(timezone(later.utcoffset() or timedelta(0)))  # with a fixed offset, to be subtracted
