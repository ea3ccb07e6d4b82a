"""What the commands of all families do alike: find files and judges, measure, keep the results, say how it ended."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import typer

from agenda_solver import InvalidInput
from agenda_solver.formats.files import write_text
from benchmarks.cosplib.caption import caption
from benchmarks.cosplib.command import INTERRUPTED, TROUBLE, print_sheets, say, told, was_interrupted
from benchmarks.cosplib.provenance import load, provenance
from benchmarks.cosplib.tables import Sheet, to_markdown
from benchmarks.documents import keep

__all__ = ["Measurement", "RunT", "find_files", "find_judge", "page_of", "usable"]

UNUSABLE = 2
LEVELS_TO_THE_JUDGE = 3


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


RunT = TypeVar("RunT", bound=_Dataclass)


@contextlib.contextmanager
def usable() -> Iterator[None]:
    """Tell in one message what cannot be used, also files and folders, and end with the code for that."""
    with told():
        try:
            yield
        except OSError as error:
            typer.echo(": ".join(str(part) for part in (error.filename, error.strerror or error) if part), err=True)
            raise typer.Exit(UNUSABLE) from error


def find_files(data: Path | None, family: str, ending: str, what: str, only: str | None = None) -> list[Path]:
    """Return the files of a family, the smallest first.

    Parameters
    ----------
    data
        The folder of the files, or one that has them in a folder of the family's name.
    family, ending
        The family's name, and the ending of its files with the dot.
    what
        What one of them is called in messages.
    only
        Part of the names of those that are wanted; None for all.

    Raises
    ------
    InvalidInput
        When there are none.
    """
    if data is None:
        raise InvalidInput.single(f"name the folder of each {what}, or set AGENDA_SOLVER_DATA", "--data")
    folder = data / family if (data / family).is_dir() else data
    found = sorted(folder.glob(f"*{ending}"), key=lambda path: (path.stat().st_size, path.name))
    chosen = [path for path in found if only is None or only in path.stem]
    if not chosen:
        words = f'with "{only}" in its name' if only is not None and found else "there"
        raise InvalidInput.single(f"{folder}: there is no {what} {words}", "--data" if not found else "--only")
    return chosen


def find_judge(file: Path, name: str, named: Path | None = None) -> Path | None:
    """Return the judge's file: the one that is named, or the one of that name in a folder ``judge`` beside the data.

    Raises
    ------
    InvalidInput
        When the file that is named does not exist.
    """
    if named is not None and not named.is_file():
        raise InvalidInput.single(f"there is no file {named}", "--judge")
    beside = (folder / "judge" / name for folder in list(file.resolve().parents)[:LEVELS_TO_THE_JUDGE])
    judge = named or next((path for path in beside if path.is_file()), None)
    if judge is None:
        say("NOT JUDGED: there is no judge beside the data; name one with --judge.")
    return judge


@dataclass
class Measurement(Generic[RunT]):
    """A measurement of a family, finished or not.

    Attributes
    ----------
    family
        The family's name, which is that of the results' files.
    settings
        What was asked for: at least ``seconds``, ``workers`` and ``seeds``.
    output
        The folder for the results.
    files
        The SHA-256 digest of each file that is measured, by its name: others may have another file of that name.
    provenance
        The code, the machine and the moment.
    runs, loads
        What was measured, and the load of the machine before each run.
    """

    family: str
    settings: dict[str, Any]
    output: Path
    files: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=provenance)
    runs: list[RunT] = field(default_factory=list)
    loads: list[float | None] = field(default_factory=list)

    def carry_out(
        self, paths: Sequence[Path], measure: Callable[[Path, int], RunT], line: Callable[[RunT], str]
    ) -> bool:
        """Measure each file with each seed, and store the results after each run.

        Parameters
        ----------
        paths
            The files.
        measure
            Measures one of them with a seed.
        line
            What is said of a run.

        Returns
        -------
        Whether somebody interrupted it.
        """
        self.files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
        self.output.mkdir(parents=True, exist_ok=True)

        def everything() -> None:
            for path in paths:
                for seed in range(self.settings["seeds"]):
                    before = load()
                    run = measure(path, seed)
                    self.runs.append(run)
                    self.loads.append(before)
                    say(line(run))
                    self.save()

        return was_interrupted(everything)

    def save(self) -> None:
        """Write everything, replacing the file in one step."""
        document = {
            "provenance": self.provenance,
            "settings": self.settings,
            "files": self.files,
            "loads": self.loads,
            "runs": [asdict(run) for run in self.runs],
        }
        keep(f"agenda-solver/{self.family}-benchmark/1", document, self._results)

    @property
    def _results(self) -> Path:
        return self.output / f"{self.family}.json"

    def caption(self) -> str:
        """Return where the numbers come from, and what else a reader has to know of them, in sentences."""
        words = [caption(self.provenance, self.settings, medians=False)]
        loads = [number for number in self.loads if number is not None]
        words += [f"The load average before a run was {min(loads):g} to {max(loads):g}."] if loads else []
        words += ["Not judged: there was no judge."] if not self.settings.get("judged", True) else []
        return " ".join(words)

    def finish(self, page: str, sheets: Sequence[Sheet], troubles: Iterable[str], *, interrupted: bool) -> int:
        """Write the page, print the tables, tell what must not be, and return the code to end with.

        Without any run there is nothing to write.
        """
        if self.runs:
            write_text(self.output / f"{self.family}.md", page)
            print_sheets(sheets)
            say(f"Results: {self._results}")
        found = list(troubles)
        for trouble in found:
            typer.echo(trouble, err=True)
        return INTERRUPTED if interrupted else TROUBLE if found else 0


def page_of(notes: str, sheets: Sequence[Sheet]) -> str:
    """Return tables in Markdown, each below its title, and before them what a reader has to know."""
    return "\n\n".join([notes, *(f"**{sheet.title}**\n\n{to_markdown(sheet)}" for sheet in sheets)]) + "\n"
