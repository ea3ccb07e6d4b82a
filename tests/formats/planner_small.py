"""A planner's workbook in memory: made from a conference, changed cell by cell, read again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agenda_solver.formats.planner.tables import tables_of
from agenda_solver.formats.planner.tables_to_conference import conference_in_sheets
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.model.conference import Conference

Grid = dict[str, list[list[Any]]]


def grids_of(conference: Conference | None = None) -> Grid:
    """Return the sheets of a conference as lists of cells; of the example by default."""
    return {table.name: [list(row) for row in table.rows] for table in tables_of(conference or example_conference())}


def put(grids: Grid, sheet: str, row: int, heading: str, value: Any) -> None:
    """Put a value into a row, counted as a spreadsheet counts, below a heading."""
    grids[sheet][row - 1][grids[sheet][0].index(heading)] = value


def conference_in(grids: Grid) -> Conference:
    """Read the sheets."""
    return conference_in_sheets({name: sheet_of(name, rows) for name, rows in grids.items()})


def sheet_of(name: str, rows: list[list[Any]]) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(name, tuple(tuple(_cell(value) for value in [*row, *[None] * (width - len(row))]) for row in rows))


def _cell(value: Any) -> Any:
    """Return what the reader of cells gives for what was written: nothing as "", whole numbers as fractions."""
    if value is None:
        return ""
    return float(value) if isinstance(value, int) and not isinstance(value, bool | dt.date) else value
