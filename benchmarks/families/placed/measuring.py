"""One solve of one problem, what is kept of it, and what the judge says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, AgendaSolverError, Result
from benchmarks.families.judging import MOST_DETAILS, NO_ANSWER, Verdict, answer_of
from benchmarks.families.placed.problem import PlacedProblem

__all__ = ["FAILED", "Run", "judged", "measure"]

FAILED = "failed"


@dataclass(frozen=True)
class Run:
    """One solve of one problem with one seed.

    Attributes
    ----------
    problem, sessions, seed
        What was solved: the name of its file without the ending, its size, and the seed of the search.
    status
        How it ended; "failed" where the library gave no answer.
    figures
        What is counted of the agenda, by the judge's names; empty where there is none.
    bounds
        What each figure that is to be small cannot be less than, those above it being what they are; None where nothing
        is proven.
    seconds
        Seconds to the first legal agenda ("first"), in which the model was made ("compile"), and of everything
        ("total").
    assignments
        Slot and room of each session.
    verdict
        What the judge says; None where it was not asked.
    failure
        Why there is no answer.
    """

    problem: str
    sessions: int
    seed: int
    status: str = FAILED
    figures: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int | None] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    assignments: dict[str, dict[str, str]] = field(default_factory=dict)
    verdict: Verdict | None = None
    failure: str | None = None


def measure(problem: PlacedProblem, path: Path, seconds: float, workers: int, seed: int, judge: Path | None) -> Run:
    """Solve a problem with the rules of its conference, and ask the judge about the agenda.

    Parameters
    ----------
    problem, path
        The problem, and its file.
    seconds, workers, seed
        The limit, the threads and the seed of the solve.
    judge
        The judge's file; None where nobody is to be asked.
    """
    about: dict[str, Any] = {"problem": path.stem, "sessions": len(problem.conference.sessions), "seed": seed}
    began = time.perf_counter()
    try:
        result = problem.solve(seconds, workers, seed)
    except AgendaSolverError as error:
        return Run(**about, failure=f"{type(error).__name__}: {error}")
    about |= {"status": str(result.status), "seconds": _seconds(result, round(time.perf_counter() - began, 3))}
    if result.agenda is None:
        return Run(**about)
    return Run(
        **about,
        figures=problem.figures(result.agenda),
        # No cost is less than 0, whatever was demanded.
        bounds={name: result.bounds.get(level, 0) for name, level in problem.levels.items()},
        assignments=problem.assignments(result.agenda),
        verdict=None if judge is None else judged(problem, path, result.agenda, judge),
    )


def _seconds(result: Result, total: float) -> dict[str, float]:
    found = {"compile": result.seconds.get("compile"), "first": result.first_legal, "total": total}
    return {name: round(value, 3) for name, value in found.items() if value is not None}


def judged(problem: PlacedProblem, path: Path, agenda: Agenda, judge: Path) -> Verdict:
    """Return whether the judge counts the same, figure by figure: two mistakes may have the right sum."""
    ours = problem.figures(agenda)
    try:
        theirs = problem.judged_figures(answer_of(judge, path, problem.assignments(agenda)))
    except NO_ANSWER as error:
        return Verdict.without_answer(error)
    details = [
        f"{name}: judged {_number(theirs, name)}, counted {_number(ours, name)}"
        for name in sorted({*theirs, *ours})
        if theirs.get(name, 0) != ours.get(name, 0)
    ]
    score = tuple(theirs.get(name, 0) for name in problem.levels)
    return Verdict("differs" if details else "agrees", score, details[:MOST_DETAILS])


def _number(figures: Mapping[str, int], name: str) -> str:
    return f"{figures.get(name, 0):,}"
