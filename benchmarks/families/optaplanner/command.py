"""The command ``optaplanner`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.families.measurement import Measurement, find_files, find_judge, page_of, usable
from benchmarks.families.optaplanner.measuring import FAILED, Run, measure
from benchmarks.families.optaplanner.peers import read_peers
from benchmarks.families.optaplanner.problem import read_problem
from benchmarks.families.optaplanner.tables import answers, side_by_side, words
from benchmarks.options import Judge, Output, Seeds, Workers

__all__ = ["optaplanner", "troubles"]

JUDGE = "optaplanner_judge.py"


def optaplanner(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the problems, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 30.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    only: Annotated[str | None, typer.Option(help="Only the problems whose name has this in it.")] = None,
    judge: Judge = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve OptaPlanner's conference problems, let a judge check every agenda, and set them beside Timefold's.

    Ends with 1 where a solve failed or found nothing, or the judge objects.
    """
    with usable():
        problems = find_files(data, "optaplanner", ".json", "problem", only)
        for problem in problems:
            read_problem(problem)  # whatever is wrong with a file is said before anything is measured
        judged_by = find_judge(problems[0], JUDGE, judge)
        settings = {"seconds": seconds, "workers": workers, "seeds": seeds, "judged": judged_by is not None}
        measurement = Measurement[Run]("optaplanner", settings, output)
        interrupted = measurement.carry_out(
            problems,
            lambda problem, seed: measure(problem, seconds, workers, seed, judged_by),
            lambda run: f"{run.problem} seed {run.seed}: {run.status}, {words(run.score)}",
        )
        runs = measurement.runs
        sheets = (side_by_side(runs, read_peers(), seconds), answers(runs))
        page = page_of(measurement.caption(), sheets)
        code = measurement.finish(page, sheets, troubles(runs), interrupted=interrupted)
    raise typer.Exit(code)


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
