"""After any sequence of moves the ledger says what the score says, for every rule, alone and together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.testing.strategies import conferences
from tests.ledgers import assert_account, assert_ledger
from tests.profiles import examples
from tests.settings import SETTINGS

THOROUGH = settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))


def rule_of(id: str, severity: Any, parameters: dict[str, Any]) -> Rule:
    return read_rule({"rule": id, "severity": severity, **parameters})


@pytest.mark.parametrize("id", sorted(SETTINGS))
@given(data=st.data())
@THOROUGH
def test_the_ledger_counts_what_each_rule_counts(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences())
    choices = SETTINGS[id](conference)
    if choices:
        rule = rule_of(id, 1, data.draw(st.sampled_from(choices)))
        seed = data.draw(st.integers(0, 10_000))
        assert_ledger(conference, [rule], moves=20, seed=seed)
        assert_account(conference, [rule], moves=20, seed=seed)


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(15))
def test_the_ledger_counts_what_all_rules_count_together(data: st.DataObject) -> None:
    conference = data.draw(conferences())
    severities = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
    rules = [
        rule_of(id, data.draw(severities), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]
    seed = data.draw(st.integers(0, 10_000))
    assert_ledger(conference, rules, moves=20, seed=seed)
    assert_account(conference, rules, moves=20, seed=seed)


def test_every_built_in_rule_tells_its_terms() -> None:
    """None of them has to be asked through its check."""
    told = {id for id in SETTINGS if "quick" in vars(type(rule_of(id, 1, {})))}
    assert told == set(SETTINGS)
