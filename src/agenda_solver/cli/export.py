"""The command ``export``: an agenda in the formats of other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file, tell_unconfirmed
from agenda_solver.cli.options import AgendaFile, AsJson, ConferenceFile, Quiet, option, output_option
from agenda_solver.cli.outputs import refuse_input, refuse_unwritable
from agenda_solver.cli.part_options import Clocked, clock_option
from agenda_solver.cli.printing import answer_json, note, tell_saved
from agenda_solver.errors import InvalidInput, NotWritten
from agenda_solver.formats.exporting import EXPORT_FORMATS, ExportFormat, ExportOptions, export_format
from agenda_solver.formats.files import is_folder, is_there

__all__ = ["export"]

NAMES = "; ".join(f"{known.name}: {known.title}" for known in EXPORT_FORMATS)


def export(
    *,
    file: ConferenceFile,
    agenda: AgendaFile,
    output: Annotated[Path, output_option("The file, or the folder.")],
    format: Annotated[
        str | None, option("--format", metavar="NAME", help=f"{NAMES}.", show_default="by the ending of OUT")
    ] = None,
    former: Annotated[
        Path | None,
        typer.Option("--former", metavar="OLD", help="A previous export; sessions that have moved since are marked."),
    ] = None,
    day_change: Annotated[
        datetime | None,
        typer.Option(
            "--day-change",
            metavar="HH:MM",
            formats=["%H:%M"],
            show_default="as imported, else 04:00",
            help="When a day of the programme ends.",
        ),
    ] = None,
    now: Annotated[
        Clocked | None,
        clock_option(
            "--now",
            "The time of writing in the file, such as 2027-06-01T12:00, by the conference's clock, or with its "
            "offset: 2027-06-01T12:00Z.",
            show_default="the clock's",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write an agenda in a format that other programs read.

    The agenda may come from anywhere: this program, another one, or a text editor. `score` says whether it is legal.
    """
    chosen = export_format(format, output)
    _refuse(output, (file, agenda), chosen)
    given = {"former": former, "day_change": day_change, "now": now}
    _refuse_options({name for name, value in given.items() if value is not None}, chosen)
    conference = read_conference_file(file, quiet=quiet)
    options = ExportOptions(former=former, now=None if now is None else now.moment_in(conference))
    if day_change is not None:
        options = replace(options, day_change=day_change.time())
    if "former" in chosen.options and former is None and _holds_calendars(output) and not quiet:
        note(f"{output} is replaced as if it were new. If it was published, --former {output} marks what has moved.")
    placed = read_agenda_file(agenda, conference)
    written = chosen.write(placed, output, options)
    if not quiet:
        tell_unconfirmed(placed)
    if as_json:
        answer_json({"status": "done", "format": chosen.name, "files": [str(path) for path in written]})
    elif not quiet:
        tell_saved(written, f" in {output}")


def _holds_calendars(output: Path) -> bool:
    return any(output.rglob("*.ics")) if is_folder(output) else is_there(output)


def _refuse(output: Path, inputs: tuple[Path, ...], chosen: ExportFormat) -> None:
    refuse_input(output, inputs)
    if chosen.is_folder and is_there(output) and not is_folder(output):
        raise NotWritten.single(f"is a file; {chosen.name} needs a folder", source=str(output))
    refuse_unwritable(output, folder=chosen.is_folder)


def _refuse_options(given: set[str], chosen: ExportFormat) -> None:
    """Raise InvalidInput for options that have no effect on this format."""
    for name in sorted(given - chosen.options):
        those = ", ".join(known.name for known in EXPORT_FORMATS if name in known.options)
        message = f"has no meaning for {chosen.name}; it is for {those}"
        raise InvalidInput.single(message, f"--{name.replace('_', '-')}")
