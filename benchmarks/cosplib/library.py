"""Where the instances and the judge are: found by what files hold, not by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.cosplib.read import is_cosplib
from agenda_solver.model.pydantic_messages import guess

__all__ = ["Library", "find_judge", "find_library"]

# Where the workbooks can be, seen from the folder that somebody names.
PLACES = ("", "instances", "cosplib", "cosplib/instances")
JUDGE = Path("judge") / "cosplib_judge.py"
# The judge is beside the folder of all data: instances, cosplib, data, and what holds data and judge.
LEVELS_TO_THE_JUDGE = 3


@dataclass(frozen=True)
class Library:
    """A folder of instance workbooks; the names of the instances are those of the files."""

    folder: Path
    instances: dict[str, Path]

    def named(self, name: str, option: str) -> Path:
        """Return the workbook of an instance.

        Raises
        ------
        InvalidInput
            When there is no such instance; the message names the option that asked for it.
        """
        if name not in self.instances:
            there = ", ".join(self.instances)
            message = f'there is no instance "{name}"{guess(name, self.instances)}; there are {there}'
            raise InvalidInput.single(message, option)
        return self.instances[name]

    def chosen(self, names: str | None, smallest: int | None = None) -> dict[str, Path]:
        """Return the instances that are named, separated by commas, or all; of these only so many smallest files.

        Raises
        ------
        InvalidInput
            When there is no instance of some name, or no name.
        """
        wanted = list(self.instances) if names is None else [name.strip() for name in names.split(",") if name.strip()]
        if not wanted:
            raise InvalidInput.single("names no instance", "--instances")
        found = {name: self.named(name, "--instances") for name in wanted}
        if smallest is None:
            return found
        by_size = sorted(found, key=lambda name: (found[name].stat().st_size, name))
        return {name: found[name] for name in by_size[:smallest]}


def find_library(data: Path) -> Library:
    """Return the instances in a folder, or in the places below it where they are usually kept.

    Raises
    ------
    InvalidInput
        When there are none.
    """
    for place in PLACES:
        found = {path.stem: path for path in _instances_in(data / place)}
        if found:
            return Library((data / place).resolve(), found)
    raise InvalidInput.single("there is no workbook of a CoSPLib instance in this folder", "--data", str(data))


def _instances_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.xlsx"), key=lambda path: path.stem.casefold()):
        try:
            if is_cosplib(path):
                yield path
        except InvalidInput:
            continue  # no workbook at all, so no instance either


def find_judge(library: Library) -> Path | None:
    """Return the judge that is kept beside the data; None where there is none."""
    folders = (library.folder, *library.folder.parents[:LEVELS_TO_THE_JUDGE])
    return next((folder / JUDGE for folder in folders if (folder / JUDGE).is_file()), None)
