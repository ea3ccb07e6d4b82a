"""The command ``optaplanner`` of ``python -m benchmarks``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from agenda_solver import InvalidInput
from agenda_solver.formats.files import write_text
from benchmarks.cosplib.caption import caption
from benchmarks.cosplib.command import screen
from benchmarks.cosplib.provenance import provenance
from benchmarks.cosplib.tables import to_markdown, to_rich
from benchmarks.families.optaplanner.measuring import FAILED, Run, measure
from benchmarks.families.optaplanner.peers import read_peers
from benchmarks.families.optaplanner.tables import answers, side_by_side, words

__all__ = ["find_judge", "find_problems", "optaplanner", "page", "troubles"]

FORMAT = "agenda-solver/optaplanner-benchmark/1"
INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1
JUDGE = "optaplanner_judge.py"


def optaplanner(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the problems, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 30.0,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds, from 0 on.")] = 3,
    workers: Annotated[int, typer.Option(min=1, help="Threads of each solve.")] = 2,
    only: Annotated[str | None, typer.Option(help="Only the problems whose name has this in it.")] = None,
    judge: Annotated[Path | None, typer.Option(help="The judge's file; found beside the data by default.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("benchmark-results"),
) -> None:
    """Solve OptaPlanner's conference problems, let a judge check every agenda, and set them beside Timefold's.

    Ends with 1 where a solve failed or found nothing, or the judge objects.
    """
    try:
        problems = find_problems(data, only)
        judged_by = find_judge(problems[0], judge)
        output.mkdir(parents=True, exist_ok=True)
        if judged_by is None:
            typer.echo("NOT JUDGED: there is no judge beside the data; name one with --judge.")
        settings = {"seconds": seconds, "workers": workers, "seeds": seeds, "judged": judged_by is not None}
        raise typer.Exit(_measured(problems, judged_by, settings, output))
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        typer.echo(f"{output}: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from error


def find_problems(data: Path | None, only: str | None = None) -> list[Path]:
    """Return the files of the problems, the smallest first.

    Raises
    ------
    InvalidInput
        When there are none.
    """
    if data is None:
        raise InvalidInput.single("name the folder of the problems, or set AGENDA_SOLVER_DATA", "--data")
    folder = data / "optaplanner" if (data / "optaplanner").is_dir() else data
    found = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_size, path.name))
    chosen = [path for path in found if only is None or only in path.stem]
    if not chosen:
        words = f'with "{only}" in its name' if only is not None and found else "there"
        raise InvalidInput.single(f"{folder}: there is no problem {words}", "--data" if not found else "--only")
    return chosen


def find_judge(problem: Path, named: Path | None) -> Path | None:
    """Return the judge's file: the one that is named, or one in a folder ``judge`` beside the data.

    Raises
    ------
    InvalidInput
        When the file that is named does not exist.
    """
    if named is not None and not named.is_file():
        raise InvalidInput.single(f"there is no file {named}", "--judge")
    beside = (folder / "judge" / JUDGE for folder in list(problem.resolve().parents)[:3])
    return named or next((file for file in beside if file.is_file()), None)


def _measured(problems: Sequence[Path], judge: Path | None, settings: dict[str, Any], output: Path) -> int:
    """Measure everything, store the results after each run, and return the exit code."""
    about, runs, interrupted = provenance(), list[Run](), False
    try:
        for problem in problems:
            for seed in range(settings["seeds"]):
                run = measure(problem, settings["seconds"], settings["workers"], seed, judge)
                runs.append(run)
                typer.echo(f"{run.problem} seed {seed}: {run.status}, {words(run.score)}")
                stored = [asdict(run) for run in runs]
                document = {"format": FORMAT, "provenance": about, "settings": settings, "runs": stored}
                write_text(output / "optaplanner.json", json.dumps(document, indent=1, allow_nan=False) + "\n")
    except KeyboardInterrupt:
        typer.echo("Interrupted; this is what there is.")
        interrupted = True
    if runs:
        write_text(output / "optaplanner.md", page(runs, about, settings))
        for sheet in (side_by_side(runs, read_peers(), settings["seconds"]), answers(runs)):
            screen().print(to_rich(sheet))
        typer.echo(f"Results: {output / 'optaplanner.json'}")
    found = list(troubles(runs))
    for trouble in found:
        typer.echo(trouble, err=True)
    return INTERRUPTED if interrupted else TROUBLE if found else 0


def page(runs: Sequence[Run], about: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return the measurement in Markdown, with where it comes from."""
    sheets = (side_by_side(runs, read_peers(), settings["seconds"]), answers(runs))
    notes = caption(about, settings) + ("" if settings["judged"] else " Not judged: there was no judge.")
    return "\n\n".join([notes, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets)]) + "\n"


def troubles(runs: Sequence[Run]) -> Iterator[str]:
    """Return what must not be: solves that failed or found no agenda, and agendas that the judge objects to."""
    for run in runs:
        name = f"{run.problem} seed {run.seed}"
        if run.status == FAILED:
            yield f"{name} failed: {run.failure}"
        elif run.score is None:
            yield f"{name} found no agenda: {run.status}."
        elif run.verdict is not None and run.verdict.kind != "agrees":
            yield "\n    ".join([f"{name}: the judge {_SAYS[run.verdict.kind]}.", *run.verdict.details])


_SAYS = {"differs": "counts otherwise", "no answer": "gives no answer"}
