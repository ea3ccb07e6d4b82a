"""The measurement itself: every instance with every seed, one after the other, stored after each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cosplib import isolation
from benchmarks.cosplib.judging import judged
from benchmarks.cosplib.provenance import provenance
from benchmarks.cosplib.record import FAILED, Document, Run, save
from benchmarks.cosplib.spread import seconds, whole
from benchmarks.cosplib.task import Task
from benchmarks.cosplib.terms import solved_terms

__all__ = ["Campaign", "Plan", "troubles"]

RESULTS = "cosplib.json"


@dataclass(frozen=True)
class Plan:
    """What to measure.

    Attributes
    ----------
    instances
        The workbooks by the names of the instances.
    seconds, workers, seeds
        Limit and threads of each solve, and how many seeds, from 0 on.
    judge
        The judge's file; None where there is none.
    output
        The folder for the results.
    terms
        Seconds for each rule alone; None for not at all.
    profile
        Whether the size of the model and the time of its presolve are measured, too.
    """

    instances: dict[str, Path]
    seconds: float
    workers: int
    seeds: int
    judge: Path | None
    output: Path
    terms: float | None = None
    profile: bool = False


class Campaign:
    """Carries out a plan; ``document`` has what there is, also after an interruption.

    Parameters
    ----------
    plan
        What to measure.
    say
        Called with a sentence after each run.
    """

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self.plan = plan
        self.say = say
        settings = {
            "seconds": plan.seconds,
            "workers": plan.workers,
            "seeds": plan.seeds,
            "instances": list(plan.instances),
            "judged": plan.judge is not None,
            "terms": plan.terms,
            "profile": plan.profile,
        }
        self.document = Document(provenance(), settings)

    def carry_out(self) -> None:
        """Measure everything, and store the results after each run: an interruption costs that run only."""
        self._store()
        for instance, workbook in self.plan.instances.items():
            for seed in range(self.plan.seeds):
                run = self._measured(workbook, seed)
                self.document = replace(self.document, runs=[*self.document.runs, run])
                self._store()
                self.say(_sentence(run))
            if self.plan.terms is not None:
                self._add_terms(instance, workbook, self.plan.terms)

    def _measured(self, workbook: Path, seed: int) -> Run:
        plan = self.plan
        with tempfile.TemporaryDirectory(prefix="cosplib-") as folder:
            solution = Path(folder) / "solution.xlsx"
            task = Task(str(workbook), plan.seconds, plan.workers, seed, in_detail=plan.profile, solution=str(solution))
            run = isolation.run_apart(task)
            if plan.judge is None or run.objective is None:
                return run
            return replace(run, verdict=judged(run, plan.judge, workbook, solution))

    def _add_terms(self, instance: str, workbook: Path, limit: float) -> None:
        best = self.document.best_run(instance)
        if best is None:
            return
        for term in solved_terms(best, workbook, limit, self.plan.workers, isolation.run_apart):
            self.document = replace(self.document, terms=[*self.document.terms, term])
            self._store()

    def _store(self) -> None:
        save(self.document, self.plan.output / RESULTS)


def _sentence(run: Run) -> str:
    head = f"{run.instance} seed {run.seed}: {run.status}"
    if run.status == FAILED:
        return head
    judge = "not judged" if run.verdict is None else f"the judge {_SAYS[run.verdict.kind]}"
    took = seconds(run.seconds.get("total"))
    return f"{head}, objective {whole(run.objective)}, bound {whole(run.bound)}, {took} s, {judge}"


_SAYS = {"agrees": "agrees", "differs": "DIFFERS", "illegal": "calls it ILLEGAL", "no answer": "gives NO ANSWER"}


def troubles(document: Document) -> Iterator[str]:
    """Return what must not be: runs that failed or found no agenda, and agendas that the judge objects to."""
    for run in document.runs:
        name = f"{run.instance} seed {run.seed}"
        if run.status == FAILED:
            yield "\n    ".join([f"{name} failed:", *run.failure])
        elif run.objective is None:
            yield f"{name} found no agenda: {run.status}."
        elif run.verdict is not None and not run.verdict.agrees:
            yield "\n    ".join([f"{name}: the judge {_SAYS[run.verdict.kind]}.", *run.verdict.details])
    for term in document.terms:
        if term.status == FAILED:
            yield "\n    ".join([f"{term.instance}, {term.rule} alone, failed:", *term.failure])
