"""Runs one solve in a process of its own, so that its memory and its imports are its own, and measures it."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.record import Record, machine, source_version

__all__ = ["Task", "measure"]

FORUM = Path(__file__).parent.parent / "examples" / "astana_forum_2025" / "conference.json"


@dataclass(frozen=True)
class Task:
    """One solve to measure: an instance name (``forum``, ``generated-200`` or a file), limit, cores, seed."""

    instance: str
    seconds: float
    workers: int | None
    seed: int


def measure(task: Task) -> Record:
    """Solve once in a fresh process and return the record."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure_here, (task,))


def conference_of(instance: str) -> Any:
    """Return the conference of an instance name, or of a conference file."""
    from agenda_solver import read_conference
    from benchmarks.generator import generate

    if instance == "forum":
        return read_conference(FORUM)
    if instance.startswith("generated-"):
        return generate(int(instance.removeprefix("generated-")))
    return read_conference(Path(instance))


def _measure_here(task: Task) -> Record:
    from agenda_solver import solve

    begin = time.perf_counter()
    conference = conference_of(task.instance)
    read = time.perf_counter() - begin
    load = os.getloadavg()[0]
    result = solve(conference, time_limit=task.seconds, workers=task.workers, seed=task.seed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)
    presolve, size = _presolve(conference)
    curve = [
        [round(p.elapsed, 3), p.objective, p.bound] for p in result.history if p.objective is not None and p.level == 0
    ]
    return Record(
        instance=task.instance if not Path(task.instance).suffix else Path(task.instance).stem,
        sessions=len(conference.sessions),
        seed=task.seed,
        version=result.versions,
        source=source_version(),
        limit=task.seconds,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        workers=result.workers,
        machine=machine(),
        load=round(load, 2),
        status=str(result.status),
        objective=result.objective,
        bound=result.bound,
        gap=result.gap,
        first_legal=_rounded(result.first_legal),
        best_after=best_after(curve),
        total=round(result.seconds["total"], 3),
        phases={
            "read": round(read, 3),
            **{k: round(v, 3) for k, v in result.seconds.items() if k != "total"},
            "presolve": presolve,
        },
        memory=round(memory, 1),
        size=size,
        curve=curve,
    )


def best_after(curve: list[list[float | None]]) -> float | None:
    """Return when the lowest cost of a curve was first reached; None for an empty curve."""
    costs = [objective for _, objective, _ in curve if objective is not None]
    return next((elapsed for elapsed, objective, _ in curve if objective == min(costs)), None)


def _presolve(conference: Any) -> tuple[float, dict[str, int]]:
    """Return the seconds that CP-SAT's presolve takes by itself, and the size of the model."""
    from ortools.sat.python import cp_model

    from agenda_solver.cpsat.compiler import compile_conference
    from agenda_solver.rules.base.rule_settings import rules_of

    compiled = compile_conference(conference, rules_of(conference))
    compiled.model.minimize(compiled.expression(0))
    solver = cp_model.CpSolver()
    solver.parameters.stop_after_presolve = True
    begin = time.perf_counter()
    solver.solve(compiled.model)
    seconds = time.perf_counter() - begin
    proto = compiled.model.proto
    return round(seconds, 3), {"variables": len(proto.variables), "constraints": len(proto.constraints)}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
