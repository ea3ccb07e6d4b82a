"""Micro-benchmarks: compiling and scoring, on the forum and on generated conferences.

Run with ``python -m pytest benchmarks/test_micro.py``; compare only numbers of one run on one machine.
"""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, score, solve
from agenda_solver.rules.registry import rules_of
from agenda_solver.solver.compiler import compile_conference
from benchmarks.runner import conference_of

INSTANCES = ("forum", "generated-50", "generated-200")


@pytest.fixture(scope="module", params=INSTANCES)
def conference(request: pytest.FixtureRequest) -> Conference:
    """Return each instance once."""
    found: Conference = conference_of(request.param)
    return found


def test_compile(benchmark: Any, conference: Conference) -> None:
    """Rules to model."""
    compiled = benchmark(compile_conference, conference, rules_of(conference))
    assert compiled.terms


def test_score(benchmark: Any, conference: Conference) -> None:
    """Agenda to scorecard."""
    agenda = solve(conference, time_limit=30.0, gap=1_000.0).agenda
    assert agenda is not None
    scorecard = benchmark(score, conference, agenda)
    assert scorecard.is_legal
