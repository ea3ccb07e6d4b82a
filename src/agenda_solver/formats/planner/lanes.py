"""Where sessions stand in the grid of a day: a row for each slot of each block, a column for each room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from

from agenda_solver.formats.planner.cells import plain_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Day

__all__ = ["DayGrid", "GridRow", "clock_labels", "day_grid", "room_labels", "session_labels"]

LONGEST_NAME = 300


@dataclass(frozen=True)
class GridRow:
    """A slot of a block."""

    block: Block
    slot: int


@dataclass(frozen=True)
class DayGrid:
    """The grid of a day.

    Attributes
    ----------
    rows
        The slots, from top to bottom.
    columns
        The ids of the rooms, from left to right. A room stands there once more for what overlaps in it.
    cells
        For each session its first and last row, and its column.
    """

    day: Day
    rows: Sequence[GridRow]
    columns: Sequence[str]
    cells: Mapping[str, tuple[int, int, int]]


def day_grid(agenda: Agenda, day: Day) -> DayGrid:
    """Lay out the sessions of a day."""
    conference = agenda.conference
    blocks = sorted(conference.blocks_by_day[day.id], key=lambda block: conference.block_span[block.id])
    rows = [GridRow(block, slot) for block in blocks for slot in range(block.slots)]
    number = {(row.block.id, row.slot): index for index, row in enumerate(rows)}
    columns: list[str] = []
    cells: dict[str, tuple[int, int, int]] = {}
    here = [id for id in agenda.chronological() if conference.block_by_id[agenda[id].block].day == day.id]
    for room in conference.rooms:
        ends: list[int] = [-1]  # the last row that is taken, in each column of the room
        first_column = len(columns)
        spans = {id: _rows_of(agenda, id, number) for id in here if agenda[id].room == room.id}
        for id, (first, last) in sorted(spans.items(), key=lambda item: item[1]):
            lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
            ends[lane : lane + 1] = [last]
            cells[id] = (first, last, first_column + lane)
        columns += [room.id] * len(ends)
    return DayGrid(day, rows, columns, cells)


def _rows_of(agenda: Agenda, id: str, number: Mapping[tuple[str, int], int]) -> tuple[int, int]:
    place = agenda[id]
    boundaries = agenda.conference.boundaries[place.block]
    last = next(slot for slot in range(len(boundaries) - 1) if boundaries[slot + 1] >= place.end)
    return number[place.block, place.slot], number[place.block, last]


def session_labels(conference: Conference) -> dict[str, str]:
    """Return the first line of each session's cell in a grid: its title, with its id where that would not be clear."""
    return _labels("Session", [(session.id, session.title) for session in conference.sessions])


def room_labels(conference: Conference) -> dict[str, str]:
    """Return what stands above the columns of each room: its name, with its id where that would not be clear."""
    return _labels("Room", [(room.id, room.name) for room in conference.rooms])


def clock_labels(conference: Conference, block: Block) -> list[str]:
    """Return what stands before each slot of a block: the clock, numbered where it shows the same twice."""
    if block.is_in_order:
        clock = f"{conference.local(conference.block_span[block.id].start):%H:%M}"
        return [f"{clock} ({number})" for number in range(1, block.slots + 1)]
    seen: Counter[str] = Counter()
    labels = []
    for minute in conference.boundaries[block.id][:-1]:
        clock = f"{conference.local(minute):%H:%M}"
        seen[clock] += 1
        labels.append(clock if seen[clock] == 1 else f"{clock} ({seen[clock]})")
    return labels


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
