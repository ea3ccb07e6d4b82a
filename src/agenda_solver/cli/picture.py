"""The command ``picture``: a day of an agenda as a picture for slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.options import AgendaFile, AsJson, ConferenceFile, Quiet, option, output_option
from agenda_solver.cli.outputs import refuse_output
from agenda_solver.cli.part_options import Named, part_option
from agenda_solver.cli.printing import answer, answer_json, note

__all__ = ["picture"]

MOST_LETTERS = 20


def picture(
    file: ConferenceFile,
    agenda: AgendaFile,
    output: Annotated[Path, output_option("The picture: a file name that ends in .svg or .png.")],
    *,
    day: Annotated[
        Named | None,
        part_option(
            "days",
            "--day",
            "A date (2025-05-29), a weekday, a day's name or id, or its number.",
            show_default="the only one",
        ),
    ] = None,
    title: Annotated[
        str | None,
        option("--title", metavar="TEXT", help="The title above it.", show_default="the conference's name"),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw a day of an agenda for slides: rooms as columns, time from top to bottom, in the colours of the tracks.

    It shows titles, speakers, rooms and times, and nothing that is only for the committee.
    """
    from agenda_solver.report.picture import refuse_unless_picture, write_day_picture

    refuse_unless_picture(output)
    refuse_output(output, (file, agenda), (".svg", ".png"), "a picture")
    conference = read_conference_file(file, quiet=quiet)
    placed = read_agenda_file(agenda, conference)
    missing = write_day_picture(output, placed, None if day is None else day.text, title=title)
    if as_json:
        answer_json({"status": "done", "files": [str(output)], "missing_letters": list(missing)})
    elif not quiet:
        answer(f"Saved {output}")
        if missing:
            letters = " ".join(missing[:MOST_LETTERS]) + (" ..." if len(missing) > MOST_LETTERS else "")
            missed = f"No font on this machine has these letters; they appear as boxes in the picture: {letters}"
            note(missed, style="yellow")
