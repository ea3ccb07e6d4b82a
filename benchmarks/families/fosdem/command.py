"""The command ``fosdem`` of ``python -m benchmarks``."""

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
from benchmarks.families.fosdem.apart import measure_apart
from benchmarks.families.fosdem.measuring import FAILED, Run, Task
from benchmarks.families.fosdem.problem import read_problem
from benchmarks.families.fosdem.tables import lost_rooms, solves, words

__all__ = ["find_schedules", "fosdem", "troubles"]

FORMAT = "agenda-solver/fosdem-benchmark/1"
INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1


def fosdem(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the schedules, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    replan_seconds: Annotated[
        float, typer.Option(min=0.0, help="Time limit for the replanning of a lost room; 0 for none.")
    ] = 10.0,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds, from 0 on.")] = 3,
    workers: Annotated[int, typer.Option(min=1, help="Threads of each solve.")] = 2,
    only: Annotated[str | None, typer.Option(help="Only the schedules whose name has this in it.")] = None,
    time_zone: Annotated[str, typer.Option(help="Zone of the files that name none.")] = "Europe/Brussels",
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("benchmark-results"),
) -> None:
    """Solve the problems that published schedules of FOSDEM were the answer to, count faults, and lose a room.

    Ends with 1 where a solve failed or found nothing, or a count finds a fault.
    """
    try:
        paths = find_schedules(data, only)
        for path in paths:
            read_problem(path, time_zone=time_zone)  # whatever is wrong with a file is said before anything is measured
        output.mkdir(parents=True, exist_ok=True)
        tasks = [
            Task(str(path.resolve()), seed, workers, seconds, replan_seconds, time_zone)
            for path in paths
            for seed in range(seeds)
        ]
        settings = {"seconds": seconds, "replan_seconds": replan_seconds, "workers": workers, "seeds": seeds}
        raise typer.Exit(_measured(tasks, settings, output))
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        typer.echo(f"{output}: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from error


def find_schedules(data: Path | None, only: str | None = None) -> list[Path]:
    """Return the schedule files, by name.

    Raises
    ------
    InvalidInput
        When there are none.
    """
    if data is None:
        raise InvalidInput.single("name the folder of the schedules, or set AGENDA_SOLVER_DATA", "--data")
    folder = data / "fosdem" if (data / "fosdem").is_dir() else data
    found = sorted(folder.glob("*.xml"))
    chosen = [path for path in found if only is None or only in path.stem]
    if not chosen:
        what = f'with "{only}" in its name' if only is not None and found else "there"
        raise InvalidInput.single(f"{folder}: there is no schedule {what}", "--data" if not found else "--only")
    return chosen


def _measured(tasks: Sequence[Task], settings: dict[str, Any], output: Path) -> int:
    """Measure everything, store the results after each run, and return the exit code."""
    about, runs, interrupted = provenance(), list[Run](), False
    try:
        for task in tasks:
            run = measure_apart(task)
            runs.append(run)
            typer.echo(f"{run.name} seed {run.seed}: {run.status}, cost {run.objective}, faults: {words(run.faults)}")
            stored = [asdict(run) for run in runs]
            document = {"format": FORMAT, "provenance": about, "settings": settings, "runs": stored}
            write_text(output / "fosdem.json", json.dumps(document, indent=1, allow_nan=False) + "\n")
    except KeyboardInterrupt:
        typer.echo("Interrupted; this is what there is.")
        interrupted = True
    if runs:
        sheets = [sheet for sheet in (solves(runs), lost_rooms(runs)) if sheet.rows]
        parts = [
            caption(about, settings, medians=False),
            *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets),
        ]
        write_text(output / "fosdem.md", "\n\n".join(parts) + "\n")
        for sheet in sheets:
            screen().print(to_rich(sheet))
        typer.echo(f"Results: {output / 'fosdem.json'}")
    found = list(troubles(runs))
    for trouble in found:
        typer.echo(trouble, err=True)
    return INTERRUPTED if interrupted else TROUBLE if found else 0


def troubles(runs: Sequence[Run]) -> Iterator[str]:
    """Return what must not be: measurements that failed, solves without an agenda, and faults that the file shows."""
    for run in runs:
        name = f"{run.name} seed {run.seed}"
        if run.status == FAILED:
            yield f"{name} failed: {run.failure}"
        elif run.faults is None:
            yield f"{name} found no agenda: {run.status}."
        elif run.faults:
            yield f"{name} has faults: {words(run.faults)}."
        if run.replanned is not None and run.replanned.moved is None:
            yield f"{name} found no agenda without {run.replanned.room}: {run.replanned.status}."
        elif run.replanned is not None and run.replanned.faults:
            yield f"{name} has faults without {run.replanned.room}: {words(run.replanned.faults)}."
