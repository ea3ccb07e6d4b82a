"""Finds the files of problems and judges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from agenda_solver.errors import InvalidInput
from agenda_solver.model.pydantic_messages import guess

# The judge is beside the folder of all data: instances, cosplib, data, and what holds data and judge.
LEVELS_TO_THE_JUDGE = 5


def find_files(
    data: Path | None,
    family: str,
    ending: str,
    what: str,
    only: str | None = None,
    smallest: int | None = None,
    is_one: Callable[[Path], bool] = lambda _: True,
) -> list[Path]:
    """Return the files of a family, the smallest first."""
    if data is None:
        raise InvalidInput.single(f"name the folder of each {what}, or set AGENDA_SOLVER_DATA", "--data")
    folder = data / family if (data / family).is_dir() else data
    found: list[Path] = []
    for place in (folder, folder / "instances"):
        found = found or [path for path in place.glob(f"*{ending}") if is_one(path)]
    found.sort(key=lambda path: (path.stat().st_size, path.name.casefold()))
    if not found:
        raise InvalidInput.single(f"{folder}: there is no {what} there", "--data")
    return _chosen(found, what, only)[:smallest]


def _chosen(found: Sequence[Path], what: str, only: str | None) -> list[Path]:
    """Return for each name the file of this name, or else those that contain it."""
    if only is None:
        return list(found)
    names = [name.strip() for name in only.split(",") if name.strip()]
    if not names:
        raise InvalidInput.single(f"names no {what}", "--only")
    wanted: set[Path] = set()
    for name in names:
        fitting = [path for path in found if path.stem == name] or [path for path in found if name in path.stem]
        if not fitting:
            there = [path.stem for path in found]
            words = f'there is no {what} with "{name}" in its name{guess(name, there)}; there are {", ".join(there)}'
            raise InvalidInput.single(words, "--only")
        wanted.update(fitting)
    return [path for path in found if path in wanted]


def find_judge(file: Path, name: str, named: Path | None = None) -> Path | None:
    """Return the file of the judge: the given one, or one in a folder ``judge`` beside the data, or None."""
    if named is not None and not named.is_file():
        raise InvalidInput.single(f"there is no file {named}", "--judge")
    beside = (folder / "judge" / name for folder in list(file.resolve().parents)[:LEVELS_TO_THE_JUDGE])
    return named or next((path for path in beside if path.is_file()), None)


def folder_for(output: Path) -> Path:
    """Return the folder for results, which is created if necessary."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput.single(f"{output} cannot be made: {error.strerror}", "--output") from error
    return output
