"""The exit codes of the command, in one place."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda_solver.progress import Status

__all__ = ["MEANINGS", "Exit", "exit_after"]


class Exit(IntEnum):
    """Exit codes of the command."""

    SUCCESS = 0
    NOT_LEGAL = 1
    INVALID = 2
    INFEASIBLE = 3
    NO_ANSWER = 4
    NOT_WRITTEN = 5
    INTERNAL = 70
    STOPPED = 130
    READER_GONE = 141


MEANINGS: dict[Exit, str] = {
    Exit.SUCCESS: "done: an agenda (optimal or feasible, also when you stopped the search), a legal one, nothing wrong",
    Exit.NOT_LEGAL: "score: the agenda breaks a hard rule",
    Exit.INVALID: "the file or the command line has mistakes; up to 50 of them are listed",
    Exit.INFEASIBLE: "proven: no agenda keeps every hard rule",
    Exit.NO_ANSWER: "the time ran out before an agenda or a proof was found",
    Exit.NOT_WRITTEN: "an output could not be written, or an agenda was only partly written to pretalx",
    Exit.INTERNAL: "a defect of agenda-solver, please report it; or of a rule of your own",
    Exit.STOPPED: "stopped before there was an agenda",
    Exit.READER_GONE: "the program that read the output closed it",
}


def exit_after(status: Status, *, found: bool, stopped: bool) -> Exit:
    """Return the exit code after a search: success if something was found, otherwise the reason why nothing was."""
    from agenda_solver.progress import Status

    if found:
        return Exit.SUCCESS
    if status is Status.INFEASIBLE:
        return Exit.INFEASIBLE
    return Exit.STOPPED if stopped else Exit.NO_ANSWER
