"""What a move or an exchange would add to the cost is what it adds when it is made, for every rule."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule, rules_of
from agenda_solver.search.local_search.scalarisation import Scalarisation
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.testing.strategies import conferences
from tests.conferences import three_talks
from tests.profiles import examples, some
from tests.settings import SETTINGS

THOROUGH = settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))


def assert_foreseen(draft: WorkingAgenda, session: int, draw: random.Random) -> None:
    """Compare what a shift, and an exchange with another session, would add with what they add."""
    state, other = draft.state, draw.randrange(len(draft.times))
    spots = [(n, draw.choice(draft.times[n]), draw.choice(draft.rooms[n])) for n in (session, other)]
    before = [(n, state.time[n], state.room[n]) for n in (session, other)]
    if before[0][1] < 0:
        return
    foreseen, cost = draft.shift(*spots[0]), draft.cost
    draft.remove(session)
    draft.put(*spots[0])
    assert draft.cost == cost + foreseen
    draft.remove(session)
    draft.put(*before[0])
    assert draft.cost == cost
    if before[1][1] < 0 or other == session:
        return
    foreseen = draft.exchange(session, spots[0][1:], other, spots[1][1:])
    assert draft.cost == cost
    draft.remove(session)
    draft.remove(other)
    draft.put(*spots[0])
    draft.put(*spots[1])
    assert draft.cost == cost + foreseen


def assert_draft(conference: Conference, rules: list[Rule], seed: int) -> None:
    """Make random moves, also such as put two sessions into one room at once, and foresee each of them."""
    draw, draft = random.Random(seed), WorkingAgenda(conference, rules)
    movable = [n for n, times in enumerate(draft.times) if times and draft.rooms[n]]
    if len(movable) < len(draft.times):
        return
    for session in movable:
        draft.put(session, draw.choice(draft.times[session]), draw.choice(draft.rooms[session]))
    for _ in range(20):
        assert_foreseen(draft, draw.choice(movable), draw)
    card = score(conference, draft.grid.agenda(draft.state.time, draft.state.room), rules)
    hard, wishes = draft.scale.split(draft.cost)
    levels = draft.scale.by_level(wishes)
    assert {level: cost for level, cost in levels.items() if cost} == {
        level: cost for level, cost in card.costs.items() if cost
    }
    asked = {rule.key for rule in rules}
    assert hard == sum(rule.amount for rule in card.rules if rule.severity.is_hard and rule.key in asked)


@pytest.mark.parametrize("id", some(sorted(SETTINGS)))
@given(data=st.data())
@THOROUGH
def test_each_rule_is_foreseen(id: str, data: st.DataObject) -> None:
    conference = data.draw(conferences(least_sessions=2))
    choices = SETTINGS[id](conference)
    if choices:
        rule = read_rule({"rule": id, "severity": 1, **data.draw(st.sampled_from(choices))})
        assert_draft(conference, [rule], seed=data.draw(st.integers(0, 10_000)))


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(15))
def test_all_rules_together_are_foreseen(data: st.DataObject) -> None:
    conference = data.draw(conferences(least_sessions=2))
    severities = st.sampled_from(["hard", 1, 7, {"priority": 1, "weight": 2}])
    rules = [
        read_rule({"rule": id, "severity": data.draw(severities), **data.draw(st.sampled_from(choices))})
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and data.draw(st.booleans())
    ]
    assert_draft(conference, rules, seed=data.draw(st.integers(0, 10_000)))


def test_a_cost_is_taken_apart_into_hard_violations_and_levels() -> None:
    rules = [
        read_rule({"rule": "track_balance", "severity": {"priority": 2, "weight": 10**6}}),
        read_rule({"rule": "room_capacity", "severity": 3}),
        read_rule({"rule": "speaker_clash", "severity": "hard"}),
    ]
    scale = Scalarisation(rules)
    cost = 4 * scale.weight(rules[0]) + 5 * scale.weight(rules[1]) + 2 * scale.weight(rules[2])
    hard, wishes = scale.split(cost)
    assert (hard, scale.by_level(wishes)) == (2, {0: 15, 2: 4_000_000})


def test_of_two_sessions_in_one_room_at_once_only_the_first_is_taken_from_an_agenda() -> None:
    conference = three_talks()
    draft = WorkingAgenda(conference, rules_of(conference))
    first, second, third = conference.sessions
    spot = draft.grid.placement(draft.times[0][0], draft.rooms[0][0])
    other = draft.grid.placement(draft.times[0][0], draft.rooms[0][1])
    times, _ = draft.numbers_of({first.id: spot, second.id: spot, third.id: other})
    assert [time >= 0 for time in times] == [True, False, True]


def two_rooms() -> WorkingAgenda:
    """Return the draft of three talks of an hour for the hours 9 and 10 in two rooms: times 0 and 1, rooms 0 and 1."""
    return WorkingAgenda(three_talks(), rules_of(three_talks()))


def test_what_is_in_the_way_is_in_the_same_room_at_the_same_time() -> None:
    draft = two_rooms()
    draft.put(0, 0, 0)
    draft.put(1, 1, 0)
    assert (draft.in_the_way(2, 0, 0), draft.in_the_way(2, 1, 0), draft.in_the_way(2, 0, 1)) == ([0], [1], [])
    assert draft.in_the_way(0, 0, 0) == []
    draft.remove(0)
    assert draft.in_the_way(2, 0, 0) == []


def test_a_hole_reaches_from_the_session_before_to_the_one_after() -> None:
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall").room("Attic")
    builder.block("09:00", "13:00", id="b", slot_minutes=60)
    for name, minutes in {"A": 60, "B": 60, "C": 60, "D": 120}.items():
        builder.session(name, minutes=minutes)
    draft = WorkingAgenda(builder.done(), ())
    # The hours from 9 on are the times 0, 2, 4 and 6; between them are the times of two hours.
    nine, ten, eleven, twelve = (draft.grid.start[time] for time in (0, 2, 4, 6))
    draft.put(0, 0, 0)
    draft.put(1, 4, 0)
    # Between A at 9 and B at 11 is the hour of 10; after B it is free until the block ends at 13.
    assert draft.free_gap(2, 0) == (ten, eleven)
    assert draft.free_gap(6, 0) == (twelve, twelve + 60)
    assert draft.free_gap(2, 0, ignoring=1) == (ten, twelve + 60)
    assert draft.free_gap(2, 0, ignoring=0) == (nine, eleven)
    assert draft.free_gap(2, 1) == (nine, twelve + 60)
    assert (draft.time_from(2, 0, ten), draft.time_from(2, 0, ten + 30)) == (2, None)


def test_a_session_that_must_take_place_and_does_not_is_a_hard_violation() -> None:
    draft = two_rooms()
    assert draft.scale.split(draft.cost) == (3, 0)
    draft.put(0, 0, 0)
    assert draft.scale.split(draft.cost) == (2, 0)
    optional = three_talks(optional=True)
    assert WorkingAgenda(optional, rules_of(optional)).cost == 0


def test_other_places_are_loaded_whatever_stood_in_them() -> None:
    draft = two_rooms()
    draft.load([0, 1, -1], [0, 0, -1])
    # Two sessions change places, and the third one comes in: 40 seats are short in the attic.
    draft.load([1, 0, 0], [0, 0, 1])
    assert (draft.state.time[:3], draft.state.room[:3]) == ([1, 0, 0], [0, 0, 1])
    assert draft.scale.split(draft.cost) == (0, 40)
    draft.load([1, -1, 0], [0, -1, 1])
    assert draft.scale.split(draft.cost) == (1, 40)
    assert draft.in_the_way(1, 0, 0) == []


def test_places_that_a_hard_rule_about_a_session_forbids_are_left_out_unless_none_is_left() -> None:
    talks = three_talks()
    hard = read_rule({"rule": "room_capacity", "severity": "hard"})
    # 60 people have no room in the attic's 20 seats.
    assert WorkingAgenda(talks, [hard]).rooms == [[0], [0], [0]]
    assert WorkingAgenda(talks, rules_of(talks)).rooms == [[0, 1]] * 3
    small = talks.replace(rooms=[room.model_copy(update={"capacity": 20}) for room in talks.rooms])
    assert WorkingAgenda(small, [hard]).rooms == [[0, 1]] * 3
    assert WorkingAgenda(talks, [hard]).times == [[0, 1]] * 3


def test_what_would_be_added_is_told_before_and_for_rules_that_are_switched_off_nothing() -> None:
    draft = two_rooms()
    hard = draft.scale.hard
    assert (draft.peek(0, 0, 0), draft.peek(0, 0, 1)) == (-hard, 40 - hard)
    off = read_rule({"rule": "room_capacity", "severity": "off"})
    assert WorkingAgenda(three_talks(), [off]).peek(0, 0, 1) == -hard


def test_of_sessions_that_follow_each_other_in_a_room_both_are_taken_from_an_agenda() -> None:
    talks = three_talks()
    draft = WorkingAgenda(talks, rules_of(talks))
    places = {"bread": ("hall", "morning", 0), "cheese": ("hall", "morning", 1), "wine": ("attic", "morning", 0)}
    assert draft.numbers_of(talks.agenda(places)) == ([0, 1, 0], [0, 0, 1])
    assert draft.numbers_of(talks.agenda({})) == ([-1] * 3, [-1] * 3)
