"""The command ``replanning`` of ``python -m benchmarks``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from agenda_solver import Agenda, Conference, read_agenda, solve, write_agenda
from agenda_solver.formats.files import write_text
from agenda_solver.formats.reading import read_any_conference
from benchmarks.replanning.draw import draw_change
from benchmarks.replanning.measuring import Row, measured, ready_for_replanning
from benchmarks.runner import conference_of

__all__ = ["replanning", "table"]


def replanning(
    instance: Annotated[
        str, typer.Argument(help="forum, or a conference file; with --data the name of one there.")
    ] = "forum",
    *,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of CoSPLib's instance workbooks.", show_default=False)
    ] = None,
    changes: Annotated[int, typer.Option(min=1, help="How many random late changes.")] = 10,
    first: Annotated[int, typer.Option(min=0, help="Number of the first change.")] = 0,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each replanning.")] = 60.0,
    publish: Annotated[float, typer.Option(min=1.0, help="Seconds for the agenda that is published.")] = 60.0,
    anew: Annotated[float, typer.Option(min=1.0, help="Seconds for each solve anew.")] = 20.0,
    workers: Annotated[int, typer.Option(min=1, help="Threads of each solve.")] = 2,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the changes.")] = 0,
    scope: Annotated[str, typer.Option(help="What counts as the time of a session: time, or block.")] = "time",
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("benchmark-results"),
) -> None:
    """Publish an agenda, disturb it at random, replan, and compare with solving anew."""
    output.mkdir(parents=True, exist_ok=True)
    conference = conference_of(instance) if data is None else read_any_conference(_workbook(data, instance))
    published = ready_for_replanning(conference, _published(conference, publish, workers, output), scope)
    agenda = published.published_agenda
    assert agenda is not None
    rows: list[Row] = []
    for number in range(first, first + changes):
        kind, change = draw_change(number, published, agenda, seed)
        rows.append(measured(number, kind, change, published, seconds, workers, anew))
        typer.echo(str(rows[-1]))
        write_text(output / "replanning.json", json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    text = table(rows)
    write_text(output / "replanning.md", text)
    typer.echo(text)


def _workbook(data: Path, name: str) -> Path:
    found = sorted(data.rglob(f"{name}.xlsx"))
    if not found:
        raise typer.BadParameter(f"there is no {name}.xlsx in {data}", param_hint="--data")
    return found[0]


def _published(conference: Conference, seconds: float, workers: int, output: Path) -> Agenda:
    """Return the agenda that is published: that of an earlier run in this folder, or a new one."""
    path = output / f"{conference.id}-published.json"
    if path.exists():
        return read_agenda(path, conference)
    result = solve(conference, time_limit=seconds, workers=workers)
    if result.agenda is None:
        raise typer.BadParameter(f"no agenda to publish was found in {seconds:g} s: {result.status}")
    write_agenda(result.agenda, path)
    return result.agenda


def table(rows: list[Row]) -> str:
    """Return the rows as a table in Markdown, with a sentence that sums them up."""
    lines = [
        "| # | Change | Legal after | Other time | Other room | Fewest, proven | Proof after | Moved if solved anew |",
        "|---:|---|---:|---:|---:|---|---:|---:|",
    ]
    for r in rows:
        if r.legal is None:
            lines.append(f"| {r.number} | {r.kind} | {r.status} | | | | | |")
            continue
        cells = (r.number, r.kind, _seconds(r.legal), r.in_time, r.in_room, "yes" if r.minimal else "no")
        anew = "" if r.anew is None else r.anew
        lines.append(f"| {' | '.join(map(str, cells))} | {_seconds(r.proof)} | {anew} |")
    legal = [r.legal for r in rows if r.legal is not None]
    if legal:
        proven = sum(bool(r.minimal) for r in rows)
        within = sum(seconds <= 5 for seconds in legal)
        lines += ["", f"Of {len(rows)} changes {len(legal)} have a legal agenda, {within} within 5 s (median "]
        lines[-1] += f"{median(legal):.1f} s); for {proven} the moves are proven to be the fewest."
    return "\n".join(lines) + "\n"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"
