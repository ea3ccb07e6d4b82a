"""Micro-benchmarks: compiling and scoring, on the forum and on generated conferences.

Run with ``python -m pytest benchmarks/test_micro.py``; compare only numbers of one run on one machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from agenda_solver import Agenda, Conference, Placement, score, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.explaining.placements.other_places import other_places
from agenda_solver.explaining.placements.swaps import best_swaps
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.run.read import conference_of

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


@pytest.mark.parametrize("instance", ["forum", "generated-1000"])
def test_other_places(benchmark: Any, instance: str) -> None:
    """All places of one session; any agenda will do, so none is solved for."""
    conference: Conference = conference_of(instance)
    agenda = Agenda(conference, dict(_first_fit(conference)))
    session = next(s.id for s in conference.sessions if s.expected_audience and s.id in agenda)
    found = benchmark(other_places, conference, agenda, session)
    assert found


@pytest.mark.parametrize("instance", ["forum", "generated-1000"])
def test_best_swaps(benchmark: Any, instance: str) -> None:
    """All exchanges of one session that has some."""
    conference: Conference = conference_of(instance)
    agenda = Agenda(conference, dict(_first_fit(conference)))
    session = next(id for id in agenda if best_swaps(conference, agenda, id))
    found = benchmark.pedantic(best_swaps, (conference, agenda, session), rounds=3, warmup_rounds=1)
    assert found


def _first_fit(conference: Conference) -> Iterator[tuple[str, Placement]]:
    """Put one session into each room and block as long as there are some; the others have no place."""
    taken: set[tuple[str, str]] = set()
    for session in conference.sessions:
        for position, room in product(conference.positions[session.id], conference.rooms_open_to[session.id]):
            if (position.block, room) not in taken:
                taken.add((position.block, room))
                yield session.id, Placement(room, position.block, position.slot, position.start, position.end)
                break
