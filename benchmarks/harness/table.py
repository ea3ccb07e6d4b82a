"""Numbers and tables: median and range over the seeds, and rows of cells, shown by Rich or written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from benchmarks.harness.record import FAILED, Number, Run

Writer = Callable[[Number], str]

DASH = NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class Spread:
    """The known values of a measure in ascending order, and the number of runs without one."""

    known: tuple[float, ...]
    missing: int = 0

    @classmethod
    def of(cls, values: Iterable[Number]) -> Spread:
        """Return the spread of some values, None for those that are missing."""
        every = list(values)
        known = sorted(value for value in every if value is not None)
        return cls(tuple(known), len(every) - len(known))

    @property
    def median(self) -> float | None:
        """The median of the known values; None if there are none."""
        return median(self.known) if self.known else None

    def text(self, write: Writer) -> str:
        """Return the formatted median."""
        return write(self.median)

    def range_text(self, write: Writer) -> str:
        """Return the range if it differs from the median, and the number of runs without a value."""
        parts = []
        if self.known and write(self.known[0]) != write(self.known[-1]):
            parts.append(f"{write(self.known[0])}{DASH}{write(self.known[-1])}")
        if self.known and self.missing:
            parts.append(f"{self.missing} without")
        return ", ".join(parts)


def whole(value: Number) -> str:
    """Format a cost: an integer, except for the median of an even number of seeds."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def decimals(digits: int) -> Writer:
    """Return a formatter with so many decimal places."""
    return lambda value: NOTHING if value is None else f"{value:,.{digits}f}"


def seconds(value: Number) -> str:
    """Format seconds, with decimal places below 100."""
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def megabytes(value: Number) -> str:
    """Format megabytes."""
    return NOTHING if value is None else f"{value:,.0f}"


def percent(value: Number) -> str:
    """Format a share as a percentage."""
    return NOTHING if value is None else f"{100 * value:.1f} %"


# --- tables ----------------------------------------------------------------------------------------------------------


class Cell(NamedTuple):
    """A cell of a table: its text, and details."""

    text: str
    more: str = ""


class Sheet(NamedTuple):
    """A table: its title, its headings, and its rows."""

    title: str
    headings: tuple[str, ...]
    rows: list[list[Cell]]


NO_CELLS = (Cell(""), Cell(NOTHING))

Column = tuple[str, Callable[[Run], Number], Writer]
"""A measure of a run: the heading, the value, and the formatter."""


def item(part: str, key: str) -> Callable[[Run], Number]:
    """Return the function that reads a value in a mapping of a run, such as the seconds of a phase."""
    return lambda run: getattr(run, part).get(key)


def sheet_of(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
    """Return a table of plain texts and numbers; None is a dash."""
    cells = [[Cell(NOTHING if value is None else str(value)) for value in row] for row in rows]
    return Sheet(title, tuple(headings), cells)


def spread_cell(runs: Sequence[Run], value: Callable[[Run], Number], write: Writer) -> Cell:
    """Return median and range of a measure over the runs that did not fail."""
    spread = Spread.of(value(run) for run in runs if run.status != FAILED)
    return Cell(spread.text(write), spread.range_text(write))


def without_empty(sheet: Sheet, keep: int = 1) -> Sheet:
    """Return a table without empty columns, except for the first ones."""
    kept = [
        number
        for number in range(len(sheet.headings))
        if number < keep or any(row[number] not in NO_CELLS for row in sheet.rows)
    ]
    headings = tuple(sheet.headings[number] for number in kept)
    return Sheet(sheet.title, headings, [[row[number] for number in kept] for row in sheet.rows])


def to_rich(sheet: Sheet) -> Table:
    """Return a table for the screen, ranges on a second line."""
    table = Table(title=sheet.title, title_justify="left", title_style="bold")
    for number, heading in enumerate(sheet.headings):
        table.add_column(heading, justify="left" if _is_text(sheet, number) else "right", overflow="fold")
    for row in sheet.rows:
        table.add_row(*(Text(f"{cell.text}\n{cell.more}" if cell.more else cell.text) for cell in row))
    return table


def _is_text(sheet: Sheet, column: int) -> bool:
    return not any(re.fullmatch(r"-?[\d.,]+( %)?\*?", row[column].text) for row in sheet.rows)


def to_markdown(sheet: Sheet) -> str:
    """Return a table in Markdown, ranges in brackets."""
    lines = ["| " + " | ".join(sheet.headings) + " |"]
    lines.append("|" + "|".join(" --- " if _is_text(sheet, n) else " ---: " for n in range(len(sheet.headings))) + "|")
    for row in sheet.rows:
        cells = (f"{cell.text} ({cell.more})" if cell.more else cell.text for cell in row)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)
