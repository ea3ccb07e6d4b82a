"""What a family of problems says of itself; all else is done by the harness."""

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
from benchmarks.harness.spread import NOTHING, Writer, decimals, whole
from benchmarks.harness.table import Sheet

FAMILIES = Path(__file__).resolve().parents[1] / "families"


@dataclass(frozen=True)
class Figure:
    """Something that is counted of an agenda."""

    name: str
    heading: str = ""
    high: bool = False
    digits: int = 0

    @property
    def title(self) -> str:
        """What stands above it in tables."""
        return self.heading or self.name

    @property
    def write(self) -> Writer:
        """How it is written."""
        return decimals(self.digits) if self.digits else whole

    def worth(self, value: float) -> float:
        """Return a number that is the greater the better."""
        return value if self.high else -value


@dataclass(frozen=True)
class Item:
    """Something to be read as a problem: its name, its file if it has one, and what else tells which it is."""

    name: str
    path: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


class Option(NamedTuple):
    """An option of a command: its name, its annotation for Typer, and its default."""

    name: str
    annotation: Any
    default: Any


@dataclass(frozen=True)
class Asked:
    """What a command was asked for.

    Attributes
    ----------
    seconds, workers, seeds
        The limit, the threads, and how many seeds, from 0 on.
    output
        The folder for the results.
    data, only, smallest
        The folder of the files, the names of those that are wanted, and how many of the smallest; None for all.
    judge
        The judge's file; None for the one beside the data.
    profile
        Whether the size of the model and the time of its presolve are measured, too.
    terms
        Seconds for each rule alone; None for not at all.
    memory
        Megabytes that a solve may use; None for as many as there are.
    given
        The options of the family.
    """

    seconds: float
    workers: int
    seeds: int
    output: Path
    data: Path | None = None
    only: str | None = None
    smallest: int | None = None
    judge: Path | None = None
    profile: bool = False
    terms: float | None = None
    memory: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


class Family(ABC):
    """A family of problems.

    Attributes
    ----------
    name, title, help
        What the command, the folder and the files are called, what people call it, and what the command does.
    what, ending, folder
        What a file is called in messages, how its name ends, and the folder that has them if it is not of the family's
        name; no ending for a family without files.
    judge
        The name of the judge's file; None where there is none.
    figures
        What is shown, the most important first.
    seconds, profile, grows
        The limit if nobody says otherwise; whether the model is always looked at; and whether the picture is one of
        growth.
    public, page
        Whether others have published its problems, and its page of the documentation if that has another name.
    options
        Options that only this family has, by name.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    help: ClassVar[str]
    what: ClassVar[str] = "problem"
    ending: ClassVar[str | None] = ".json"
    folder: ClassVar[str | None] = None
    judge: ClassVar[str | None] = None
    figures: ClassVar[tuple[Figure, ...]] = (Figure(COST),)
    seconds: ClassVar[float] = 60.0
    profile: ClassVar[bool] = False
    grows: ClassVar[bool] = False
    public: ClassVar[bool] = True
    page: ClassVar[str | None] = None
    options: ClassVar[tuple[Option, ...]] = ()

    def items(self, asked: Asked) -> list[Item]:
        """Return what is to be measured."""
        assert self.ending is not None
        folder = self.folder or self.name
        paths = find_files(asked.data, folder, self.ending, self.what, asked.only, asked.smallest, self.is_one)
        return [Item(path.stem, str(path.resolve()), asked.given) for path in paths]

    def is_one(self, _path: Path) -> bool:
        """Whether a file is one of the family."""
        return True

    @abstractmethod
    def read(self, item: Item) -> Problem:
        """Return a problem."""

    def sheets(self, _document: Document) -> list[Sheet]:
        """Return tables that only this family has."""
        return []

    def troubles(self, _run: Run) -> Iterator[str]:
        """Return what else must not be."""
        return iter(())

    def words(self, figures: Mapping[str, Number]) -> str:
        """Return the figures of an agenda in words."""
        shown = [(figure, figures.get(figure.name)) for figure in self.figures]
        if len(shown) == 1:
            return shown[0][0].write(shown[0][1])
        told = [f"{figure.write(value)} {figure.title}" for figure, value in shown if value]
        known = [value for _, value in shown if value is not None]
        return ", ".join(told) or ("nothing amiss" if known else NOTHING)

    def is_legal(self, figures: Mapping[str, Number]) -> bool:
        """Whether the figures are those of an agenda that breaks nothing."""
        return figures.get(self.main.name) is not None

    @property
    def main(self) -> Figure:
        """The figure that is drawn: the last one, for those before it are settled first."""
        return self.figures[-1]

    def values(self, figures: Mapping[str, Number]) -> list[Number]:
        """Return the shown figures in their order."""
        return [figures.get(figure.name) for figure in self.figures]

    def rank(self, figures: Mapping[str, Number]) -> tuple[float, ...]:
        """Return what an agenda is worth, the greater the better; what is missing is worth least."""
        found = zip(self.figures, self.values(figures), strict=True)
        return tuple(-math.inf if value is None else figure.worth(value) for figure, value in found)

    def beside(self, figures: Mapping[str, Number], others: Mapping[str, Number]) -> str | None:
        """Return how an agenda stands beside another one: better, equal or worse; None where a figure is missing.

        They are compared by the figures that both have, the most important first.
        """
        if figures.get(self.main.name) is None or others.get(self.main.name) is None:
            return None
        both = [figure for figure in self.figures if None not in (figures.get(figure.name), others.get(figure.name))]
        one, other = ([figure.worth(each[figure.name] or 0) for figure in both] for each in (figures, others))
        return "equal" if one == other else "better" if one > other else "worse"

    def proven(self, figures: Mapping[str, Number], bounds: Mapping[str, Number]) -> set[str]:
        """Return the names of the figures of which none can be better; below one that is not proven none is."""
        found = set()
        for figure in self.figures:
            value, bound = figures.get(figure.name), bounds.get(figure.name)
            if bound is None and not figure.high:
                bound = 0  # nothing that is counted is less
            if value is None or bound is None or figure.worth(value) < figure.worth(bound):
                break
            found.add(figure.name)
        return found


@cache
def family_of(name: str) -> Family:
    """Return the family of a name: what its folder calls ``FAMILY``."""
    found: Family = import_module(f"benchmarks.families.{_folder(name)}.read").FAMILY
    return found


def _folder(name: str) -> str:
    return name.replace("-", "_")


def peers_of(family: str) -> dict[str, list[Plan]]:
    """Return the plans that others have published, by the name of the problem; nothing where nobody has."""
    file = FAMILIES / _folder(family) / "peers.json"
    if not file.is_file():
        return {}
    problems = json.loads(file.read_text(encoding="utf-8"))["problems"]
    return {name: [Plan(**plan) for plan in plans] for name, plans in problems.items()}
