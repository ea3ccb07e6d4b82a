"""The results of a family as they are stored: problems, plans that are known for them, runs, terms.

A file is strict JSON of one format for all benchmarks. It has ``format``, ``family``, ``provenance``, ``settings``, and
lists of records.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import read_text, write_text

FORMAT = "agenda-solver/benchmark/2"
WRONG = "holds no results of a benchmark"
FAILED = "failed"
Number = int | float | None
Point = list[Number]
"""``[elapsed, figures in their order, bound of the last one]``"""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Verdict:
    """The answer of a judge that shares nothing with the library; the figures are the judge's own."""

    kind: str  # "agrees", "differs" (another figure than ours), "illegal", or "no answer"
    figures: dict[str, Number] | None = None
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """One solve of one problem with one seed. What was not measured, or never happened, is None."""

    instance: str
    seed: int
    sessions: int | None = None
    status: str = FAILED  # the status of the solve; "failed" if the process ended without an answer
    figures: dict[str, Number] = field(default_factory=dict)  # of the agenda; empty if there is none
    bounds: dict[str, Number] = field(default_factory=dict)  # given the values of the more important figures
    # Seconds from the start of the solve to the first legal agenda, to the best one, to one within 5 % of it, and to
    # the proof that it is the best.
    first_legal: float | None = None
    to_best: float | None = None
    to_near: float | None = None
    to_proof: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)  # by phase: read, compile, ..., check, and total
    memory: float | None = None  # peak resident memory of the process after the solve, in megabytes
    threads: int | None = None
    load: float | None = None  # load average before the solve
    source: str | None = None  # digest of the code
    size: dict[str, int] = field(default_factory=dict)  # variables and constraints of the model
    costs: dict[str, int] = field(default_factory=dict)  # of each soft rule
    curve: list[Point] = field(default_factory=list)
    solution: Any = None  # the agenda as the judge reads it, if it is kept
    verdict: Verdict | None = None
    more: dict[str, Any] = field(default_factory=dict)  # what only this family measures
    failure: list[str] = field(default_factory=list)  # the last lines of a process that failed

    @property
    def name(self) -> str:
        """The name of the run in messages."""
        return f"{self.instance} seed {self.seed}"


@dataclass(frozen=True)
class Plan:
    """A plan of others, or in the file of a problem. What is not known is None or empty."""

    by: str
    figures: dict[str, Number] = field(default_factory=dict)
    bounds: dict[str, Number] = field(default_factory=dict)
    seconds: int | float | str | None = None  # a number, or words
    version: str = ""
    when: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Entry:
    """A problem: its own name, its size, other facts, and the plans in its file."""

    title: str = ""
    sessions: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)


@dataclass(frozen=True)
class Term:
    """The least cost of one rule with the hard rules and no others, and its cost in the best agenda."""

    instance: str
    rule: str
    cost: int
    bound: Number
    alone: Number  # the cost of the best agenda for this rule alone
    status: str  # "free" if the rule costs nothing in the best agenda, so that nothing had to be solved
    seconds: float | None = None
    failure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A whole measurement of a family."""

    family: str
    provenance: dict[str, Any]
    settings: dict[str, Any]  # at least ``seconds``, ``workers`` and ``seeds``
    files: dict[str, str] = field(default_factory=dict)  # the SHA-256 digest of each file, by its name
    problems: dict[str, Entry] = field(default_factory=dict)  # by name, in the order of measurement
    runs: list[Run] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def instances(self) -> list[str]:
        """The problems that have runs, in the order in which they were measured."""
        return list(dict.fromkeys(run.instance for run in self.runs))

    def runs_of(self, instance: str) -> list[Run]:
        """Return the runs of a problem."""
        return [run for run in self.runs if run.instance == instance]

    def entry(self, instance: str) -> Entry:
        """Return the facts of a problem."""
        return self.problems.get(instance, Entry())


RUN, DOCUMENT = TypeAdapter(Run), TypeAdapter(Document)


def save(document: Document, path: Path) -> None:
    """Write a document."""
    save_data(asdict(document), path)


def save_data(data: Mapping[str, Any], path: Path) -> None:
    """Write data as strict JSON, replacing the file in one step."""
    write_text(path, json.dumps({"format": FORMAT, **data}, indent=1, allow_nan=False) + "\n")


def load(path: Path) -> Document:
    """Read a document of a family."""
    return load_as(path, DOCUMENT.validate_python)


def load_as(path: Path, make: Callable[[dict[str, Any]], Found]) -> Found:
    """Read a document, and make something of its data."""
    text = read_text(path)
    try:
        data = json.loads(text)
        if data.pop("format") == FORMAT:
            return make(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput.single(WRONG, source=str(path)) from error
    raise InvalidInput.single(WRONG, source=str(path))


def family_name(path: Path) -> str:
    """Return the name of the family that was measured."""
    return load_as(path, lambda data: str(data["family"]))
