"""Additional rooms for sessions with a time but without a room in a file: as many as their overlaps need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import heappush, heapreplace
from typing import Any

from agenda_solver.formats.lenient import Remarks
from agenda_solver.formats.timetable import Placed, Span

__all__ = ["lanes", "rooms_for"]


def rooms_for(
    drafts: Iterable[Placed], rooms: Sequence[dict[str, Any]], remarks: Remarks
) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """Return new rooms for sessions that have a time but no room, and the id of the room of each by its ``id()``.

    Where the file names no rooms there is at least one new one; else a remark is made on each session that gets one.
    """
    homeless = [draft for draft in drafts if draft.room is None and draft.span is not None]
    numbers = lanes(draft.span for draft in homeless)
    taken = {str(room["id"]) for room in rooms} | {str(room["name"]).casefold() for room in rooms}
    new: list[dict[str, Any]] = []
    number = 0
    while len(new) < max([*(lane + 1 for lane in numbers), 0 if rooms else 1]):
        number += 1
        if f"room-{number}" not in taken and f"room {number}" not in taken:
            new.append({"id": f"room-{number}", "name": f"Room {number}"})
    for draft, lane in zip(homeless, numbers, strict=True):
        if rooms:  # where the file names none, that is said once
            name = new[lane]["name"]
            remarks.say("no room", draft.place, f'has a time but no room; it keeps its time, in a new "{name}"')
    return new, {id(draft): str(new[lane]["id"]) for draft, lane in zip(homeless, numbers, strict=True)}


def lanes(spans: Iterable[Span | None]) -> list[int]:
    """Return for each stretch the number of a lane, from 0 on, so that those of one lane do not overlap.

    What is no stretch takes the first lane.
    """
    listed = list(spans)
    found = [0] * len(listed)
    ends: list[tuple[datetime, int]] = []  # a heap of the lanes, by the end of the last stretch in each
    timed = [(span, number) for number, span in enumerate(listed) if span is not None]
    for span, number in sorted(timed):
        if ends and ends[0][0] <= span[0]:
            found[number] = ends[0][1]
            heapreplace(ends, (span[1], found[number]))
        else:
            found[number] = len(ends)
            heappush(ends, (span[1], found[number]))
    return found
