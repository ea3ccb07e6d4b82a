"""What all commands report: tables on the screen, a page in Markdown, error messages, and exit codes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_text
from benchmarks.harness.family import Family
from benchmarks.harness.record import Document
from benchmarks.harness.table import Sheet, to_markdown, to_rich

PROVEN = "A figure with * is proven: no agenda has a better one while those before it are what they are."


def caption(about: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Return the date, the version, the commit, the machine, and how it was measured, in two sentences."""
    commit = "an unknown commit" if about["commit"] is None else f"commit {about['commit'][:12]}"
    commit += " with local changes" if about["dirty"] else ""
    words = [f"{settings['seconds']:g} s for each solve"] if "seconds" in settings else []
    words += [_many(settings[name], name[:-1]) for name in ("workers", "seeds") if name in settings]
    return (
        f"Measured on {about['date'][:10]} with agenda_solver {about['package']} ({commit}), OR-Tools "
        f"{about['ortools']} and Python {about['python']}, on {about['cpu']}, {_many(about['cores'], 'core')}, "
        f"{about['system']}. " + ", ".join(words).capitalize() + "."
    )


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def remarks(document: Document) -> Iterator[str]:
    """Return further remarks about the measurement."""
    if not document.settings.get("judged", True):
        yield "Not judged: there was no judge."
    asked = document.settings["seeds"] * len(document.problems)
    if len(document.runs) < asked:
        yield f"Interrupted: only {len(document.runs)} of {asked} runs are there."
    if len({run.source for run in document.runs if run.source} | {document.provenance["source"]}) > 1:
        yield "The code was changed while it was measured."
    loads = [run.load for run in document.runs if run.load is not None]
    if loads:
        most = f" to {max(loads):g}" if max(loads) > min(loads) else ""
        yield f"The load average before a solve was {min(loads):g}{most}."


def notes_of(family: Family, document: Document) -> str:
    """Return the text before the tables."""
    words = [caption(document.provenance, document.settings), *remarks(document)]
    starred = any(family.proven(run.figures, run.bounds) for run in document.runs)
    return " ".join([*words, *([PROVEN] if starred else [])])


def page_of(notes: str, sheets: Sequence[Sheet]) -> str:
    """Return a text and tables in Markdown, each below its title."""
    return "\n\n".join([notes, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets)]) + "\n"


# --- on the screen ---------------------------------------------------------------------------------------------------

INTERRUPTED, UNUSABLE, TROUBLE = 130, 2, 1
WIDTH_ELSEWHERE = 200  # a file or a pipe has no width; nothing should be folded there


def say(sentence: str) -> None:
    """Print a sentence."""
    typer.echo(sentence)


def print_sheets(sheets: Sequence[Sheet]) -> None:
    """Print tables, one below the other."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH_ELSEWHERE
    for sheet in sheets:
        console.print(to_rich(sheet))


@contextlib.contextmanager
def errors_reported() -> Iterator[None]:
    """Report unusable input, files and folders in one message, and exit with the code for that."""
    try:
        yield
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        typer.echo(": ".join(str(part) for part in (error.filename, error.strerror or error) if part), err=True)
        raise typer.Exit(UNUSABLE) from error


def was_interrupted(carry_out: Callable[[], None]) -> bool:
    """Run something; return whether it was interrupted."""
    try:
        carry_out()
    except KeyboardInterrupt:
        say("Interrupted; this is what there is.")
        return True
    return False


def draw_all(draw: Callable[[], list[Path]]) -> None:
    """Draw pictures if Matplotlib is installed, and report where they are."""
    try:
        files = draw()
    except ImportError:
        say("No pictures: Matplotlib is not installed; the extra benchmarks has it.")
        return
    if files:
        say(f"Pictures: {files[0].parent}, {len(files)} files")


def finish(results: Path, notes: str, sheets: Sequence[Sheet], troubles: Iterable[str], *, interrupted: bool) -> int:
    """Write the page beside the results, print tables and failures, and return the exit code."""
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
