"""The rules of the family keep the contract all together; each of them alone is tried with those of other families."""

from __future__ import annotations

import pytest

from agenda_solver import score
from benchmarks.families.optaplanner.document import CONSTRAINTS
from tests.benchmarks.families.optaplanner.made import tiny_problem
from tests.contracts import assert_contract
from tests.profiles import rounds, some


@pytest.mark.parametrize("seed", some(range(12)))
def test_both_faces_and_the_tables_agree_on_all_rules_together(seed: int):
    problem, legal = tiny_problem(seed)
    assert assert_contract(problem.conference, most=10, seed=seed, planted=legal) >= len(legal)


@pytest.mark.thorough
def test_the_tiny_conferences_have_legal_agendas_in_which_every_rule_counts_differently():
    # Else the tests before would compare nothing. Two talks in one room at once are the one thing never legal.
    varied = set()
    for seed in range(rounds(24, 12)):
        problem, legal = tiny_problem(seed)
        amounts = [{rule.key: rule.amount for rule in score(problem.conference, agenda).rules} for agenda in legal]
        varied |= {problem.shares[key].constraint for key in problem.shares if len({a.get(key) for a in amounts}) > 1}
    assert varied == set(CONSTRAINTS) - {"Room conflict"}
