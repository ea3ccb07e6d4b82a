"""Proposals of similar talks in a table, with a planner's decisions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from agenda_solver.audience.favourites_sheet import columns_of
from agenda_solver.audience.similar import Likeness
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.files import read_text, write_text
from agenda_solver.formats.planner.csv_text import MAX_CSV, csv_of, sheet_of_csv
from agenda_solver.formats.workbook.workbook_reading import Sheet, open_workbook
from agenda_solver.formats.workbook.writing import Value, WorkbookWriter
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded

__all__ = ["read_accepted", "write_proposals"]

HEADINGS = ("Apart", "First", "Second", "Alike", "Words", "First id", "Second id")
WIDTHS = (8, 50, 50, 8, 40, 16, 16)
YES, NO = ("yes", "y", "x", "1", "true", "ja", "oui", "si"), ("", "no", "n", "0", "-", "false")
SHEET = "Similar"


def write_proposals(conference: Conference, found: Sequence[Likeness], path: str | os.PathLike[str]) -> None:
    """Write a table with an empty column *Apart*, in which planners say yes: CSV, or a workbook."""
    rows: list[Sequence[Value]] = [HEADINGS]
    for each in found:
        titles = (conference.session_by_id[id].title for id in (each.first, each.second))
        rows.append((None, *titles, f"{each.likeness:.0%}", ", ".join(each.words), each.first, each.second))
    if Path(path).suffix.lower() == ".csv":
        write_text(path, csv_of(rows))
    elif Path(path).suffix.lower() == ".xlsx":
        book = WorkbookWriter()
        book.sheet(SHEET, rows, widths=WIDTHS, header=True)
        book.save(path)
    else:
        raise InvalidInput.single("proposals are written as .csv or .xlsx", source=os.fspath(path))


def read_accepted(conference: Conference, path: str | os.PathLike[str]) -> list[tuple[str, str]]:
    """Return the pairs that planners have said yes to; all mistakes are raised together, each with its cell."""
    file = Path(path)
    if file.suffix.lower() == ".csv":
        sheet = sheet_of_csv(file.name, read_text(path, MAX_CSV))
    elif file.suffix.lower() in (".xlsx", ".ods"):
        book = open_workbook(path)
        sheet = book.sheets.get(SHEET, book.first)
    else:
        raise InvalidInput.single("proposals are read from .csv, .xlsx and .ods", source=os.fspath(path))
    return _accepted(conference, sheet)


def _accepted(conference: Conference, sheet: Sheet) -> list[tuple[str, str]]:
    heads = columns_of(sheet)
    missing = [name for name in ("Apart", "First id", "Second id") if folded(name) not in heads]
    if missing:
        raise InvalidInput.single(f'there is no column "{missing[0]}"', sheet.name)
    yes, first, second = (heads[folded(name)] for name in ("Apart", "First id", "Second id"))
    mistakes: list[Mistake] = []
    found: dict[tuple[str, str], None] = {}
    for row in range(1, sheet.height):
        text = folded(sheet.text(row, yes))
        if text in YES:
            ids = [_session(conference, sheet, row, column, mistakes) for column in (first, second)]
            if ids[0] and ids[0] == ids[1]:
                mistakes.append(Mistake(sheet.place(row, second), "is the same session as the first"))
            elif ids[0] and ids[1]:
                found[ids[0], ids[1]] = None
        elif text not in NO:
            mistakes.append(Mistake(sheet.place(row, yes), f'"{text[:40]}" is neither yes nor no'))
    if mistakes:
        raise InvalidInput(mistakes)
    return list(found)


def _session(conference: Conference, sheet: Sheet, row: int, column: int, mistakes: list[Mistake]) -> str | None:
    text, place = sheet.text(row, column), sheet.place(row, column)
    try:
        if text:
            return conference.names["sessions"].id_of(text)
        mistakes.append(Mistake(place, "the session is missing"))
    except ValueError as error:
        mistakes.append(Mistake(place, str(error)))
    return None
