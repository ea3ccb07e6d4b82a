"""Days and blocks made from the times of sessions in another program's schedule.

Slots are as long as they can be for every session to begin with one. A few sessions that begin at odd minutes must not
make all slots a minute long: each of these times gets a block of its own, and the others keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from math import gcd
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.model.time_intervals import minutes_between

__all__ = [
    "SlotGrid",
    "Span",
    "Timetable",
    "grid_of",
    "odd_block_name",
    "odd_words",
    "timetable",
    "timetable_to_fill_in",
]

# The usual length of the finest slots, in minutes. Starts that do not fit it get blocks of their own, unless they are
# more than one in ONE_IN.
USUAL_SLOT = 5
ONE_IN = 10

MINUTE, MINUTES_OF_DAY = timedelta(minutes=1), 24 * 60
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
        """Return the id of the block of a stretch that the timetable was made of."""
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
        for number, members in enumerate(_connected_groups(group), 1):
            for block, inside in _blocks_of_group(f"{day.isoformat()}-{number}", members, zone):
                blocks.append({**block, "day": day.isoformat()})
                block_of.update(dict.fromkeys(inside, str(block["id"])))
                odd |= {str(block["id"]): block["start"]} if "name" in block else {}
    return Timetable(days, blocks, block_of, odd, zone)


def _blocks_of_group(id: str, members: Sequence[Span], zone: ZoneInfo) -> Iterator[tuple[dict[str, Any], list[Span]]]:
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


def _connected_groups(spans: Iterable[Span]) -> Iterator[list[Span]]:
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
    """Return a placeholder for the days and blocks of a file without times, which nobody takes for real ones."""
    start, end = (datetime(2000, 1, 1, hour, tzinfo=zone) for hour in (9, 18))
    day = {"id": "day-1", "date": start.date(), "name": "Day 1, to be filled in"}
    block = {"id": "block-1", "day": "day-1", "name": "To be filled in", "slot_minutes": 5, "start": start, "end": end}
    return Timetable([day], [block])


# --- slots -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SlotGrid:
    """The slots of a block: their minutes, and the starts that no slot begins with."""

    step: int
    odd: frozenset[datetime] = frozenset()

    def end(self, start: datetime, end: datetime) -> datetime:
        """Return where a block ends that lasts at least until then, after whole slots."""
        return start + -(-((end - start) // MINUTE) // self.step) * self.step * MINUTE


def grid_of(starts: Sequence[datetime], lengths: Iterable[int], zone: ZoneInfo) -> SlotGrid:
    """Return how to cut a block, and which starts to leave out of it.

    The starts are those of all sessions, in UTC; they are odd by the clock of the zone. Each of the lengths, in
    minutes, should be whole slots.
    """
    every = list(lengths)
    finest = _step(starts, every)
    odd = frozenset(start for start in starts if start.astimezone(zone).minute % USUAL_SLOT)
    number = sum(start in odd for start in starts)
    if finest >= USUAL_SLOT or number * ONE_IN > len(starts):
        return SlotGrid(finest)
    coarse = _step([start for start in starts if start not in odd], [n for n in every if n % USUAL_SLOT == 0])
    # Blocks end after whole slots, and last a day at most: what divides the day can do that.
    return SlotGrid(gcd(coarse, MINUTES_OF_DAY) if coarse else USUAL_SLOT, odd)


def _step(starts: Sequence[datetime], lengths: Iterable[int]) -> int:
    first = min(starts)
    return gcd(*((start - first) // MINUTE for start in starts), *lengths)


def odd_block_name(start: datetime, zone: ZoneInfo) -> str:
    """Return the name of a block for the sessions that begin at an odd minute."""
    return f"{start.astimezone(zone):%H:%M} only"


def odd_words(title: str, start: datetime, zone: ZoneInfo) -> str:
    """Return the message about a session that begins at an odd minute."""
    clock = f"{start.astimezone(zone):%H:%M}"
    return f'"{title[:80]}" begins at {clock}, when no slot of its day begins; it keeps its time in its own block'
