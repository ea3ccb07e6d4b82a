"""The output files of a command: checked before a search begins, written at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.errors import InvalidInput, Mistake, NotWritten
from agenda_solver.formats.files import make_folder, real_path, reason_of, remove_if_empty

if TYPE_CHECKING:
    from agenda_solver.evaluation.scorecard import Scorecard
    from agenda_solver.formats.planner.change_marks import Mark
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.result import Result

__all__ = [
    "new_folder",
    "plan_outputs",
    "refuse_input",
    "refuse_output",
    "refuse_picture",
    "refuse_unwritable",
    "save",
]

WORKBOOK = ".xlsx"
SUFFIXES = (".json", ".html", WORKBOOK)


def refuse_output(output: Path, inputs: Iterable[Path], suffixes: tuple[str, ...], kind: str) -> None:
    """Raise an error unless an output has one of the suffixes, is not an input, and can be written."""
    if output.suffix.lower() not in suffixes:
        raise InvalidInput.single(f"{kind} ends in {' or '.join(suffixes)}", source=str(output))
    refuse_input(output, inputs)
    refuse_unwritable(output)


def plan_outputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Return the outputs after checking, before a search, that each can be written.

    InvalidInput is raised for an unknown suffix, a file given twice, and a file that is also an input; NotWritten if a
    folder is missing or may not be written.
    """
    found = tuple(outputs)
    read = tuple(inputs)
    for number, path in enumerate(found):
        if path.suffix.lower() not in SUFFIXES:
            kinds = 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'
            raise InvalidInput.single(kinds, source=str(path))
        refuse_input(path, read)
        if real_path(path) in map(real_path, found[:number]):
            raise InvalidInput.single("is given twice as an output", source=str(path))
    for path in found:
        refuse_unwritable(path)
    return found


def refuse_input(output: Path, inputs: Iterable[Path]) -> None:
    """Raise InvalidInput if an output is also an input."""
    if _same_file(output, inputs):
        raise InvalidInput.single("is also an input and would be overwritten", source=str(output))


def refuse_picture(picture: Path, inputs: Iterable[Path]) -> None:
    """Raise an error, before a search, if the picture of a front cannot be drawn into this file."""
    from agenda_solver.scenarios.front_picture import refuse_unless_drawable

    refuse_unless_drawable(picture)
    refuse_input(picture, inputs)
    refuse_unwritable(picture)


def refuse_unwritable(path: Path, *, folder: bool = False) -> None:
    """Raise NotWritten if a file, or files in a folder, cannot be written; neither has to exist."""
    target = Path(real_path(path))
    try:
        (_try_folder if folder else _try_file)(target)
    except (OSError, ValueError) as error:
        why = _why(error, path, target)
        raise NotWritten.single(f"{path} cannot be written: {why}. Nothing was done.") from error


def _try_file(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    if target.is_symlink():
        raise OSError(None, "it is a link that leads back to itself")
    if target.exists():
        with target.open("ab"):  # changes nothing, but fails without permission
            pass
    if target.is_file() or not target.exists():
        # A file is first written under a temporary name in the same folder, which must therefore take new files.
        with tempfile.TemporaryFile(dir=target.parent):
            pass


def _try_folder(folder: Path) -> None:
    """Write a temporary file in a folder or, if it does not exist, in its closest existing parent."""
    while not folder.exists() and not folder.is_symlink() and folder.parent != folder:
        folder = folder.parent
    if not folder.is_dir():
        raise NotADirectoryError(None, f"{folder} is not a folder")
    with tempfile.TemporaryFile(dir=folder):
        pass


def _why(error: OSError | ValueError, path: Path, target: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no folder {(target if path.is_symlink() else path).parent}"
    return reason_of(error)


def _same_file(output: Path, inputs: Iterable[Path]) -> bool:
    """Whether an output is one of the inputs, under any name or link."""
    if real_path(output) in map(real_path, inputs):
        return True
    try:
        return output.is_file() and any(output.samefile(path) for path in inputs if path.exists())
    except (OSError, ValueError):
        return False


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Make a folder for output files; it is removed again if it stays empty."""
    made = make_folder(path)
    try:
        yield
    finally:
        for folder in reversed(made):
            remove_if_empty(folder)


def save(agenda: Agenda, result: Result, outputs: Sequence[Path], subtitle: str, *, marks: Sequence[Mark] = ()) -> None:
    """Write an agenda and its result into every output, in the format given by the suffix.

    A workbook contains the ``marks`` of changes. NotWritten is raised if an output cannot be written. Then the agenda
    is saved in the folder for temporary files if possible, so that the search was not in vain.
    """
    failures = []
    for path in outputs:
        try:
            _write(agenda, result, path, subtitle, marks)
        except InvalidInput as error:
            failures.append(Mistake("", str(error)))
    if failures:
        raise NotWritten([*failures, Mistake("", _rescue(agenda, result, subtitle))])


def _write(agenda: Agenda, result: Result, path: Path, subtitle: str, marks: Sequence[Mark] = ()) -> None:
    from agenda_solver.formats.native import write_agenda
    from agenda_solver.report.page import write_agenda_page

    if path.suffix.lower() == ".html":
        write_agenda_page(path, agenda, result.scorecard, subtitle=subtitle)
    elif path.suffix.lower() == WORKBOOK and result.scorecard is not None:
        _write_workbook(agenda, path, result.scorecard, subtitle, marks)
    else:
        write_agenda(agenda, path, result_info=result.as_dict())


def _write_workbook(agenda: Agenda, path: Path, scorecard: Scorecard, subtitle: str, marks: Sequence[Mark]) -> None:
    """Write the solution of a CoSPLib conference, or else the grids that a planner can edit."""
    from agenda_solver.formats.cosplib.solution_sheets import is_solvable, write_solution
    from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook

    if is_solvable(agenda.conference):
        write_solution(agenda, path, scorecard, remark=subtitle)
    else:
        write_agenda_workbook(agenda, path, scorecard, subtitle=subtitle, marks=marks)


def _rescue(agenda: Agenda, result: Result, subtitle: str) -> str:
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="agenda-solver-"))
        path = folder / "agenda.json"
        _write(agenda, result, path, subtitle)
    except (InvalidInput, OSError) as error:
        if folder is not None:
            remove_if_empty(folder)
        return f"It could not be saved in the folder for temporary files either: {error}"
    return f"The agenda was saved as {path} instead."
