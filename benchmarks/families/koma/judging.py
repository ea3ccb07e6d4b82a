"""The outside opinion: what an independent judge says of a solution."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.families.koma.record import Run

__all__ = ["judged"]

LONGEST = 600.0
CLOSE = 1e-6


def judged(run: Run, judge: Path, instance: Path, solution: Path) -> Run:
    """Return a run with what the judge says of its solution.

    The judge is a program of its own: ``judge INSTANCE SOLUTION`` prints an object with ``hard``, ``violations`` and
    ``objective``, and ends with 0 for a legal solution and 1 for an illegal one. Everything else is no answer.
    """
    command = [sys.executable, str(judge), str(instance), str(solution)]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        if told.returncode not in (0, 1):
            return replace(run, verdict="no answer", details=[told.stderr.strip()[-300:]])
        answer = json.loads(told.stdout)
        hard, violations, objective = answer["hard"], answer["violations"], float(answer["objective"])
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        return replace(run, verdict="no answer", details=[f"{type(error).__name__}: {error}"])
    if hard:
        return replace(run, judged=objective, verdict="illegal", details=[f"{k}: {v}" for k, v in violations.items()])
    agrees = run.value is not None and abs(objective - run.value) <= CLOSE
    details = [] if agrees else [f"judged {objective}, counted {run.value}"]
    return replace(run, judged=objective, verdict="agrees" if agrees else "differs", details=details)
