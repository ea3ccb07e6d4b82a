"""What is printed, and where: answers to standard output, everything about the way there to standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["ReaderGone", "answer", "answer_json", "clean", "note", "stderr", "stdout"]

WIDTH_ELSEWHERE = 200  # a file or a pipe has no width; nothing should be folded or cut there


class ReaderGone(Exception):
    """Whoever read the output went away: ``agenda-solver rules | head``."""


def stdout() -> Console:
    """Return the console of answers."""
    return _console(error=False)


def stderr() -> Console:
    """Return the console of progress, warnings and errors."""
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


def answer(what: RenderableType = "", style: str | None = None) -> None:
    """Print a part of the answer, text as it stands: what looks like markup in a title stays what it is."""
    _print(stdout(), what, style)


def note(what: RenderableType = "", style: str | None = None) -> None:
    """Print something about the way to the answer."""
    _print(stderr(), what, style)


def _print(console: Console, what: RenderableType, style: str | None) -> None:
    try:
        # Tables are fitted to the window; sentences are left to the terminal to wrap, and to grep to find.
        console.print(clean(what) if isinstance(what, str) else what, style=style, soft_wrap=isinstance(what, str))
    except BrokenPipeError as error:  # older versions of Rich let it through
        raise ReaderGone from error


def answer_json(data: Mapping[str, Any]) -> None:
    """Print the answer for a program: one JSON object."""
    try:
        sys.stdout.write(json.dumps(data, indent=1, allow_nan=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def clean(text: str) -> str:
    """Return a text without control characters: a title must not be able to move the cursor or set colours."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(letter) else letter for letter in text)


def _is_control(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")
