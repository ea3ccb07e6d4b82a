"""The benchmarks' command: ``python -m benchmarks``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.board.command import board
from benchmarks.cosplib.command import cosplib, cosplib_growth
from benchmarks.explaining.command import explaining
from benchmarks.families.chi.command import chi
from benchmarks.families.fosdem.command import fosdem
from benchmarks.families.ietf.command import ietf
from benchmarks.families.koma.command import koma
from benchmarks.families.optaplanner.command import optaplanner
from benchmarks.families.tpac.command import tpac
from benchmarks.growth.command import growth
from benchmarks.options import Seeds
from benchmarks.record import Record, load, save
from benchmarks.replanning.command import replanning
from benchmarks.report import comparison, curves, table
from benchmarks.runner import Task, measure

SUITES = {
    "smoke": ("forum", "generated-50"),
    "core": ("forum", "generated-50", "generated-200", "generated-500"),
}

app = typer.Typer(add_completion=False, help="Measure agenda_solver and keep the results.", no_args_is_help=True)
app.command("cosplib")(cosplib)
app.command("cosplib-growth")(cosplib_growth)
app.command("growth")(growth)
app.command("replanning")(replanning)
app.command("explaining")(explaining)
app.command("board")(board)
app.command("koma")(koma)
app.command("optaplanner")(optaplanner)
app.command("tpac")(tpac)
app.command("fosdem")(fosdem)
app.command("ietf")(ietf)
app.command("chi")(chi)


@app.command()
def run(
    suite: Annotated[str, typer.Argument(help=f"A suite ({', '.join(SUITES)}), an instance, or a conference file.")],
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    seeds: Seeds = 3,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads of each solve; the library's default.")] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for results.json, table.md, curves.png.")
    ] = Path("benchmark-results"),
) -> None:
    """Solve each instance with each seed, one after the other, and write results, table and curves."""
    output.mkdir(parents=True, exist_ok=True)
    records: list[Record] = []
    for instance in SUITES.get(suite, (suite,)):
        for seed in range(seeds):
            record = measure(Task(instance, seconds, workers, seed))
            records.append(record)
            typer.echo(
                f"{instance} seed {seed}: {record.status}, cost {record.objective}, bound {record.bound}, "
                f"{record.total} s"
            )
            save(records, output / "results.json")
    text = f"Measured on {time.strftime('%Y-%m-%d')}.\n\n{table(records)}\n"
    (output / "table.md").write_text(text, encoding="utf-8")
    curves(records, output / "curves.png")
    typer.echo(text)
    if any(record.objective is None for record in records):
        typer.echo("Some solves found no agenda.", err=True)
        raise typer.Exit(1)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="results.json of the earlier run.")],
    after: Annotated[Path, typer.Argument(help="results.json of the later run.")],
) -> None:
    """Show what changed between two runs, with the range over the seeds."""
    typer.echo(comparison(load(before), load(after)))


if __name__ == "__main__":
    app()
