"""Days and blocks made of the times at which sessions stand in another program's schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from math import gcd
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from agenda_solver.model.time import minutes_between

__all__ = ["Span", "Timetable", "published_of", "timetable", "timetable_to_fill_in"]

Span = tuple[datetime, datetime]
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Timetable:
    """Days and blocks, as fields of a conference.

    Attributes
    ----------
    days, blocks
        The parts, as fields.
    block_of
        The id of the block of each stretch that the timetable was made of, by its two ends in UTC.
    """

    days: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    block_of: dict[Span, str] = field(default_factory=dict)

    @property
    def longest(self) -> int:
        """Minutes of the longest block."""
        return max(minutes_between(block["start"], block["end"]) for block in self.blocks)

    def block_at(self, start: datetime, end: datetime) -> str:
        """Return the id of the block of one of the stretches that the timetable was made of."""
        return self.block_of[start.astimezone(UTC), end.astimezone(UTC)]


class Placed(Protocol):
    """A session on its way into a conference: where it stands in the file, its fields, where and when it was put."""

    @property
    def place(self) -> str: ...

    @property
    def fields(self) -> Mapping[str, Any]: ...

    @property
    def room(self) -> str | None: ...

    @property
    def span(self) -> Span | None: ...


def published_of(drafts: Iterable[Placed], table: Timetable) -> list[dict[str, Any]]:
    """Return the published agenda of sessions that the timetable was made of: of those with a time and a room."""
    return [
        {
            "session": draft.fields["id"],
            "room": draft.room,
            "start": draft.span[0],
            "block": table.block_at(*draft.span),
        }
        for draft in drafts
        if draft.span is not None and draft.room is not None
    ]


def timetable(spans: Iterable[Span], zone: ZoneInfo) -> Timetable:
    """Return the days and blocks of stretches of time, each at least a minute and at most a day long.

    A block lasts as long as something goes on in some room; where nothing does there is a pause, and a new block begins
    after it. It is cut so finely that each stretch begins where a slot begins.
    """
    days: list[dict[str, Any]] = []
    blocks: list[dict[str, Any]] = []
    block_of: dict[Span, str] = {}

    def day_of(span: Span) -> date:
        return span[0].astimezone(zone).date()

    # In UTC, where no time comes twice.
    instants = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans]
    for day, group in groupby(sorted(instants, key=lambda span: (day_of(span), *span)), day_of):
        days.append({"id": day.isoformat(), "date": day})
        for number, members in enumerate(_together(group), 1):
            start, end = members[0][0], max(span[1] for span in members)
            offsets = (minutes_between(start, span[0]) for span in members)
            slot = gcd(minutes_between(start, end), *offsets)
            block = {"id": f"{day.isoformat()}-{number}", "day": day.isoformat(), "slot_minutes": slot}
            blocks.append({**block, "start": start, "end": end})
            block_of.update(dict.fromkeys(members, str(block["id"])))
    return Timetable(days, blocks, block_of)


def _together(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Return the stretches of a day in groups that touch or overlap, in the order of time."""
    group: list[Span] = []
    end = datetime.min.replace(tzinfo=UTC)
    for span in spans:
        if group and (span[0] > end or max(end, span[1]) - group[0][0] > LONGEST):
            yield group
            group = []
        end = max(end, span[1]) if group else span[1]
        group.append(span)
    if group:
        yield group


def timetable_to_fill_in(zone: ZoneInfo) -> Timetable:
    """Return a day that nobody takes for a real one, for files without any time."""
    start, end = (datetime(2000, 1, 1, hour, tzinfo=zone) for hour in (9, 18))
    day = {"id": "day-1", "date": start.date(), "name": "Day 1, to be filled in"}
    block = {"id": "block-1", "day": "day-1", "name": "To be filled in", "slot_minutes": 5, "start": start, "end": end}
    return Timetable([day], [block])
