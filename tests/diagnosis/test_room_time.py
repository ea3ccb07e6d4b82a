"""Sessions that no room takes, and more sessions than the rooms have time for."""

from __future__ import annotations

import pytest

from agenda_solver.diagnosis import diagnose
from agenda_solver.diagnosis.packing import overfull
from tests.diagnosis.findings import hard, impossible, morning, window

# --- nowhere --------------------------------------------------------------------------------------------------------


def test_a_session_whose_features_no_room_has_can_be_nowhere() -> None:
    conference = hard(
        morning("Hall", "Den").session("Debate", minutes=60, required_features=["booth"]), "room_features"
    )
    (finding,) = [f for f in diagnose(conference) if f.kind == "impossible"]
    assert finding.message == (
        '"Debate" has no possible place: every place that its type and length allow breaks room_features. '
        'The least bad one: "Debate" is in Hall, which lacks booth (needed by the session).'
    )
    assert finding.sessions == ("debate",)
    assert impossible(conference) == [finding.message]


def test_a_session_whose_speaker_is_away_can_be_nowhere() -> None:
    builder = morning().person("Ada", available=window("14:00", "15:00"))
    conference = hard(builder.session("Debate", minutes=60, speakers=["Ada"]), "person_availability")
    assert len(impossible(conference)) == 1
    assert impossible(conference)[0].startswith(
        '"Debate" has no possible place: every place that its type and length allow breaks person_availability. '
        "The least bad one: "
    )


def test_a_pin_that_contradicts_another_hard_rule_is_told_with_that_rule() -> None:
    builder = morning("Hall", "Den").room("Library", features=["booth"])
    builder.session("Debate", minutes=60, required_features=["booth"], pin={"room": "den"})
    builder.rule("pinned").rule("room_features").only_these_rules()
    (message,) = impossible(builder.done())
    assert message.startswith(
        '"Debate" has no possible place: every place that its type and length allow breaks one of pinned and '
        "room_features. "
    )


def test_a_hall_that_is_too_small_is_impossible_only_where_capacity_is_hard() -> None:
    builder = morning(capacity=100).session("Debate", minutes=60, expected_audience=120).only_these_rules()
    assert impossible(builder.done()) == []
    assert impossible(builder.rule("room_capacity", "hard").done()) == [
        (
            '"Debate" has no possible place: every place that its type and length allow breaks room_capacity. '
            'The least bad one: 120 people are expected at "Debate", but Hall seats 100.'
        )
    ]


def test_an_optional_session_without_a_place_is_not_impossible() -> None:
    session = {"minutes": 60, "required_features": ["booth"], "optional": True}
    assert impossible(hard(morning().session("Debate", **session), "room_features")) == []


def test_a_hard_wish_for_the_optional_sessions_makes_them_count() -> None:
    builder = morning().session("Debate", minutes=60, required_features=["booth"], optional=True)
    builder.rule("unscheduled", "hard").rule("room_features", "hard").only_these_rules()
    assert len(impossible(builder.done())) == 1


# --- too little space -----------------------------------------------------------------------------------------------


def test_sessions_that_need_more_minutes_than_the_rooms_have_are_impossible() -> None:
    builder = morning()
    for letter in "ABCD":
        builder.session(letter, minutes=60)
    assert impossible(builder.done()) == [
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".'
    ]


def test_sessions_of_one_type_may_have_too_little_space_though_others_have_plenty() -> None:
    builder = morning("Hall", "Den").room("Studio", session_types=["film"])
    for letter in "ABCD":
        builder.session(letter, minutes=60, type="film")
    builder.session("E", minutes=60)
    conference = builder.done()
    assert impossible(conference) == []  # films may be in the open rooms as well
    closed = conference.replace(
        rooms=tuple(room.model_copy(update={"session_types": ("talk",)}) for room in conference.rooms[:2])
        + conference.rooms[2:],
        sessions=(*conference.sessions[:4], conference.sessions[4].model_copy(update={"type": "talk"})),
    )
    assert impossible(closed) == [
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Studio): "A", "B", "C" and "D".'
    ]


def test_long_sessions_that_fit_by_minutes_only_are_told_by_their_number() -> None:
    builder = morning("Hall", "Den")
    for letter in "ABC":
        builder.session(letter, minutes=120)
    assert impossible(builder.done()) == [
        '3 sessions of 120 minutes need a room; 1 block can take 2: "A", "B" and "C".'
    ]


def test_a_session_takes_whole_slots() -> None:
    builder = morning()
    for letter in "ABCD":
        builder.session(letter, minutes=40)
    assert impossible(builder.done()) == [
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".'
    ]


def test_two_crowded_rooms_are_told_one_by_one() -> None:
    builder = morning("Hall", "Den")
    builder.room("Studio", session_types=["film"])
    for letter in "ABCD":
        builder.session(letter, minutes=60, pin={"room": "hall"})
        builder.session(letter * 2, minutes=60, pin={"room": "den"})
    assert impossible(hard(builder, "pinned")) == [
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".',
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Den): "AA", "BB", "CC" and "DD".',
    ]


@pytest.mark.parametrize(("size", "fits"), [(120, True), (119, False)])
def test_a_flow_finds_whether_a_bin_is_full_to_the_minute(size: int, fits: bool) -> None:
    open_to = {"a": frozenset({1}), "b": frozenset({1, 2}), "c": frozenset({2})}
    found = overfull({"a": 60, "b": 60, "c": 60}, open_to, {1: 60, 2: size})
    assert (not found) == fits
    if found:
        assert found[0].sessions == {"a", "b", "c"}
        assert (found[0].need, found[0].size) == (180, 60 + size)
