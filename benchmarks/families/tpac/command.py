"""The command ``tpac`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.cosplib.spread import NOTHING
from benchmarks.cosplib.tables import Cell, Sheet
from benchmarks.families.measurement import Measurement, find_files, page_of, usable
from benchmarks.families.tpac.measuring import FAILED, Run, measure
from benchmarks.families.tpac.peers import read_peers
from benchmarks.families.tpac.problem import COUNTS, read_problem
from benchmarks.options import Output, Seeds, Workers

__all__ = ["answers", "tpac", "troubles"]

NOTES = "A count with * is proven: none can be less while those before it are what they are."
HEADINGS = ("event", "meetings", "cells", "schedule", "status", *COUNTS, "first agenda s", "total s")


def tpac(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the events, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    only: Annotated[str | None, typer.Option(help="Only the files whose name has this in it.")] = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve events of the W3C: group meetings and breakout days, beside the schedules that their files hold.

    Ends with 1 where a solve failed or found nothing.
    """
    with usable():
        events = find_files(data, "tpac", ".json", "event", only)
        for event in events:
            for remark in read_problem(event).remarks:
                typer.echo(f"{event.name}: {remark}")
        measurement = Measurement[Run]("tpac", {"seconds": seconds, "workers": workers, "seeds": seeds}, output)
        interrupted = measurement.carry_out(
            events,
            lambda event, seed: measure(event, seconds, workers, seed),
            lambda run: f"{run.problem} seed {run.seed}: {run.status}, {_words(run)}",
        )
        sheet = answers(measurement.runs)
        page = page_of(f"{measurement.caption()}\n\n{NOTES}", [sheet])
        code = measurement.finish(page, [sheet], troubles(measurement.runs), interrupted=interrupted)
    raise typer.Exit(code)


def _words(run: Run) -> str:
    if not run.counts:
        return "no agenda"
    return ", ".join(f"{number} {name}" for name, number in run.counts.items() if number) or "nothing amiss"


def answers(runs: Sequence[Run]) -> Sheet:
    """Return each event: the schedules that its file and others have, if there are some, and each run."""
    rows, peers = [], read_peers()
    for problem in dict.fromkeys(run.problem for run in runs):
        mine = [run for run in runs if run.problem == problem]
        known = {} if mine[0].reference is None else {"in the file": mine[0].reference}
        known |= {peer.by: peer.counts} if (peer := peers.get(mine[0].name)) else {}
        for schedule, there in known.items():
            counts = [f"{there[name]:,}" for name in COUNTS]
            rows.append([*_head(mine[0], schedule), "", *counts, NOTHING, NOTHING])
        rows += [[*_head(run, f"seed {run.seed}"), run.status, *_counts(run), *_seconds(run)] for run in mine]
    return Sheet("Events of the W3C", HEADINGS, [[Cell(text) for text in row] for row in rows])


def _head(run: Run, schedule: str) -> tuple[str, ...]:
    return (run.problem, f"{run.meetings:,}", f"{run.cells:,}", schedule)


def _counts(run: Run) -> Iterator[str]:
    for number, name in enumerate(COUNTS):
        yield f"{run.counts[name]:,}{'*' if number < run.proven else ''}" if run.counts else NOTHING


def _seconds(run: Run) -> Iterator[str]:
    yield from (NOTHING if value is None else f"{value:.1f}" for value in (run.first_legal, run.total))


def troubles(runs: Sequence[Run]) -> Iterator[str]:
    """Return what must not be: solves that failed, and those that found no agenda."""
    for run in runs:
        if run.status == FAILED:
            yield f"{run.problem} seed {run.seed} failed: {run.failure}"
        elif not run.counts:
            yield f"{run.problem} seed {run.seed} found no agenda: {run.status}."
