"""One solve of one event, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, AgendaSolverError, Result
from benchmarks.families.demanding import solve_demanding
from benchmarks.families.tpac.problem import COUNTS, LEVELS, Problem, read_problem

__all__ = ["FAILED", "Run", "measure"]

FAILED = "failed"
STRICT = ("unscheduled", "time_preference")


@dataclass(frozen=True)
class Run:
    """One solve of one event with one seed.

    Attributes
    ----------
    problem, name, meetings, cells, seed
        What was solved: the name of its file without the ending, the name of the event, how many meetings are wanted,
        how many there could be in all rooms and slots, and the seed of the search.
    status
        How it ended; "failed" where the library gave no answer.
    strict
        Whether the agenda has every meeting at a time that was asked for because that was demanded first.
    counts
        What the agenda falls short of, the most important first; empty where there is none.
    proven
        The number of counts, from the first on, that are proven to be as small as they can be, those before them being
        what they are.
    first_legal, total
        Seconds to the first agenda, and of the whole solve.
    reference
        What the schedule in the file falls short of; None where it holds none.
    assignments
        Slot and room of each meeting.
    failure
        Why there is no answer.
    """

    problem: str
    name: str
    meetings: int
    cells: int
    seed: int
    status: str = FAILED
    strict: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    proven: int = 0
    first_legal: float | None = None
    total: float | None = None
    reference: dict[str, int] | None = None
    assignments: dict[str, list[str]] = field(default_factory=dict)
    failure: str | None = None


def measure(path: Path, seconds: float, workers: int, seed: int) -> Run:
    """Solve an event and count what its agenda falls short of.

    Raises
    ------
    InvalidInput
        When the file cannot be used.
    """
    problem = read_problem(path)
    conference = problem.conference
    about: dict[str, Any] = {
        "problem": path.stem,
        "name": problem.name,
        "meetings": len(conference.sessions),
        "cells": len(conference.rooms) * len(conference.blocks),
        "seed": seed,
        "reference": None if problem.reference is None else problem.counts(problem.reference),
    }
    began = time.perf_counter()
    try:
        # Where every meeting can have a time that was asked for, nothing is better on the two highest levels.
        strict, result = solve_demanding(conference, lambda rule: rule.id in STRICT, seconds, workers, seed)
    except AgendaSolverError as error:
        return Run(**about, failure=f"{type(error).__name__}: {error}")
    about |= {
        "status": str(result.status),
        "strict": strict,
        "first_legal": result.first_legal,
        "total": round(time.perf_counter() - began, 3),
    }
    return Run(**about) if result.agenda is None else Run(**about, **_kept(problem, result, result.agenda))


def _kept(problem: Problem, result: Result, agenda: Agenda) -> dict[str, Any]:
    counts = problem.counts(agenda)
    places = {id: [place.block, place.room] for id, place in agenda.items()}
    return {"counts": counts, "proven": _proven(counts, result.bounds), "assignments": places}


def _proven(counts: Mapping[str, int], bounds: Mapping[int, int | None]) -> int:
    """Return how many counts are proven, from the first on: the bound of a level holds under those above it."""
    for number, name in enumerate(COUNTS):
        if (bounds.get(LEVELS[name]) or 0) < counts[name]:
            return number
    return len(COUNTS)
