"""The measurement itself: every problem with every seed, one after the other, stored after each run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from agenda_solver.errors import InvalidInput
from benchmarks.harness import isolate
from benchmarks.harness.family import Family, Item, RunSpec
from benchmarks.harness.files import find_judge
from benchmarks.harness.provenance import load, provenance
from benchmarks.harness.record import FAILED, Document, Entry, Run, save
from benchmarks.harness.table import seconds
from benchmarks.harness.terms import best_run, solved_terms

NOT_JUDGED = "NOT JUDGED: there is no judge beside the data; name one with --judge."
_SAYS = {
    "agrees": "agrees",
    "differs": "counts otherwise",
    "illegal": "calls it ILLEGAL",
    "no answer": "gives no answer",
}


class Campaign:
    """Measures a family; ``document`` has the results so far, also after an interruption."""

    def __init__(self, family: Family, spec: RunSpec, say: Callable[[str], None]) -> None:
        self.family, self.spec, self.say = family, spec, say
        self.items = family.items(spec)
        self.judge = self._judge()
        settings = {"seconds": spec.seconds, "workers": spec.workers, "seeds": spec.seeds, **spec.given}
        settings |= {} if family.judge is None else {"judged": self.judge is not None}
        settings |= {} if spec.memory is None else {"memory": spec.memory}
        files = {Path(item.path).name: _digest(Path(item.path)) for item in self.items if item.path}
        problems = {item.name: self._entry(item) for item in self.items}
        self.document = Document(family.name, provenance(), settings, files, problems)

    @property
    def results(self) -> Path:
        """The file of the results."""
        return self.spec.output / f"{self.family.name}.json"

    def _judge(self) -> Path | None:
        if self.family.judge is None:
            return None
        judge = find_judge(Path(self.items[0].path or ""), self.family.judge, self.spec.judge)
        if judge is None:
            self.say(NOT_JUDGED)
        return judge

    def _entry(self, item: Item) -> Entry:
        try:
            problem = self.family.read(item)
        except InvalidInput as error:
            raise error if error.source or item.path is None else error.in_source(item.path) from error
        for remark in problem.remarks:
            self.say(f"{Path(item.path).name if item.path else item.name}: {remark}")
        conference = problem.conference
        return Entry(conference.name, len(conference.sessions), problem.facts(), problem.plans())

    def carry_out(self) -> None:
        """Measure everything, and store the results after each run, so that an interruption costs one run only."""
        for item in self.items:
            for seed in range(self.spec.seeds):
                run = self._measured(item, seed)
                self.document = replace(self.document, runs=[*self.document.runs, run])
                save(self.document, self.results)
                self.say(self._sentence(run))
            if self.spec.terms is not None:
                self._add_terms(item, self.spec.terms)

    def _measured(self, item: Item, seed: int) -> Run:
        before = load()
        run = isolate.run_apart(self._task(item, seed))
        return replace(run, load=before) if run.load is None else run

    def _task(self, item: Item, seed: int, limit: float | None = None, only: str | None = None) -> isolate.Task:
        spec, judge = self.spec, None if self.judge is None else str(self.judge.resolve())
        return isolate.Task(
            family=self.family.name,
            item=asdict(item),
            seconds=limit or spec.seconds,
            workers=spec.workers,
            seed=seed,
            only=only,
            # The model is the same with each seed, so it is counted with the first one.
            in_detail=(spec.profile or self.family.profile) and seed == 0 and only is None,
            judge=judge if only is None else None,
            memory=spec.memory,
        )

    def _add_terms(self, item: Item, limit: float) -> None:
        best = best_run(self.document, self.family, item.name)
        if best is None:
            return

        def alone(rule: str) -> Run:
            return isolate.run_apart(self._task(item, best.seed, limit, rule))

        for term in solved_terms(best, self.family.main.name, alone):
            self.document = replace(self.document, terms=[*self.document.terms, term])
            save(self.document, self.results)

    def _sentence(self, run: Run) -> str:
        if not run.figures:
            return f"{run.name}: {run.status}"
        took, judge = seconds(run.seconds.get("total")), "not judged"
        if run.verdict is not None:
            judge = f"the judge {_SAYS[run.verdict.kind]}"
        words = f"{run.name}: {run.status}, {self.family.words(run.figures)}, {took} s"
        return words if self.family.judge is None and run.verdict is None else f"{words}, {judge}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def troubles(family: Family, document: Document) -> Iterator[str]:
    """Return the failures: runs that failed or found no agenda, and agendas with which the judge disagrees."""
    for run in document.runs:
        if run.status == FAILED:
            yield "\n    ".join([f"{run.name} failed:", *run.failure])
        elif not run.figures:
            yield f"{run.name} found no agenda: {run.status}."
        elif run.verdict is not None and run.verdict.kind != "agrees":
            yield "\n    ".join([f"{run.name}: the judge {_SAYS[run.verdict.kind]}.", *run.verdict.details])
        yield from family.troubles(run)
    for term in document.terms:
        if term.status == FAILED:
            yield "\n    ".join([f"{term.instance}, {term.rule} alone, failed:", *term.failure])
