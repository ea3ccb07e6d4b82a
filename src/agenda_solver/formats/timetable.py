"""Days and blocks made from the times of sessions in another program's schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.grids import grid_of, odd_block_name
from agenda_solver.model.minutes import minutes_between

__all__ = ["Span", "Timetable", "timetable", "timetable_to_fill_in"]

Span = tuple[datetime, datetime]
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Timetable:
    """Days and blocks, as fields of a conference."""

    days: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    # The block of each stretch that the timetable was made of, by its two ends in UTC.
    block_of: dict[Span, str] = field(default_factory=dict)
    # The starts at odd minutes, by the clock of the zone, of the blocks that are there for them.
    odd: dict[str, datetime] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def longest(self) -> int:
        """Minutes of the longest block."""
        return max(minutes_between(block["start"], block["end"]) for block in self.blocks)

    def block_at(self, start: datetime, end: datetime) -> str:
        """Return the id of the block of one of the stretches that the timetable was made of."""
        return self.block_of[start.astimezone(UTC), end.astimezone(UTC)]


def timetable(spans: Iterable[Span], zone: ZoneInfo) -> Timetable:
    """Return the days and blocks of stretches of time, each at least a minute and at most a day long.

    A block lasts as long as something goes on in some room; where nothing does there is a pause, and a new block begins
    after it. It is cut so finely that each stretch begins where a slot begins; a few at odd minutes get their own.
    """
    days: list[dict[str, Any]] = []
    blocks: list[dict[str, Any]] = []
    block_of: dict[Span, str] = {}
    odd: dict[str, datetime] = {}

    def day_of(span: Span) -> date:
        return span[0].astimezone(zone).date()

    # In UTC, where no time comes twice.
    instants = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans]
    for day, group in groupby(sorted(instants, key=lambda span: (day_of(span), *span)), day_of):
        days.append({"id": day.isoformat(), "date": day})
        for number, members in enumerate(_together(group), 1):
            for block, inside in _cut(f"{day.isoformat()}-{number}", members, zone):
                blocks.append({**block, "day": day.isoformat()})
                block_of.update(dict.fromkeys(inside, str(block["id"])))
                odd |= {str(block["id"]): block["start"]} if "name" in block else {}
    return Timetable(days, blocks, block_of, odd, zone)


def _cut(id: str, members: Sequence[Span], zone: ZoneInfo) -> Iterator[tuple[dict[str, Any], list[Span]]]:
    """Return the block of stretches that touch or overlap, and one for each odd start, each with what is inside."""
    starts = [start for start, _ in members]
    grid = grid_of(starts, [minutes_between(starts[0], max(end for _, end in members))], zone)
    regular = [span for span in members if span[0] not in grid.odd]
    start = regular[0][0]
    end = grid.end(start, max(end for _, end in regular))
    yield {"id": id, "start": start, "end": end, "slot_minutes": grid.step}, regular
    for number, odd in enumerate(sorted(grid.odd), 1):
        inside = [span for span in members if span[0] == odd]
        fields = {"id": f"{id}-odd-{number}", "name": odd_block_name(odd, zone), "slot_minutes": None}
        yield {**fields, "start": odd, "end": max(end for _, end in inside)}, inside


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
