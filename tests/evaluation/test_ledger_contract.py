"""After any sequence of moves the ledger says what the score says, for every rule, alone and together."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import read_rule
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import score
from agenda_solver.testing.contract import places_of
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples
from tests.settings import SETTINGS

THOROUGH = settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))


def assert_ledger(conference: Conference, rules: list[Rule], moves: int, seed: int) -> None:
    """Make random moves, legal or not, and compare the ledger with the score after each."""
    draw, ledger = random.Random(seed), Ledger(conference, rules)
    for _ in range(moves):
        session = draw.choice(conference.sessions).id
        before = dict(ledger.amounts)
        places = places_of(conference, session)
        if draw.random() < 0.2 or not places:
            change = ledger.take_out(session)
        else:
            place = draw.choice(places)
            ledger.take_out(session)
            before, foreseen = dict(ledger.amounts), ledger.peek(session, place)
            change = ledger.place(session, place)
            assert foreseen == change
        card = score(conference, ledger.agenda, rules)
        assert ledger.amounts == {rule.key: rule.amount for rule in card.rules}, ledger.agenda
        assert change.amounts == {k: n - before[k] for k, n in ledger.amounts.items() if n != before[k]}
        assert ledger.costs == card.costs
        assert ledger.is_legal == card.is_legal


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
        assert_ledger(conference, [rule], moves=20, seed=data.draw(st.integers(0, 10_000)))


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
    assert_ledger(conference, rules, moves=20, seed=data.draw(st.integers(0, 10_000)))


def test_every_built_in_rule_tells_its_terms() -> None:
    """None of them has to be asked through its check."""
    told = {id for id in SETTINGS if "quick" in vars(type(rule_of(id, 1, {})))}
    assert told == set(SETTINGS)
