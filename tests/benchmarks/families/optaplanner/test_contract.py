"""The rules of the family keep the contract: check, CP-SAT and tables agree, soft and hard."""

from __future__ import annotations

import pytest

from agenda_solver import Agenda, Severity, score
from agenda_solver.rules.registry import rules_of
from agenda_solver.testing.contract import assert_contract
from benchmarks.families.optaplanner import rules as family
from benchmarks.families.optaplanner.constraints import CONSTRAINTS
from benchmarks.families.optaplanner.problem import Problem, problem_of
from tests.benchmarks.families.optaplanner.made import drawn_legal, made_problem, plain_weights

HARD = Severity(kind="hard")


def tiny(seed: int) -> tuple[Problem, list[Agenda]]:
    """Return a problem of three to five talks in which all constraints have a weight, and legal agendas of it."""
    raw = made_problem(seed, talks=3 + seed % 3, timeslots=4 + seed % 2, rooms=1 + seed % 3, speakers=3)
    problem = problem_of({**raw, "weights": plain_weights()})
    drawn = [drawn_legal(raw, number) for number in range(30)]
    return problem, [problem.agenda(assignments) for assignments in drawn if assignments is not None]


@pytest.mark.parametrize("seed", range(24))
def test_both_faces_and_the_tables_agree_on_all_rules_together(seed: int):
    problem, legal = tiny(seed)
    assert assert_contract(problem.conference, most=10, seed=seed, planted=legal) >= len(legal)


@pytest.mark.parametrize("seed", range(16))
def test_both_faces_agree_on_each_hard_rule_alone(seed: int):
    problem, legal = tiny(seed)
    for rule in rules_of(problem.conference):
        hard = rule.model_copy(update={"severity": HARD})
        assert_contract(problem.conference, hard, most=5, seed=seed, planted=legal[:15])


def test_the_tiny_conferences_have_legal_agendas_in_which_every_rule_counts_differently():
    # Else the tests before would compare nothing. Two talks in one room at once are the one thing never legal.
    varied = set()
    for seed in range(24):
        problem, legal = tiny(seed)
        amounts = [{rule.key: rule.amount for rule in score(problem.conference, agenda).rules} for agenda in legal]
        varied |= {problem.shares[key].constraint for key in problem.shares if len({a.get(key) for a in amounts}) > 1}
    assert varied == set(CONSTRAINTS) - {"Room conflict"}


def test_no_rule_of_the_family_is_left_out():
    tried = {type(rule) for seed in range(16) for rule in rules_of(tiny(seed)[0].conference)}
    assert {getattr(family, name) for name in family.__all__} <= tried
