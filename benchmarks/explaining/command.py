"""The command ``explaining`` of ``python -m benchmarks``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from agenda_solver.formats.files import write_text
from benchmarks.cosplib.provenance import provenance
from benchmarks.explaining.cases import cases
from benchmarks.explaining.measuring import Row, measured
from benchmarks.options import Output

__all__ = ["explaining", "page", "shortfalls"]

FORMAT = "agenda-solver/explaining/1"
HEAD = (
    "| Conference | Seen at once, s | Facts | None can be spared | Ways out | Agenda after the first | All, s |",
    "|---|---:|---:|---|---:|---|---:|",
)


def explaining(
    only: Annotated[str | None, typer.Option(help="Only the conferences whose name has this in it.")] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each explanation.")] = 60.0,
    quick: Annotated[float, typer.Option(min=0.1, help="Seconds within which the first reasons should be seen.")] = 1.0,
    full: Annotated[float, typer.Option(min=0.1, help="Seconds within which all should be explained.")] = 30.0,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 2,
    output: Output = Path("benchmark-results"),
) -> None:
    """Explain conferences that cannot be, and solve each after the first way out.

    Ends with 1 where something is not explained, or too late.
    """
    chosen = [case for case in cases() if only is None or only in case[1]]
    if not chosen:
        raise typer.BadParameter(f'no conference has "{only}" in its name', param_hint="--only")
    output.mkdir(parents=True, exist_ok=True)
    where, settings = provenance(), {"seconds": seconds, "workers": workers}
    rows: list[Row] = []
    for group, name, make in chosen:
        row = measured(group, name, make(), seconds, workers)
        rows.append(row)
        typer.echo(f"{group}, {name}: {row.facts} facts, {row.ways} ways out, {row.seconds:.1f} s")
        document = {"format": FORMAT, "provenance": where, "settings": settings, "rows": [asdict(r) for r in rows]}
        write_text(output / "explaining.json", json.dumps(document, indent=1) + "\n")
    text = page(rows, where, settings)
    write_text(output / "explaining.md", text)
    typer.echo(text)
    missed = list(shortfalls(rows, quick, full))
    for sentence in missed:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if missed else 0)


def page(rows: Sequence[Row], where: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return the measurement in Markdown: where it is from, a summary of the planted ones, a row for each other."""
    how = (
        f"Measured on {where['date'][:10]} with version {where['package']} (code {where['source']}) and OR-Tools "
        f"{where['ortools']} on {where['cpu']}, {settings['workers']} threads, {settings['seconds']:g} s at most."
    )
    parts = [how]
    planted = [row for row in rows if row.group == "planted"]
    if planted:
        parts.append(
            f"Of {len(planted)} planted contradictions {sum(row.is_explained for row in planted)} are explained: facts "
            "of which none can be spared, and a first way out after which there is an agenda. The first reasons take "
            f"{max(row.quick for row in planted):.2f} s at most, all of it {max(row.seconds for row in planted):.1f} s."
        )
    others = [row for row in rows if row.group != "planted"]
    if others:
        parts.append("\n".join((*HEAD, *map(_line, others))))
    return "\n\n".join(parts) + "\n"


def _line(row: Row) -> str:
    solved = {True: "yes", False: "no", None: "not known"}[row.solved]
    seen = f"{row.quick:.2f}" if row.seen else f"nothing ({row.quick:.2f})"
    ways = f"{row.ways}" if row.complete else f"{row.ways} in time"
    cells = (f"{row.group}: {row.name}", seen, row.facts, "yes" if row.minimal else "not proven", ways, solved)
    return f"| {' | '.join(map(str, cells))} | {row.seconds:.1f} |"


def shortfalls(rows: Sequence[Row], quick: float, full: float) -> Iterator[str]:
    """Say what is not explained or took too long, a sentence each."""
    for row in rows:
        if not row.is_explained:
            yield f"{row.group}, {row.name}: not explained, or the facts are not minimal, or there is no way out."
        if row.quick > quick:
            yield f"{row.group}, {row.name}: the first reasons took {row.quick:.1f} s."
        if row.seconds > full:
            yield f"{row.group}, {row.name}: the explanation took {row.seconds:.1f} s."
