"""The command ``explaining`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from agenda_solver import InvalidInput
from benchmarks.explaining.cases import cases
from benchmarks.explaining.measuring import Row, measured
from benchmarks.harness.command import OUTPUT, Output, Workers
from benchmarks.harness.files import folder_for
from benchmarks.harness.journal import Journal, Measure
from benchmarks.harness.reporting import errors_reported, finish, say, was_interrupted
from benchmarks.harness.table import Sheet, sheet_of

HEADINGS = (
    "conference",
    "seen at once, s",
    "facts",
    "none can be spared",
    "ways out",
    "agenda after the first",
    "all, s",
)


def explaining(
    *,
    only: Annotated[str | None, typer.Option(help="Only the conferences whose name has this in it.")] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each explanation.")] = 60.0,
    quick: Annotated[float, typer.Option(min=0.1, help="Seconds within which the first reasons should be seen.")] = 1.0,
    full: Annotated[float, typer.Option(min=0.1, help="Seconds within which all should be explained.")] = 30.0,
    workers: Workers = 2,
    output: Output = OUTPUT,
) -> None:
    """Explain conferences that cannot be, and solve each after the first way out.

    Ends with 1 where something is not explained, or too late.
    """
    with errors_reported():
        chosen = [case for case in cases() if only is None or only in case[1]]
        if not chosen:
            raise InvalidInput.single(f'no conference has "{only}" in its name', "--only")
        folder_for(output)
        journal = EXPLAINING.begin({"seconds": seconds, "workers": workers})
        rows: list[Row] = journal.lists["rows"]

        def carry_out() -> None:
            for group, name, make in chosen:
                row = measured(group, name, make(), seconds, workers)
                rows.append(row)
                journal.keep(output)
                say(f"{group}, {name}: {row.facts} facts, {row.ways} ways out, {row.seconds:.1f} s")

        interrupted = was_interrupted(carry_out)
        missed = shortfalls(rows, quick, full)
        code = finish(journal.keep(output), *EXPLAINING.shown(journal), missed, interrupted=interrupted)
    raise typer.Exit(code)


def _words(journal: Journal) -> str:
    """Return a summary of the planted ones."""
    planted = [row for row in journal.lists["rows"] if row.group == "planted"]
    if not planted:
        return ""
    return (
        f"Of {len(planted)} planted contradictions {sum(row.is_explained for row in planted)} are explained: facts "
        "of which none can be spared, and a first way out after which there is an agenda. The first reasons take "
        f"{max(row.quick for row in planted):.2f} s at most, all of it {max(row.seconds for row in planted):.1f} s."
    )


def _sheets(journal: Journal) -> list[Sheet]:
    others = [row for row in journal.lists["rows"] if row.group != "planted"]
    return [sheet_of("Conferences that cannot be", HEADINGS, map(_cells, others))]


def _cells(row: Row) -> list[object]:
    solved = {True: "yes", False: "no", None: "not known"}[row.solved]
    seen = f"{row.quick:.2f}" if row.seen else f"nothing ({row.quick:.2f})"
    ways = f"{row.ways}" if row.complete else f"{row.ways} in time"
    minimal = "yes" if row.minimal else "not proven"
    return [f"{row.group}: {row.name}", seen, row.facts, minimal, ways, solved, f"{row.seconds:.1f}"]


def shortfalls(rows: Sequence[Row], quick: float, full: float) -> Iterator[str]:
    """Say what is not explained or took too long, a sentence each."""
    for row in rows:
        if not row.is_explained:
            yield f"{row.group}, {row.name}: not explained, or the facts are not minimal, or there is no way out."
        if row.quick > quick:
            yield f"{row.group}, {row.name}: the first reasons took {row.quick:.1f} s."
        if row.seconds > full:
            yield f"{row.group}, {row.name}: the explanation took {row.seconds:.1f} s."


EXPLAINING = Measure("explaining", {"rows": Row}, _words, _sheets)
