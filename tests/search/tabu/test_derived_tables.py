"""Rules about single places are weighed without tables of their own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference
from agenda_solver.deadline import Deadline
from agenda_solver.rules.base.amount_tables import Grid
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.search.tabu.derived_tables import tables_of
from agenda_solver.testing import agendas_of
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples
from tests.settings import SETTINGS

ABOUT_PLACES = ("person_availability", "room_availability", "room_capacity", "room_features", "time_preference")


@pytest.mark.parametrize("id", [*ABOUT_PLACES, "room_preference", "session_windows", "person_preference"])
@given(data=st.data())
@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_derived_tables_say_what_the_check_counts(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences())
    choices = SETTINGS[id](conference)
    if not choices:
        return
    rule = read_rule({"rule": id, **data.draw(st.sampled_from(choices))})
    grid = Grid(conference)
    tables = tables_of(rule, grid, Deadline())
    if tables is None:
        return  # set so that it counts cells, which are about several sessions
    known = {session: {(p.block, p.slot) for p in places} for session, places in conference.positions.items()}
    for agenda in agendas_of(conference, 15, data.draw(st.integers(0, 1_000))):
        is_whole = len(agenda) == len(conference.sessions)
        if is_whole and all((place.block, place.slot) in known[id] for id, place in agenda.items()):
            assert tables.total(grid, agenda) == sum(found.amount for found in rule.check(conference, agenda))


def test_a_rule_about_several_sessions_has_no_derived_tables() -> None:
    conference = (
        Conference.build("c", "C", "Europe/Berlin")
        .day("2026-06-01")
        .block("09:00", "10:00")
        .room("Hall")
        .person("Ada")
        .session("A", minutes=60, speakers=["Ada"])
        .session("B", minutes=60, speakers=["Ada"])
        .done()
    )
    assert tables_of(read_rule({"rule": "speaker_clash"}), Grid(conference), Deadline()) is None
    assert tables_of(read_rule({"rule": "room_capacity"}), Grid(conference), Deadline()) is not None
