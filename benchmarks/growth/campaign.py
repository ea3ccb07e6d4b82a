"""Measures drawn conferences one after the other, each solve in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.cosplib import isolation
from benchmarks.cosplib.provenance import provenance
from benchmarks.cosplib.record import FAILED
from benchmarks.cosplib.spread import seconds, whole
from benchmarks.growth.generator import generate
from benchmarks.growth.record import Document, drawn_of, save
from benchmarks.growth.task import Task

__all__ = ["CHILD", "RESULTS", "Campaign", "troubles"]

CHILD = (sys.executable, "-m", "benchmarks.growth.child")
RESULTS = "growth.json"


class Campaign:
    """Measures some sizes; ``document`` has what there is, also after an interruption.

    Parameters
    ----------
    sizes, drawn
        Numbers of sessions, and the seed that the conferences are drawn from.
    limit, workers, seeds
        Seconds and threads of each solve, and how many seeds of the search, from 0 on.
    output
        The folder for the results.
    say
        Called with a sentence after each run.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        drawn: int,
        limit: float,
        workers: int,
        seeds: int,
        output: Path,
        say: Callable[[str], None],
    ) -> None:
        self.output, self.say = output, say
        settings = {"sizes": list(sizes), "drawn": drawn, "seconds": limit, "workers": workers, "seeds": seeds}
        self.document = Document(provenance(), settings)

    def carry_out(self) -> None:
        """Measure all sizes, and store the results after each run."""
        document, asked = self.document, self.document.settings
        # All are drawn first: a size that cannot be is told before hours are spent on the others.
        found = [drawn_of(generate(size, asked["drawn"])) for size in asked["sizes"]]
        for size, drawn in zip(asked["sizes"], found, strict=True):
            document.conferences.append(drawn)
            for seed in range(asked["seeds"]):
                # The model is the same with each seed, so its size is counted once.
                task = Task(size, asked["drawn"], asked["seconds"], asked["workers"], seed, in_detail=seed == 0)
                run = isolation.run_apart(task, CHILD)
                document.runs.append(run)
                save(document, self.output / RESULTS)
                self.say(
                    f"{run.instance} seed {seed}: {run.status}, cost {whole(run.objective)}, "
                    f"first legal after {seconds(run.first_legal)} s"
                )


def troubles(document: Document) -> Iterator[str]:
    """Return a sentence for each process that failed, and for each run that found no agenda."""
    for run in document.runs:
        if run.status == FAILED:
            yield f"{run.instance} seed {run.seed} failed: " + "\n".join(run.failure)
        elif run.objective is None:
            yield f"{run.instance} seed {run.seed} found no agenda: {run.status}."
