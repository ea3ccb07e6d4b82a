"""Writing a conference in the format given by the output's name: a file, a workbook, or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.options import output_option
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import is_folder, is_there

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["ConferenceOutput", "Force", "refuse_other_names", "refuse_planners_work", "write_conference_as_named"]

WORKBOOK, FILE = ".xlsx", ".json"

ConferenceOutput = Annotated[
    Path,
    output_option("The conference: a file (.json), a workbook (.xlsx), or a folder for CSV files."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing workbook or CSV files.")]


def refuse_other_names(output: Path) -> None:
    """Raise InvalidInput if the name does not determine a format for conferences."""
    if output.suffix.lower() not in (FILE, WORKBOOK, "") and not is_folder(output):
        kinds = "a conference ends in .json, in .xlsx (a workbook), or in nothing (a folder of CSV files)"
        raise InvalidInput.single(kinds, source=str(output))


def refuse_planners_work(output: Path) -> None:
    """Raise InvalidInput if the output would replace a workbook or CSV files, which planners edit by hand."""
    if output.suffix.lower() == FILE:
        return
    if any(output.glob("*.csv")) if is_folder(output) else is_there(output):
        raise InvalidInput.single("already exists; --force replaces it", source=str(output))


def write_conference_as_named(conference: Conference, output: Path, *, to_overwrite: bool = False) -> list[Path]:
    """Write a conference, and return the paths of the files written.

    An example ``to_overwrite`` has no ids of sessions, as far as the format allows. InvalidInput is raised if a cell
    cannot hold an id, and NotWritten if the output cannot be written.
    """
    suffix = "" if is_folder(output) else output.suffix.lower()
    if suffix == FILE:
        from agenda_solver.formats.native import write_conference

        write_conference(conference, output)
        return [output]
    if suffix == WORKBOOK:
        from agenda_solver.formats.planner.conference_workbook import write_workbook

        write_workbook(conference, output, to_overwrite=to_overwrite)
        return [output]
    from agenda_solver.formats.planner.csv_folder import write_csv_folder

    return write_csv_folder(conference, output, to_overwrite=to_overwrite)
