"""Measures one solve of a drawn conference in this process: ``python -m benchmarks.growth.child TASK ANSWER``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.cosplib.child import answer, peak_megabytes, presolve, record_of
from benchmarks.cosplib.provenance import load
from benchmarks.cosplib.record import Run
from benchmarks.growth.task import Task

__all__ = ["measure"]


def measure(task: Task) -> Run:
    """Draw and solve as the task says, and return what was measured; "read" are the seconds of drawing."""
    from agenda_solver import solve
    from agenda_solver.rules.base.rule_settings import rules_of
    from benchmarks.growth.generator import generate

    before = load()
    began = time.perf_counter()
    conference = generate(task.sessions, task.drawn).conference
    seconds = {"read": time.perf_counter() - began}
    result = solve(conference, time_limit=task.seconds, workers=task.workers, seed=task.seed)
    memory = round(peak_megabytes(), 1)
    seconds |= result.seconds
    size: dict[str, int] = {}
    if task.in_detail:
        seconds["presolve"], size = presolve(conference, rules_of(conference), task.seconds, task.workers)
    return record_of(task, conference, result, seconds, memory=memory, load=before, size=size)


def main(task_file: str, answer_file: str) -> None:
    """Measure the task in a file, and write the answer into another."""
    answer(measure(Task(**json.loads(Path(task_file).read_text(encoding="utf-8")))), answer_file)


if __name__ == "__main__":
    main(*sys.argv[1:])
