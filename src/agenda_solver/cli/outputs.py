"""The files that a solve leaves behind: named and tried before it begins, written at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.errors import AgendaSolverError, InvalidInput

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference
    from agenda_solver.result import Result

__all__ = ["NotWritten", "plan_outputs", "refuse_unsuitable", "refuse_unwritable", "save"]

SOLUTION = ".xlsx"
SUFFIXES = (".json", ".html", SOLUTION)


class NotWritten(AgendaSolverError):
    """An output cannot be written."""


def plan_outputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Return the outputs after making sure that each can be written, so that no time is spent in vain.

    Raises
    ------
    InvalidInput
        When the names make no sense: an unknown suffix, the same file twice, a file that is also an input.
    NotWritten
        When a folder is missing or writing is not allowed.
    """
    found = tuple(outputs)
    read = {path.resolve() for path in inputs}
    for number, path in enumerate(found):
        if path.suffix.lower() not in SUFFIXES:
            kinds = 'an output ends in ".json" (the agenda) or ".html" (the page)'
            raise InvalidInput.single(f'apart from ".xlsx" for a CoSPLib workbook, {kinds}', source=str(path))
        if path.resolve() in read:
            raise InvalidInput.single("is an input as well; it would be overwritten", source=str(path))
        if path.resolve() in {other.resolve() for other in found[:number]}:
            raise InvalidInput.single("stands there twice as an output", source=str(path))
    for path in found:
        refuse_unwritable(path)
    return found


def refuse_unsuitable(outputs: Iterable[Path], conference: Conference) -> None:
    """Make sure, before it is solved, that an agenda of this conference can be said in every output.

    Raises
    ------
    InvalidInput
        When one is a solution workbook, and the conference is not from CoSPLib.
    """
    from agenda_solver.formats.cosplib.solution_sheets import refuse_unless_solvable

    for path in outputs:
        if path.suffix.lower() == SOLUTION:
            try:
                refuse_unless_solvable(conference)
            except InvalidInput as error:
                raise error.in_source(str(path)) from error


def refuse_unwritable(path: Path) -> None:
    """Make sure, before anything is solved, that a file can be written.

    Raises
    ------
    NotWritten
        When a folder is missing or writing is not allowed.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if path.exists():
            with path.open("ab"):  # changes nothing, but needs the permission
                pass
        # The file is written beside its place first, so the folder must take new files.
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {_reason(error, path)}. Nothing was solved.") from error


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no folder {path.parent}"
    return (error.strerror or str(error)).lower()


def save(agenda: Agenda, result: Result, outputs: Sequence[Path], subtitle: str) -> None:
    """Write an agenda and the result it belongs to into every output, by suffix.

    Raises
    ------
    NotWritten
        When one cannot be written after all. The agenda is then saved among the temporary files, if that can be, for
        the time that went into it.
    """
    failures = []
    for path in outputs:
        try:
            _write(agenda, result, path, subtitle)
        except InvalidInput as error:
            failures.append(str(error))
    if failures:
        raise NotWritten("\n".join([*failures, _rescue(agenda, result, subtitle)]))


def _write(agenda: Agenda, result: Result, path: Path, subtitle: str) -> None:
    from agenda_solver.formats.cosplib.solution_sheets import write_solution
    from agenda_solver.formats.native import write_agenda
    from agenda_solver.report.page import write_agenda_page

    if path.suffix.lower() == ".html":
        write_agenda_page(path, agenda, result.scorecard, subtitle=subtitle)
    elif path.suffix.lower() == SOLUTION and result.scorecard is not None:
        write_solution(agenda, path, result.scorecard, remark=subtitle)
    else:
        write_agenda(agenda, path, result_info=result.as_dict())


def _rescue(agenda: Agenda, result: Result, subtitle: str) -> str:
    try:
        path = Path(tempfile.mkdtemp(prefix="agenda-solver-")) / "agenda.json"
        _write(agenda, result, path, subtitle)
    except (InvalidInput, OSError) as error:
        return f"Nor could it be saved among the temporary files: {error}"
    return f"The agenda was saved as {path} instead."
