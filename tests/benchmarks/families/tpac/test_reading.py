"""Files of events are read in all their forms; what cannot be used has its place, what is passed over is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver import InvalidInput
from benchmarks.families.tpac.document import event_of
from benchmarks.families.tpac.read import problem_of, read_problem
from benchmarks.families.tpac.texts import groups_in, meetings_of, wishes_in
from tests.benchmarks.families.tpac.made import event, session


def mistakes(raw: Any) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        problem_of(raw)
    return [str(mistake) for mistake in caught.value.mistakes]


# --- rooms, slots ---------------------------------------------------------------------------------------------------


def test_rooms_have_their_seats_in_brackets_or_in_a_field() -> None:
    rooms = ["Blue (30)", "Green", "Red (75 - 2nd floor)", {"name": "White", "capacity": 9, "vip": True}]
    found = event_of(event(session(1, "A WG"), rooms=rooms)).rooms
    assert [(room.label, room.capacity, room.is_vip) for room in found] == [
        ("Blue", 30, False),
        ("Green", None, False),
        ("Red", 75, False),
        ("White", 9, True),
    ]


def test_slots_have_a_date_or_hold_on_every_day() -> None:
    clocks = ["11:00-12:00", "9:00 - 10:30"]
    days = ["Monday (2030-09-09)", "2030-09-10"]
    older = event_of(event(session(1, "A WG"), days=days, slots=clocks)).slots
    slots = [f"{day} {clock}" for day in ("2030-09-10", "2030-09-09") for clock in clocks]
    assert older == event_of(event(session(1, "A WG"), slots=slots)).slots
    assert [slot.id for slot in older] == [
        "2030-09-09 09:00",
        "2030-09-09 11:00",
        "2030-09-10 09:00",
        "2030-09-10 11:00",
    ]


def test_a_slot_may_end_at_midnight_but_not_on_another_day() -> None:
    conference = problem_of(event(session(1, "A WG"), slots=["2030-09-09 22:00 - 00:00"])).conference
    assert conference.blocks[0].minutes == 120


def test_everything_that_cannot_be_used_is_told_at_once() -> None:
    raw = event(
        session(1, "A WG"),
        {"number": "2", "title": "B"},
        rooms=["", {"name": "Blue", "capacity": "many"}],
        slots=["tomorrow", "2030-02-30 9:00 - 10:00", "9:00 - 10:00"],
    )
    assert mistakes(raw) == [
        'rooms[0]: must be a name such as "Blue room (30)"',
        "rooms[1].capacity: must be a whole number from 0 on",
        'slots[0]: must be a time such as "2023-09-11 09:30 - 11:00"',
        "slots[2]: has no date, and there are no days",
        "slots[1]: no calendar or clock shows that time",
        "sessions[1].number: must be a whole number from 1 on",
    ]


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"rooms": 3, "slots": {}, "sessions": []}])
def test_what_is_no_event_is_told(raw: Any) -> None:
    assert mistakes(raw)


def test_an_issue_may_have_no_text() -> None:
    for silent in (session(1, "A WG", body=None), {"number": 1, "title": "A WG"}):
        assert event_of(event(silent)).sessions[0].body == ""


def test_twins_are_told() -> None:
    raw = event(session(1, "A WG"), session(1, "B WG"), rooms=["Blue (1)", "blue (1)"])
    assert mistakes(raw) == ['rooms: "blue (1)" stands there 2 times', 'sessions: "1" stands there 2 times']


def test_a_time_zone_that_is_none_is_told() -> None:
    (told,) = mistakes(event(session(1, "A WG"), metadata={"timezone": "Europe/Sevilla", "type": "groups"}))
    assert told.startswith("time_zone: ")


def test_fields_that_nobody_knows_are_told() -> None:
    problem = problem_of(event(session(1, "A WG", colour="red"), session(2, "B WG", labels=["session"])))
    assert problem.remarks == ('The field "colour" of 1 session was not looked at.',)


def test_a_file_is_named_with_its_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "any.json"
    file.write_text(json.dumps({"rooms": [], "slots": ["x"], "sessions": [1]}), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"any\.json: 3 mistakes"):
        read_problem(file)


# --- issues ---------------------------------------------------------------------------------------------------------


def wishes(body: str) -> Any:
    return wishes_in(body, event_of(event(session(1, "A WG"))).slots)


def test_ticked_times_are_slots_of_the_event() -> None:
    body = session(1, "A WG", ticked=(3, 0))["body"].replace("\n", "\r\n")
    assert [slot.id for slot in wishes(body).times] == ["2030-09-09 09:00", "2030-09-10 11:00"]
    assert wishes(body).remarks == ()


def test_a_ticked_time_that_the_event_does_not_have_is_told() -> None:
    found = wishes("### Select preferred dates and times\n- [x] Friday, 9:00 - 10:30\n- [ ] Friday, 11:00\nMonday")
    assert found.times == ()
    assert found.remarks == (
        'the time "- [x] Friday, 9:00 - 10:30" is not one of the event',
        'the time "Monday" is not one of the event',
    )


@pytest.mark.parametrize(
    ("answer", "people"),
    [
        ("Less than 15", 10),
        ("16-30", 20),
        ("More than 50", 50),
        ("Fewer than 20 people", 15),
        ("20 to 29", 25),
        # Of a form that nobody has seen yet: the middle of 60 and 80.
        ("60 to 80 people", 70),
        ("Don't know (Default)", 0),
        ("_No response_", 0),
    ],
)
def test_estimates_are_numbers(answer: str, people: int) -> None:
    found = wishes(f"### Estimate of in-person participants\n\n{answer}")
    assert (found.people, found.remarks) == (people, ())


def test_answers_that_are_not_understood_are_told() -> None:
    body = (
        "### Estimate of in-person participants\nlots\n### Number of slots\n99\n### Favourite colour\nred\n"
        "### Other sessions where we should avoid scheduling conflicts\n#3, #4 and all of CSS"
    )
    found = wishes(body)
    assert (found.people, found.meetings, found.conflicts) == (0, 1, (3, 4))
    assert set(found.remarks) == {
        '"lots" is not a number of people',
        '"99" is not a number of meetings, so it gets one',
        'the section "Favourite colour" was not understood',
        'of the conflicts "and all of CSS" was not understood',
    }


def test_chairs_are_names_on_github_or_other_names() -> None:
    found = wishes("### Additional session chairs (Optional)\n- @a-b @c\n- Grace Hopper, author-")
    assert (found.chairs, found.has_author) == (("@a-b", "@c", "Grace Hopper"), False)


@given(st.text())
def test_no_text_of_an_issue_is_too_odd(body: str) -> None:
    problem = problem_of(event(session(1, "A WG", body=body)))
    assert len(problem.conference.sessions) >= 1


@given(st.text(min_size=1, max_size=1_000))
def test_no_title_is_too_odd(title: str) -> None:
    problem = problem_of(event(session(1, title), session(2, f"{title} & B WG joint meeting")))
    assert len(problem.conference.sessions) == 2


# --- groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "groups"),
    [
        ("Audio WG", ("audio wg",)),
        (" Web & Networks IG", ("web & networks ig",)),
        ("Federated Identity Community Group", ("federated identity cg",)),
        ("Media WG & Web Real-Time Communications WG joint meeting", ("media wg", "web real-time communications wg")),
        ("A and B WG, C Task Force and D Interest Group Joint Meeting", ("a and b wg", "c tf", "d ig")),
        ("CSS WG: Anchors", ("css wg",)),
        ("CSS WG & ARIA WG joint meeting > Focus", ("css wg", "aria wg")),
        ("WHATWG", ("whatwg",)),
        ("Technical Architecture Group", ("technical architecture group",)),
    ],
)
def test_titles_name_groups(title: str, groups: tuple[str, ...]) -> None:
    assert groups_in(title) == groups


# --- schedules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "meetings"),
    [
        ({}, []),
        ({"room": "Small (12)", "slot": "2030-09-10 11:00"}, [("2030-09-10 11:00", "Small")]),
        ({"room": "Small", "day": "Tuesday (2030-09-10)", "slot": "11:00 - 12:30"}, [("2030-09-10 11:00", "Small")]),
        (
            {"room": "Large", "meeting": "Monday, 9:00; Tuesday, 11:00<11:15>, Small (12)"},
            [("2030-09-09 09:00", "Large"), ("2030-09-10 11:00", "Small")],
        ),
        # A slot without a room, and a clock that shows on two days, are no meetings yet.
        ({"slot": "2030-09-10 11:00"}, []),
        ({"room": "Large", "slot": "11:00"}, []),
    ],
)
def test_schedules_are_read_in_their_forms(fields: dict[str, str], meetings: list[tuple[str, str]]) -> None:
    found = event_of(event(session(1, "A WG", **fields)))
    there, odd = meetings_of(found.sessions[0], found)
    assert [(meeting.slot.id, meeting.room.label) for meeting in there] == meetings
    assert odd == []


def test_a_room_that_is_not_there_is_told() -> None:
    problem = problem_of(event(session(1, "A WG", room="Attic", slot="2030-09-09 9:00")))
    assert problem.remarks == ('#1: "Attic" is neither a room, a day nor a slot of the event.',)
    assert problem.reference is None
