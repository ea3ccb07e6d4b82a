"""The parts of a conference and the entries of its rules, as sentences."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference
from agenda_solver.explaining.infeasibility.fact_sentences import (
    entry_in_words,
    field_in_words,
    is_id,
    length_in_words,
    person_in_words,
    pin_in_words,
    rooms_in_words,
    windows_in_words,
)
from agenda_solver.model.parts import Pin
from agenda_solver.rules.base.rule_settings import read_rule

MORNING = ("2026-06-01T09:00+02:00", "2026-06-01T10:30+02:00")


def conference() -> Conference:
    builder = (
        Conference.build("c", "C", "Europe/Berlin")
        .day("2026-06-01", id="mon")
        .day("2026-06-02", id="tue", name="Tuesday")
    )
    builder.block("09:00", "11:00", id="b", slot_minutes=60).room("Hall", id="hall", capacity=1200).room(
        "Den", id="den"
    )
    builder.track("Nets", id="nets").person("Ada", id="ada", available=[MORNING])
    builder.session("One", id="one", minutes=60, speakers=["ada"], chairs=["ada"], track="nets")
    builder.session("Two", id="two", duration_slots=1)
    return builder.session("Three", id="three", duration_slots=2, required_people=["ada"]).done()


C = conference()


def test_a_length_is_in_minutes_or_slots() -> None:
    assert [length_in_words(s) for s in C.sessions] == ["60 minutes", "1 slot", "2 slots"]


def test_a_person_has_all_their_roles() -> None:
    one, _, three = C.sessions
    assert person_in_words(C, one, "ada") == 'Ada is a speaker of and is a chair of "One".'
    assert person_in_words(C, three, "ada") == 'Ada has to be able to follow "Three".'


def test_there_are_no_rooms_but_these() -> None:
    assert rooms_in_words(C) == "The only rooms are Hall and Den."
    assert rooms_in_words(C.replace(rooms=C.rooms[:1])) == "The only room is Hall."


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        (None, {}),
        ({"room": "den"}, {"room": '"One" is fixed to Den.'}),
        ({"day": "tue"}, {"day": '"One" is fixed to Tuesday.'}),
        ({"block": "b"}, {"block": '"One" is fixed to the block of 2 Jun 09:00.'}),
        ({"start": "2026-06-02T10:00+02:00"}, {"start": '"One" is fixed to begin at 2 Jun 10:00.'}),
    ],
)
def test_each_part_of_a_pin_is_told_by_itself(pin: dict[str, Any] | None, said: dict[str, str]) -> None:
    session = C.sessions[0].model_copy(update={"pin": None if pin is None else Pin.model_validate(pin)})
    assert pin_in_words(C, session) == said


@pytest.mark.parametrize(
    ("kind", "number", "name", "sentence"),
    [
        ("rooms", 0, "capacity", "Hall seats 1,200."),
        ("people", 0, "available", "Ada is only available 1 Jun 09:00 to 10:30."),
        ("sessions", 0, "track", '"One" belongs to the track Nets.'),
        # Without words of its own a field is told by its name.
        ("sessions", 1, "duration_slots", '"Two": duration slots 1.'),
        ("sessions", 0, "speakers", '"One": speakers ada.'),
        ("blocks", 0, "slot_minutes", "The block of 2 Jun 09:00: slot minutes 60."),
        ("rooms", 1, "closed_blocks", "Den is closed in the block of 2 Jun 09:00."),
        ("people", 0, "id", "Ada: id ada."),
    ],
)
def test_a_field_is_a_sentence(kind: str, number: int, name: str, sentence: str) -> None:
    rooms = [C.rooms[0], C.rooms[1].model_copy(update={"closed_blocks": ("b",)})]
    here = C.replace(rooms=rooms)
    assert field_in_words(here, kind, getattr(here, kind)[number], name) == sentence


def test_windows_are_listed() -> None:
    (window,) = C.people[0].available
    assert windows_in_words(C, [window, window]) == "1 Jun 09:00 to 10:30 and 1 Jun 09:00 to 10:30"


def test_what_a_room_needs_before_and_after_a_session_is_told() -> None:
    one = C.sessions[0].model_copy(update={"setup_minutes": 20, "teardown_minutes": 15})
    said = [field_in_words(C, "sessions", one, name) for name in ("setup_minutes", "teardown_minutes")]
    assert said == [
        'The room of "One" has to be empty for 20 minutes before it.',
        'The room of "One" stays closed for 15 minutes after it.',
    ]


def test_an_entry_is_an_id_only_where_a_parameter_is_about_parts() -> None:
    asked = [("sessions", "one"), ("rooms", "hall"), ("day", "mon"), ("sessions", "hall"), ("roles", "one"), ("day", 1)]
    assert [is_id(C, *one) for one in asked] == [True, True, True, False, False, False]


def entries(rule: str, field: str, **parameters: Any) -> list[str]:
    made = read_rule({"rule": rule, "severity": 1, **parameters})
    return [entry_in_words(C, made, field, entry) for entry in getattr(made, field)]


def test_the_entries_of_rules_are_sentences() -> None:
    pairs = [
        {"before": "one", "after": "two"},
        {"before": "one", "after": "three", "min_gap_minutes": 30, "other_day": True},
    ]
    assert entries("precedence", "pairs", pairs=pairs) == [
        '"Two" comes after "One".',
        '"Three" comes after "One", at least 30 minutes after its end, on a later day.',
    ]
    rows = [{"session": "one", "block": "b", "amount": 5}, {"track": "nets", "day": "tue", "amount": 2}]
    assert entries("time_preference", "tables", tables=rows) == [
        '"One" in the block of 2 Jun 09:00 is charged 5 points.',
        "The track Nets on Tuesday is charged 2 points.",
    ]
    rows = [{"session": "two", "room": "den", "amount": 1}]
    assert entries("room_preference", "tables", tables=rows) == ['"Two" in Den is charged 1 points.']
    assert entries("track_rooms", "tracks", tracks=["nets"]) == ["track_rooms holds for Nets."]


def test_the_sessions_of_a_series_belong_together_in_ways_that_are_told() -> None:
    group = {"sessions": ["one", "two"], "in_order": False, "same_room": False, "back_to_back": False}
    ways = [{**group, "same_room": True}, {**group, "in_order": True, "back_to_back": True}]
    assert entries("series", "groups", groups=ways) == [
        '"One" and "Two" belong together, in one room.',
        '"One" and "Two" belong together, in this order and without a break.',
    ]


def test_the_sessions_of_a_group_are_told_by_their_titles() -> None:
    chosen = [{"sessions": ["one", "two"]}]
    assert entries("same_day", "groups", groups=chosen) == ['"One" and "Two" have to be on one day.']
    assert entries("not_in_parallel", "sets", sets=chosen) == ['No two of "One" and "Two" may run at once.']


def test_times_that_sessions_may_have_are_told_with_their_rooms() -> None:
    window = {"start": MORNING[0], "end": MORNING[1]}
    rows = [
        {"session": "one", "windows": [window], "days": ["tue"]},
        {"track": "nets", "days": ["mon"], "rooms": ["hall", "den"]},
    ]
    assert entries("session_windows", "table", table=rows) == [
        '"One" may be only 1 Jun 09:00 to 10:30 and on Tuesday.',
        "The track Nets may be in Hall and Den only on 1 June 2026.",
    ]
    rows = [{"person": "ada", "days": ["mon"]}, {"person": "ada", "windows": [window], "wish": "unwanted"}]
    assert entries("person_preference", "table", table=rows) == [
        "Ada would rather have sessions on 1 June 2026.",
        "Ada would rather not have sessions 1 Jun 09:00 to 10:30.",
    ]


def test_two_sessions_are_some_days_apart_or_neighbours() -> None:
    pairs: list[dict[str, Any]] = [{"sessions": ["one", "two"], "how": "not", "days": 1}]
    pairs += [{"sessions": ["three", "one"], "how": "at least", "days": 2}]
    assert entries("day_distance", "pairs", pairs=pairs) == [
        '"One" and "Two" must not be 1 day apart.',
        '"Three" and "One" have to be at least 2 days apart.',
    ]
    pairs = [{"before": "one", "after": "two"}]
    pairs += [{"before": "two", "after": "three", "same_room": False, "across_breaks": True}]
    assert entries("adjacent", "pairs", pairs=pairs) == [
        '"Two" comes right after "One", in the same room.',
        '"Three" comes right after "Two", or after the break.',
    ]
