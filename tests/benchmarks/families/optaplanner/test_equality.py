"""Our rules count what the family's judge counts: on every level, constraint by constraint, for any assignment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import score, solve
from agenda_solver.rules.base.amount_tables import Grid
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.optaplanner.read import LEVELS, Problem, problem_of, read_problem
from tests.benchmarks.families.optaplanner.judge import PROBLEMS, judge, needs_judge, needs_problems
from tests.benchmarks.families.optaplanner.made import drawn_assignments, made_problem
from tests.profiles import rounds

pytestmark = [pytest.mark.data, needs_judge]

DRAWN, TIMES = rounds(200, 10), rounds(10, 2)
# The naive count of the largest problem takes a third of a second, so it is taken of the first few; the tables of all.
COUNTED = {"216": rounds(25, 2), "72": rounds(DRAWN, 5)}


def counted(problem: Problem, assignments: dict[str, dict[str, str]]) -> dict[str, list[int]]:
    """Return what each constraint is worth by the rules' checks, those left out that say nothing."""
    card = score(problem.conference, problem.agenda(assignments))
    assert list(problem.score(card)) == [
        sum(row[level] for row in problem.by_constraint(card).values()) for level in range(3)
    ]
    return {name: row for name, row in problem.by_constraint(card).items() if any(row)}


class ByTables:
    """Counts with the tables of the rules that have some; the others are given."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = Grid(problem.conference)
        self.rules = [rule for rule in rules_of(problem.conference) if rule.applies(problem.conference)]
        self.tables = {rule.key: rule.as_tables(self.grid) for rule in self.rules if rule.key in problem.shares}

    def counted(self, assignments: dict[str, dict[str, str]]) -> dict[str, list[int]]:
        agenda = self.problem.agenda(assignments)
        found: dict[str, list[int]] = {}
        for rule in self.rules:
            if rule.key not in self.tables:
                continue
            tables = self.tables[rule.key]
            amount = rule.amount_in(agenda) if tables is None else tables.total(self.grid, agenda)
            share = self.problem.shares[rule.key]
            row = found.setdefault(share.constraint, [0] * len(LEVELS))
            row[share.level] += share.reward - amount * rule.severity.weight
        return {name: row for name, row in found.items() if any(row)}


def compare(raw: dict[str, Any], problem: Problem, numbers: range, checked: int) -> None:
    judged_by, tables = judge(), ByTables(problem)
    for number in numbers:
        assignments = drawn_assignments(raw, number)
        total, rows = judged_by(raw, assignments)
        judged = {name: row for name, row in rows.items() if any(row)}
        if number < checked:
            ours = counted(problem, assignments)
            assert ours == judged
            assert [sum(row[level] for row in ours.values()) for level in range(3)] == total
        assert tables.counted(assignments) == judged


@needs_problems
@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.stem)
def test_random_assignments_count_the_same_in_each_problem(path: Path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    checked = next((few for part, few in COUNTED.items() if path.stem.startswith(part)), DRAWN)
    compare(raw, read_problem(path), range(DRAWN), checked)


@pytest.mark.parametrize("seed", range(60))
def test_random_assignments_count_the_same_in_problems_of_any_shape(seed: int):
    raw = made_problem(seed, talks=3 + seed % 12, timeslots=2 + seed % 9, rooms=1 + seed % 5, speakers=seed % 7)
    compare(raw, problem_of(raw), range(TIMES), TIMES)


@pytest.mark.parametrize(
    "seed", [112, 128, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in (101, 106, 126))]
)
def test_solved_agendas_count_the_same(seed: int):
    # The shapes are such that there is an agenda. The solver's own sums are compared while it returns.
    raw = made_problem(seed, talks=4 + seed % 14, timeslots=6 + seed % 8, rooms=3 + seed % 4, speakers=seed % 9)
    problem = problem_of(raw)
    result = solve(problem.conference, rules=problem.rules(), deterministic_limit=0.5, seed=seed)
    assert result.agenda is not None
    total, rows = judge()(raw, problem.assignments(result.agenda))
    assert list(problem.score_of(result.agenda)) == total
    assert counted(problem, problem.assignments(result.agenda)) == {n: row for n, row in rows.items() if any(row)}


def test_the_made_problems_make_every_constraint_count():
    # Else the test before would say nothing about some.
    judged_by, seen = judge(), set()
    for seed in range(60):
        raw = made_problem(seed)
        for number in range(5):
            seen |= set(judged_by(raw, drawn_assignments(raw, number))[1])
    assert len(seen) == 38
