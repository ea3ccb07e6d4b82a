"""Every rule of the registry keeps the contract between its two faces: alone and with all others, hard and soft."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import built_in_rules, read_rule
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import score
from agenda_solver.solver.compiler import compile_conference
from agenda_solver.solving import solve
from agenda_solver.testing import agendas_of, assert_agenda, assert_contract
from agenda_solver.testing.strategies import conferences
from tests.settings import SETTINGS

THOROUGH = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def rule_of(id: str, severity: Any, parameters: dict[str, Any]) -> Rule:
    """Return a rule as a conference file would set it."""
    return read_rule({"rule": id, "severity": severity, **parameters})


def test_every_rule_of_the_registry_has_settings_for_the_contract() -> None:
    assert set(SETTINGS) == set(built_in_rules())


@pytest.mark.parametrize("severity", ["hard", 3])
@pytest.mark.parametrize("id", sorted(SETTINGS))
@given(data=st.data())
@THOROUGH
def test_both_faces_of_each_rule_agree_on_every_agenda(id: str, severity: Any, data: st.DataObject) -> None:
    conference = data.draw(conferences())
    choices = SETTINGS[id](conference)
    if not choices:
        return
    rule = rule_of(id, severity, data.draw(st.sampled_from(choices)))
    assert_contract(conference, rule, most=40, seed=data.draw(st.integers(0, 10_000)))


@given(data=st.data())
@settings(THOROUGH, max_examples=60)
def test_both_faces_of_built_in_rules_together_agree_on_every_agenda(data: st.DataObject) -> None:
    conference = data.draw(conferences())
    severities = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
    rules = [
        rule_of(id, data.draw(severities), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]
    if rules:
        assert_contract(conference, *rules, most=40, seed=data.draw(st.integers(0, 10_000)))


@given(data=st.data())
@settings(THOROUGH, max_examples=40)
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
