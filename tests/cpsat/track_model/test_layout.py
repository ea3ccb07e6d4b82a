"""From a solution of the tracks' model to an agenda: what fits is laid out, and what it costs is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, solve
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.track_model.layout import Layout, layout_of
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.evaluation.scorecard import score
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.exact.hints import tightest_costs, tightest_values
from agenda_solver.testing import agendas_of, double_booked
from agenda_solver.testing.strategies import conferences_in_tracks
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH, rule_of
from tests.settings import SETTINGS

SOFT = st.sampled_from([1, 3, {"priority": 1, "weight": 2}])
ONE_TRACK_A_CELL = rule_of("track_cell", "hard", {})


def layout(compiled: Compiled, agenda: Agenda) -> Layout | None:
    """Return the agenda of the solution that has the blocks and rooms of an agenda; None where that is illegal."""
    assert isinstance(compiled.decisions, TrackDecisions)
    values = tightest_values(compiled, agenda)
    return None if values is None else layout_of(compiled.decisions, lambda variable: values[variable.index])


def rooms_in_use(agenda: Agenda) -> set[tuple[str, str, str]]:
    """Return which track has which room in which block."""
    of = agenda.conference.session_by_id
    return {(str(of[id].track), place.block, place.room) for id, place in agenda.items()}


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_an_agenda_that_is_called_exact_is_legal_and_costs_what_the_model_says(data: st.DataObject) -> None:
    conference = data.draw(conferences_in_tracks())
    rules = [
        rule_of(id, data.draw(SOFT), data.draw(st.sampled_from(choices)))
        for id, make in SETTINGS.items()
        if id != "track_cell" and (choices := make(conference)) and data.draw(st.integers(0, 2)) == 0
    ]
    rules.append(ONE_TRACK_A_CELL)
    compiled = compile_conference(conference, rules, by_track=True)
    assert isinstance(compiled.decisions, TrackDecisions)
    for agenda in agendas_of(conference, 25, data.draw(st.integers(0, 10_000))):
        values = None if double_booked(agenda) else tightest_values(compiled, agenda)
        if values is None:
            continue
        found = layout_of(compiled.decisions, lambda variable, of=values: of[variable.index])
        if found.exact:
            scorecard = score(conference, found.agenda, rules)
            assert scorecard.is_legal, f"{scorecard}\n{found.agenda}"
            costs = {rule.key: rule.cost for rule in scorecard.rules if not rule.severity.is_hard}
            assert costs == dict.fromkeys(costs, 0) | compiled.costs_by_rule(values), found.agenda


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(20))
def test_every_session_keeps_its_block_and_every_track_its_rooms(data: st.DataObject) -> None:
    """At least where the sessions really fit: these do, since an agenda has them there."""
    conference = data.draw(conferences_in_tracks())
    compiled = compile_conference(conference, [ONE_TRACK_A_CELL], by_track=True)
    for agenda in agendas_of(conference, 25, data.draw(st.integers(0, 10_000))):
        if double_booked(agenda) or (found := layout(compiled, agenda)) is None:
            continue
        assert not double_booked(found.agenda)
        assert rooms_in_use(found.agenda) <= rooms_in_use(agenda)
        for id, place in found.agenda.items():
            assert place.block == agenda[id].block
        if found.exact:
            assert len(found.agenda) == len(agenda)
            assert rooms_in_use(found.agenda) == rooms_in_use(agenda)


# --- one track in a block of three slots ---------------------------------------------------------------------------


def workshop(*sessions: dict[str, Any], rules: dict[str, Any] | None = None) -> Compiled:
    """Return a track of these sessions, and another with a talk elsewhere; two rooms, a morning and a noon."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall").room("Lab")
    builder.block("09:00", "10:00", id="morning", slot_count=3).block("12:00", "12:20", id="noon", slot_count=1)
    builder.person("Ada").person("Bob")
    builder.track("Art", id="art").track("Law", id="law")
    builder.session("Law", id="law1", duration_slots=1, track="law")
    for number, session in enumerate(sessions):
        builder.session(f"Art {number}", id=f"art{number}", track="art", **session)
    builder.rule("track_cell", "hard")
    for rule, parameters in (rules or {}).items():
        builder.rule(rule, 1, **parameters)
    conference = builder.done()
    return compile_conference(conference, rules_of(conference), by_track=True)


def agenda_in(compiled: Compiled, **places: tuple[str, str, int]) -> Agenda:
    return compiled.conference.agenda({"law1": ("hall", "noon", 0), **places})


def test_sessions_of_one_room_stand_at_their_positions_in_the_track():
    compiled = workshop(
        {"duration_slots": 1, "position": 3},
        {"duration_slots": 1},
        {"duration_slots": 1, "position": 1},
        rules={"track_order": {}},
    )
    rooms = {f"art{n}": ("hall", "morning", n) for n in range(3)}
    found = layout(compiled, agenda_in(compiled, **rooms))
    assert found is not None
    assert found.exact
    # The third is to be first, and the first third; the second has the place between.
    assert {id: place.slot for id, place in found.agenda.items()} == {"art2": 0, "art1": 1, "art0": 2, "law1": 0}


def test_sessions_that_should_not_be_apart_are_packed_together():
    # Ada has two sessions and so has Bob; each pair in a room of its own nobody has to be in two rooms of a block.
    compiled = workshop(
        *({"duration_slots": 1, "speakers": [speaker]} for speaker in ("Ada", "Bob", "Bob", "Ada")),
        rules={"speaker_clash": {"scope": "block"}},
    )
    # In this agenda both pairs are torn apart: it costs 2, and the model does not say so.
    places = {"art0": ("hall", "morning", 0), "art1": ("hall", "morning", 1)}
    places |= {"art2": ("lab", "morning", 0), "art3": ("lab", "morning", 1)}
    agenda = agenda_in(compiled, **places)
    assert score(compiled.conference, agenda, compiled.rules).costs == {0: 2}
    found = layout(compiled, agenda)
    assert found is not None
    assert found.exact
    assert score(compiled.conference, found.agenda, compiled.rules).costs == {0: 0}


def test_long_sessions_are_packed_before_short_ones():
    # 1 + 1 + 2 + 2 in two rooms of three: the two long ones can not share a room.
    compiled = workshop(*({"duration_slots": length} for length in (1, 1, 2, 2)))
    places = {"art0": ("hall", "morning", 0), "art2": ("hall", "morning", 1)}
    places |= {"art1": ("lab", "morning", 0), "art3": ("lab", "morning", 1)}
    found = layout(compiled, agenda_in(compiled, **places))
    assert found is not None
    assert found.exact
    assert found.agenda["art2"].room != found.agenda["art3"].room
    assert score(compiled.conference, found.agenda, compiled.rules).is_legal


def test_where_those_who_should_not_be_apart_do_not_fit_a_room_it_is_said():
    # One speaker has all four sessions of a slot, and a room has three. In any agenda somebody pays, not in the model.
    compiled = workshop(
        *({"duration_slots": 1, "speakers": ["Ada"]} for _ in range(4)), rules={"speaker_clash": {"scope": "block"}}
    )
    places = {"art0": ("hall", "morning", 0), "art1": ("hall", "morning", 1)}
    places |= {"art2": ("lab", "morning", 0), "art3": ("lab", "morning", 1)}
    found = layout(compiled, agenda_in(compiled, **places))
    assert found is not None
    assert not found.exact
    # Four together and apart from nobody is impossible: at best three and one, three pairs.
    assert score(compiled.conference, found.agenda, compiled.rules).costs[0] >= 3


@pytest.mark.parametrize(("rooms", "solved", "scored"), [(1, 2, 2), (2, 3, 4)])
def test_two_similar_tracks_with_two_rooms_each_may_cost_more_than_the_model_says(rooms, solved, scored):
    """Of so many rooms and two others the model charges one less than there are, which one room alone makes exact."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").block("09:00", "10:00", id="only")
    for number in range(4):
        builder.room(f"Room {number}", id=f"r{number}")
    builder.track("Art", id="art").track("Law", id="law")
    places = {f"art{n}": (f"r{n}", "only", 0) for n in range(rooms)}
    places |= {f"law{n}": (f"r{2 + n}", "only", 0) for n in range(2)}
    for id in places:
        builder.session(id, id=id, minutes=60, track=id[:3])
    builder.rule("track_cell", "hard")
    builder.rule("similar_tracks", 1, pairs=[{"tracks": ["art", "law"], "amount": 1}], scope="block")
    conference = builder.done()
    agenda = conference.agenda(places)
    compiled = compile_conference(conference, rules_of(conference), by_track=True)
    assert tightest_costs(compiled, agenda) == {"similar_tracks": solved}
    found = layout(compiled, agenda)
    assert found is not None
    assert found.exact == (solved == scored)
    assert score(conference, found.agenda, compiled.rules).costs == {0: scored}


@pytest.mark.parametrize("start", ["09:30", "10:00"])
def test_a_session_with_one_start_left_in_its_block_has_that(start: str) -> None:
    """Nothing has to be decided about its time, so there is no literal for it; the others go around it."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01")
    builder.block("09:00", "10:30", slot_minutes=30).block("11:00", "12:30", slot_minutes=30)
    builder.room("Hall").room("Lab").track("Art", id="art").track("Law", id="law")
    builder.session("Pinned", id="pinned", duration_slots=1, track="art", pin={"start": f"2026-06-01T{start}:00Z"})
    builder.session("Long", duration_slots=2, track="law", pin={"start": "2026-06-01T09:30:00Z"})
    for number in range(4):
        builder.session(f"Art {number}", duration_slots=1, track="art")
    builder.rule("track_cell", "hard").rule("pinned", "hard").rule("track_parallel", 2, scope="block")
    result = solve(builder.done(), workers=1)
    # Two of the other four fit beside the pinned one in the morning's first block, two follow in the next.
    assert (str(result.status), result.objective) == ("optimal", 0)
