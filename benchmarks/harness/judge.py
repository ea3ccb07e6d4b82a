"""Asks an independent judge about an agenda, figure by figure."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agenda_solver import Agenda
from benchmarks.harness.problem import Judged, Problem
from benchmarks.harness.record import Number, Verdict
from benchmarks.harness.table import NOTHING

LONGEST = 600.0
MOST_DETAILS = 10
# Sums of fractions may differ by this much if they were added in another order; whole numbers must be equal.
CLOSE = 1e-6
# What can go wrong while a judge is asked, and while its answer is read.
NO_ANSWER = (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired)


def ask(problem: Problem, agenda: Agenda, judge: Path, file: Path, solution: Path) -> Verdict:
    """Write a solution and return the verdict of a judge.

    The judge is a program of its own: ``judge PROBLEM SOLUTION --json`` prints an object, and ends with 0 for a legal
    agenda, with 1 for one that is not. Everything else is no answer.
    """
    problem.write(agenda, solution)
    try:
        judged = problem.judged(_answer([sys.executable, str(judge), str(file), str(solution), "--json"]))
    except NO_ANSWER as error:
        return Verdict("no answer", details=[f"{type(error).__name__}: {error}"])
    return verdict_of(problem.figures(agenda), judged)


def _answer(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise ValueError(f"it ended with code {done.returncode}; {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def verdict_of(ours: Mapping[str, Number], judged: Judged) -> Verdict:
    """Compare figures with those of a judge one by one, since the errors of two could cancel.

    Figures that one of the two does not have are 0.
    """
    theirs = dict(judged.figures)
    if judged.faults:
        return Verdict("illegal", theirs, list(judged.faults)[:MOST_DETAILS])
    details = [
        f"{name}: judged {_number(theirs.get(name, 0))}, counted {_number(ours.get(name, 0))}"
        for name in sorted({*theirs, *ours})
        if abs((theirs.get(name) or 0) - (ours.get(name) or 0)) > CLOSE
    ]
    return Verdict("differs" if details else "agrees", theirs, details[:MOST_DETAILS])


def _number(value: Number) -> str:
    return NOTHING if value is None else f"{value:,}"
