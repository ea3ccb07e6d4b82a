"""What is stored: one record a run, one a term, and the document that holds them with their provenance."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from benchmarks.documents import keep, kept

__all__ = ["FAILED", "Document", "Run", "Term", "Verdict", "load", "save"]

FORMAT = "agenda-solver/cosplib-benchmark/1"
FAILED = "failed"
Point = list[float | int | None]


@dataclass(frozen=True)
class Verdict:
    """What the judge says of an agenda.

    ``kind`` is one of "agrees", "differs" (another objective than ours), "illegal", "no answer".
    """

    kind: str
    objective: int | None = None
    details: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether the judge finds a legal agenda of the same objective."""
        return self.kind == "agrees"


@dataclass(frozen=True)
class Run:
    """One solve of one instance with one seed.

    Attributes
    ----------
    instance, times, sessions, seed
        What was solved (``times`` copies of it), how large it is, and the seed of the search.
    status, objective, bound, gap
        The answer; None where there is none. The status is "failed" where the process ended without an answer.
    first_legal, to_best, to_near, to_proof
        Seconds from the call of ``solve`` to the first legal agenda, to the best one, to one within 5 % of it, and to
        the proof that it is the best; None for never.
    seconds
        Seconds of each phase: read, compile, those of the search, check, write, and total (of the solve).
    memory
        Peak resident memory of the process in megabytes, when the solve had ended.
    threads, load, source
        Threads used, load average before the solve, and a digest of the code.
    size
        Variables and constraints of the model, where they were counted.
    costs
        What each rule costs in the agenda.
    curve
        Points ``[elapsed, objective, bound]``.
    verdict
        What the judge says; None where the agenda was not judged.
    failure
        The last lines that the process wrote before it failed.
    """

    instance: str
    seed: int
    times: int = 1
    sessions: int | None = None
    status: str = FAILED
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
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
    verdict: Verdict | None = None
    failure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Term:
    """What one rule costs at least, with the hard rules and nothing else, beside what it costs in the best agenda.

    ``alone`` is the cost of the best agenda for this rule alone. Where ``status`` is "free", the rule costs nothing in
    the best agenda, so nothing had to be solved.
    """

    instance: str
    rule: str
    cost: int
    bound: int | None
    alone: int | None
    status: str
    seconds: float | None = None
    failure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A whole measurement.

    Attributes
    ----------
    provenance
        The code, the machine and the moment; see :func:`~benchmarks.cosplib.provenance.provenance`.
    settings
        Seconds, workers, seeds and instances that were asked for, and whether there was a judge.
    runs, terms
        What was measured.
    """

    provenance: dict[str, Any]
    settings: dict[str, Any]
    runs: list[Run] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def instances(self) -> list[str]:
        """The instances that were measured, in the order in which they were."""
        return list(dict.fromkeys(run.instance for run in self.runs))

    def runs_of(self, instance: str) -> list[Run]:
        """Return the runs of an instance."""
        return [run for run in self.runs if run.instance == instance]

    def best_run(self, instance: str) -> Run | None:
        """Return the run with the best agenda; None where none found one."""
        found = [run for run in self.runs_of(instance) if run.objective is not None]
        return min(found, key=lambda run: run.objective or 0, default=None)


def save(document: Document, path: Path) -> None:
    """Write a document as strict JSON, replacing the file in one step."""
    keep(FORMAT, asdict(document), path)


def load(path: Path) -> Document:
    """Read a document that :func:`save` wrote.

    Raises
    ------
    InvalidInput
        When the file cannot be read, or is something else.
    """

    def document(data: dict[str, Any]) -> Document:
        runs = [run_from(run) for run in data["runs"]]
        terms = [Term(**term) for term in data["terms"]]
        return Document(data["provenance"], data["settings"], runs, terms)

    return kept(FORMAT, path, "results of the CoSPLib benchmark", document)


def run_from(data: dict[str, Any]) -> Run:
    """Return the record of a run from plain data."""
    known = {field.name for field in fields(Run)}
    verdict = data.get("verdict")
    return Run(
        **{name: value for name, value in data.items() if name in known - {"verdict"}}, verdict=_verdict(verdict)
    )


def _verdict(data: dict[str, Any] | None) -> Verdict | None:
    return None if data is None else Verdict(**data)
