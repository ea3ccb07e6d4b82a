"""The command ``page``: an agenda as a page to look at, for the committee or for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file, tell_unconfirmed
from agenda_solver.cli.options import AgendaFile, AsJson, ConferenceFile, Quiet, option, output_option
from agenda_solver.cli.outputs import refuse_output
from agenda_solver.cli.part_options import Named, ids_in, part_option
from agenda_solver.cli.printing import answer, answer_json

__all__ = ["page"]


def page(
    file: ConferenceFile,
    agenda: AgendaFile,
    output: Annotated[Path, output_option("The page: a file name that ends in .html.")],
    *,
    public: Annotated[
        bool,
        typer.Option("--public", help="For everybody: no score, no remarks, nothing that is only for the committee."),
    ] = False,
    tag: Annotated[
        list[Named] | None,
        part_option(
            "tags",
            "--tag",
            "A tag that readers see and can filter by. May be given several times.",
            show_default="all, but none with --public",
        ),
    ] = None,
    title: Annotated[
        str | None,
        option("--title", metavar="TEXT", help="The title of the page.", show_default="the conference's name"),
    ] = None,
    subtitle: Annotated[str | None, option("--subtitle", metavar="TEXT", help="A line below it.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make a page of an agenda: one HTML file to search, to filter, to link to, and to print.

    It shows the cost of each session's place, and what is not perfect, unless it is `--public`. The agenda may come
    from anywhere: this program, another one, or a text editor.
    """
    from agenda_solver.evaluation.scorecard import score
    from agenda_solver.report.page import write_agenda_page

    refuse_output(output, (file, agenda), (".html", ".htm"), "a page")
    conference = read_conference_file(file, quiet=quiet)
    tags = None if tag is None else ids_in(conference, tag)
    placed = read_agenda_file(agenda, conference)
    scorecard = None if public else score(conference, placed)
    write_agenda_page(output, placed, scorecard, title=title, subtitle=subtitle, public=public, tags=tags)
    if public and not quiet:
        tell_unconfirmed(placed)
    if as_json:
        answer_json({"status": "done", "files": [str(output)]})
    elif not quiet:
        answer(f"Saved {output}")
