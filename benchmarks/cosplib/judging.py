"""The outside opinion: what an independent judge says of a solution workbook."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agenda_solver.formats.cosplib.content import TERMS
from benchmarks.cosplib.record import Run, Verdict

__all__ = ["judged"]

LONGEST = 600.0
MOST_DETAILS = 10


def judged(run: Run, judge: Path, workbook: Path, solution: Path) -> Verdict:
    """Return what the judge says of a run's solution.

    The judge is a program of its own: ``judge INSTANCE SOLUTION --json`` prints an object with ``objective``,
    ``legal``, ``failures`` and ``terms``, and ends with 0 for a legal solution, 1 for an illegal one. Everything else
    is no answer.
    """
    try:
        answer = _answer([sys.executable, str(judge), str(workbook), str(solution), "--json"])
        objective, legal = answer["objective"], answer["legal"]
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        return Verdict("no answer", details=[f"{type(error).__name__}: {error}"])
    if not legal:
        return Verdict("illegal", objective, list(answer.get("failures", ()))[:MOST_DETAILS])
    details = _differences(run, answer.get("terms", {}))
    if objective != run.objective:
        details.insert(0, f"judged {objective}, scored {run.objective}")
    return Verdict("differs" if details else "agrees", objective, details[:MOST_DETAILS])


def _answer(command: list[str]) -> dict[str, Any]:
    told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if told.returncode not in (0, 1) or not told.stdout:
        raise ValueError(f"it ended with code {told.returncode}; {told.stderr.strip()[-300:]}")
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def _differences(run: Run, terms: Mapping[str, Any]) -> list[str]:
    """Return the terms that are judged otherwise than scored: two mistakes may have the right sum."""
    found = []
    for term, key in TERMS.items():
        theirs, ours = terms.get(term, {}).get("cost"), run.costs.get(key, 0)
        if theirs is not None and theirs != ours:
            found.append(f"{term}: judged {theirs}, scored {ours}")
    return found
