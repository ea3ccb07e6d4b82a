"""A planner's conference as a folder of CSV files, one for each sheet of the workbook."""

from __future__ import annotations

import os
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten, in_file
from agenda_solver.formats.files import read_text, reason_of, write_files
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.csv_text import MAX_CSV, csv_of, sheet_of_csv
from agenda_solver.formats.planner.headings import looks_like_planner
from agenda_solver.formats.planner.tables import tables_of
from agenda_solver.formats.planner.tables_to_conference import conference_in_sheets
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.model.conference import Conference

__all__ = ["read_csv_folder", "write_csv_folder"]

SUFFIX = ".csv"


def read_csv_folder(path: str | os.PathLike[str], remarks: list[Remark] | None = None) -> Conference:
    """Return the conference of a folder of CSV files; files with other endings are not looked at.

    Remarks and mistakes are as in :func:`~agenda_solver.formats.planner.conference_workbook.read_workbook`.
    """
    folder = Path(path)
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() == SUFFIX)
    except OSError as error:
        raise InvalidInput.single(f"cannot be read: {reason_of(error)}", source=os.fspath(path)) from error
    if not looks_like_planner(file.stem for file in files):
        message = "is a folder, but not a conference: a conference has sessions.csv, rooms.csv, days.csv and time.csv"
        raise InvalidInput.single(message, source=os.fspath(path))
    sheets: dict[str, Sheet] = {}
    mistakes = []
    for file in files:
        try:
            sheet = sheet_of_csv(file.name, read_text(file, MAX_CSV))
            sheets[file.stem] = sheet
        except InvalidInput as error:
            where = [
                m.place if m.place.startswith(file.name) else f"{file.name} {m.place}".strip() for m in error.mistakes
            ]
            mistakes += [type(m)(place, m.message) for place, m in zip(where, error.mistakes, strict=True)]
    if mistakes:
        raise InvalidInput(mistakes, os.fspath(path))
    with in_file(path):
        return conference_in_sheets(sheets, remarks)


def write_csv_folder(conference: Conference, path: str | os.PathLike[str], *, to_overwrite: bool = False) -> list[Path]:
    """Write a conference as a folder of CSV files, all or none of them, and return the files.

    Files of the same names are replaced, one that is no longer needed (more.csv) is removed; others are left alone.
    Otherwise it is as :func:`~agenda_solver.formats.planner.conference_workbook.write_workbook`.
    """
    tables = tables_of(conference, to_overwrite=to_overwrite)
    folder = Path(path)
    texts = {folder / f"{table.name.lower()}{SUFFIX}": csv_of(table.rows) for table in tables}
    write_files([(file, text.encode("utf-8")) for file, text in texts.items()], folder)
    left = folder / f"more{SUFFIX}"
    if left not in texts:
        try:
            left.unlink(missing_ok=True)
        except OSError as error:
            raise NotWritten.single(f"cannot be removed: {reason_of(error)}", source=str(left)) from error
    return [*texts]
