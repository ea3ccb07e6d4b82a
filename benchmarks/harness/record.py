"""What is stored of a measurement, for every family alike: problems, plans that are known of them, runs, terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness.store import keep, kept

FAILED = "failed"
Number = float | int | None
Point = list[Number]
"""``[elapsed, figures in their order, bound of the last one]``"""


@dataclass(frozen=True)
class Verdict:
    """What somebody who shares nothing with the library says of an agenda.

    ``kind`` is one of "agrees", "differs" (another figure than ours), "illegal", "no answer"; ``figures`` are the
    judge's own.
    """

    kind: str
    figures: dict[str, Number] | None = None
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """One solve of one problem with one seed.

    Attributes
    ----------
    instance, sessions, seed
        The name of the problem, how large it is, and the seed of the search.
    status
        How it ended; "failed" where the process ended without an answer.
    figures
        What is counted of the agenda, by name; empty where there is none.
    bounds
        What no agenda can be better than, the more important figures being what they are; None where nothing is proven.
    first_legal, to_best, to_near, to_proof
        Seconds from the beginning of the solve to the first legal agenda, to the best one, to one within 5 % of it, and
        to the proof that it is the best; None for never, or for not told.
    seconds
        Seconds of each phase: read, compile, those of the search, check, and total (of the solve).
    memory
        Peak resident memory of the process in megabytes, when the solve had ended.
    threads, load, source
        Threads used, load average before the solve, and a digest of the code.
    size
        Variables and constraints of the model, where they were counted.
    costs
        What each rule costs in the agenda.
    curve
        What was reached when; see ``Point``.
    solution
        The agenda, as the judge is told it; None where it is not kept.
    verdict
        What the judge says; None where nobody was asked.
    more
        What only this family measures.
    failure
        The last lines that the process wrote before it failed.
    """

    instance: str
    seed: int
    sessions: int | None = None
    status: str = FAILED
    figures: dict[str, Number] = field(default_factory=dict)
    bounds: dict[str, Number] = field(default_factory=dict)
    first_legal: float | None = None
    to_best: float | None = None
    to_near: float | None = None
    to_proof: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    memory: float | None = None
    threads: int | None = None
    load: float | None = None
    source: str | None = None
    size: dict[str, int] = field(default_factory=dict)
    costs: dict[str, int] = field(default_factory=dict)
    curve: list[Point] = field(default_factory=list)
    solution: Any = None
    verdict: Verdict | None = None
    more: dict[str, Any] = field(default_factory=dict)
    failure: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the run is called in messages."""
        return f"{self.instance} seed {self.seed}"


@dataclass(frozen=True)
class Plan:
    """A plan that others have, or that stands in the file of a problem.

    Attributes
    ----------
    by
        Whose it is.
    figures, bounds
        What is counted of it, as far as it is known, and what was proven with it.
    seconds
        What it took; a number, or words; None for not told.
    version, when
        Of what it was made with, and when; empty for not told.
    remark
        What else there is to know.
    """

    by: str
    figures: dict[str, Number] = field(default_factory=dict)
    bounds: dict[str, Number] = field(default_factory=dict)
    seconds: float | str | None = None
    version: str = ""
    when: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Entry:
    """A problem: its own name, its size, what else is known of it, and the plans that stand in its file."""

    title: str = ""
    sessions: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)


@dataclass(frozen=True)
class Term:
    """What one rule costs at least, with the hard rules and nothing else, beside what it costs in the best agenda.

    ``alone`` is the cost of the best agenda for this rule alone. Where ``status`` is "free", the rule costs nothing in
    the best agenda, so nothing had to be solved.
    """

    instance: str
    rule: str
    cost: int
    bound: Number
    alone: Number
    status: str
    seconds: float | None = None
    failure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A whole measurement of a family.

    Attributes
    ----------
    family
        The family's name.
    provenance
        The code, the machine and the moment; see :func:`~benchmarks.harness.provenance.provenance`.
    settings
        What was asked for: at least ``seconds``, ``workers`` and ``seeds``.
    files
        The SHA-256 digest of each file that was measured, by its name: others may have another file of that name.
    problems
        What was measured, by the names of the problems, in their order.
    runs, terms
        What came of it.
    """

    family: str
    provenance: dict[str, Any]
    settings: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Entry] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def instances(self) -> list[str]:
        """The problems that were measured, in the order in which they were."""
        return list(dict.fromkeys(run.instance for run in self.runs))

    def runs_of(self, instance: str) -> list[Run]:
        """Return the runs of a problem."""
        return [run for run in self.runs if run.instance == instance]

    def entry(self, instance: str) -> Entry:
        """Return what is known of a problem."""
        return self.problems.get(instance, Entry())


def save(document: Document, path: Path) -> None:
    """Write a document as strict JSON, replacing the file in one step."""
    keep(asdict(document), path)


def load(path: Path) -> Document:
    """Read a document that :func:`save` wrote."""
    return kept(path, _document)


def _document(data: dict[str, Any]) -> Document:
    entries = {name: {**entry, "plans": _plans(entry["plans"])} for name, entry in data["problems"].items()}
    lists = {"runs": [run_from(run) for run in data["runs"]], "terms": [Term(**term) for term in data["terms"]]}
    return Document(**{**data, **lists, "problems": {name: Entry(**entry) for name, entry in entries.items()}})


def _plans(plans: Iterable[Mapping[str, Any]]) -> list[Plan]:
    return [Plan(**plan) for plan in plans]


def run_from(data: Mapping[str, Any]) -> Run:
    """Return the record of a run from plain data."""
    verdict = data.get("verdict")
    return Run(**{**data, "verdict": None if verdict is None else Verdict(**verdict)})
