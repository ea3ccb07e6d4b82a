"""The files that a solve leaves behind: named and tried before it begins, written at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.errors import AgendaSolverError, InvalidInput

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.result import Result
    from agenda_solver.scoring import Scorecard

__all__ = [
    "NotWritten",
    "plan_outputs",
    "refuse_input",
    "refuse_output",
    "refuse_unsuitable",
    "refuse_unwritable",
    "save",
    "writing",
]

WORKBOOK = ".xlsx"
SUFFIXES = (".json", ".html", WORKBOOK)


class NotWritten(AgendaSolverError):
    """An output cannot be written."""


@contextmanager
def writing() -> Iterator[None]:
    """Write within this what is done and was tried before: what cannot be written after all is no mistake in the input.

    Raises
    ------
    NotWritten
        When it cannot be written.
    """
    try:
        yield
    except InvalidInput as error:
        raise NotWritten(str(error)) from error


def refuse_output(output: Path, inputs: Iterable[Path], suffixes: tuple[str, ...], kind: str) -> None:
    """Make sure that an output can be written, and that it is what its name says.

    Raises
    ------
    InvalidInput
        When its ending is another one, or it is an input as well.
    NotWritten
        When a folder is missing or writing is not allowed.
    """
    if output.suffix.lower() not in suffixes:
        raise InvalidInput.single(f"{kind} ends in {' or '.join(suffixes)}", source=str(output))
    refuse_input(output, inputs)
    refuse_unwritable(output)


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
    read = tuple(inputs)
    for number, path in enumerate(found):
        if path.suffix.lower() not in SUFFIXES:
            kinds = 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'
            raise InvalidInput.single(kinds, source=str(path))
        refuse_input(path, read)
        if path.resolve() in {other.resolve() for other in found[:number]}:
            raise InvalidInput.single("stands there twice as an output", source=str(path))
    for path in found:
        refuse_unwritable(path)
    return found


def refuse_input(output: Path, inputs: Iterable[Path]) -> None:
    """Make sure that an output is not an input as well.

    Raises
    ------
    InvalidInput
        When it is.
    """
    if output.resolve() in {path.resolve() for path in inputs}:
        raise InvalidInput.single("is an input as well; it would be overwritten", source=str(output))


def refuse_unsuitable(outputs: Iterable[Path]) -> None:
    """Make sure, before anything is done, that every output can be made.

    Raises
    ------
    InvalidInput
        When one is a workbook, and what writes workbooks is not installed.
    """
    from agenda_solver.formats.workbook.reading import needed

    for path in outputs:
        if path.suffix.lower() == WORKBOOK:
            try:
                needed("xlsxwriter")
            except InvalidInput as error:
                raise error.in_source(str(path)) from error


def refuse_unwritable(path: Path) -> None:
    """Make sure, before anything is done, that a file can be written.

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
        raise NotWritten(f"{path} cannot be written: {_reason(error, path)}. Nothing was done.") from error


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
    from agenda_solver.formats.native import write_agenda
    from agenda_solver.report.page import write_agenda_page

    if path.suffix.lower() == ".html":
        write_agenda_page(path, agenda, result.scorecard, subtitle=subtitle)
    elif path.suffix.lower() == WORKBOOK and result.scorecard is not None:
        _write_workbook(agenda, path, result.scorecard, subtitle)
    else:
        write_agenda(agenda, path, result_info=result.as_dict())


def _write_workbook(agenda: Agenda, path: Path, scorecard: Scorecard, subtitle: str) -> None:
    """Write a solution where the conference is one of CoSPLib's, else the grids that a planner can edit."""
    from agenda_solver.formats.cosplib.solution_sheets import is_solvable, write_solution
    from agenda_solver.formats.planner.agenda_book import write_agenda_workbook

    if is_solvable(agenda.conference):
        write_solution(agenda, path, scorecard, remark=subtitle)
    else:
        write_agenda_workbook(agenda, path, scorecard, subtitle=subtitle)


def _rescue(agenda: Agenda, result: Result, subtitle: str) -> str:
    try:
        path = Path(tempfile.mkdtemp(prefix="agenda-solver-")) / "agenda.json"
        _write(agenda, result, path, subtitle)
    except (InvalidInput, OSError) as error:
        return f"Nor could it be saved among the temporary files: {error}"
    return f"The agenda was saved as {path} instead."
