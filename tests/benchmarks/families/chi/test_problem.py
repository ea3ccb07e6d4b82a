"""Drafts as conferences: what becomes of courses, authors and moves, and what is told of files that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput, solve
from benchmarks.families.chi.read import problem_of, read_problem
from tests.benchmarks.families.chi.made import draft, drawn_assignments, made_draft, session


def place(text: str) -> dict[str, str]:
    """Return the place that is called ``1-09:00 hall``."""
    slot, room = text.split()
    return {"slot": f"d{slot}", "room": room}


def small(**fields: Any) -> dict[str, Any]:
    """Return a draft of two days with three slots each and two rooms, in which Ada (1) is in two sessions at once."""
    raw = draft(2, 3, {"hall": ["paper", "course"], "nook": ["paper"]}, {"P1": [1, 2], "P2": [1], "P3": [3]}, **fields)
    raw["sessions"] = [session("a", "P1"), session("b", "P2"), session("c", "P3")]
    raw["draft"] = {"a": place("1-09:00 hall"), "b": place("1-09:00 nook"), "c": place("1-11:00 hall")}
    return raw


def figures(raw: dict[str, Any], **places: str) -> dict[str, int]:
    """Return what counts in an agenda."""
    problem = problem_of(raw)
    found = problem.figures(problem.agenda({id: place(text) for id, text in places.items()}))
    return {name: number for name, number in found.items() if number}


def test_assignments_come_back_as_they_went_in():
    for seed in range(10):
        raw = made_draft(seed)
        problem, assignments = problem_of(raw), drawn_assignments(raw, seed)
        assert problem.assignments(problem.agenda(assignments)) == assignments


def test_authors_in_two_sessions_at_once_clash():
    raw = small()
    assert figures(raw, a="1-09:00 hall", b="1-09:00 nook", c="1-11:00 hall") == {
        "author_clashes": 1,
        "clashing_pairs": 1,
    }
    raw["papers"][1]["authors"] = [2, 1]
    assert figures(raw, a="1-09:00 hall", b="1-09:00 nook", c="1-11:00 hall") == {
        "author_clashes": 2,
        "clashing_pairs": 1,
    }


def test_what_moves_in_time_is_not_counted_for_its_room():
    # b is at another time, in another room; c is at its time in another room.
    assert figures(small(), a="1-09:00 hall", b="1-11:00 hall", c="1-11:00 nook") == {
        "moved_in_time": 1,
        "moved_in_room_only": 1,
    }


@pytest.mark.parametrize(
    ("first", "second", "broken"),
    [
        ("1-09:00 hall", "1-11:00 hall", {}),
        ("1-09:00 hall", "1-11:00 nook", {"series_room": 1}),
        ("1-09:00 hall", "1-14:00 hall", {"series_time": 1}),
        ("1-11:00 hall", "1-09:00 hall", {"series_time": 1}),
        ("1-14:00 hall", "2-09:00 hall", {"series_time": 1}),
        ("1-14:00 hall", "2-11:00 nook", {"series_time": 1, "series_room": 1}),
    ],
)
def test_a_course_breaks_where_a_slot_or_a_night_lies_between_or_the_room_changes(
    first: str, second: str, broken: dict[str, int]
):
    found = figures(small(series=[["a", "b"]]), a=first, b=second, c="2-14:00 hall")
    assert {name: number for name, number in found.items() if name.startswith("series")} == broken


def test_a_room_of_the_wrong_type_is_illegal():
    raw = small()
    raw["sessions"][2]["type"] = "course"
    found = figures(raw, a="1-09:00 hall", b="1-11:00 hall", c="1-11:00 nook")
    assert found["illegal"] == 1


def test_the_draft_is_repaired_with_one_move():
    # a or b has to go somewhere else, and every other slot has a free room.
    problem = problem_of(small())
    result = solve(problem.conference, deterministic_limit=0.5)
    assert result.status == "optimal"
    assert result.agenda is not None
    found = {name: number for name, number in problem.figures(result.agenda).items() if number}
    assert found == {"moved_in_time": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"format": "cscw2014/1"}, "format: "),
        ({"slots": [{"id": "s"}]}, "slots[0].start: is missing"),
        ({"papers": []}, 'sessions[0].papers[0]: there is no "P1"'),
        ({"draft": {"z": place("1-09:00 hall")}}, 'draft: there is no "z"'),
        ({"draft": {"a": place("7-09:00 attic")}}, 'draft.a.slot: there is no "d7-09:00"'),
        ({"series": [["a", "z"]]}, '"z"'),
        ({"rooms": [{"id": "hall", "name": "Hall", "types": ["paper"], "slots": ["never"]}]}, "rooms[0].slots[0]"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(change: dict[str, Any], expected: str, tmp_path: Path):
    file = tmp_path / "draft.json"
    file.write_text(json.dumps(small() | change), encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_problem(file)
    assert expected in str(error.value)
    assert "draft.json" in str(error.value)
