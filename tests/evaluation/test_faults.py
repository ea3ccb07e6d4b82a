"""Whatever is wrong in the ledger, the contract that holds it to the score notices it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import pytest

from agenda_solver.evaluation import cost_rows as rows
from agenda_solver.evaluation.cost_rows import weighted_rows
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import structural_faults
from agenda_solver.rules.base.rule import Rule
from tests.evaluation.fair import CASES, a_crowded_agenda, a_legal_agenda, fair
from tests.evaluation.faults import FAULTS, Fault
from tests.evaluation.planting import planted
from tests.ledgers import assert_account, assert_ledger
from tests.profiles import some

MOVES = 40


def assert_case(rules: Sequence[Rule]) -> None:
    """Hold the ledger, and an account of all the rules where they tell terms, to the score."""
    is_asked = bool(Ledger(fair(), rules).asked)
    agendas = (a_legal_agenda(), a_crowded_agenda())
    for seed, agenda in enumerate(agendas[:1] if is_asked else agendas):  # each question takes a hundred times longer
        assert_ledger(fair(), rules, moves=10 if is_asked else MOVES, seed=seed, agenda=agenda)
        if not is_asked:
            assert_account(fair(), rules, moves=MOVES, seed=seed)


@pytest.mark.parametrize("case", some(CASES))
def test_without_a_fault_the_contract_is_kept(case: str) -> None:
    """It begins where nothing is wrong with the places themselves, and every rule has something to say."""
    assert not any(structural_faults(fair(), a_legal_agenda()))
    assert all(rule.applies(fair()) for rule in CASES[case])
    assert_case(CASES[case])


@pytest.mark.parametrize("fault", some(FAULTS, of=6), ids=str)
def test_the_contract_notices_each_fault(fault: Fault) -> None:
    """It says that numbers differ; a fault that only raises an error of its own would prove nothing."""
    module = import_module(f"agenda_solver.evaluation.{fault.module}")
    with planted(module, fault.text, fault.instead), pytest.raises(AssertionError):
        assert_case(CASES[fault.case])


def test_a_planted_fault_is_seen_by_who_imported_the_function_before_and_goes_away() -> None:
    with planted(rows, "weight * cost for cost in row", "weight + cost for cost in row"):
        assert weighted_rows([[1, 2]], 3) == [[4, 5]]
    assert weighted_rows([[1, 2]], 3) == [[3, 6]]


@pytest.mark.parametrize(
    ("text", "message"), [("weight", "times, not once"), ("nowhere", "0 times"), ("Helpers for rows", "no function")]
)
def test_a_fault_that_cannot_be_planted_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message), planted(rows, text, "instead"):
        pass
