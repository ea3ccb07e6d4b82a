"""Which sheets of an agenda's workbook are grids, their days, and where their times and rooms are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agenda_solver.errors import Mistake
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.agenda_grid import GRID
from agenda_solver.formats.planner.agenda_workbook import LISTS, sheet_names
from agenda_solver.formats.planner.column_types import IGNORED
from agenda_solver.formats.planner.grid_names import GridNames
from agenda_solver.formats.planner.headings import is_copy_of
from agenda_solver.formats.planner.hidden_ids import LIST_HEADINGS, MEMORY
from agenda_solver.formats.planner.number_texts import clock_in
from agenda_solver.formats.workbook.workbook_reading import Cell, Sheet, Workbook, text_in
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Day

__all__ = ["GridSheet", "clock_of", "grids_in", "has_grids"]

# A planner may put a title or a logo above the headings, and a column in front of the times.
MOST_ROWS_ABOVE, MOST_COLUMNS_BEFORE = 8, 6
NUMBERED = re.compile(r"([0-9]{1,2}:[0-9]{2})(?::00)?( \([0-9]+\))?")
WITH_ITS_END = re.compile(r"([0-9]{1,2}:[0-9]{2})(?::00)? ?[-\u2013\u2014] ?[0-9]{1,2}:[0-9]{2}(?::00)?(?: \+1)?")


@dataclass(frozen=True)
class GridSheet:
    """A sheet that is the grid of a day."""

    sheet: Sheet
    day: Day
    head: int  # the row of its headings
    times: Sequence[int]  # the columns in which times may stand: what people see, and the hidden one
    rooms: dict[int, str]  # the heading of each room's column
    first: int  # the first column in which sessions may stand: that of a room, or one that has lost its heading

    def clock(self, row: int) -> str:
        """Return the time of a row, or an empty text if it has none."""
        for column in self.times:  # what people see counts; what is hidden, only where nothing is seen
            if text_in(cell := self.sheet.value(row, column)):
                return clock_of(cell)
        return ""

    def typed(self, row: int) -> str:
        """Return the content of the cell where people see the time of a row."""
        return self.sheet.text(row, self.times[0]) if self.times else ""

    def hint(self, row: int) -> str:
        """Return what the hidden column has in a row: in older workbooks the id of its block."""
        return self.sheet.text(row, self.times[1]) if len(self.times) > 1 else ""


def clock_of(cell: Cell) -> str:
    """Return the time of a cell, numbered where the clock shows it twice; an empty text if it has none.

    For a stretch such as ``09:00-09:30``, this is its beginning.
    """
    if isinstance(cell, str) and (match := WITH_ITS_END.fullmatch(" ".join(cell.split()))):
        return match[1].zfill(5)
    if isinstance(cell, str) and (match := NUMBERED.fullmatch(" ".join(cell.split()))):
        return f"{match[1].zfill(5)}{match[2] or ''}"
    # A bare number may be anything, such as the number of the row.
    if isinstance(cell, bool | int) or (isinstance(cell, float) and not 0 <= cell < 1) or text_in(cell).isdecimal():
        return ""
    try:
        return clock_in(cell) if text_in(cell) else ""
    except ValueError:
        return ""


def has_grids(workbook: Workbook, conference: Conference) -> bool:
    """Whether an open workbook has a grid of a day."""
    if MEMORY in workbook.sheets:
        return True
    names = GridNames(conference, workbook)
    return any(_head(sheet, names) is not None for sheet in workbook.sheets.values())


def grids_in(
    workbook: Workbook, conference: Conference, names: GridNames, remarks: list[Remark]
) -> tuple[list[GridSheet], list[Mistake]]:
    """Return the grids of a workbook, one for each day, and the mistakes in finding them.

    Copies of a grid are remarked on, and so is a day without one: no day is lost silently.
    """
    called = sheet_names(conference)
    found: dict[str, list[GridSheet]] = {}
    mistakes: list[Mistake] = []
    for sheet in workbook.sheets.values():
        # A copy that a planner keeps of a grid is one of their own sheets.
        head = None if sheet.name.startswith(IGNORED) else _head(sheet, names)
        if head is None:
            continue
        day = _day_of(sheet, head, conference, names, called)
        if isinstance(day, Mistake):
            mistakes.append(day)
        elif day is not None:
            found.setdefault(day.id, []).append(_grid(sheet, day, head, names))
    grids = [_original(same, called, remarks) for same in found.values()]
    if found and not mistakes:
        remarks += [
            Remark("no grid", "", f"there is no grid for {called[day.id]}, so nothing is read for this day")
            for day in conference.days
            if day.id not in found
        ]
    return grids, mistakes


def _original(same: Sequence[GridSheet], called: dict[str, str], remarks: list[Remark]) -> GridSheet:
    """Return the one of several grids of a day that counts, and say of the others that they are not read."""

    def rank(grid: GridSheet) -> tuple[bool, bool]:
        name = grid.sheet.name
        return folded(name) != folded(called[grid.day.id]), is_copy_of(
            name, [other.sheet.name for other in same]
        ) is not None

    best = min(same, key=rank)
    for grid in same:
        if grid is not best:
            message = f'is another grid for the day of "{best.sheet.name}" and is not read'
            remarks.append(Remark("copy", grid.sheet.name, message))
    return best


def _head(sheet: Sheet, names: GridNames) -> int | None:
    """Return the row of a grid's headings: that with its mark, or one with rooms above rows with times."""
    for row in range(min(MOST_ROWS_ABOVE, sheet.height)):
        if _mark(sheet, row) is not None:
            return row
    if _is_list(sheet):
        return None
    return next((row for row in range(min(MOST_ROWS_ABOVE, sheet.height)) if _heads_rooms(sheet, row, names)), None)


def _is_list(sheet: Sheet) -> bool:
    """Whether a sheet without a mark is one of those beside the grids, or a copy of one, known by name or headings."""
    if folded(sheet.name) in map(folded, LISTS) or is_copy_of(sheet.name, LISTS) is not None:
        return True
    wanted = {folded(heading) for heading in LIST_HEADINGS}
    return any(
        wanted <= {folded(sheet.text(row, column)) for column in range(sheet.width)}
        for row in range(min(MOST_ROWS_ABOVE, sheet.height))
    )


def _heads_rooms(sheet: Sheet, row: int, names: GridNames) -> bool:
    """Whether most of what is in a row are rooms, with times below and none beside them; lists have both."""
    texts = {column: text for column in range(1, sheet.width) if (text := sheet.text(row, column))}
    rooms = [column for column, text in texts.items() if names.knows_room(names.heading(text))]
    if not rooms or 2 * len(rooms) < sum(column >= rooms[0] for column in texts):
        return False
    times = _time_columns(sheet, row, rooms[0])
    return bool(times) and not any(clock_of(sheet.value(row, column)) for column in times)


def _mark(sheet: Sheet, row: int) -> tuple[int, str] | None:
    for column in range(min(MOST_COLUMNS_BEFORE, sheet.width)):
        if (text := sheet.text(row, column)).startswith(GRID):
            return column, text.removeprefix(GRID)
    return None


def _time_columns(sheet: Sheet, head: int, end: int) -> list[int]:
    """Return the columns before the rooms that hold times."""
    return [
        column
        for column in range(min(MOST_COLUMNS_BEFORE, end))
        if any(clock_of(sheet.value(row, column)) for row in range(head + 1, sheet.height))
    ]


def _day_of(
    sheet: Sheet, head: int, conference: Conference, names: GridNames, called: dict[str, str]
) -> Day | Mistake | None:
    """Return the day of a grid: by its mark, by what its sheet was called, or by what is in its corner."""
    mark = _mark(sheet, head)
    if mark is not None:
        day = next((day for day in conference.days if day.date.isoformat() == mark[1]), None)
        return day or Mistake(sheet.place(head, mark[0]), f'the conference has no day on "{mark[1][:40]}"')
    remembered = names.memory.find("days", sheet.name)
    if remembered is not None and remembered.id in conference.day_by_id:
        return conference.day_by_id[remembered.id]
    for id, name in called.items():
        if folded(name) == folded(sheet.name) or is_copy_of(sheet.name, [name]):
            return conference.day_by_id[id]
    for text in (sheet.text(head, 0), sheet.name):
        ids = conference.names["days"].ids_of(text)
        labelled = [day.id for day in conference.days if folded(day.label) == folded(text)]
        if len(ids or labelled) == 1:
            return conference.day_by_id[(*ids, *labelled)[0]]
    if not any(_has_session(sheet, head, column, names) for column in range(1, sheet.width)):
        return None
    example = next(iter(called.values()))
    return Mistake(sheet.name, f'does not say which day it is for; restore its name, such as "{example}"')


def _has_session(sheet: Sheet, head: int, column: int, names: GridNames) -> bool:
    cells = (sheet.text(row, column) for row in range(head + 1, sheet.height))
    return any(names.session(text) is not None for text in cells if text)


def _grid(sheet: Sheet, day: Day, head: int, names: GridNames) -> GridSheet:
    mark = _mark(sheet, head)
    headings = {column: names.heading(sheet.text(head, column)) for column in range(1, sheet.width)}
    known = min((column for column, text in headings.items() if names.knows_room(text)), default=sheet.width)
    times = _time_columns(sheet, head, known)
    last = max([*times, *([mark[0]] if mark is not None else [])], default=0)
    rooms = {column: text for column, text in headings.items() if text and column > last}
    first = min(rooms, default=sheet.width)
    first = next((n for n in range(last + 1, first) if _has_session(sheet, head, n, names)), first)
    # What is hidden has no heading but its mark, which may have been cleared.
    hidden = [mark[0]] if mark is not None else [n for n in range(1, first) if not headings[n]]
    return GridSheet(sheet, day, head, sorted({*times, *hidden}), rooms, first)
