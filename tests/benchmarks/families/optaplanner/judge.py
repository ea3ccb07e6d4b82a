"""The family's independent judge, which stands beside the shared data, and the problems there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.judges import module_of

__all__ = ["PROBLEMS", "judge", "needs_judge", "needs_problems"]

ROOT = Path(os.environ["AGENDA_SOLVER_DATA"]) if os.environ.get("AGENDA_SOLVER_DATA") else None
JUDGE = ROOT.parent / "judge" / "optaplanner_judge.py" if ROOT else None
PROBLEMS = sorted((ROOT / "optaplanner").glob("*.json")) if ROOT else []

needs_judge = pytest.mark.skipif(
    JUDGE is None or not JUDGE.is_file(), reason="there is no optaplanner_judge.py beside the folder AGENDA_SOLVER_DATA"
)
needs_problems = pytest.mark.skipif(not PROBLEMS, reason="AGENDA_SOLVER_DATA names no folder with optaplanner/*.json")

Judged = tuple[list[int], dict[str, list[int]]]


def judge() -> Callable[[dict[str, Any], dict[str, dict[str, str]]], Judged]:
    """Return the judge's function: of a problem and assignments, the score and what each constraint is worth."""
    score: Callable[[dict[str, Any], dict[str, dict[str, str]]], Judged] = module_of(JUDGE).score
    return score
