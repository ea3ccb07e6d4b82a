"""Where one sum is the reason, it stands in the first two lines, and the right change is in the first three groups."""

from __future__ import annotations

from functools import cache

import pytest

from agenda_solver.explaining import Explanation, explain_infeasible
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.rules.base.rule_settings import rules_of
from tests.explaining.hopeless import HOPELESS
from tests.explaining.infeasibility.test_explain import is_feasible

QUICK = {"ludmila leaves", "two problems"}
EVERY = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else pytest.mark.thorough) for name in sorted(HOPELESS)]
)


@cache
def explained(name: str) -> Explanation:
    return explain_infeasible(HOPELESS[name].make(), time_limit=3600, workers=2)


@EVERY
def test_the_sum_is_told_first(name: str) -> None:
    first_two = "\n".join(explained(name).sentences[:2])
    assert [piece for piece in HOPELESS[name].told if piece not in first_two] == []


@EVERY
def test_the_right_change_is_among_the_first_three_groups(name: str) -> None:
    groups = [group.message for group in explained(name).groups[:3]]
    assert any(fix in message for fix in HOPELESS[name].fixes for message in groups), groups


@EVERY
def test_every_way_out_leads_to_an_agenda_and_nothing_stays_open(name: str) -> None:
    conference, explanation = HOPELESS[name].make(), explained(name)
    assert explanation.is_minimal
    assert explanation.is_complete
    for group in explanation.groups:  # the last of those that are alike, which was not asked for itself
        changed = group.ways[-1].apply(conference)
        assert is_feasible(Case(changed, rules_of(changed))), group.message
