"""Sessions of other programs' files on their way into a conference: their rooms, their lengths, their published places.

Sessions with a time but without a room get additional rooms, as many as their overlaps need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappush, heapreplace
from typing import Any

from agenda_solver.formats.lenient_values import Remarks
from agenda_solver.formats.timetable import Span, Timetable, odd_words

__all__ = ["SessionDraft", "give_rooms", "lanes", "published_of", "sessions_of", "usual_minutes"]

USUAL_MINUTES = 45


@dataclass
class SessionDraft:
    """A session on its way into a conference; its fields are all but its length."""

    place: str  # where it is in the file
    fields: dict[str, Any]
    room: str | None = None
    start: datetime | None = None
    minutes: int | None = None

    @property
    def span(self) -> Span | None:
        """Its start and end; None if they are not known."""
        if self.start is None or self.minutes is None:
            return None
        return self.start, self.start + timedelta(minutes=self.minutes)


def published_of(drafts: Iterable[SessionDraft], table: Timetable, remarks: Remarks) -> list[dict[str, Any]]:
    """Return the published agenda: of the sessions with a time and a room, for which the timetable was made."""
    found = []
    for draft in drafts:
        if draft.span is not None and draft.room is not None:
            block = table.block_at(*draft.span)
            if block in table.odd:
                remarks.say("odd minutes", draft.place, odd_words(draft.fields["title"], table.odd[block], table.zone))
            found.append({"session": draft.fields["id"], "room": draft.room, "start": draft.span[0], "block": block})
    return found


def sessions_of(drafts: Sequence[SessionDraft], longest: int, remarks: Remarks) -> list[dict[str, Any]]:
    """Return the sessions as fields of a conference; those of unknown length get the most usual one.

    No session may exceed the longest block. A remark is made on each length that was guessed or cut.
    """
    sessions = []
    for draft in drafts:
        minutes = draft.minutes
        if minutes is None:
            minutes = min(usual_minutes(drafts), longest)
            remarks.say("no length", draft.place, f"does not say how long it is; {minutes} minutes were assumed")
        elif minutes > longest:
            remarks.say("too long", draft.place, f"takes {minutes} minutes, longer than every block; cut to {longest}")
            minutes = longest
        sessions.append({**draft.fields, "duration_minutes": minutes})
    return sessions


def usual_minutes(drafts: Iterable[SessionDraft]) -> int:
    """Return the most frequent length, the shortest if there are several; 45 minutes if no length is known."""
    lengths = Counter(draft.minutes for draft in drafts if draft.minutes is not None)
    return min(lengths, key=lambda minutes: (-lengths[minutes], minutes), default=USUAL_MINUTES)


def give_rooms(
    drafts: Iterable[SessionDraft], rooms: Sequence[dict[str, Any]], remarks: Remarks, place: str, none_named: str
) -> list[dict[str, Any]]:
    """Give new rooms to the sessions that have a time but no room, and return all rooms, the new ones last.

    Where the file names no rooms, there is at least one new one, and a remark at the place says once that it "names no
    room", or however the file puts it. Else a remark is made on each session that gets a new one.
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
        draft.room, name = new[lane]["id"], new[lane]["name"]
        if rooms:
            remarks.say("no room", draft.place, f'has a time but no room; it keeps its time, in a new "{name}"')
    if not rooms:
        names = ", ".join(f'"{room["name"]}"' for room in new)
        remarks.say("no room", place, f"{none_named}; it got {names}, as many as overlapping sessions need")
    return [*rooms, *new]


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
