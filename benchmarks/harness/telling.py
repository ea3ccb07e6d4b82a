"""How all commands talk: tables on the screen, one message for what cannot be used, and the codes to end with."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_text
from benchmarks.harness.page import page_of
from benchmarks.harness.table import Sheet, to_rich

INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1
WIDTH_ELSEWHERE = 200  # a file or a pipe has no width; nothing should be folded there


def say(sentence: str) -> None:
    """Print a sentence as it stands."""
    typer.echo(sentence)


def print_sheets(sheets: Sequence[Sheet]) -> None:
    """Print tables, one below the other."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH_ELSEWHERE
    for sheet in sheets:
        console.print(to_rich(sheet))


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Tell in one message what cannot be used, also files and folders, and end with the code for that."""
    try:
        yield
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        typer.echo(": ".join(str(part) for part in (error.filename, error.strerror or error) if part), err=True)
        raise typer.Exit(UNUSABLE) from error


def was_interrupted(carry_out: Callable[[], None]) -> bool:
    """Carry something out; return whether somebody interrupted it."""
    try:
        carry_out()
    except KeyboardInterrupt:
        say("Interrupted; this is what there is.")
        return True
    return False


def draw_all(draw: Callable[[], list[Path]]) -> None:
    """Draw pictures where that can be, and say where they are."""
    try:
        files = draw()
    except ImportError:
        say("No pictures: Matplotlib is not installed; the extra benchmarks has it.")
        return
    if files:
        say(f"Pictures: {files[0].parent}, {len(files)} files")


def finish(results: Path, notes: str, sheets: Sequence[Sheet], troubles: Iterable[str], *, interrupted: bool) -> int:
    """Write the page beside the results, print the tables, tell what must not be, and return the code to end with."""
    write_text(results.with_suffix(".md"), page_of(notes, sheets))
    print_sheets(sheets)
    say(notes)
    say(f"Results: {results}")
    found = list(troubles)
    for trouble in found:
        typer.echo(trouble, err=True)
    return INTERRUPTED if interrupted else TROUBLE if found else 0


def whole_numbers(text: str, option: str) -> list[int]:
    """Return the numbers of an option, separated by commas."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not all(word.isdecimal() and int(word) for word in words):
        raise InvalidInput.single(f'must be whole numbers from 1 on, separated by commas, not "{text}"', option)
    return [int(word) for word in words]
