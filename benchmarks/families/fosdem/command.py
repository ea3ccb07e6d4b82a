"""The command ``fosdem`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver import InvalidInput
from benchmarks.families.fosdem.apart import measure_apart
from benchmarks.families.fosdem.judging import published_places
from benchmarks.families.fosdem.measuring import FAILED, Run, Task
from benchmarks.families.fosdem.problem import read_problem
from benchmarks.families.fosdem.tables import lost_rooms, solves, words
from benchmarks.families.measurement import Measurement, find_files, page_of, usable
from benchmarks.options import Output, Seeds, Workers

__all__ = ["fosdem", "troubles"]


def fosdem(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the schedules, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    replan_seconds: Annotated[
        float, typer.Option(min=0.0, help="Time limit for the replanning of a lost room; 0 for none.")
    ] = 10.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    only: Annotated[str | None, typer.Option(help="Only the schedules whose name has this in it.")] = None,
    time_zone: Annotated[str, typer.Option(help="Zone of the files that name none.")] = "Europe/Brussels",
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve the problems that published schedules of FOSDEM were the answer to, count faults, and lose a room.

    Ends with 1 where a solve failed or found nothing, or a count finds a fault.
    """
    with usable():
        paths = find_files(data, "fosdem", ".xml", "schedule", only)
        for path in paths:
            _say_what_is_odd(path, time_zone)
        settings = {"seconds": seconds, "replan_seconds": replan_seconds, "workers": workers, "seeds": seeds}
        measurement = Measurement[Run]("fosdem", settings, output)

        def measure(path: Path, seed: int) -> Run:
            return measure_apart(Task(str(path.resolve()), seed, workers, seconds, replan_seconds, time_zone))

        interrupted = measurement.carry_out(paths, measure, _line)
        runs = measurement.runs
        sheets = [sheet for sheet in (solves(runs), lost_rooms(runs)) if sheet.rows]
        page = page_of(measurement.caption(), sheets)
        code = measurement.finish(page, sheets, troubles(runs), interrupted=interrupted)
    raise typer.Exit(code)


def _say_what_is_odd(path: Path, time_zone: str) -> None:
    """Say whatever is wrong with a file before anything is measured, and which talks cannot be in the problem."""
    left_out = read_problem(path, time_zone=time_zone).left_out
    try:
        published_places(path)
    except InvalidInput as error:
        raise error.in_source(str(path)) from error
    if left_out:
        typer.echo(f"{path.name}: left out, because they have no time: {', '.join(left_out)}")


def _line(run: Run) -> str:
    line = f"{run.name} seed {run.seed}: {run.status}, cost {run.objective}, faults: {words(run.faults)}"
    return line if run.nothing_lost is None else f"{line}; no room was lost: {run.nothing_lost}"


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
