"""The outside opinion: what an independent judge says of assignments."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.families.optaplanner.problem import Score

__all__ = ["Verdict", "judged"]

LONGEST = 600.0
MOST_DETAILS = 10


@dataclass(frozen=True)
class Verdict:
    """What the judge says: "agrees", "differs" or "no answer", its own score, and what is different."""

    kind: str
    score: tuple[int, ...] | None = None
    details: list[str] = field(default_factory=list)


def judged(
    judge: Path, problem: Path, assignments: Mapping[str, Any], score: Score, rows: Mapping[str, list[int]]
) -> Verdict:
    """Return what the judge says of assignments.

    The judge is a program of its own: ``judge PROBLEM SOLUTION --json`` prints an object with ``score`` and
    ``constraints``, and ends with 0 for a feasible agenda, with 1 for one that is not. Everything else is no answer.

    Parameters
    ----------
    judge, problem
        The files of the judge and of the problem.
    assignments
        Timeslot and room of each talk.
    score, rows
        Our own score, and what we say of each constraint.
    """
    try:
        answer = _answer(judge, problem, assignments)
        total, theirs = tuple(answer["score"]), answer["constraints"]
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        return Verdict("no answer", None, [f"{type(error).__name__}: {error}"])
    # Two mistakes may have the right sum.
    details = [
        f"{name}: judged {theirs.get(name, [0, 0, 0])}, scored {rows.get(name, [0, 0, 0])}"
        for name in sorted({*theirs, *rows})
        if theirs.get(name, [0, 0, 0]) != rows.get(name, [0, 0, 0])
    ]
    if total != score:
        details.insert(0, f"judged {list(total)}, scored {list(score)}")
    return Verdict("differs" if details else "agrees", total, details[:MOST_DETAILS])


def _answer(judge: Path, problem: Path, assignments: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="optaplanner-") as folder:
        solution = Path(folder) / "solution.json"
        solution.write_text(json.dumps({"assignments": assignments}), encoding="utf-8")
        command = [sys.executable, str(judge), str(problem), str(solution), "--json"]
        told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if told.returncode not in (0, 1) or not told.stdout:
        raise ValueError(f"it ended with code {told.returncode}; {told.stderr.strip()[-300:]}")
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer
