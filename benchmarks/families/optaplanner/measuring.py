"""One solve of one problem, and what is kept of it."""

from __future__ import annotations

import time
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, AgendaSolverError, score, solve
from benchmarks.families.judging import Verdict
from benchmarks.families.optaplanner.judging import judged
from benchmarks.families.optaplanner.problem import Problem, Score, read_problem

__all__ = ["FAILED", "Run", "measure"]

FAILED = "failed"
# Seconds after which it is kept what was reached until then.
MARKS = (1, 2, 3, 5, 6, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600)


@dataclass(frozen=True)
class Run:
    """One solve of one problem with one seed.

    Attributes
    ----------
    problem, talks, seed
        What was solved: the name of its file without the ending, its size, and the seed of the search.
    status
        How it ended; "failed" where the library gave no answer.
    score
        Hard, medium and soft, as the family counts; None without an agenda.
    bound
        Soft score that no agenda with the same hard and medium score can exceed; None where nothing is proven.
    first_legal
        Seconds to the first agenda, which may well break what the family calls hard.
    total
        Seconds of the whole solve.
    curve
        Points ``[elapsed, hard, medium, soft]`` of the best agendas after some seconds; see ``MARKS``.
    constraints
        What each constraint is worth, on the three levels.
    assignments
        Timeslot and room of each talk.
    verdict
        What the judge says; None where it was not asked.
    failure
        Why there is no answer.
    """

    problem: str
    talks: int
    seed: int
    status: str = FAILED
    score: tuple[int, ...] | None = None
    bound: int | None = None
    first_legal: float | None = None
    total: float | None = None
    curve: list[list[float]] = field(default_factory=list)
    constraints: dict[str, list[int]] = field(default_factory=dict)
    assignments: dict[str, dict[str, str]] = field(default_factory=dict)
    verdict: Verdict | None = None
    failure: str | None = None

    def score_at(self, seconds: float) -> tuple[int, ...] | None:
        """Return the score that was reached after so many seconds; None where there was no agenda yet."""
        if self.total is not None and seconds >= self.total:
            return self.score
        reached = [point for point in self.curve if point[0] <= seconds]
        return tuple(int(value) for value in reached[-1][1:]) if reached else None


def measure(path: Path, seconds: float, workers: int, seed: int, judge: Path | None) -> Run:
    """Solve a problem, score the agenda with all rules, and ask the judge.

    Raises
    ------
    InvalidInput
        When the file cannot be used.
    """
    problem = read_problem(path)
    found: dict[int, tuple[float, Agenda]] = {}
    began = time.perf_counter()

    def keep(agenda: Agenda, _: dict[int, int]) -> None:
        # To be scored later: what the solver says of its costs may be too much.
        elapsed = time.perf_counter() - began
        found[bisect_left(MARKS, elapsed)] = (round(elapsed, 3), agenda)

    about: dict[str, Any] = {"problem": path.stem, "talks": len(problem.document.talks), "seed": seed}
    try:
        result = solve(
            problem.conference,
            rules=problem.rules_to_solve,
            time_limit=seconds,
            workers=workers,
            seed=seed,
            on_agenda=keep,
            explain=False,
        )
    except AgendaSolverError as error:
        return Run(**about, failure=f"{type(error).__name__}: {error}")
    about |= {
        "status": str(result.status),
        "first_legal": result.first_legal,
        "total": round(result.seconds["total"], 3),
        "curve": [[elapsed, *problem.score_of(agenda)] for elapsed, agenda in found.values()],
    }
    if result.agenda is None:
        return Run(**about)
    if result.bound is not None:
        about["bound"] = problem.score_of_costs({0: result.bound}).soft
    return Run(**about, **_judged(problem, path, result.agenda, judge))


def _judged(problem: Problem, path: Path, agenda: Agenda, judge: Path | None) -> dict[str, Any]:
    card = score(problem.conference, agenda)
    ours: Score = problem.score(card)
    rows, assignments = problem.by_constraint(card), problem.assignments(agenda)
    verdict = None if judge is None else judged(judge, path, assignments, ours, rows)
    return {"score": ours, "constraints": rows, "assignments": assignments, "verdict": verdict}
