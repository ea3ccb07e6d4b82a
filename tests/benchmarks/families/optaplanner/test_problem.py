"""Problems as conferences: what becomes of talks and timeslots, and what is told of files that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput, score, solve
from benchmarks.families.optaplanner.read import Score, problem_of, read_problem
from tests.benchmarks.families.optaplanner.made import (
    drawn_assignments,
    made_problem,
    plain_speaker,
    plain_talk,
    plain_weights,
)


def two_talks(**fields: Any) -> dict[str, Any]:
    """Return a problem of two breakouts, two overlapping timeslots, and a large and a small room."""
    return {
        "name": "Two talks",
        "minimumConsecutiveTalksPauseInMinutes": 15,
        "weights": plain_weights(),
        "timeslots": [
            {"id": "T0", "start": "2018-10-01T09:00", "end": "2018-10-01T10:00", "talkTypes": ["Breakout"], "tags": []},
            {"id": "T1", "start": "2018-10-01T09:30", "end": "2018-10-01T10:30", "talkTypes": ["Breakout"], "tags": []},
        ],
        "rooms": [
            {"id": "Small", "capacity": 10, "talkTypes": ["Breakout"], "tags": [], "unavailable": []},
            {"id": "Large", "capacity": 90, "talkTypes": ["Breakout"], "tags": [], "unavailable": []},
        ],
        "speakers": [],
        "talks": [plain_talk("A", themeTrackTags=["Web"], favoriteCount=1), plain_talk("B", themeTrackTags=["Web"])],
        **fields,
    }


def test_assignments_come_back_as_they_went_in():
    for seed in range(20):
        raw = made_problem(seed)
        assignments = drawn_assignments(raw, seed)
        problem = problem_of(raw)
        assert problem.assignments(problem.agenda(assignments)) == assignments


def test_a_theme_at_once_costs_the_minutes_that_are_shared():
    # 09:30 to 10:00. A is the more popular one, and in the smaller room: 60 + 60 minutes for that. The two are of one
    # theme and in different rooms: 120 minutes for that. Nothing else is amiss.
    problem = problem_of(two_talks())
    agenda = problem.agenda({"A": {"timeslot": "T0", "room": "Small"}, "B": {"timeslot": "T1", "room": "Large"}})
    card = score(problem.conference, agenda)
    rows = {name: row for name, row in problem.by_constraint(card).items() if any(row)}
    assert rows == {
        "Theme track conflict": [0, 0, -30],
        "Popular talks": [0, 0, -120],
        "Theme track room stability": [0, 0, -120],
    }
    assert problem.score(card) == Score(0, 0, -270)


def test_a_reward_is_given_for_what_is_shared():
    # Both are for managers, and one of them is harder: 60 minutes for the audience, 60 for the levels.
    talks = [plain_talk("A", audienceTypes=["Managers"]), plain_talk("B", audienceTypes=["Managers"], audienceLevel=2)]
    problem = problem_of(two_talks(talks=talks))
    together = problem.agenda({"A": {"timeslot": "T0", "room": "Small"}, "B": {"timeslot": "T0", "room": "Large"}})
    apart = problem.agenda({"A": {"timeslot": "T0", "room": "Small"}, "B": {"timeslot": "T1", "room": "Large"}})
    assert problem.score_of(together) == Score(0, 0, 120)
    assert problem.score_of(apart) == Score(0, 0, 0)


def test_the_levels_are_told_apart():
    weights = plain_weights() | {"Theme track conflict": [3, 2, 0], "Theme track room stability": [0, 0, 0]}
    problem = problem_of(two_talks(weights=weights))
    agenda = problem.agenda({"A": {"timeslot": "T0", "room": "Large"}, "B": {"timeslot": "T1", "room": "Small"}})
    # 30 minutes at once, three times on the hard level and twice on the medium one.
    assert problem.score_of(agenda) == Score(-90, -60, 0)


def test_the_best_agenda_is_found_and_proven():
    # In one room both cannot be, so the theme is in two rooms (120), and at best at once for 30 minutes.
    result = solve(problem_of(two_talks()).conference, deterministic_limit=2.0)
    assert str(result.status) == "optimal"
    assert problem_of(two_talks()).score_of(result.agenda) == Score(0, 0, -150)


def test_a_constraint_without_weights_does_not_count():
    weights = {"Theme track conflict": [0, 0, 2], "Sunshine": [0, 0, 0]}
    problem = problem_of(two_talks(weights=weights))
    agenda = problem.agenda({"A": {"timeslot": "T0", "room": "Small"}, "B": {"timeslot": "T1", "room": "Large"}})
    # 30 minutes at once, each 2; the popular talk in the smaller room is nobody's matter.
    assert problem.score_of(agenda) == Score(0, 0, -60)


def test_pinned_talks_stay_where_they_are():
    talks = [plain_talk("A", pinned=True, timeslot="T1", room="Small", favoriteCount=5), plain_talk("B")]
    problem = problem_of(two_talks(talks=talks))
    result = solve(problem.conference, deterministic_limit=2.0)
    # The larger room would suit it better.
    assert problem.assignments(result.agenda)["A"] == {"timeslot": "T1", "room": "Small"}


def test_an_empty_list_of_types_is_open_to_nobody():
    raw = two_talks()
    raw["timeslots"][0]["talkTypes"] = []
    problem = problem_of(raw)
    assert [position.block for position in problem.conference.positions["A"]] == ["T1"]


@pytest.mark.parametrize("second", ["en", None, "", "None"])
def test_languages_differ_also_where_one_has_no_name(second: str | None):
    # Each value beside itself is no other language; each beside one of the other values is, for the 60 minutes shared.
    for first in ("en", None, "", "None"):
        talks = [plain_talk("A", language=first), plain_talk("B", language=second)]
        problem = problem_of(two_talks(talks=talks))
        together = {"A": {"timeslot": "T0", "room": "Small"}, "B": {"timeslot": "T0", "room": "Large"}}
        assert problem.score_of(problem.agenda(together)) == Score(0, 0, 0 if first == second else 60)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw.pop("rooms"), "rooms: "),
        (lambda raw: raw["talks"][1].pop("audienceLevel"), "talks[1].audienceLevel: "),
        (lambda raw: raw["talks"][0].update(favoriteCount="many"), "talks[0].favoriteCount: "),
        (lambda raw: raw["talks"][0].update(publishedRoom="Attic"), 'talks[0].publishedRoom: there is no "Attic"'),
        (lambda raw: raw["talks"][1].update(prerequisiteTalks=["B"]), "talks[1].prerequisiteTalks[0]: a talk cannot"),
        (
            lambda raw: raw["talks"][1].update(prerequisiteTalks=["Z"]),
            'talks[1].prerequisiteTalks[0]: there is no talk "Z"',
        ),
        (lambda raw: raw["talks"][1].update(speakers=["Ada"]), 'talks[1].speakers[0]: nobody is called "Ada"'),
        (lambda raw: raw["weights"].update(Sunshine=[0, 0, 1]), "weights.Sunshine: is no constraint"),
        (lambda raw: raw["weights"].update({"Room conflict": [-1, 0, 0]}), 'the weights of "Room conflict" must not'),
        (lambda raw: raw["timeslots"][0].update(start="2018-10-01T09:00+02:00"), "timeslots[0].start: "),
        (lambda raw: raw["timeslots"][0].update(start="soon"), "timeslots[0].start: "),
        (lambda raw: raw["timeslots"][0].update(id="T1"), 'timeslots[1].id: "T1" already occurs'),
        (lambda raw: raw["rooms"][0].update(unavailable=["T9"]), 'rooms[0].unavailable[0]: there is no "T9"'),
        (
            lambda raw: raw.update(speakers=[plain_speaker("Ada", unavailable=["T9"])]),
            'speakers[0].unavailable[0]: there is no "T9"',
        ),
        (
            lambda raw: (raw.update(speakers=[plain_speaker("Ada")]), raw["talks"][0].update(speakers=["Ada", "Ada"])),
            'talks[0].speakers[1]: "Ada" stands there twice',
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(change, expected):
    raw = json.loads(json.dumps(two_talks()))
    change(raw)
    with pytest.raises(InvalidInput) as told:
        problem_of(raw)
    assert expected in str(told.value)


def test_a_file_that_is_no_problem_is_named(tmp_path: Path):
    path = tmp_path / "wrong.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"wrong\.json"):
        read_problem(path)
    path.write_text(json.dumps({**two_talks(), "talks": [], "rooms": 3}), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"wrong\.json: rooms"):
        read_problem(path)


def test_the_rules_refuse_conferences_that_are_no_such_problems():
    conference = problem_of(two_talks()).conference
    block = conference.blocks[0].model_copy(update={"slot_minutes": 30})
    with pytest.raises(InvalidInput, match='needs blocks of one slot each, but block "T0" has 2'):
        score(conference.replace(blocks=(block, *conference.blocks[1:])), {})
