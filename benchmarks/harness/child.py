"""Measures one solve in this process: ``python -m benchmarks.harness.child TASK ANSWER``, both files of JSON.

A process of its own has its own memory and its own imports, and can fail without taking the others with it.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.harness.curve import moments, thinned
from benchmarks.harness.family import Family, Item, family_of
from benchmarks.harness.isolate import Task
from benchmarks.harness.judge import ask
from benchmarks.harness.problem import Limits, Problem
from benchmarks.harness.provenance import load, source_digest
from benchmarks.harness.record import Run, Verdict

if TYPE_CHECKING:
    from agenda_solver import Agenda, Result, Rule


MEGABYTE = 1_048_576


def measure(task: Task) -> Run:
    """Read, solve, count and judge a problem, and return the record."""
    # Imported here, so that the seconds of reading are not those of importing.
    import agenda_solver.cpsat.compiler  # noqa: F401
    from agenda_solver import AgendaSolverError

    family, limits, before = family_of(task.family), Limits(task.seconds, task.workers, task.seed), load()
    began = time.perf_counter()
    problem = family.read(Item(**task.item))
    read = time.perf_counter() - began
    rules = None if task.only is None else chosen_rules(problem.rules(), task.only)
    began = time.perf_counter()
    try:
        result = problem.solve(limits, rules)
    except AgendaSolverError as error:
        return Run(task.instance, task.seed, failure=[f"{type(error).__name__}: {error}"])
    seconds = {**result.seconds, "read": read, "total": time.perf_counter() - began}
    about: dict[str, Any] = {"memory": round(peak_megabytes(), 1), "load": before, "threads": result.workers}
    if task.in_detail:
        seconds["presolve"], about["size"] = presolve(problem, rules or problem.rules(), limits)
    if result.agenda is not None and rules is None:
        about["more"] = problem.more(result.agenda, limits)
        about["solution"] = problem.solution(result.agenda)
        about["verdict"] = _verdict(task, problem, result.agenda)
    about["seconds"] = {phase: round(value, 3) for phase, value in seconds.items()}
    return _record(family, task, problem, result, about)


def _record(family: Family, task: Task, problem: Problem, result: Result, about: dict[str, Any]) -> Run:
    figures = {} if result.agenda is None else problem.figures(result.agenda)
    bounds = problem.bounds(result)
    curve = problem.curve(result)
    if len(family.figures) == 1:
        proven = family.main.name in family.proven(figures, bounds)
        about |= moments(curve, proven=proven, high=family.main.high)._asdict()
    return Run(
        instance=task.instance,
        seed=task.seed,
        sessions=len(problem.conference.sessions),
        status=str(result.status),
        figures=figures,
        bounds=bounds,
        first_legal=None if result.first_legal is None else round(result.first_legal, 3),
        source=source_digest(),
        costs={} if result.scorecard is None else {r.key: r.cost for r in result.scorecard.rules if not _hard(r)},
        curve=thinned(curve),
        **about,
    )


def _hard(rule: Any) -> bool:
    return bool(rule.severity.is_hard)


def _verdict(task: Task, problem: Problem, agenda: Agenda) -> Verdict | None:
    counted = problem.count(agenda)
    if counted is not None or task.judge is None:
        return counted
    path = task.item["path"]
    with tempfile.TemporaryDirectory(prefix="judged-") as folder:
        return ask(problem, agenda, Path(task.judge), Path(path), Path(folder) / f"solution{Path(path).suffix}")


def chosen_rules(rules: Sequence[Rule], only: str) -> list[Rule]:
    """Return the hard rules and the soft one with a key."""
    return [rule for rule in rules if rule.is_hard or rule.key == only]


def peak_megabytes() -> float:
    """Return the peak memory of this process.

    On Linux it is read from ``/proc``, because a new process inherits the ``ru_maxrss`` of its parent, which would
    include the pictures and tables. Other systems only have ``ru_maxrss``.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    peak = next((line.split() for line in lines if line.startswith("VmHWM:")), None)
    if peak is not None:
        return int(peak[1]) / 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MEGABYTE if sys.platform == "darwin" else 1_024)


def presolve(problem: Problem, rules: Sequence[Rule], limits: Limits) -> tuple[float, dict[str, int]]:
    """Return the seconds of CP-SAT's full presolve, and the size of the model before it.

    The search keeps the presolve of large models short, so this can be more than the search spent on it.
    """
    from ortools.sat.python import cp_model

    from agenda_solver.cpsat.compiler import compile_conference

    compiled = compile_conference(problem.conference, rules, by_track=True)
    compiled.model.minimize(compiled.expression(0))
    solver = cp_model.CpSolver()
    solver.parameters.stop_after_presolve = True
    solver.parameters.num_workers = limits.workers
    solver.parameters.max_time_in_seconds = limits.seconds
    began = time.perf_counter()
    solver.solve(compiled.model)
    seconds = time.perf_counter() - began
    proto = compiled.model.proto
    return seconds, {"variables": len(proto.variables), "constraints": len(proto.constraints)}


def main(task_file: str, answer_file: str) -> None:
    """Measure the task in a file within its memory limit, and write the record into another."""
    task = Task(**json.loads(Path(task_file).read_text(encoding="utf-8")))
    if task.memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (task.memory * MEGABYTE, task.memory * MEGABYTE))
    Path(answer_file).write_text(json.dumps(asdict(measure(task)), allow_nan=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
