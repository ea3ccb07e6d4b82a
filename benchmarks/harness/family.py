"""The base class of families of problems; everything that is not specific to one is done by the harness."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from benchmarks.harness.files import find_files
from benchmarks.harness.problem import COST, Problem
from benchmarks.harness.record import Document, Number, Plan, Run
from benchmarks.harness.table import NOTHING, Sheet, Writer, decimals, whole

FAMILIES = Path(__file__).resolve().parents[1] / "families"


@dataclass(frozen=True)
class Figure:
    """A number that an agenda is measured by."""

    name: str
    heading: str = ""  # in tables; by default the name
    high: bool = False  # whether more of it is better
    digits: int = 0  # decimal places

    @property
    def title(self) -> str:
        """The heading in tables."""
        return self.heading or self.name

    @property
    def write(self) -> Writer:
        """The function that formats it."""
        return decimals(self.digits) if self.digits else whole

    def worth(self, value: float) -> float:
        """Return a number that is the greater the better."""
        return value if self.high else -value


@dataclass(frozen=True)
class Item:
    """A problem before it is read: its name, its file if it has one, and the family's own options."""

    name: str
    path: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


class Option(NamedTuple):
    """An option of a command: its name, its annotation for Typer, and its default."""

    name: str
    annotation: Any
    default: Any


@dataclass(frozen=True)
class RunSpec:
    """The options of a measurement."""

    seconds: float
    workers: int
    seeds: int
    output: Path
    data: Path | None = None
    only: str | None = None
    smallest: int | None = None
    judge: Path | None = None  # by default the one beside the data
    profile: bool = False  # whether the size of the model and the time of its presolve are measured, too
    terms: float | None = None  # seconds for each rule alone
    memory: int | None = None  # megabytes that a solve may use
    given: Mapping[str, Any] = field(default_factory=dict)  # the family's own options


class Family(ABC):
    """A family of problems."""

    name: ClassVar[str]  # also that of the command, the folder and the files
    title: ClassVar[str]
    help: ClassVar[str]
    what: ClassVar[str] = "problem"  # what a file is called in messages
    ending: ClassVar[str | None] = ".json"  # the suffix of the files; None for a family without files
    folder: ClassVar[str | None] = None  # the folder of the files, if it does not have the family's name
    judge: ClassVar[str | None] = None  # the name of the judge's file
    figures: ClassVar[tuple[Figure, ...]] = (Figure(COST),)  # the most important first
    seconds: ClassVar[float] = 60.0  # the default time limit
    profile: ClassVar[bool] = False  # whether the model is always measured
    grows: ClassVar[bool] = False  # whether the picture is one of growth
    public: ClassVar[bool] = True  # whether others have published the problems
    page: ClassVar[str | None] = None  # the page of the documentation, if it does not have the family's name
    options: ClassVar[tuple[Option, ...]] = ()  # options that only this family has

    def items(self, spec: RunSpec) -> list[Item]:
        """Return the problems to be measured."""
        assert self.ending is not None
        folder = self.folder or self.name
        paths = find_files(spec.data, folder, self.ending, self.what, spec.only, spec.smallest, self.is_one)
        return [Item(path.stem, str(path.resolve()), spec.given) for path in paths]

    def is_one(self, _path: Path) -> bool:
        """Whether a file belongs to the family."""
        return True

    @abstractmethod
    def read(self, item: Item) -> Problem:
        """Return a problem; raises InvalidInput if it cannot be used."""

    def sheets(self, _document: Document) -> list[Sheet]:
        """Return tables that only this family has."""
        return []

    def troubles(self, _run: Run) -> Iterator[str]:
        """Return further failures of a run."""
        return iter(())

    def words(self, figures: Mapping[str, Number]) -> str:
        """Return the figures of an agenda in words."""
        shown = [(figure, figures.get(figure.name)) for figure in self.figures]
        if len(shown) == 1:
            return shown[0][0].write(shown[0][1])
        words = [f"{figure.write(value)} {figure.title}" for figure, value in shown if value]
        return ", ".join(words) or (NOTHING if all(value is None for _, value in shown) else "nothing amiss")

    def is_legal(self, figures: Mapping[str, Number]) -> bool:
        """Whether the figures are those of a legal agenda."""
        return figures.get(self.main.name) is not None

    @property
    def main(self) -> Figure:
        """The figure that is drawn: the last one, since those before it are decided first."""
        return self.figures[-1]

    def values(self, figures: Mapping[str, Number]) -> list[Number]:
        """Return the shown figures in their order."""
        return [figures.get(figure.name) for figure in self.figures]

    def rank(self, figures: Mapping[str, Number]) -> tuple[float, ...]:
        """Return the worth of an agenda, the greater the better; a missing figure is worth least."""
        pairs = zip(self.figures, self.values(figures), strict=True)
        return tuple(-math.inf if value is None else figure.worth(value) for figure, value in pairs)

    def beside(self, figures: Mapping[str, Number], others: Mapping[str, Number]) -> str | None:
        """Compare an agenda with another one by the figures that both have: better, equal or worse.

        None if one of them lacks the last figure.
        """
        if figures.get(self.main.name) is None or others.get(self.main.name) is None:
            return None
        both = [figure for figure in self.figures if None not in (figures.get(figure.name), others.get(figure.name))]
        one, other = ([figure.worth(each[figure.name] or 0) for figure in both] for each in (figures, others))
        return "equal" if one == other else "better" if one > other else "worse"

    def proven(self, figures: Mapping[str, Number], bounds: Mapping[str, Number]) -> set[str]:
        """Return the names of the figures that are proven optimal, with all more important ones."""
        found = set()
        for figure in self.figures:
            value, bound = figures.get(figure.name), bounds.get(figure.name)
            if bound is None and not figure.high:
                bound = 0  # figures to be minimised are never negative
            if value is None or bound is None or figure.worth(value) < figure.worth(bound):
                break
            found.add(figure.name)
        return found


@cache
def family_of(name: str) -> Family:
    """Return the family of a name: ``FAMILY`` of its ``read.py``."""
    found: Family = import_module(f"benchmarks.families.{_folder(name)}.read").FAMILY
    return found


def _folder(name: str) -> str:
    return name.replace("-", "_")


def peers_of(family: str) -> dict[str, list[Plan]]:
    """Return the plans that others have published, by the name of the problem."""
    file = FAMILIES / _folder(family) / "peers.json"
    if not file.is_file():
        return {}
    problems = json.loads(file.read_text(encoding="utf-8"))["problems"]
    return {name: [Plan(**plan) for plan in plans] for name, plans in problems.items()}


def middle_of(ranked: list[Any]) -> Any:
    """Return the one in the middle of some that are in ascending order; of an even number the worse of the two."""
    return ranked[(len(ranked) - 1) // 2]
