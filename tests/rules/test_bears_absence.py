"""Rules that say so never cost more when sessions are taken out of an agenda."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.model.agenda import Agenda
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples
from tests.settings import SETTINGS

BEARING = sorted(id for id, cls in built_in_rules().items() if cls.bears_absence)


@pytest.mark.parametrize("id", BEARING)
@given(data=st.data())
@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
def test_without_one_of_its_sessions_no_agenda_costs_more(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences())
    choices = SETTINGS[id](conference)
    if not choices:
        return
    rule = read_rule({"rule": id, "severity": "hard", **data.draw(st.sampled_from(choices))})
    for agenda in agendas_of(conference, 20, data.draw(st.integers(0, 10_000))):
        amount = _amount(rule, agenda)
        for left_out in agenda:
            fewer = Agenda(conference, {other: place for other, place in agenda.items() if other != left_out})
            assert _amount(rule, fewer) <= amount


def _amount(rule: Rule, agenda: Agenda) -> int:
    return rule.amount_in(agenda)


def test_a_rule_that_wants_something_to_be_there_does_not_say_so() -> None:
    # Without its only session of a language a block lacks it; a published session that is left out has moved.
    assert not {"offer_diversity", "published_time", "unscheduled"} & set(BEARING)
    assert "speaker_clash" in BEARING
