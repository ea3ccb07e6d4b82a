"""Every rule of the registry keeps the contract between its two faces: alone and with all others, hard and soft."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.solving import solve
from agenda_solver.testing import agendas_of, assert_agenda, assert_contract
from agenda_solver.testing.mutants import Mutant
from agenda_solver.testing.strategies import conferences
from tests.contracts import MISSED, SAME_MODEL, SEVERITIES, Case, cases_of_rule, rule_of, verdicts
from tests.profiles import examples, rounds
from tests.settings import SETTINGS

THOROUGH = settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
# Agendas in which each rule has to be broken, and kept, where nothing else is wrong. Of some hundred agendas that is
# little; below it a rule is hardly tried at all.
LEAST_BROKEN, LEAST_KEPT = rounds(8, 1), rounds(3, 1)


def test_every_rule_of_the_registry_has_settings_for_the_contract() -> None:
    assert set(SETTINGS) == set(built_in_rules())


@pytest.mark.parametrize("id", sorted(SETTINGS))
def test_both_faces_of_each_rule_agree_and_a_post_that_is_wrong_is_noticed(id: str) -> None:
    broken, kept = Counter[str](), Counter[str]()

    def compare(case: Case) -> None:
        for name, severity in SEVERITIES.items():
            one = case.with_severity(severity)
            one.assert_kept()
            amounts = list(one.amounts())
            broken[name] += sum(1 for amount in amounts if amount)
            kept[name] += amounts.count(0)

    cases = cases_of_rule(id, compare)
    assert min(broken[name] for name in SEVERITIES) >= LEAST_BROKEN, broken
    assert min(kept[name] for name in SEVERITIES) >= LEAST_KEPT, kept
    found = list(verdicts(cases))
    assert not [verdict for verdict in found if verdict[2] == MISSED]
    # Where nothing changes, the post never asks whether an optional session has a place: the places alone say it.
    assert {mutant for _, mutant, verdict in found if verdict == SAME_MODEL} <= {Mutant.PRESENT}


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(40))
def test_a_rule_that_does_not_apply_finds_nothing_and_leaves_every_agenda_alone(data: st.DataObject) -> None:
    conference = data.draw(conferences())
    every = [rule_of(id, "hard", choices[0]) for id, make in SETTINGS.items() if (choices := make(conference))]
    if idle := [rule for rule in every if not rule.applies(conference)]:
        assert_contract(conference, *idle, most=6, seed=data.draw(st.integers(0, 10_000)))


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(25))
def test_both_faces_of_built_in_rules_together_agree_on_every_agenda(data: st.DataObject) -> None:
    conference = data.draw(conferences())
    severities = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
    rules = [
        rule_of(id, data.draw(severities), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]
    if rules:
        assert_contract(conference, *rules, most=12, seed=data.draw(st.integers(0, 10_000)))


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_the_agenda_that_is_called_optimal_is_the_best_of_all(data: st.DataObject) -> None:
    conference = data.draw(conferences())
    every = list(agendas_of(conference, 2_000))
    if len(every) == 2_000:
        return
    result = solve(conference, time_limit=20.0, workers=1)
    legal = [card for card in (score(conference, agenda) for agenda in every) if card.is_legal]
    # Costs are compared level by level, the highest first.
    best = min((list(card.costs.values()) for card in legal), default=None)
    found = None if result.scorecard is None else list(result.scorecard.costs.values())
    assert found == best
    assert str(result.status) == ("infeasible" if best is None else "optimal")


BREAKS = {
    "speaker_clash": ("hard", {}),
    "room_capacity": (3, {}),
    "track_balance": (3, {}),
    "person_availability": ("hard", {}),
    "plenary": (5, {}),
    "precedence": ("hard", {}),
}


@pytest.mark.parametrize("id", sorted(BREAKS))
def test_the_contract_fails_when_a_post_is_broken_on_purpose(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule whose solver face says nothing is found out."""
    severity, parameters = BREAKS[id]
    conference = busy_conference()
    if id == "precedence":
        parameters = {"pairs": [{"before": "b", "after": "a"}]}
    rule = rule_of(id, severity, parameters)
    assert_contract(conference, rule)
    monkeypatch.setattr(type(rule), "post", lambda self, decisions: None)
    with pytest.raises(AssertionError, match=r"allows what|costs differ"):
        assert_contract(conference, rule)


@pytest.mark.parametrize("id", ["room_capacity", "plenary"])
def test_the_contract_fails_when_a_post_charges_too_much(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    severity, parameters = BREAKS[id]
    conference = busy_conference()
    rule = rule_of(id, severity, parameters)
    honest = type(rule).post

    def charges_one_more(self: Rule, decisions: Any) -> Any:
        cost = honest(self, decisions)
        assert cost is not None
        cost.constant += 1
        return cost

    monkeypatch.setattr(type(rule), "post", charges_one_more)
    with pytest.raises(AssertionError, match="costs differ"):
        assert_contract(conference, rule)


def busy_conference() -> Conference:
    """Return three sessions in two rooms and two blocks, with something for each rule that is broken."""
    return (
        Conference.build("busy", "Busy", "Europe/Berlin")
        .day("2026-06-01")
        .block("09:00", "10:30", slot_minutes=30)
        .block("11:00", "12:00", slot_minutes=30)
        .room("Small", capacity=10)
        .room("Large", capacity=100)
        .track("T")
        .person("Ada", available=[("2026-06-01T09:00+02:00", "2026-06-01T10:00+02:00")])
        .person("Grace")
        .session("A", minutes=60, speakers=["Ada"], expected_audience=50, track="T")
        .session("B", minutes=60, speakers=["Ada", "Grace"], track="T")
        .session("C", minutes=30, speakers=["Grace"], plenary=True)
        .done()
    )


def test_an_agenda_is_found_illegal_by_both_faces_when_a_session_is_missing() -> None:
    conference = busy_conference()
    compiled = compile_conference(conference, (), exact=True)
    assert not assert_agenda(compiled, Agenda(conference, {}), ())
