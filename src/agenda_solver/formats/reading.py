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
    """Return the conference of a JSON file or of a CoSPLib workbook.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    if not _is_workbook(path):
        return read_conference(path)
    from agenda_solver.formats.cosplib.content import SHEETS
    from agenda_solver.formats.cosplib.read import conference_in, looks_like_cosplib
    from agenda_solver.formats.workbook.reading import open_workbook

    workbook = open_workbook(path)
    if not looks_like_cosplib(workbook):
        sheets = ", ".join(f'"{name}"' for name in SHEETS)
        message = f"is a workbook, but not a conference: those of CoSPLib have the sheets {sheets}"
        raise InvalidInput.single(message, source=os.fspath(path))
    return conference_in(workbook)


def read_any_agenda(path: str | os.PathLike[str], conference: Conference) -> Agenda:
    """Return the agenda of a JSON file or of a CoSPLib solution workbook.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    if not _is_workbook(path):
        return read_agenda(path, conference)
    from agenda_solver.formats.cosplib.solution import read_solution

    return read_solution(path, conference)


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
