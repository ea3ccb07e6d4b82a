"""The outside opinion, for families whose judge is told a place for each session."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["MOST_DETAILS", "NO_ANSWER", "Verdict", "answer_of"]

LONGEST = 600.0
MOST_DETAILS = 10
# What can go wrong while a judge is asked, and while its answer is read.
NO_ANSWER = (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired)


@dataclass(frozen=True)
class Verdict:
    """What the judge says: "agrees", "differs" or "no answer", its own score, and what is different."""

    kind: str
    score: tuple[int, ...] | None = None
    details: list[str] = field(default_factory=list)

    @classmethod
    def without_answer(cls, error: Exception) -> Verdict:
        """Return that the judge gave no answer, and why."""
        return cls("no answer", None, [f"{type(error).__name__}: {error}"])


def answer_of(judge: Path, problem: Path, assignments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a judge says of assignments, as it says it.

    The judge is a program of its own: ``judge PROBLEM SOLUTION --json`` prints an object, and ends with 0 for a
    feasible agenda, with 1 for one that is not. Everything else is no answer, and raises one of ``NO_ANSWER``.
    """
    with tempfile.TemporaryDirectory(prefix="judged-") as folder:
        solution = Path(folder) / "solution.json"
        solution.write_text(json.dumps({"assignments": assignments}), encoding="utf-8")
        command = [sys.executable, str(judge), str(problem), str(solution), "--json"]
        told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if told.returncode not in (0, 1) or not told.stdout:
        raise ValueError(f"it ended with code {told.returncode}; {told.stderr.strip()[-300:]}")
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer
