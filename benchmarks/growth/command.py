"""The command ``growth`` of ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.cosplib.caption import caption
from benchmarks.cosplib.command import (
    INTERRUPTED,
    TROUBLE,
    draw_all,
    folder_for,
    print_sheets,
    say,
    told,
    was_interrupted,
    whole_numbers,
)
from benchmarks.cosplib.tables import to_markdown
from benchmarks.growth.campaign import RESULTS, Campaign, troubles
from benchmarks.growth.picture import draw_growth
from benchmarks.growth.record import Document, load
from benchmarks.growth.tables import answers_sheet, drawn_sheet, effort_sheet, exponents_sheet
from benchmarks.options import Workers

__all__ = ["growth"]


def growth(
    *,
    sizes: Annotated[str, typer.Option(help="Numbers of sessions, separated by commas.")] = "50,200,1000",
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 120.0,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds of the search, from 0 on.")] = 3,
    workers: Workers = 2,
    drawn: Annotated[int, typer.Option(min=0, help="The seed that the conferences are drawn from.")] = 0,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for results and picture.")] = Path(
        "benchmark-results"
    ),
    table: Annotated[Path | None, typer.Option(help="Measure nothing: show the tables of these results.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Show the tables in Markdown, with a caption.")] = False,
) -> None:
    """Draw conferences of several sizes, solve them, and show how compiling, memory and search grow."""
    with told():
        if table is not None:
            show(load(table), markdown=markdown)
            return
        campaign = Campaign(whole_numbers(sizes, "--sizes"), drawn, seconds, workers, seeds, folder_for(output), say)
        interrupted = was_interrupted(campaign.carry_out)
        document = campaign.document
        if document.runs:
            show(document, markdown=markdown)
            draw_all(lambda: draw_growth(document, output / "growth"))
            say(f"Results: {output / RESULTS}")
        found = list(troubles(document))
        for trouble in found:
            say(trouble)
        raise typer.Exit(INTERRUPTED if interrupted else TROUBLE if found else 0)


def show(document: Document, *, markdown: bool = False) -> None:
    """Print the tables of a measurement, with where they come from."""
    sheets = [drawn_sheet(document), effort_sheet(document), answers_sheet(document), exponents_sheet(document)]
    about = caption(document.provenance, document.settings)
    if markdown:
        say("\n\n".join([about, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets if sheet.rows)]))
    else:
        print_sheets([sheet for sheet in sheets if sheet.rows])
        say(about)
