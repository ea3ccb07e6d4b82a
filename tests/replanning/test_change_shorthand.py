"""Changes in short: ids, names and times in one line, split where they make sense."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.change_shorthand import SHORT, _pieces, change_in_short
from agenda_solver.replanning.changes_file import changes_from_data
from tests.replanning.meeting import builder, meeting


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("cancel:a", {"change": "cancel", "session": "a"}),
        ("CANCEL: opening ", {"change": "cancel", "session": "opening"}),
        ("length:a:90", {"change": "length", "session": "a", "minutes": 90}),
        ("room-lost:hall", {"change": "room lost", "room": "hall"}),
        ("room lost:HALL:Thursday", {"change": "room lost", "room": "hall", "day": "d1"}),
        ("day-lost:2025-05-29", {"change": "day lost", "day": "d1"}),
        ("block-lost:Thu 09:00", {"change": "block lost", "block": "am"}),
        ("person-gone:ADA", {"change": "person gone", "person": "ada"}),
        ("lock:all:room", {"change": "lock", "all": True, "aspects": ["room"]}),
        ("lock:session=a:day, start", {"change": "lock", "sessions": ["a"], "aspects": ["day", "start"]}),
        ("lock:track=TRACK", {"change": "lock", "track": "t"}),
        ('lock:type="session"', {"change": "lock", "type": "session"}),
        ("unlock:plenary", {"change": "unlock", "plenary": True}),
    ],
)
def test_a_change_in_short_is_what_stands_in_a_file(text: str, change: Any) -> None:
    assert change_in_short(text, meeting()) == change
    assert len(changes_from_data({"changes": [change]})) == 1
    assert text.partition(":")[0].casefold().replace(" ", "-") in SHORT


@pytest.mark.parametrize("field", ["from", "until"])
@pytest.mark.parametrize(
    # 10:00 on the clock of Almaty, at UTC+5 on that day, is 05:00 UTC.
    "time",
    ["2025-05-29T10:00+05:00", "2025-05-29T05:00Z", "2025-05-29T10:00", "2025-05-29 10:00", "thu 10:00", "d1 10:00"],
)
def test_a_time_without_an_offset_is_on_the_clock_of_the_conference(field: str, time: str) -> None:
    changed = apply_changes(meeting(), [f"person-{field}:Ada:{time}"])
    (window,) = changed.person_by_id["ada"].available
    assert {"from": window.start, "until": window.end}[field].isoformat() in (
        "2025-05-29T10:00:00+05:00",
        "2025-05-29T05:00:00+00:00",
    )


def with_colons() -> Conference:
    made = builder().session("Talks: morning", id="t1", minutes=60).session("Talks: 30", id="t2", minutes=60)
    return made.room("Den: north", id="dn").person("Eve: Mallory", id="e").done()


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("cancel:Talks: morning", {"change": "cancel", "session": "t1"}),
        ("length:Talks: morning:45", {"change": "length", "session": "t1", "minutes": 45}),
        ("length:talks:  30:45", {"change": "length", "session": "t2", "minutes": 45}),
        ('length:"Talks: 30":45', {"change": "length", "session": "t2", "minutes": 45}),
        ("room-lost:den: north", {"change": "room lost", "room": "dn"}),
        ("room-lost:Den: north:Thu", {"change": "room lost", "room": "dn", "day": "d1"}),
        ("lock:session=Talks: morning:room", {"change": "lock", "sessions": ["t1"], "aspects": ["room"]}),
        ('lock:session="Talks: morning"', {"change": "lock", "sessions": ["t1"]}),
        (
            "person-from:Eve: Mallory:2025-05-29 10:00",
            {"change": "person available", "person": "e", "not_before": "2025-05-29T10:00:00+05:00"},
        ),
    ],
)
def test_a_name_may_hold_colons(text: str, change: Any) -> None:
    assert change_in_short(text, with_colons()) == change


def test_a_change_that_ends_after_a_name_with_colons_is_not_complete() -> None:
    with pytest.raises(InvalidInput, match="is incomplete or has too many parts; write length:SESSION:MINUTES"):
        change_in_short("length:Talks: morning", with_colons())


def test_a_change_that_can_be_split_in_two_ways_asks_for_quotes() -> None:
    # Either the room "Den" is lost on the day "North", or the room "Den: north" for good.
    two = builder().room("Den: north", id="dn").day("2025-05-30", id="d2", name="North").done()
    with pytest.raises(InvalidInput, match='may mean room dn or room den, day d2; put the name in quotes: room-lost:"'):
        change_in_short("room-lost:Den: north", two)
    assert change_in_short('room-lost:"Den: north"', two) == {"change": "room lost", "room": "dn"}
    assert change_in_short('room-lost:"Den":north', two) == {"change": "room lost", "room": "den", "day": "d2"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cancle:a", r'there is no change "cancle" \(did you mean "cancel"\?\)'),
        ("cancel", '"cancel" is incomplete'),
        ("cancel:", '"cancel:" is incomplete'),
        ("length:a", '"length:a" is incomplete or has too many parts; write length:SESSION:MINUTES'),
        ("cancel:a:b", 'there is no session "a:b"'),
        ("length:a:x", '"x" is not a whole number from 1 to 10080'),
        (f"length:a:{'9' * 5_000}", '"9+…" is not a whole number'),
        ("length:a:-5", '"-5" is not a whole number'),
        ("person-from:ada:noon", '"noon" is not a date and time such as'),
        ("person-from:ada:9999-12-31T23:59-14:00", "must be between the years 1900 and 9000"),
        ("person-from:ada:2025-05-29T25:00", '"25:00" is not a time of day'),
        ("person-from:ada:2025-05-29", '"2025-05-29" is a date; a time'),
        ("person-from:adda:2025-05-29T10:00", r'nobody is called "adda" \(did you mean "Ada"|"ada"'),
        ("lock:a", '"a" is not a valid selection for lock; write lock:all, '),
        ("lock:all:size", '"size" is not one of room, day, start'),
        ("day-lost:fri", 'there is no day "fri"; choose from "2025-05-29"'),
        (f"{'x' * 5_000}:a", 'there is no change "x+…"'),
    ],
)
def test_a_change_in_short_that_makes_no_sense_is_told(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        apply_changes(meeting(), ["unlock:all", text])
    assert caught.value.mistakes[0].place.startswith("changes[1]")
    assert len(str(caught.value)) < 700


def test_what_is_named_twice_is_told_with_the_ids() -> None:
    twice = builder().session("A", id="a2", minutes=60).done()
    with pytest.raises(InvalidInput, match=r'"A" fits several; write the id: a \("A"\), a2 \("A"\)'):
        apply_changes(twice, ["cancel:A"])
    assert "a2" not in apply_changes(twice, ['cancel:"A" (a2)']).session_by_id


def test_a_change_in_short_may_speak_of_what_came_by_an_earlier_one() -> None:
    late = {"id": "late", "title": "Late: news", "duration_minutes": 60, "speakers": ["Ben"]}
    changed = apply_changes(meeting(), [{"change": "add session", "session": late}, "length:late: news:120"])
    assert changed.session_by_id["late"].duration_minutes == 120
    assert changed.session_by_id["late"].speakers == ("ben",)


def test_a_name_in_a_rule_means_what_it_meant_before_the_changes() -> None:
    # "den " is the room Den; once another room is called so exactly, the rule is still about the first.
    rules = [
        {"rule": "room_availability", "rooms": ["den "]},
        {"rule": "precedence", "pairs": [{"before": "opening", "after": "a"}]},
    ]
    raw = {"id": "den2", "name": "den "}
    changed = apply_changes(meeting(rules=rules), [{"change": "add room", "room": raw}, "cancel:c"])
    assert changed.rules[0].parameters()["rooms"] == ["den"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a:b", ["a", "b"]),
        ('"a:b":c', ['"a:b"', "c"]),
        ('"a:b:c":d', ['"a:b:c"', "d"]),
        ('"a":b"', ['"a"', 'b"']),
        ('"a:b', ['"a', "b"]),
        ('"a:b:c', ['"a', "b", "c"]),
        ('":":b', ['":"', "b"]),
        ('day="a:b":c', ['day="a:b"', "c"]),
        ('"a:b" :"c:d" ', ['"a:b" ', '"c:d" ']),
        ('a"b:c"', ['a"b', 'c"']),
    ],
)
def test_colons_count_but_for_those_in_quotes_around_a_whole_name(text: str, pieces: list[str]) -> None:
    """Quotes that are never closed, or stand in the middle of a name, are letters like any other."""
    assert _pieces(text) == pieces
