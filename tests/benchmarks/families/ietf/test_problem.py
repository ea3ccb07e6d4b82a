"""Meetings as conferences: what becomes of groups and their wishes, and what is told of files that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput, solve
from benchmarks.families.ietf.read import problem_of, read_problem
from tests.benchmarks.families.ietf.made import drawn_assignments, group, made_meeting, meeting, session

MONDAY, TUESDAY, FRIDAY = "2019-11-18", "2019-11-19", "2019-11-22"
SLOTS = [
    (MONDAY, "10:00", 120, "morning"),
    (MONDAY, "12:30", 60, "noon"),
    (TUESDAY, "10:00", 120, "morning"),
    (FRIDAY, "10:00", 120, "morning"),
]
AT = {"mon": "18-10:00", "noon": "18-12:30", "tue": "19-10:00", "fri": "22-10:00"}


def figures(raw: dict[str, Any], **places: str) -> dict[str, int]:
    """Return what counts in an agenda of ``session="day room"``, with ``_`` for ``-`` in the sessions' ids."""
    problem = problem_of(raw)
    pairs = {id.replace("_", "-"): place.split() for id, place in places.items()}
    found = problem.figures(problem.agenda({id: {"slot": AT[day], "room": room} for id, (day, room) in pairs.items()}))
    return {name: number for name, number in found.items() if number and name != "penalty"}


def two_groups(**wishes: Any) -> dict[str, Any]:
    """Return a meeting of the group a, which meets twice and has these wishes, and of b, in rooms for 100 and 20."""
    return meeting(
        SLOTS,
        {"big": 100, "small": 20},
        groups=[group("a", **wishes), group("b")],
        sessions=[session("a-1", "a"), session("a-2", "a", part=2), session("b-1", "b")],
    )


def test_assignments_come_back_as_they_went_in():
    for seed in range(10):
        raw = made_meeting(seed)
        problem, assignments = problem_of(raw), drawn_assignments(raw, seed)
        assert problem.assignments(problem.agenda(assignments)) == assignments


def test_two_wishes_for_one_group_add_up_and_only_who_asks_pays():
    # b does not mind a: once 100,000 for the chair and once 10,000 for the technology, for a-2 alone.
    wishes = [
        {"group": "b", "kind": "chair", "weight": 100_000},
        {"group": "b", "kind": "technology", "weight": 10_000},
    ]
    raw = two_groups(conflicts=wishes)
    assert figures(raw, a_1="mon big", a_2="tue big", b_1="tue small") == {
        "conflict-chair": 100_000,
        "conflict-technology": 10_000,
    }


def test_a_person_whom_both_need_counts_for_each_of_the_two():
    raw = two_groups(key_people=[7, 8])
    raw["groups"][1]["key_people"] = [8, 7, 9]
    # Two people, 10,000 each for each of the two sessions.
    assert figures(raw, a_1="mon big", a_2="tue big", b_1="mon small") == {"key-person": 40_000}


def test_the_second_session_before_the_first_costs_both():
    assert figures(two_groups(), a_1="tue big", a_2="mon big", b_1="fri big") == {"order": 200_000}
    # At once they are in no wrong order, but illegal.
    assert figures(two_groups(), a_1="tue big", a_2="tue small", b_1="fri big") == {"same-group-at-once": 1}


@pytest.mark.parametrize(
    ("wish", "places", "cost"),
    [
        ("next-day", ("mon big", "tue big"), 0),
        ("next-day", ("mon big", "noon big"), 2_000),
        ("next-day", ("tue big", "fri big"), 2_000),
        ("not-next-day", ("mon big", "tue big"), 2_000),
        ("not-next-day", ("mon big", "noon big"), 0),
        ("not-next-day", ("tue big", "fri big"), 0),
    ],
)
def test_days_that_are_not_as_wanted_cost_each_of_the_two_sessions(wish: str, places: tuple[str, str], cost: int):
    found = figures(two_groups(day_relation=wish), a_1=places[0], a_2=places[1], b_1="fri small")
    assert found == ({"day-relation": cost} if cost else {})


def test_a_neighbour_is_in_the_same_room_within_half_an_hour():
    raw = two_groups(adjacent_to="b")
    # a-1 ends at 12:00, b-1 begins at 12:30 in its room. a-2 has nobody beside it on Friday.
    assert figures(raw, a_1="mon big", b_1="noon big", a_2="fri big") == {"adjacency": 1_000}
    assert figures(raw, a_1="mon big", b_1="noon small", a_2="fri big") == {"adjacency": 2_000}


def test_who_joins_a_session_is_heard_in_it_but_does_not_meet_there():
    raw = two_groups()
    raw["groups"].append(group("c", unavailable=["18-morning"], key_people=[1]))
    raw["groups"][0]["conflicts"] = [{"group": "c", "kind": "chair", "weight": 100_000}]
    raw["sessions"][2]["joint_with"] = ["c", "nobody"]
    # c cannot come on Monday morning. That a does not want to meet with c says nothing about the session of b.
    assert figures(raw, b_1="mon big", a_1="mon small", a_2="tue big") == {"time-range": 1_000_000}


def test_what_is_too_small_or_too_short_costs_each_session_once():
    raw = two_groups()
    raw["sessions"][2] |= {"attendees": 99, "minutes": 120}
    # 99 people on 20 seats; 120 minutes in 60.
    found = figures(raw, b_1="noon small", a_1="mon big", a_2="tue big")
    assert found == {"room-too-small": 100_000, "slot-too-short": 100_000}


def test_a_room_that_is_not_open_is_not_used_nor_one_that_is_too_small():
    # Both need the big room, which is open on Tuesday and on Friday only.
    raw = two_groups()
    del raw["sessions"][1]
    for each in raw["sessions"]:
        each["attendees"] = 99
    for slot in raw["slots"][:2]:
        slot["rooms"] = ["small"]
    problem = problem_of(raw)
    result = solve(problem.conference, deterministic_limit=0.5)
    assert (result.status, result.objective) == ("optimal", 0)
    assert result.agenda is not None
    places = {(place["slot"], place["room"]) for place in problem.assignments(result.agenda).values()}
    assert places == {(AT["tue"], "big"), (AT["fri"], "big")}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rooms": []}, 'slots[0].rooms[0]: there is no room "big"'),
        ({"format": "ietf107/1"}, "format: "),
        ({"slots": [{"id": "s"}]}, "slots[0].start: is missing"),
        ({"sessions": [session(f"a-{n}", "a", part=n) for n in (1, 2, 3)]}, 'the group "a" has 3'),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(change: dict[str, Any], expected: str, tmp_path: Path):
    file = tmp_path / "meeting.json"
    file.write_text(json.dumps(two_groups() | change), encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_problem(file)
    assert expected in str(error.value)
    assert "meeting.json" in str(error.value)


def test_overlapping_slots_and_uneven_weights_are_refused():
    raw = two_groups(
        conflicts=[{"group": "b", "kind": "chair", "weight": 1}, {"group": "b", "kind": "chair", "weight": 2}]
    )
    raw["slots"][1]["start"] = f"{MONDAY}T11:00"
    with pytest.raises(InvalidInput) as error:
        problem_of(raw)
    assert '"18-10:00" and "18-12:30" overlap' in str(error.value)
    assert 'conflicts of the kind "chair" have several weights' in str(error.value)
