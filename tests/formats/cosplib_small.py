"""A small CoSPLib workbook without a mistake, a way to put mistakes into it, and the real files where they are."""

from __future__ import annotations

import copy
import os
import re
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.formats.cosplib.read import read_cosplib
from tests.judges import module_of

Sheets = dict[str, list[list[Any]]]

WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
LABELS = ("Sessions", "Zone:", "Suitable", "From:", "To:", "Less suitable", "From:", "To:", "P:", "Unsuitable", "P:")
VALUES = (None, "GMT+2", None, time(9, 30), time(21, 30), None, time(7), time(23), 1, None, 10)

SMALL: Sheets = {
    "parameters": [
        [
            LABELS[row] if row < len(LABELS) else None,
            VALUES[row] if row < len(VALUES) else None,
            None,
            "Weight",
            ("Weights", *WEIGHTS)[row],
        ]
        for row in range(17)
    ],
    "submissions": [
        [
            "Reference",
            "Track",
            "Required Timeslots",
            "Order",
            "Time Zone",
            "Presenters",
            "Attendees",
            *("Mon", "Tue", "Ghost", "Hall", "Den"),
        ],
        ["s1", "Sets", 2, 1, "GMT+2", "Ada", "Ben, Cy", 5, None, None, None, 3],
        ["s2", "Sets", 1, 2, "GMT-5", "Ben, Ada", None, None, None, None, None, None],
        ["s3", "Maps", 1, 0, "GMT+0", "Cy", "Ben", None, None, 7, None, None],
        ["s4", "Maps", 1, 0, "GMT+14", "Dee", "Eve", None, None, None, None, None],
        ["s5", "Nets", 1, 0, "GMT+2", "Ada", None, None, None, None, 2, None],
    ],
    "tracks": [["Tracks", "Chairs"], ["Sets", "Gil"], ["Maps", "Gil, Dee"], ["Nets", None]],
    "sessions": [
        ["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"],
        ["Mon", 3, date(2026, 3, 9), time(9), time(10, 30)],
        ["Tue", 2, date(2026, 3, 10), time(9), time(10)],
        ["Ghost", 2, date(2026, 3, 9), time(9, 30), time(10, 30)],
    ],
    "rooms": [["Rooms"], ["Hall"], ["Den"]],
    "tracks_sessions|penalty": [[None, "Mon", "Tue", "Ghost"], ["Sets", None, 4, None], ["Maps", 1], ["Nets"]],
    "tracks_rooms|penalty": [[None, "Hall", "Den"], ["Sets", None, 6], ["Maps", 2, None], ["Nets", None, None]],
    "similar tracks": [
        [None, "Sets", "Maps", "Nets"],
        ["Sets", None, 8, None],
        ["Maps", None, None, 9],
        ["Nets", None, None, None],
    ],
    "sessions_rooms|penalty": [[None, "Hall", "Den"], ["Mon", None, 5], ["Tue", None, None], ["Ghost", 3, None]],
}


def cell_of(place: str) -> tuple[str, int, int]:
    """Return the sheet, row and column of ``submissions!B3``, counted from 0."""
    sheet, _, cell = place.rpartition("!")
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return sheet, int(match[2]) - 1, column - 1


def with_cells(changes: dict[str, Any], sheets: Sheets = SMALL) -> Sheets:
    """Return sheets with other values in some cells."""
    changed = copy.deepcopy(sheets)
    for place, value in changes.items():
        sheet, row, column = cell_of(place)
        rows = changed[sheet]
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend(None for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = value
    return changed


def save(path: Path, sheets: Sheets = SMALL, **changes: Any) -> Path:
    """Write sheets to a workbook, and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in with_cells(changes, sheets).items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    book.save(path)
    return path


DATA = Path(os.environ["AGENDA_SOLVER_DATA"]) / "cosplib" if os.environ.get("AGENDA_SOLVER_DATA") else None
JUDGE = None if DATA is None else DATA.parents[1] / "judge" / "cosplib_judge.py"
INSTANCES = sorted((DATA / "instances").glob("*.xlsx")) if DATA is not None else []
SOLUTIONS = sorted((DATA / "solutions").glob("*.xlsx")) if DATA is not None else []
needs_data = pytest.mark.skipif(not INSTANCES, reason="AGENDA_SOLVER_DATA names no folder with cosplib/instances")
needs_judge = pytest.mark.skipif(
    JUDGE is None or not JUDGE.is_file() or not INSTANCES,
    reason="there is no judge beside the folder AGENDA_SOLVER_DATA",
)


# What is read of the real workbooks; nothing of it ever changes.
read_once = cache(read_cosplib)


@cache
def judged_once(path: Path) -> Any:
    """Return an instance as the judge reads it."""
    return load_judge().Instance(path)


def instance_of(solution: Path) -> Path:
    """Return the instance workbook of a published solution."""
    return solution.parents[1] / "instances" / f"{solution.name.partition('.')[0]}.xlsx"


@cache
def load_judge() -> Any:
    """Return the judge's module."""
    return module_of(JUDGE)
