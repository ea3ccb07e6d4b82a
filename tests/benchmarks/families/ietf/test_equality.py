"""Our rules count what the family's judge counts: rule by rule, for any assignment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import solve
from benchmarks.families.ietf.read import SAME_GROUP, Problem, problem_of, read_problem
from tests.benchmarks.families.ietf.made import drawn_assignments, made_meeting
from tests.benchmarks.families.judged import judge_module, judged_by_the_judge, needs_data, problems
from tests.profiles import rounds

pytestmark = [pytest.mark.data, needs_data("ietf")]

DRAWN, TIMES = rounds(60, 12), rounds(10, 3)


def judge_says(problem: Problem, raw: dict[str, Any], assignments: Any) -> dict[str, int]:
    """Return what the judge counts, as its program prints it."""
    found = judge_module("ietf").judge(raw, assignments)
    counts: dict[str, int] = {}
    penalties: dict[str, int] = {}
    for rule, cost, _, _ in found:
        counts[rule] = counts.get(rule, 0) + 1
        penalties[rule] = penalties.get(rule, 0) + (cost or 0)
    answer = {"penalty": sum(penalties.values()), "counts": counts, "penalties": penalties}
    return without_zeros(problem.judged(answer).figures)


def without_zeros(figures: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in figures.items() if number}


def compare(raw: dict[str, Any], problem: Problem, numbers: range) -> set[str]:
    """Compare random assignments, and return what counted in some of them."""
    seen: set[str] = set()
    for number in numbers:
        assignments = drawn_assignments(raw, number)
        ours = without_zeros(problem.figures(problem.agenda(assignments)))
        assert ours == judge_says(problem, raw, assignments)
        seen |= set(ours)
    return seen


@pytest.mark.parametrize("path", problems("ietf"), ids=lambda path: path.stem)
def test_random_assignments_count_the_same_in_the_real_meeting(path: Path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    seen = compare(raw, read_problem(path), range(DRAWN))
    # Else the comparison would say nothing about some: these occur in nearly every random plan of 125 sessions.
    assert seen >= {"conflict-chair", "conflict-technology", "key-person", "time-range", "order", "day-relation"}
    assert seen >= {"conflict-key-participant", "adjacency", "room-too-small", "slot-too-short", SAME_GROUP}


@pytest.mark.parametrize("seed", range(60))
def test_random_assignments_count_the_same_in_meetings_of_any_shape(seed: int):
    raw = made_meeting(seed, groups=2 + seed % 7, days=1 + seed % 4, hours=1 + seed % 3, rooms=1 + seed % 4)
    compare(raw, problem_of(raw), range(TIMES))


@pytest.mark.parametrize("seed", range(5))
def test_solved_agendas_count_the_same(seed: int, tmp_path: Path):
    raw = made_meeting(seed, groups=6, days=3, hours=3, rooms=2 + seed % 2)
    for each in raw["sessions"]:  # so that there is room for all
        each["attendees"], each["minutes"] = 10, min(90, each["minutes"])
    problem = problem_of(raw)
    result = solve(problem.conference, deterministic_limit=0.5, seed=seed)
    assert result.agenda is not None
    verdict = judged_by_the_judge("ietf", raw, problem, result.agenda, tmp_path)
    assert (verdict.kind, verdict.details) == ("agrees", [])
    assert verdict.figures is not None
    assert verdict.figures["penalty"] == result.objective
