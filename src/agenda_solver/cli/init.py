"""The command ``init``: a workbook, or a folder of CSV files, for a planner to fill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agenda_solver.cli.conference_input import read_conference_file
from agenda_solver.cli.conference_output import refuse_planners_work, write_conference_as_named
from agenda_solver.cli.options import AsJson, Quiet, option
from agenda_solver.cli.outputs import refuse_unwritable
from agenda_solver.cli.printing import answer, answer_json
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import is_folder, real_path

__all__ = ["init"]


def init(
    output: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="The workbook (.xlsx) or the folder of CSV files to create.", show_default=False
        ),
    ],
    source: Annotated[
        Path | None,
        option(
            "--from",
            metavar="FILE",
            help="A conference to fill it with: JSON, a workbook, or a folder of CSV files.",
            show_default="a small example",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make a workbook to fill in, with an example in each sheet.

    The workbook is a complete conference, so it can be solved as it is; overwrite its rows with your own. With --from
    it contains an existing conference, without loss.
    """
    from agenda_solver.formats.planner.template import example_conference

    _refuse_name(output, source, force)
    conference = example_conference() if source is None else read_conference_file(source, quiet=quiet)
    files = write_conference_as_named(conference, output, to_overwrite=source is None)
    if as_json:
        answer_json({"status": "done", "files": [str(file) for file in files]})
    elif not quiet:
        answer(*(f"Saved {file}" for file in files), f"Fill it in. Then: agenda-solver check {output}")


def _refuse_name(output: Path, source: Path | None, force: bool) -> None:
    if output.suffix.lower() not in (".xlsx", "") and not is_folder(output):
        raise InvalidInput.single(
            "a name ends in .xlsx for a workbook, or has no ending for a folder", source=str(output)
        )
    if source is not None and real_path(source) == real_path(output):
        raise InvalidInput.single("is also the input and would be overwritten", source=str(output))
    if not force:
        refuse_planners_work(output)
    refuse_unwritable(output, folder=output.suffix.lower() != ".xlsx")
