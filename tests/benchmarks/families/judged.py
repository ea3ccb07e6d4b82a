"""The independent judges of the families, and the problems, both of which stand beside the shared data."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Agenda
from benchmarks.harness.judge import ask
from benchmarks.harness.problem import Problem
from benchmarks.harness.record import Verdict
from tests.judges import module_of

__all__ = ["judge_file", "judge_module", "judged_by_the_judge", "needs_data", "problems"]

ROOT = Path(os.environ["AGENDA_SOLVER_DATA"]) if os.environ.get("AGENDA_SOLVER_DATA") else None


def problems(family: str) -> list[Path]:
    """Return the files of a family."""
    return sorted((ROOT / family).glob("*.json")) if ROOT else []


def judge_file(family: str) -> Path | None:
    """Return the judge of a family, or None where there is none."""
    file = ROOT.parent / "judge" / f"{family}_judge.py" if ROOT else None
    return file if file is not None and file.is_file() else None


def judged_by_the_judge(family: str, raw: Any, problem: Problem, agenda: Agenda, folder: Path) -> Verdict:
    """Return what the judge of a family says of an agenda."""
    file, judge = folder / "problem.json", judge_file(family)
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert judge is not None
    return ask(problem, agenda, judge, file, folder / "solution.json")


def judge_module(family: str) -> Any:
    """Return the judge of a family as a module."""
    return module_of(judge_file(family))


def needs_data(family: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test where the problems or the judge of a family are missing."""
    missing = not problems(family) or judge_file(family) is None
    reason = f"there is no {family}/*.json in a folder AGENDA_SOLVER_DATA, with {family}_judge.py beside it"
    return pytest.mark.skipif(missing, reason=reason)
