"""Our rules count what the family's judge counts: figure by figure, for any assignment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import solve
from benchmarks.families.chi.read import Problem, problem_of, read_problem
from tests.benchmarks.families.chi.made import drawn_assignments, made_draft
from tests.benchmarks.families.judged import judge_module, judged_by_the_judge, needs_data, problems
from tests.profiles import rounds

pytestmark = [pytest.mark.data, needs_data("chi")]

DRAWN, TIMES = rounds(60, 12), rounds(10, 3)


def compare(raw: dict[str, Any], problem: Problem, all_assignments: list[Mapping[str, Any]]) -> set[str]:
    """Compare assignments, and return what counted in some of them."""
    seen: set[str] = set()
    for assignments in all_assignments:
        illegal, _, figures, _, _ = judge_module("chi").judge(raw, assignments, False)
        answer = {**figures, "illegal": [{"amount": amount} for _, amount, _, _ in illegal]}
        ours = problem.figures(problem.agenda(assignments))
        assert ours == problem.judged(answer).figures
        seen |= {name for name, number in ours.items() if number}
    return seen


@pytest.mark.parametrize("path", problems("chi"), ids=lambda path: path.stem)
def test_random_assignments_count_the_same_in_the_real_draft(path: Path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    drawn = [raw["draft"], *(drawn_assignments(raw, number) for number in range(DRAWN))]
    seen = compare(raw, read_problem(path), drawn)
    # Else the comparison would say nothing about some: these occur in nearly every random plan of 215 sessions.
    assert seen == {
        "illegal",
        "author_clashes",
        "clashing_pairs",
        "series_time",
        "series_room",
        "moved_in_time",
        "moved_in_room_only",
    }


@pytest.mark.parametrize("path", problems("chi"), ids=lambda path: path.stem)
def test_the_draft_has_the_clashes_that_are_known(path: Path):
    # 32 authors of sessions at once, in 26 pairs; nothing has moved, and every course is whole.
    problem = read_problem(path)
    draft = json.loads(path.read_text(encoding="utf-8"))["draft"]
    found = {name: number for name, number in problem.figures(problem.agenda(draft)).items() if number}
    assert found == {"author_clashes": 32, "clashing_pairs": 26}


@pytest.mark.parametrize("seed", range(60))
def test_random_assignments_count_the_same_in_drafts_of_any_shape(seed: int):
    raw = made_draft(seed, days=1 + seed % 3, hours=1 + seed % 3, rooms=2 + seed % 3, share=(0.6, 1.0)[seed % 2])
    compare(raw, problem_of(raw), [drawn_assignments(raw, number) for number in range(TIMES)])


@pytest.mark.parametrize("seed", range(5))
def test_solved_agendas_count_the_same(seed: int, tmp_path: Path):
    raw = made_draft(seed, days=3, hours=3, rooms=3, share=0.4)
    raw["series"] = raw["series"][:1]
    for room in raw["rooms"]:  # so that the course can be anywhere
        room["types"], room["slots"] = ["paper", "course"], [slot["id"] for slot in raw["slots"]]
    problem = problem_of(raw)
    result = solve(problem.conference, deterministic_limit=0.5, seed=seed)
    assert result.agenda is not None
    verdict = judged_by_the_judge("chi", raw, problem, result.agenda, tmp_path)
    assert (verdict.kind, verdict.details) == ("agrees", [])
    assert result.scorecard is not None
    assert verdict.figures is not None
    moved = [verdict.figures[name] for name in ("moved_in_time", "moved_in_room_only")]
    assert moved == [result.scorecard.costs[1], result.scorecard.costs[0]]
