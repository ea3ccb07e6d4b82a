"""Reading a file of any known format, recognised by its content."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, in_file
from agenda_solver.formats.files import is_folder, read_bytes, text_of
from agenda_solver.formats.foreign_formats import ForeignFormat, foreign_json, foreign_xml
from agenda_solver.formats.import_result import Imported, Remark
from agenda_solver.formats.native import agenda_from_data, conference_from_data
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.formats.unsupported_files import json_kind, kind_of
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

if TYPE_CHECKING:
    from agenda_solver.formats.planner.earlier_agenda import Earlier

__all__ = [
    "looks_like_workbook",
    "parsed",
    "read_any",
    "read_any_agenda",
    "read_any_conference",
    "read_earlier_agenda",
    "refuse_other_files",
]

# Empty files are known as workbooks by their names only; their reader then says what is wrong with them.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xltx", ".xlsb", ".ods", ".ots")
CSV, JSON = ".csv", ".json"


@typed
def read_any_conference(path: str | os.PathLike[str]) -> Conference:
    """Return the conference of a file of any known format; see :func:`read_any`, which keeps the remarks too."""
    return read_any(path).conference


@typed
def read_any(path: str | os.PathLike[str], *, time_zone: str | None = None, authors: bool = False) -> Imported:
    """Return the conference of a file of any known format, and what was odd in it.

    Parameters
    ----------
    path
        A JSON file of this library, a planner's workbook or folder of CSV files, a CoSPLib workbook, or a file of
        another program (see :mod:`agenda_solver.formats.foreign_formats`). The content decides which of them it is.
    time_zone
        The IANA name of the time zone, for files of other programs; it takes precedence over a zone that the file
        names. Files of this library and workbooks keep their own, and a remark says so.
    authors
        Whether authors are speakers if a file names no speaker, in formats that know authors (Indico).

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    remarks: list[Remark] = []
    if is_folder(path):
        from agenda_solver.formats.planner.csv_folder import read_csv_folder

        return _with_own_time_zone(read_csv_folder(path, remarks), time_zone, remarks)
    if looks_like_workbook(path):
        return _with_own_time_zone(_read_workbook(path, remarks), time_zone, remarks)
    with in_file(path):
        foreign, content = parsed(path)
        if foreign is None:
            return _with_own_time_zone(conference_from_data(content), time_zone)
        return foreign.conference_in(content, time_zone, authors=authors)


def _with_own_time_zone(conference: Conference, time_zone: str | None, remarks: Sequence[Remark] = ()) -> Imported:
    """Return a conference whose file names its time zone, which counts; a remark says so if another was asked for."""
    if time_zone in (None, conference.time_zone):
        return Imported(conference, tuple(remarks))
    message = f"the file names the time zone {conference.time_zone}, which is used; {time_zone} is ignored"
    return Imported(conference, (Remark("time zone", "", message), *remarks))


@typed
def read_any_agenda(
    path: str | os.PathLike[str], conference: Conference, remarks: list[Remark] | None = None
) -> Agenda:
    """Return the agenda of a JSON or CSV file, of the grids of a workbook, or of another program's file.

    Parameters
    ----------
    path
        The file.
    conference
        The conference.
    remarks
        Receives what was not read in the grids of a workbook, or was read as something else.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    if looks_like_workbook(path):
        return _read_agenda_workbook(path, conference, [] if remarks is None else remarks)
    with in_file(path):
        if Path(path).suffix.lower() == CSV:
            from agenda_solver.formats.agenda_csv import agenda_in_csv
            from agenda_solver.formats.planner.csv_text import MAX_CSV

            return agenda_in_csv(text_of(read_bytes(path, MAX_CSV)), Path(path).name, conference)
        foreign, content = parsed(path)
        agenda = agenda_from_data(content, conference) if foreign is None else foreign.agenda_in(content, conference)
        if agenda is None:
            assert foreign is not None  # noqa: S101 - only other programs' formats may have no agenda
            raise InvalidInput.single(f"is a conference of {foreign.name}; that format has no agenda")
    return agenda


@typed
def parsed(path: str | os.PathLike[str]) -> tuple[ForeignFormat | None, Any]:
    """Return the format of another program, if the file has one, and the parsed content. The file is read once."""
    content = read_bytes(path)
    if (foreign := foreign_xml(content)) is not None:
        return foreign, content
    try:
        data = parse_json(text_of(content))
    except InvalidInput as error:
        if (kind := kind_of(content, os.fspath(path))) is not None:
            raise InvalidInput.single(f"is {kind}") from error
        raise
    if (kind := json_kind(data)) is not None:
        raise InvalidInput.single(f"is {kind}")
    return foreign_json(data), data


@typed
def refuse_other_files(path: str | os.PathLike[str]) -> None:
    """Raise InvalidInput if a file begins like a workbook, or is named like one, but is something else.

    The mistakes in a workbook are reported by its reader.
    """
    from agenda_solver.formats.workbook.safety import is_workbook

    content = read_bytes(path)
    kind = kind_of(content, "") if content.strip() else None
    if kind is not None:
        words = f"is {kind}" if is_workbook(content) else f"is not a workbook (.xlsx or .ods), but {kind}"
        raise InvalidInput.single(words, source=os.fspath(path))


def _read_workbook(path: str | os.PathLike[str], remarks: list[Remark]) -> Conference:
    from agenda_solver.formats.cosplib.content import SHEETS
    from agenda_solver.formats.cosplib.read import conference_in, looks_like_cosplib
    from agenda_solver.formats.planner.conference_workbook import conference_in_workbook
    from agenda_solver.formats.planner.headings import looks_like_planner
    from agenda_solver.formats.workbook.workbook_reading import open_workbook

    refuse_other_files(path)
    workbook = open_workbook(path)
    if looks_like_planner(workbook.sheets) and not looks_like_cosplib(workbook):
        return conference_in_workbook(workbook, remarks)
    if not looks_like_cosplib(workbook):
        sheets = ", ".join(f'"{name}"' for name in SHEETS)
        message = (
            'is a workbook, but not a conference: a conference has the sheets "Sessions", "Rooms", "Days" and "Time", '
            f"and those of CoSPLib have the sheets {sheets}"
        )
        raise InvalidInput.single(message, source=os.fspath(path))
    return conference_in(workbook)


def _read_agenda_workbook(path: str | os.PathLike[str], conference: Conference, remarks: list[Remark]) -> Agenda:
    from agenda_solver.formats.cosplib.solution import agenda_in
    from agenda_solver.formats.planner.grid_reading import agenda_in_grids
    from agenda_solver.formats.planner.grid_sheets import has_grids
    from agenda_solver.formats.workbook.workbook_reading import open_workbook

    refuse_other_files(path)
    workbook = open_workbook(path)
    if has_grids(workbook, conference):
        return agenda_in_grids(workbook, conference, remarks)
    return agenda_in(workbook, conference)


@typed
def read_earlier_agenda(path: str | os.PathLike[str], conference: Conference, remarks: list[Remark]) -> Earlier:
    """Return the agenda of a file that may have been written before parts of the conference were deleted.

    The agenda belongs to the conference as it was. Deleted parts can be identified only in what this library has
    written: the grids of workbooks, and its own files with a result. Oddities are added to ``remarks``.
    """
    from agenda_solver.formats.earlier_agenda_file import earlier_in_data, is_of_a_result
    from agenda_solver.formats.planner.earlier_agenda import Earlier, earlier_in_grids
    from agenda_solver.formats.planner.grid_sheets import has_grids
    from agenda_solver.formats.workbook.workbook_reading import open_workbook

    if looks_like_workbook(path) and has_grids(workbook := open_workbook(path), conference):
        return earlier_in_grids(workbook, conference, remarks)
    if Path(path).suffix.lower() != JSON:
        return Earlier(read_any_agenda(path, conference, remarks), {})
    with in_file(path):
        foreign, content = parsed(path)
        if foreign is None and is_of_a_result(content):
            return earlier_in_data(content, conference, remarks)
    return Earlier(read_any_agenda(path, conference), {})


@typed
def looks_like_workbook(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a workbook, by its first bytes, or else by its name."""
    from agenda_solver.formats.workbook.safety import is_workbook

    source = Path(path)
    try:
        if not source.is_file():
            return False  # a pipe can be read only once; for anything else, reading it reports what is wrong
        with source.open("rb") as file:
            return is_workbook(file.read(8)) or source.suffix.lower() in SUFFIXES
    except (OSError, ValueError):
        return False
