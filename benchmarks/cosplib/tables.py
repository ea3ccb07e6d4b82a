"""The tables of a measurement: one description of rows and cells, shown by Rich or written as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from benchmarks.cosplib.peers import Peers, peers_of
from benchmarks.cosplib.record import FAILED, Document, Run
from benchmarks.cosplib.spread import NOTHING, Number, Spread, Writer, megabytes, percent, seconds, whole

__all__ = ["Cell", "Sheet", "answers", "times", "to_markdown", "to_rich"]


class Cell(NamedTuple):
    """What stands in a cell: the text, and in smaller words what else there is to know."""

    text: str
    more: str = ""


class Sheet(NamedTuple):
    """A table: its title, its headings, and its rows."""

    title: str
    headings: tuple[str, ...]
    rows: list[list[Cell]]


Column = tuple[str, Callable[[Run], Number], Writer]

ANSWERS: tuple[Column, ...] = (
    ("objective", lambda run: run.objective, whole),
    ("bound", lambda run: run.bound, whole),
    ("gap", lambda run: run.gap, percent),
)
TIMES: tuple[Column, ...] = (
    ("first legal s", lambda run: run.first_legal, seconds),
    ("within 5 % s", lambda run: run.to_near, seconds),
    ("to best s", lambda run: run.to_best, seconds),
    ("to proof s", lambda run: run.to_proof, seconds),
    ("read s", lambda run: run.seconds.get("read"), seconds),
    ("compile s", lambda run: run.seconds.get("compile"), seconds),
    ("memory MB", lambda run: run.memory, megabytes),
)


def spread_cell(runs: Sequence[Run], value: Callable[[Run], Number], write: Writer) -> Cell:
    """Return median and range of a measure over the runs that did not fail."""
    spread = Spread.of(value(run) for run in runs if run.status != FAILED)
    return Cell(spread.text(write), spread.range_text(write))


def answers(document: Document, peers: Mapping[str, Peers]) -> Sheet:
    """Return what was found: status, objective, bound and gap, the best peer, and the judge's word."""
    headings = ("instance", "status", *(name for name, _, _ in ANSWERS), "best peer", "beside it", "judge")
    rows = []
    for instance in document.instances:
        runs, others = document.runs_of(instance), peers_of(instance, peers)
        measured = [spread_cell(runs, value, write) for _, value, write in ANSWERS]
        rows.append([Cell(instance), _status(runs), *measured, _peer(others), _beside(runs, others), _judge(runs)])
    return Sheet("What was found", headings, rows)


def times(document: Document) -> Sheet:
    """Return how long it took, and how much memory."""
    rows = []
    for instance in document.instances:
        runs = document.runs_of(instance)
        rows.append([Cell(instance), *(spread_cell(runs, value, write) for _, value, write in TIMES)])
    return Sheet("How long it took", ("instance", *(name for name, _, _ in TIMES)), rows)


def _status(runs: Sequence[Run]) -> Cell:
    counts = Counter(run.status for run in runs)
    if len(counts) == 1:
        return Cell(next(iter(counts)))
    return Cell(", ".join(f"{number} {status}" for status, number in counts.most_common()))


def _peer(peers: Peers) -> Cell:
    if peers.best is None:
        return Cell(NOTHING)
    names = [name for name, value in peers.values.items() if value == peers.best]
    return Cell(whole(peers.best), ", ".join(names) + ("; optimal" if peers.is_proven else ""))


def _beside(runs: Sequence[Run], peers: Peers) -> Cell:
    """Compare the median; where the best seed stands otherwise, say so."""
    spread = Spread.of(run.objective for run in runs)
    verdict, of_best = peers.verdict(spread.median), peers.verdict(spread.low)
    if verdict is None:
        return Cell(NOTHING)
    return Cell(verdict, "" if of_best == verdict else f"best seed {of_best}")


def _judge(runs: Sequence[Run]) -> Cell:
    found = [run for run in runs if run.objective is not None]
    if not found:
        return Cell(NOTHING)
    counts = Counter("not judged" if run.verdict is None else run.verdict.kind for run in found)
    # What is wrong comes first, with the number of runs.
    words = [f"{n} {kind}" for kind, n in counts.items() if kind not in ("agrees", "not judged")]
    words += [kind for kind in ("agrees", "not judged") if kind in counts and len(words) < 1]
    return Cell(", ".join(words))


def to_rich(sheet: Sheet) -> Table:
    """Return a table for the screen, ranges on a second line."""
    table = Table(title=sheet.title, title_justify="left", title_style="bold")
    for number, heading in enumerate(sheet.headings):
        table.add_column(heading, justify="left" if _is_text(sheet, number) else "right", overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(f"{cell.text}\n{cell.more}" if cell.more else cell.text) for cell in row))
    return table


def _is_text(sheet: Sheet, column: int) -> bool:
    return not any(re.fullmatch(r"-?[\d.,]+( %)?", row[column].text) for row in sheet.rows)


def to_markdown(sheet: Sheet) -> str:
    """Return a table in Markdown, ranges in brackets."""
    lines = ["| " + " | ".join(sheet.headings) + " |"]
    lines.append("|" + "|".join(" --- " if _is_text(sheet, n) else " ---: " for n in range(len(sheet.headings))) + "|")
    for row in sheet.rows:
        cells = (f"{cell.text} ({cell.more})" if cell.more else cell.text for cell in row)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)
