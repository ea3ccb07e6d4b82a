"""The output of errors, as a sentence or as JSON, and their exit codes."""

from __future__ import annotations

import errno
import os
import re
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import typer

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.printing import STDOUT, ReaderGone, answer_json, note
from agenda_solver.cli.signals import was_interrupted
from agenda_solver.errors import MOST_LISTED, InvalidInput, Mistake, NoPlace, NotWritten, ScoreMismatch
from agenda_solver.formats.files import reason_of
from agenda_solver.model.zones import NO_ZONES, has_zones
from agenda_solver.safe_text import one_line

__all__ = ["NAME", "STOPPED_WORD", "WITH_RULES", "tell"]

NAME = "agenda-solver"
WITH_RULES = "--with-rules"
STOPPED_WORD = "Stopped."
DEBUG = "AGENDA_SOLVER_DEBUG"
# System errors for a full disk, an exceeded quota or file size, a failed write, and a closed stream.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
# Typer's base class of all usage errors; it has no public name.
UsageError = typer.BadParameter.__mro__[1]
KINDS: dict[type[InvalidInput], tuple[Exit, str]] = {
    NoPlace: (Exit.INFEASIBLE, "infeasible"),
    NotWritten: (Exit.NOT_WRITTEN, "not written"),
    InvalidInput: (Exit.INVALID, "invalid input"),
}


def tell(error: Exception, *, as_json: bool) -> int:
    """Print an error, in words or as JSON, and return the exit code."""
    if isinstance(error, ReaderGone):
        raise error
    code, status, mistakes = _meaning(error)
    if os.environ.get(DEBUG):
        note(*traceback.format_exc().split("\n"))
    if as_json:
        with suppress(NotWritten):  # if standard output cannot be written, the error is printed on standard error
            answer_json(_as_dict(status, mistakes, max(getattr(error, "count", 0), len(mistakes))))
            return code
    if code == Exit.STOPPED:
        note(STOPPED_WORD, style="red")
    elif isinstance(error, UsageError):
        _show_usage(error)
    elif isinstance(error, NoPlace):
        note("Infeasible: no agenda is possible, whatever the rules.", *str(error).split("\n"), style="red")
    elif isinstance(error, InvalidInput):
        note(*str(error).split("\n"), style="red")
    else:
        note(*(line for mistake in mistakes for line in mistake.message.split("\n")), style="red")
    return code


def _as_dict(status: str, mistakes: Sequence[Mistake], count: int) -> dict[str, Any]:
    """Return the first mistakes as plain data, and how many more there are."""
    listed = [{"place": m.place, "message": m.message} for m in mistakes[:MOST_LISTED]]
    more = {"more": count - len(listed)} if count > len(listed) else {}
    return {"status": status, "mistakes": listed, **more}


def _show_usage(error: Any) -> None:
    from typer import rich_utils

    if message := getattr(error, "message", None):
        # The parser repeats the typed text in full, however long it is.
        error.message = one_line(re.sub(r"(\S{79})\S{2,}", r"\1…", message))
    if getattr(error, "option_name", None) == WITH_RULES:
        error.message = f"{WITH_RULES} goes before the command: {NAME} {WITH_RULES} FILE COMMAND ..."
    with suppress(OSError):  # a failure of standard error is ignored
        rich_utils.rich_format_error(error)


def _meaning(error: Exception) -> tuple[Exit, str, tuple[Mistake, ...]]:
    """Return the exit code of an error, its status in JSON, and its mistakes."""
    if isinstance(error, typer.Abort) or was_interrupted():
        return Exit.STOPPED, "stopped by you", (Mistake("", STOPPED_WORD),)
    if isinstance(error, InvalidInput):
        return *next(meaning for kind, meaning in KINDS.items() if isinstance(error, kind)), _placed(error)
    if isinstance(error, UsageError):
        return Exit.INVALID, "invalid input", (Mistake("command line", getattr(error, "format_message", str)()),)
    if isinstance(error, ZoneInfoNotFoundError) and not has_zones():
        return Exit.INVALID, "invalid input", (Mistake("", NO_ZONES),)
    if isinstance(error, OSError) and error.filename is None and error.errno in FULL:
        # This comes from the help, which Typer prints; every other output reports its own errors.
        return Exit.NOT_WRITTEN, "not written", (Mistake("", f"{STDOUT}: cannot be written: {reason_of(error)}"),)
    return Exit.INTERNAL, "internal error", (Mistake("", _defect(error)),)


def _defect(error: Exception) -> str:
    """Return the message for an internal error: a defect of a rule from outside, or of the library."""
    words = one_line(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    where = f"{DEBUG}=1 in the environment shows where it happened."
    if (culprit := _at_fault(error)) is not None:
        return (
            f"{culprit}\n{words}\nThe rule is not one of {NAME}: please tell whoever wrote it.\n"
            f"agenda_solver.testing.assert_contract finds such defects. {where}"
        )
    return (
        f"This is a defect of {NAME} (or of its installation); it is not caused by your file.\n{words}\n"
        f"Please report it with the conference file. {where}"
    )


def _at_fault(error: Exception) -> str | None:
    """Name the rule from outside the library that caused an error, in a sentence; None if there is none."""
    if isinstance(error, ScoreMismatch):
        named = ", ".join(f'"{id}"' for id in error.rules)
        return f"The methods post and check of the rule {named} disagree." if named else None
    from agenda_solver.rules.base.rule import Rule
    from agenda_solver.rules.base.rule_registry import is_from_outside

    for frame, _ in traceback.walk_tb(error.__traceback__):
        rule = frame.f_locals.get("self")
        if isinstance(rule, Rule) and is_from_outside(type(rule)):
            return f'The rule "{rule.id}" failed ({type(rule).__module__}.{type(rule).__qualname__}).'
    return None


def _placed(error: InvalidInput) -> tuple[Mistake, ...]:
    """Return the mistakes; a mistake of a whole file gets the name of the file as its place."""
    return tuple(Mistake(mistake.place or error.source or "", mistake.message) for mistake in error.mistakes)
