"""The positions of sessions in the grid of a day: a row for each time at which slots begin, a column for each room."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count as count_from

from agenda_solver.formats.planner.cell_writing import plain_text
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Break, Day

__all__ = ["DayGrid", "GridRow", "day_grid", "grid_rows", "room_labels", "session_labels"]

LONGEST_NAME = 300


@dataclass(frozen=True)
class GridRow:
    """A time at which slots begin, in minutes from the conference's origin."""

    minute: int
    label: str  # what the clock shows then, numbered where it shows the same twice on that day
    begins: bool  # whether a block begins then
    slots: Sequence[tuple[Block, int]]  # the blocks whose slots begin then, and which slot of the block it is
    stretch: str = ""  # the label with the end of these slots, if it is unambiguous: "09:00-09:30"
    pauses: Sequence[Break] = ()  # the breaks with a title that begin then


@dataclass(frozen=True)
class DayGrid:
    """The grid of a day: times from top to bottom, rooms from left to right."""

    day: Day
    rows: Sequence[GridRow]
    columns: Sequence[str]  # ids of rooms; a room with overlapping sessions has several columns
    cells: Mapping[str, tuple[int, int, int]]  # for each session its first and last row, and its column


def grid_rows(conference: Conference, day: Day) -> list[GridRow]:
    """Return the times of a day at which slots of any block begin, in their order: blocks may overlap."""
    slots: dict[int, list[tuple[Block, int]]] = {}
    for block in conference.blocks_by_day[day.id]:
        for slot, minute in enumerate(conference.boundaries[block.id][:-1]):
            slots.setdefault(minute, []).append((block, slot))
    seen: Counter[str] = Counter()
    rows = []
    for minute in sorted(slots):
        first, number = slots[minute][0]
        clock = f"{conference.local(minute - number if first.is_in_order else minute):%H:%M}"
        seen[clock] += 1
        # Places in an order have no times of their own: all are called by the time of their block.
        is_clear = seen[clock] == 1 and not first.is_in_order
        label = clock if is_clear else f"{clock} ({seen[clock]})"
        ends = {conference.boundaries[block.id][slot + 1] for block, slot in slots[minute]}
        stretch = f"{label}\u2013{conference.local(min(ends)):%H:%M}" if is_clear and len(ends) == 1 else label
        begins = any(slot == 0 for _, slot in slots[minute])
        rows.append(GridRow(minute, label, begins, slots[minute], stretch))
    return rows


def _with_breaks(conference: Conference, day: Day, rows: Iterable[GridRow]) -> list[GridRow]:
    """Return the rows of a day with those of its breaks; a break that begins with slots has none of its own."""
    found = {row.minute: row for row in rows}
    for pause in conference.breaks_by_day[day.id]:
        span = conference.span(pause)
        start, end = (f"{conference.local(minute):%H:%M}" for minute in (span.start, span.end))
        row = found.get(span.start) or GridRow(span.start, start, False, (), f"{start}\u2013{end}")
        found[span.start] = replace(row, pauses=(*row.pauses, pause))
    return [found[minute] for minute in sorted(found)]


def day_grid(agenda: Agenda, day: Day) -> DayGrid:
    """Lay out the sessions of a day; one that goes on over a break covers the rows on both of its sides."""
    conference = agenda.conference
    rows = _with_breaks(conference, day, grid_rows(conference, day))
    minutes = [row.minute for row in rows]
    columns: list[str] = []
    cells: dict[str, tuple[int, int, int]] = {}
    here = [id for id in agenda.chronological() if conference.block_by_id[agenda[id].block].day == day.id]
    for room in conference.rooms:
        ends: list[int] = [-1]  # the last row that is taken, in each column of the room
        first_column = len(columns)
        spans = {id: _rows_of(agenda[id], minutes) for id in here if agenda[id].room == room.id}
        for id, (first, last) in sorted(spans.items(), key=lambda item: item[1]):
            lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
            ends[lane : lane + 1] = [last]
            cells[id] = (first, last, first_column + lane)
        columns += [room.id] * len(ends)
    return DayGrid(day, rows, columns, cells)


def _rows_of(place: Placement, minutes: Sequence[int]) -> tuple[int, int]:
    """Return the row in which a session begins, and the last one before it ends."""
    return bisect_left(minutes, place.start), bisect_left(minutes, place.end) - 1


def session_labels(conference: Conference) -> dict[str, str]:
    """Return the first line of each session's cell in a grid: its title, with its id if it is ambiguous."""
    return _labels("Session", [(session.id, session.title) for session in conference.sessions])


def room_labels(conference: Conference) -> dict[str, str]:
    """Return the heading of the columns of each room: its name, with its id if it is ambiguous."""
    return _labels("Room", [(room.id, room.name) for room in conference.rooms])


def _labels(noun: str, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return a label for each id, no two alike, on one line, each a text that a cell gives back as it is."""
    names = {id: " ".join(name.split())[:LONGEST_NAME] for id, name in pairs}
    count = Counter(names.values())
    labels: dict[str, str] = {id: name for id, name in names.items() if count[name] == 1 and plain_text(name)}
    taken = set(labels.values())
    for number, (id, name) in enumerate(names.items(), 1):
        if id not in labels:
            wanted = " ".join(f"{name} [{id}]".split())
            if not plain_text(wanted) or wanted in taken:
                wanted = next(w for n in count_from(number) if (w := f"{noun} no. {n}") not in taken)
            labels[id] = wanted
            taken.add(wanted)
    return labels
