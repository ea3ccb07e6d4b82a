"""Writing a conference in the form that the name of its output means: a file, a workbook, or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.cli.outputs import NotWritten
from agenda_solver.errors import InvalidInput

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["refuse_planners_work", "write_conference_as_named"]

WORKBOOK, FILE = ".xlsx", ".json"


def refuse_planners_work(output: Path) -> None:
    """Refuse to replace what planners fill in by hand: a workbook, or CSV files in a folder.

    Raises
    ------
    InvalidInput
        When such is there.
    """
    is_there = output.suffix.lower() != FILE and output.exists()
    if any(output.glob("*.csv")) if output.is_dir() else is_there:
        raise InvalidInput.single("is there already; --force replaces it", source=str(output))


def write_conference_as_named(conference: Conference, output: Path) -> list[Path]:
    """Write a conference, and return the paths of what was written.

    Raises
    ------
    InvalidInput
        When a cell cannot hold some id, or nothing can be written there.
    NotWritten
        When the system does not let it be written.
    """
    try:
        suffix = "" if output.is_dir() else output.suffix.lower()
        if suffix == FILE:
            from agenda_solver.formats.native import write_conference

            write_conference(conference, output)
            return [output]
        if suffix == WORKBOOK:
            from agenda_solver.formats.planner.book import write_workbook

            write_workbook(conference, output)
            return [output]
        from agenda_solver.formats.planner.csv_folder import write_csv_folder

        return write_csv_folder(conference, output)
    except OSError as error:
        raise NotWritten(f"{output} cannot be written: {(error.strerror or str(error)).lower()}") from error
