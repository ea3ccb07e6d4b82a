"""A small valid file of every format that is read, to be spoilt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import openpyxl

from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.agenda_csv import write_agenda_csv
from agenda_solver.formats.native import agenda_to_json, conference_from_data
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.conference_workbook import write_workbook
from agenda_solver.formats.planner.csv_folder import write_csv_folder
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats import cosplib_small, frab_small, small, test_indico, test_sessionize
from tests.formats.agendas_small import PLACES

__all__ = ["CHANGES", "Original", "agenda", "agendas", "conference", "conferences", "save"]

Shape = Literal["tree", "xml", "text", "sheets", "folder"]
CHANGES = [
    {"change": "cancel", "session": "sets"},
    {"change": "length", "session": "opening", "minutes": 30},
    {"change": "room lost", "room": "cabin", "day": "sat"},
    {"change": "person gone", "person": "ada", "from": "2026-03-28T08:00+01:00", "until": "2026-03-28T12:00+01:00"},
    {"change": "lock", "only": {"sessions": ["opening"]}, "what": ["room"]},
]


@dataclass(frozen=True)
class Original:
    """A valid document: its name as a file, how it is built, and its content."""

    name: str
    shape: Shape
    content: Any


@cache
def conference() -> Conference:
    """Return the small conference, without what makes it impossible, so that commands have something to solve."""
    return conference_from_data(small.changed(small.SMALL, {"sessions[0].plenary": False}))


@cache
def agenda() -> Agenda:
    """Return an agenda of the small conference."""
    return conference().agenda(PLACES)


def _sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@cache
def conferences() -> tuple[Original, ...]:
    """Return a conference in every format that is read."""
    with TemporaryDirectory() as folder:
        book, tables = Path(folder) / "book.xlsx", Path(folder) / "tables"
        write_workbook(conference(), book)
        write_csv_folder(conference(), tables)
        sheets = _sheets_of(book)
        texts = {file.name: file.read_text() for file in sorted(tables.iterdir())}
    return (
        Original("own.json", "tree", small.SMALL),
        Original("schedule.json", "tree", frab_small.JSON),
        Original("schedule.xml", "xml", frab_small.XML),
        Original("indico.json", "tree", test_indico.EVENT),
        Original("sessionize.json", "tree", test_sessionize.EVENT),
        Original("planner.xlsx", "sheets", sheets),
        Original("cosplib.xlsx", "sheets", cosplib_small.SMALL),
        Original("tables", "folder", texts),
    )


@cache
def agendas() -> tuple[Original, ...]:
    """Return the agenda of the small conference in every format that is read."""
    with TemporaryDirectory() as folder:
        book, table = Path(folder) / "book.xlsx", Path(folder) / "table.csv"
        write_agenda_workbook(agenda(), book, score(conference(), agenda()))
        write_agenda_csv(agenda(), table)
        sheets, text = _sheets_of(book), table.read_text()
    return (
        Original("agenda.json", "tree", json.loads(agenda_to_json(agenda()))),
        Original("agenda.csv", "text", text),
        Original("agenda.xlsx", "sheets", sheets),
    )


def save(original: Original, content: Any, folder: Path) -> Path:
    """Write spoilt content as a file (or folder) of the original's name, and return its path."""
    path = folder / original.name
    if original.shape == "tree":
        path.write_text(json.dumps(content), encoding="utf-8")  # half characters go out as escapes
    elif original.shape == "sheets":
        _save_sheets(content, path)
    elif original.shape == "folder":
        path.mkdir(exist_ok=True)
        for name, text in content.items():
            (path / name).write_bytes(_bytes(text))
    else:
        path.write_bytes(_bytes(content))
    return path


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _save_sheets(sheets: dict[str, list[list[Any]]], path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets or {"Sheet": []}).items():
        sheet = book.create_sheet(name[:31] or "x")
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                _put(sheet.cell(number, column), value)
    book.save(path)


def _put(cell: Any, value: Any) -> None:
    """Write a value as a spreadsheet program could: what it would refuse is left out."""
    text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(text, str):
        text = text.encode("utf-8", "ignore").decode()
    cell.value = text
