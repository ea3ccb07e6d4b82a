"""One measurement: a schedule read, its problem solved, the agenda judged, and a room lost."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, solve
from agenda_solver.replanning.replan import replan
from benchmarks.cosplib.curve import curve_of, thinned
from benchmarks.cosplib.record import Point
from benchmarks.families.fosdem.judging import Faults, Place, judged, published_places
from benchmarks.families.fosdem.problem import Problem, read_problem

__all__ = ["FAILED", "Replanned", "Run", "Task", "main", "measure", "run_from"]

FAILED = "failed"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Task:
    """What is measured.

    Attributes
    ----------
    path
        The schedule file.
    seed, workers
        Of the search.
    seconds
        Limit of the solve.
    replan_seconds
        Limit of the replanning; 0 for none.
    time_zone
        The zone of a file that names none.
    """

    path: str
    seed: int
    workers: int
    seconds: float
    replan_seconds: float
    time_zone: str | None = None


@dataclass(frozen=True)
class Replanned:
    """The replanning after a room was lost: how many talks it had, how many moved, and how long it took in seconds.

    ``faults`` are those of the new agenda; out of their devrooms its talks may well be.
    """

    status: str
    room: str
    talks: int
    moved: int | None
    is_minimal: bool | None
    first_legal: float | None
    total: float
    faults: Faults | None


@dataclass(frozen=True)
class Run:
    """One measurement with one seed.

    Attributes
    ----------
    name, seed
        The name of the file without its ending, and the seed.
    status
        How the solve ended; "failed" where there is no answer.
    talks, devrooms
        The size of the problem.
    read, compile, first_legal, total
        Seconds: to read the file, to make the model, to the first legal agenda, and of the whole solve.
    memory
        Megabytes that the process had at its peak.
    objective, bound
        Cost of the wishes, and what no agenda can be below.
    curve
        Points ``[elapsed, objective, bound]``.
    faults, published
        What is wrong with the agenda, and with the published one.
    replanned, nothing_lost
        What came of the lost room; None where it was not asked for, or there was no agenda, or nothing could be lost,
        which is then said in words.
    failure
        Why there is no answer.
    """

    name: str
    seed: int
    status: str = FAILED
    talks: int = 0
    devrooms: int = 0
    read: float | None = None
    compile: float | None = None
    first_legal: float | None = None
    total: float | None = None
    memory: int | None = None
    objective: int | None = None
    bound: int | None = None
    curve: list[Point] = field(default_factory=list)
    faults: Faults | None = None
    published: Faults | None = None
    replanned: Replanned | None = None
    nothing_lost: str | None = None
    failure: str | None = None


def run_from(raw: dict[str, Any]) -> Run:
    """Return a run that was stored as plain data."""
    replanned = raw["replanned"] and Replanned(**{**raw["replanned"], "faults": _faults(raw["replanned"]["faults"])})
    faults = {name: _faults(raw[name]) for name in ("faults", "published")}
    return Run(**{**raw, **faults, "replanned": replanned})


def _faults(raw: dict[str, int] | None) -> Faults | None:
    return None if raw is None else Faults(**raw)


def measure(task: Task) -> Run:
    """Measure a task in this process.

    Raises
    ------
    InvalidInput
        When the file cannot be used.
    """
    path, began = Path(task.path), time.perf_counter()
    problem = read_problem(path, time_zone=task.time_zone)
    read = time.perf_counter() - began
    result = solve(problem.conference, time_limit=task.seconds, workers=task.workers, seed=task.seed, explain=False)
    total = result.seconds["total"]
    agenda = result.agenda
    return Run(
        name=path.stem,
        seed=task.seed,
        status=str(result.status),
        talks=len(problem.conference.sessions),
        devrooms=len(problem.devrooms),
        read=round(read, 3),
        compile=round(result.seconds.get("compile", 0.0), 3),
        first_legal=None if result.first_legal is None else round(result.first_legal, 3),
        total=round(total, 3),
        # Of the solve: what a replanning needs comes later.
        memory=_peak_memory(),
        objective=result.objective,
        bound=result.bound,
        curve=thinned(curve_of(result.history, total, result.objective, result.bound)),
        faults=None if agenda is None else judged(path, _places(problem, agenda)),
        published=judged(path, published_places(path)),
        **({} if agenda is None or not task.replan_seconds else _after_a_loss(problem, agenda, task)),
    )


def _after_a_loss(problem: Problem, agenda: Agenda, task: Task) -> dict[str, Any]:
    """Return what came of the lost room; in many a programme there is none to spare, which is no fault of the solve."""
    if not problem.has_spare_room:
        return {"nothing_lost": "none is spare on the first day"}
    return {"replanned": _replanned(problem, agenda, task)}


def _places(problem: Problem, agenda: Agenda) -> dict[str, Place]:
    rooms = problem.conference.room_by_id
    return {
        id: Place(
            rooms[agenda[id].room].name, agenda.start(id).replace(tzinfo=None), agenda.end(id).replace(tzinfo=None)
        )
        for id in agenda
    }


def _replanned(problem: Problem, agenda: Agenda, task: Task) -> Replanned:
    lost = problem.lost_room(agenda)
    day_of = {block.id: block.day for block in problem.conference.blocks}
    talks = sum((p.room, day_of[p.block]) == (lost.change.room, lost.change.day) for p in agenda.values())
    began = time.perf_counter()
    found = replan(
        lost.conference, None, [lost.change], time_limit=task.replan_seconds, workers=task.workers, seed=task.seed
    )
    total = time.perf_counter() - began
    new = found.agenda
    return Replanned(
        status=str(found.result.status),
        room=problem.conference.room_by_id[lost.change.room].name,
        talks=talks,
        moved=None if new is None else sum(new.get(id) != place for id, place in agenda.items()),
        is_minimal=found.minimal,
        first_legal=None if found.first_legal is None else round(found.first_legal, 3),
        total=round(total, 3),
        faults=None if new is None else replace(judged(Path(task.path), _places(problem, new)), away=0),
    )


def _peak_memory() -> int:
    """Return the megabytes that this process had at its peak."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak * (1 if sys.platform == "darwin" else 1024) / MEGABYTE)


def main(task_file: str, answer_file: str) -> None:
    """Measure the task in a file, and write the answer into another."""
    task = Task(**json.loads(Path(task_file).read_text(encoding="utf-8")))
    answer = json.dumps(asdict(measure(task)), allow_nan=False)
    Path(answer_file).write_text(answer, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
