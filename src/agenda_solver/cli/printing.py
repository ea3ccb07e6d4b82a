"""Printing: answers go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from agenda_solver.errors import NotWritten
from agenda_solver.formats.files import reason_of
from agenda_solver.safe_text import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["STDOUT", "ReaderGone", "answer", "answer_json", "new_table", "note", "stderr", "stdout", "tell_saved"]

STDOUT = "standard output"

WIDTH_ELSEWHERE = 200  # width for files and pipes, wide enough that little is folded or cut
MOST_SAVED = 3


class ReaderGone(Exception):
    """The reader has closed the output, as in ``agenda-solver rules | head``."""


def stdout() -> Console:
    """Return the console for answers."""
    return _console(error=False)


def stderr() -> Console:
    """Return the console for progress, warnings and errors."""
    return _console(error=True)


def _console(*, error: bool) -> Console:
    from rich.console import Console

    class OurConsole(Console):
        def on_broken_pipe(self) -> None:
            raise ReaderGone

    console = OurConsole(stderr=error, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = WIDTH_ELSEWHERE
    return console


def answer(*what: str | Table, style: str | None = None) -> None:
    """Print a part of the answer. Each text is printed on one line, and markup has no effect."""
    if sys.stdout is None:
        raise NotWritten.single("is closed", source=STDOUT)
    try:
        _print(stdout(), what, style)
    except OSError as error:
        raise NotWritten.single(f"cannot be written: {reason_of(error)}", source=STDOUT) from error


def note(*what: str | Table, style: str | None = None) -> None:
    """Print a remark on standard error, as :func:`answer` does; failures are ignored."""
    if sys.stderr is not None:
        with suppress(OSError):
            _print(stderr(), what, style)


def tell_saved(paths: Sequence[Path], where: str = "") -> None:
    """Print the names of the first three saved files, and the number of the others."""
    answer(*(f"Saved {path}" for path in paths[:MOST_SAVED]))
    if len(paths) > MOST_SAVED:
        answer(f"and {len(paths) - MOST_SAVED:,} more files{where}")


def _print(console: Console, what: Iterable[str | Table], style: str | None) -> None:
    try:
        for each in what:
            # Rich fits tables to the window. Sentences are wrapped by the terminal, so that grep finds them.
            is_text = isinstance(each, str)
            console.print(one_line(each) if isinstance(each, str) else each, style=style, soft_wrap=is_text)
    except BrokenPipeError as error:  # raised by older versions of Rich
        raise ReaderGone from error


def new_table(*headings: str, right: Collection[str] = ()) -> Table:
    """Return an empty table whose cells are one line each; columns named in ``right`` are right-aligned."""
    from rich.table import Table

    class OneLineCells(Table):
        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*(one_line(cell) if isinstance(cell, str) else cell for cell in cells), **options)

    made = OneLineCells(box=None, padding=(0, 2, 0, 0))
    for number, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if heading in right else "left"
        # The first column is not folded: its cells would then start a new line.
        overflow: Literal["fold", "ellipsis"] = "fold" if number else "ellipsis"
        made.add_column(one_line(heading), justify=justify, no_wrap=number == 0, overflow=overflow)
    return made


def answer_json(data: Mapping[str, Any]) -> None:
    """Print the answer as one JSON object."""
    if sys.stdout is None:
        raise NotWritten.single("is closed", source=STDOUT)
    try:
        sys.stdout.write(json.dumps(data, indent=1, allow_nan=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        raise NotWritten.single(f"cannot be written: {reason_of(error)}", source=STDOUT) from error
