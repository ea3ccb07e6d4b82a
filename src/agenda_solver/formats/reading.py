"""Reading a file of any format that the library knows, by what is in it."""

from __future__ import annotations

import os
from pathlib import Path

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import read_agenda, read_conference
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["read_any_agenda", "read_any_conference"]

# Old workbooks, and those with macros, have to be told what they are; so has an empty file that is called a workbook.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xltx", ".xlsb")


def read_any_conference(path: str | os.PathLike[str]) -> Conference:
    """Return the conference of a JSON file, a planner's workbook or folder of CSV files, or a CoSPLib workbook.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    if not _is_workbook(path):
        return _read_csv_folder(path) if _is_folder(path) else read_conference(path)
    from agenda_solver.formats.cosplib.content import SHEETS
    from agenda_solver.formats.cosplib.read import conference_in, looks_like_cosplib
    from agenda_solver.formats.planner.book import conference_in_workbook, is_planner_workbook
    from agenda_solver.formats.workbook.reading import open_workbook

    workbook = open_workbook(path)
    if is_planner_workbook(workbook) and not looks_like_cosplib(workbook):
        return conference_in_workbook(workbook)
    if not looks_like_cosplib(workbook):
        sheets = ", ".join(f'"{name}"' for name in SHEETS)
        message = (
            'is a workbook, but not a conference: that has the sheets "Sessions", "Rooms", "Days" and "Time", '
            f"and those of CoSPLib have the sheets {sheets}"
        )
        raise InvalidInput.single(message, source=os.fspath(path))
    return conference_in(workbook)


def read_any_agenda(path: str | os.PathLike[str], conference: Conference) -> Agenda:
    """Return the agenda of a JSON file, of the grids of an agenda's workbook, or of a CoSPLib solution workbook.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    if not _is_workbook(path):
        return read_agenda(path, conference)
    from agenda_solver.formats.cosplib.solution import agenda_in
    from agenda_solver.formats.planner.grid_reading import agenda_in_grids, has_grids
    from agenda_solver.formats.workbook.reading import open_workbook

    workbook = open_workbook(path)
    return (agenda_in_grids if has_grids(workbook) else agenda_in)(workbook, conference)


def _is_folder(path: str | os.PathLike[str]) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _read_csv_folder(path: str | os.PathLike[str]) -> Conference:
    from agenda_solver.formats.planner.csv_folder import read_csv_folder

    return read_csv_folder(path)


def _is_workbook(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a workbook, by its first bytes, or else by its name."""
    from agenda_solver.formats.workbook.safety import is_workbook

    source = Path(path)
    try:
        if not source.is_file():
            return False  # a pipe must be read only once; whatever else it is, reading it will tell
        with source.open("rb") as file:
            return is_workbook(file.read(8)) or source.suffix.lower() in SUFFIXES
    except (OSError, ValueError):
        return False
