"""The benchmarks' command: ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agenda_solver.formats.files import write_text
from benchmarks.board.command import board
from benchmarks.board.record import BOARD
from benchmarks.explaining import EXPLAINING, explaining
from benchmarks.families import NAMES
from benchmarks.harness.command import command_of
from benchmarks.harness.compare import comparison, differences_of_provenance
from benchmarks.harness.family import family_of
from benchmarks.harness.league import league_page
from benchmarks.harness.record import family_name, load
from benchmarks.harness.reporting import errors_reported, notes_of, page_of, print_sheets, say
from benchmarks.harness.sheets import sheets_of
from benchmarks.harness.table import Sheet
from benchmarks.replanning.command import REPLANNING, replanning

app = typer.Typer(add_completion=False, help="Measure agenda_solver and keep the results.", no_args_is_help=True)
for name in NAMES:
    app.command(name)(command_of(family_of(name)))
app.command("replanning")(replanning)
app.command("explaining")(explaining)
app.command("board")(board)

BENCHMARKS = Path(__file__).parent
RESULTS, LEAGUE = BENCHMARKS / "results", BENCHMARKS.parent / "docs" / "league.md"
MEASURES = {measure.name: measure for measure in (BOARD, EXPLAINING, REPLANNING)}
Results = Annotated[Path, typer.Argument(help="Results of a benchmark.")]


def shown(path: Path) -> tuple[str, list[Sheet]]:
    """Return the text before the tables of stored results, and the tables."""
    name = family_name(path)
    if name in MEASURES:
        return MEASURES[name].shown(MEASURES[name].load(path))
    document = load(path)
    family = family_of(document.family)
    return notes_of(family, document), sheets_of(family, document)


@app.command()
def compare(before: Results, after: Results) -> None:
    """Show what changed between two measurements of a family, with the range over the seeds."""
    with errors_reported():
        documents = load(before), load(after)
        print_sheets([comparison(*documents)])
        for difference in differences_of_provenance(*documents):
            say(f"Warning: {difference}")


@app.command()
def table(
    results: Results,
    markdown: Annotated[bool, typer.Option("--markdown", help="Show the page in Markdown.")] = False,
) -> None:
    """Show the tables of results and their provenance."""
    with errors_reported():
        notes, sheets = shown(results)
        if markdown:
            say(page_of(notes, sheets).rstrip())
            return
        print_sheets(sheets)
        say(notes)


@app.command()
def league(
    results: Annotated[Path, typer.Option(help="Folder of stored results.")] = RESULTS,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = LEAGUE,
) -> None:
    """Write the page with every public problem, our values and those of others."""
    with errors_reported():
        write_text(output, league_page([family_of(name) for name in NAMES if family_of(name).public], results))
        say(f"Written: {output}")


@app.command()
def pages(
    results: Annotated[Path, typer.Argument(help="Folder of stored results.")] = RESULTS,
) -> None:
    """Rewrite the page of each stored measurement next to its results."""
    with errors_reported():
        for path in sorted(results.glob("*.json")):
            write_text(path.with_suffix(".md"), page_of(*shown(path)))
            say(f"Written: {path.with_suffix('.md')}")


if __name__ == "__main__":
    app()
