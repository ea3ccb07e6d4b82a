"""Problems are read as their files have them, and what cannot be meant is refused with its place."""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput
from benchmarks.families.koma.document import problem_of, read_problem
from tests.benchmarks.families.koma.small import FILES, group, needs_data, participant, problem, room

GOOD = problem(
    [group(1), group(2, 2, conflicts=[1]), group("three", dependencies=[1])],
    [participant("p", {1: 2, 2: 1, "three": 0}), participant("q", {1: -1}, (2,))],
    [room(1, 3), room(2)],
    [[["early"], []], [[]]],
)


def changed(place: str, value: Any) -> dict[str, Any]:
    """Return the good problem with one value changed: ``aks.0.duration``."""
    raw: Any = deepcopy(GOOD)
    *path, last = [int(step) if step.isdecimal() else step for step in place.split(".")]
    here = raw
    for step in path:
        here = here[step]
    here[last] = value
    return raw


def test_a_strong_wish_is_worth_two_weak_ones_and_each_person_one_share() -> None:
    made = problem_of(GOOD)
    first, second = made.participants
    assert [made.weight(first, opinion) for opinion in first.opinions] == [1, Fraction(1, 2), 0]  # of two wishes
    assert [made.weight(second, opinion) for opinion in second.opinions] == [0, 0]  # one is required, none wished
    assert (first.share, second.share) == (2, 1)
    assert made.most == Fraction(3, 2)


def test_another_worth_of_strong_wishes_is_taken_from_the_file() -> None:
    assert problem_of({**GOOD, "config": {"mu": 3}}).most == 2  # (3 + 1) / 2


def test_slots_are_in_the_order_of_their_ids() -> None:
    raw = changed("timeslots.blocks.0", [{"id": 5}, {"id": 4}])
    assert [slot.id for slot in problem_of(raw).blocks[0]] == [4, 5]


def test_a_preference_that_stands_there_twice_counts_once() -> None:
    raw = deepcopy(GOOD)
    raw["participants"][0]["preferences"].append(raw["participants"][0]["preferences"][0])
    assert problem_of(raw).most == Fraction(3, 2)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("aks.0.duration", 0, "aks[0].duration: must be a whole number from 1 to 1000"),
        ("aks.0.duration", "1", "aks[0].duration: must be a number"),
        ("aks.0.duration", True, "aks[0].duration: must be a number"),
        ("aks.1.id", 1, 'aks: 2 working groups have the id "1"'),
        ("aks.2.id", "1", 'aks: 2 working groups have the id "1"'),
        ("aks.0.properties.conflicts", [9], 'aks[0].properties.conflicts[0]: no working group has the id "9"'),
        ("aks.0.properties.dependencies", [1], "aks[0].properties.dependencies[0]: is the working group itself"),
        ("rooms.0.capacity", -2, "rooms[0].capacity: must be a whole number from -1 to 1000000"),
        ("rooms", [], "rooms: must have at least 1 entries"),
        ("timeslots.blocks.0.1.id", "b", "timeslots.blocks[0]: the ids of its slots are texts and numbers"),
        ("participants.0.preferences.0.ak_id", 9, 'preferences[0].ak_id: no working group has the id "9"'),
        ("participants.0.preferences.1.ak_id", 1, 'preferences[1].ak_id: the working group "1" stands there twice'),
        ("participants.0.preferences.0.preference_score", 3, "must be a whole number from -1 to 2"),
        ("participants.0.preferences.0.required", 1, "participants[0].preferences[0].required: must be true or false"),
        ("scheduled_aks", [{"ak_id": 9}], 'scheduled_aks[0].ak_id: no working group has the id "9"'),
        ("scheduled_aks", [{"ak_id": 1, "room_id": 9}], 'scheduled_aks[0].room_id: no room has the id "9"'),
        ("scheduled_aks", [{"ak_id": 1, "timeslot_ids": [9]}], 'timeslot_ids[0]: no slot has the id "9"'),
        ("config", {"mu": 0}, "config.mu"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(place: str, value: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        problem_of(changed(place, value))
    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "null", '{"aks": 1}', '{"aks": [}', "3", '{"rooms": NaN}'])
def test_a_file_that_is_no_problem_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"some\.json"):
        read_problem(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.json"):
        read_problem(tmp_path / "none.json")


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_real_problem_is_read_whole(path: Path) -> None:
    raw, made = json.loads(path.read_text(encoding="utf-8")), read_problem(path)
    assert [g.id for g in made.aks] == [g["id"] for g in raw["aks"]]
    assert sum(len(block) for block in made.blocks) == sum(len(block) for block in raw["timeslots"]["blocks"])
    assert [p.id for p in made.participants] == [p["id"] for p in raw["participants"]]
    required = {(p["id"], q["ak_id"]) for p in raw["participants"] for q in p["preferences"] if q["required"]}
    assert {(p.id, id) for p in made.participants for id in p.required} == required
