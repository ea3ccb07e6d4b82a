"""The command ``tpac`` of ``python -m benchmarks``."""

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
from benchmarks.cosplib.spread import NOTHING
from benchmarks.cosplib.tables import Cell, Sheet, to_markdown, to_rich
from benchmarks.families.tpac.measuring import FAILED, Run, measure
from benchmarks.families.tpac.peers import read_peers
from benchmarks.families.tpac.problem import COUNTS, read_problem

__all__ = ["answers", "find_events", "page", "tpac", "troubles"]

FORMAT = "agenda-solver/tpac-benchmark/1"
INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1
HEADINGS = ("event", "meetings", "cells", "schedule", "status", *COUNTS, "first agenda s", "total s")


def tpac(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the events, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds, from 0 on.")] = 3,
    workers: Annotated[int, typer.Option(min=1, help="Threads of each solve.")] = 2,
    only: Annotated[str | None, typer.Option(help="Only the files whose name has this in it.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("benchmark-results"),
) -> None:
    """Solve events of the W3C: group meetings and breakout days, beside the schedules that their files hold.

    Ends with 1 where a solve failed or found nothing.
    """
    try:
        events = find_events(data, only)
        for event in events:
            for remark in read_problem(event).remarks:
                typer.echo(f"{event.name}: {remark}")
        output.mkdir(parents=True, exist_ok=True)
        code = _measured(events, {"seconds": seconds, "workers": workers, "seeds": seeds}, output)
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        typer.echo(f"{error.filename or output}: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from error
    raise typer.Exit(code)


def find_events(data: Path | None, only: str | None = None) -> list[Path]:
    """Return the files of the events, the smallest first.

    Raises
    ------
    InvalidInput
        When there are none.
    """
    if data is None:
        raise InvalidInput.single("name the folder of the events, or set AGENDA_SOLVER_DATA", "--data")
    folder = data / "tpac" if (data / "tpac").is_dir() else data
    found = sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_size, path.name))
    chosen = [path for path in found if only is None or only in path.stem]
    if not chosen:
        words = f'with "{only}" in its name' if only is not None and found else "there"
        raise InvalidInput.single(f"{folder}: there is no event {words}", "--data" if not found else "--only")
    return chosen


def _measured(events: Sequence[Path], settings: dict[str, Any], output: Path) -> int:
    """Measure everything, store the results after each run, and return the exit code."""
    about, runs, interrupted = provenance(), list[Run](), False
    try:
        for event in events:
            for seed in range(settings["seeds"]):
                run = measure(event, settings["seconds"], settings["workers"], seed)
                runs.append(run)
                typer.echo(f"{run.problem} seed {seed}: {run.status}, {_words(run)}")
                stored = [asdict(run) for run in runs]
                document = {"format": FORMAT, "provenance": about, "settings": settings, "runs": stored}
                write_text(output / "tpac.json", json.dumps(document, indent=1, allow_nan=False) + "\n")
    except KeyboardInterrupt:
        typer.echo("Interrupted; this is what there is.")
        interrupted = True
    if runs:
        write_text(output / "tpac.md", page(runs, about, settings))
        screen().print(to_rich(answers(runs)))
        typer.echo(f"Results: {output / 'tpac.json'}")
    found = list(troubles(runs))
    for trouble in found:
        typer.echo(trouble, err=True)
    return INTERRUPTED if interrupted else TROUBLE if found else 0


def _words(run: Run) -> str:
    if not run.counts:
        return "no agenda"
    return ", ".join(f"{number} {name}" for name, number in run.counts.items() if number) or "nothing amiss"


def page(runs: Sequence[Run], about: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return the measurement in Markdown, with where it comes from."""
    notes = "A count with * is proven: none can be less while those before it are what they are."
    return "\n\n".join([caption(about, settings), notes, to_markdown(answers(runs))]) + "\n"


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
