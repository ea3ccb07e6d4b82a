"""Measures one solve in this process: ``python -m benchmarks.cosplib.child TASK ANSWER``, both files of JSON.

A process of its own has its own memory and its own imports, and can fail without taking the others with it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cosplib import isolation
from benchmarks.cosplib.curve import curve_of, moments, thinned
from benchmarks.cosplib.provenance import load, source_digest
from benchmarks.cosplib.record import Run
from benchmarks.cosplib.task import Task

if TYPE_CHECKING:
    from agenda_solver import Conference, Result, Rule

__all__ = ["answer", "measure", "peak_megabytes", "presolve", "record_of"]


def measure(task: Task) -> Run:
    """Read, solve and write as the task says, and return what was measured."""
    # Imported here, so that the seconds of reading are not those of importing.
    from agenda_solver import solve
    from agenda_solver.formats.cosplib import read_cosplib
    from agenda_solver.rules.base.rule_settings import rules_of
    from benchmarks.tiling import tile

    before = load()
    began = time.perf_counter()
    conference = read_cosplib(task.workbook)
    seconds = {"read": time.perf_counter() - began}
    if task.times > 1:
        conference = tile(conference, task.times)
    rules = chosen_rules(rules_of(conference), task.only)
    result = solve(conference, rules=rules, time_limit=task.seconds, workers=task.workers, seed=task.seed)
    memory = peak_megabytes()
    seconds |= result.seconds
    if task.solution is not None and result.agenda is not None:
        seconds["write"] = _write(result, Path(task.solution))
    size: dict[str, int] = {}
    if task.in_detail:
        seconds["presolve"], size = presolve(conference, rules, task.seconds, task.workers)
    return record_of(task, conference, result, seconds, memory=round(memory, 1), load=before, size=size)


def record_of(
    task: isolation.Task, conference: Conference, result: Result, seconds: dict[str, float], **more: Any
) -> Run:
    """Return the record of a solve.

    Parameters
    ----------
    task, conference, result
        What was asked for, solved and found.
    seconds
        Seconds of each phase.
    more
        Memory, load, size: what only the one who measured knows.
    """
    curve = curve_of(result.history, result.seconds["total"], result.objective, result.bound)
    at = moments(curve, proven=result.status == "optimal")
    return Run(
        instance=task.instance,
        seed=task.seed,
        times=task.times,
        sessions=len(conference.sessions),
        status=str(result.status),
        objective=result.objective,
        bound=result.bound,
        gap=None if result.gap is None else round(result.gap, 6),
        first_legal=None if result.first_legal is None else round(result.first_legal, 3),
        to_best=at.to_best,
        to_near=at.to_near,
        to_proof=at.to_proof,
        seconds={phase: round(value, 3) for phase, value in seconds.items()},
        threads=result.workers,
        source=source_digest(),
        costs={} if result.scorecard is None else {r.key: r.cost for r in result.scorecard.rules if not _hard(r)},
        curve=thinned(curve),
        **more,
    )


def _hard(rule: Any) -> bool:
    return bool(rule.severity.is_hard)


def chosen_rules(rules: Sequence[Rule], only: str | None) -> list[Rule]:
    """Return all rules, or the hard ones and the soft one with a key."""
    return [rule for rule in rules if only is None or rule.is_hard or rule.key == only]


def _write(result: Result, path: Path) -> float:
    from agenda_solver.formats.cosplib import write_solution

    assert result.agenda is not None
    assert result.scorecard is not None
    began = time.perf_counter()
    write_solution(result.agenda, path, result.scorecard)
    return time.perf_counter() - began


def peak_megabytes() -> float:
    """Return the most memory that this process had so far.

    Linux keeps it with the program's memory; ``ru_maxrss`` is what is left elsewhere. On Linux a process begins with
    the ``ru_maxrss`` of the one that started it, so it would tell of the parent's pictures and tables as well.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    peak = next((line.split() for line in lines if line.startswith("VmHWM:")), None)
    if peak is not None:
        return int(peak[1]) / 1_024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


def presolve(
    conference: Conference, rules: Sequence[Rule], most_seconds: float, workers: int
) -> tuple[float, dict[str, int]]:
    """Return the seconds that CP-SAT's presolve takes by itself, and the size of the model that the search begins with.

    The search keeps the presolve of large models short, so this can be more than the search spent on it.
    """
    from ortools.sat.python import cp_model

    from agenda_solver.cpsat.compiler import compile_conference

    compiled = compile_conference(conference, rules, by_track=True)
    compiled.model.minimize(compiled.expression(0))
    solver = cp_model.CpSolver()
    solver.parameters.stop_after_presolve = True
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = most_seconds
    began = time.perf_counter()
    solver.solve(compiled.model)
    seconds = time.perf_counter() - began
    proto = compiled.model.proto
    return seconds, {"variables": len(proto.variables), "constraints": len(proto.constraints)}


def main(task_file: str, answer_file: str) -> None:
    """Measure the task in a file, and write the answer into another."""
    answer(measure(Task(**json.loads(Path(task_file).read_text(encoding="utf-8")))), answer_file)


def answer(run: Run, path: str) -> None:
    """Write what was measured into the file where the parent looks for it."""
    Path(path).write_text(json.dumps(asdict(run), allow_nan=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
