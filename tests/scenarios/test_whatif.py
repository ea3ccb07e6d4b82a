"""Scenarios side by side: each is solved, and what moves against the base is told."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, Progress, Status
from agenda_solver.replanning.diff import Kind, diff
from agenda_solver.scenarios import what_if
from agenda_solver.scenarios.scenario_file import scenarios_from_data
from agenda_solver.scenarios.whatif import BASE
from tests.conferences import three_talks


def without_attic(conference: Conference) -> Conference:
    return conference.replace(rooms=conference.rooms[:1])


def larger_attic(conference: Conference) -> Conference:
    return conference.replace(rooms=(conference.rooms[0], conference.rooms[1].model_copy(update={"capacity": 50})))


def without_wine(conference: Conference) -> Conference:
    return conference.replace(sessions=conference.sessions[:2])


def unknown_speaker(conference: Conference) -> Conference:
    changed = conference.sessions[0].model_copy(update={"speakers": ("eve",)})
    return conference.replace(sessions=(changed, *conference.sessions[1:]))


def test_each_scenario_is_solved_and_compared() -> None:
    """Three talks of an hour, two hours: without the attic there is no place for the third one."""
    changes = {"no attic": without_attic, "a larger attic": larger_attic, "no wine": without_wine}
    found = what_if(three_talks(), changes, workers=1, time_limit=None)
    assert [scenario.name for scenario in found.all] == [BASE, *changes]
    results = [scenario.result for scenario in found.all]
    ended = [(result.status, result.objective) for result in results if result is not None]
    # 60 people come to the one talk in the attic, which seats 20, or 50; without Wine both others are in the hall.
    assert ended == [
        (Status.OPTIMAL, 40),
        (Status.INFEASIBLE, None),
        (Status.OPTIMAL, 10),
        (Status.OPTIMAL, 0),
    ]
    assert found.base.moves == ()
    assert [scenario.moves is None for scenario in found.scenarios] == [True, False, False]
    assert found.rules == ["room_capacity"]


def test_what_is_still_best_stays_where_it_was() -> None:
    found = what_if(three_talks(), {"a larger attic": larger_attic}, workers=1, time_limit=None)
    (scenario,) = found.scenarios
    assert scenario.moves == ()  # the best agenda as it is is also one of the best with the larger attic
    assert scenario.people_told == 0


def test_a_session_that_is_gone_counts_as_moved_and_its_speaker_is_told() -> None:
    found = what_if(three_talks(), {"no wine": without_wine}, workers=1, time_limit=None)
    told = {move.session: move for move in found.scenarios[0].moves or ()}
    assert told["wine"].kind is Kind.DROPPED
    assert '"Wine" is no longer in the programme (it was ' in told["wine"].sentence
    assert "ada" in dict(told["wine"].people)


def test_the_same_instant_is_no_move_whatever_day_the_conference_begins_on() -> None:
    """Minutes count from the first day; a day more in front must not move everything."""
    conference = three_talks()
    longer = conference.replace(days=({"id": "before", "date": "2026-05-31"}, *conference.days))
    places = {"bread": ("hall", "morning", 0)}
    assert diff(conference.agenda(places), longer.agenda(places)).changed == ()


def test_only_the_names_of_scenarios_are_told_while_they_run() -> None:
    told: list[Progress] = []
    what_if(three_talks(), {"no wine": without_wine}, workers=1, time_limit=None, on_progress=told.append)
    assert list(dict.fromkeys(progress.phase for progress in told)) == [BASE, "no wine"]
    assert {progress.objective for progress in told} == {None}


def test_scenarios_that_were_not_begun_are_told_apart_from_those_without_an_answer() -> None:
    stop = Event()
    found = what_if(
        three_talks(),
        {"no wine": without_wine},
        workers=1,
        time_limit=None,
        stop=stop,
        on_progress=lambda progress: stop.set(),
    )
    assert found.scenarios[0].result is None
    assert found.scenarios[0].as_dict()["status"] == "not begun"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "scenarios: there must be at least one"),
        ({BASE: without_wine}, "as it is: is the name of the conference without changes"),
        ({"Eve speaks": unknown_speaker}, r'Eve speaks\.sessions\[0\]\.speakers\[0\]: .*"eve"'),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        what_if(three_talks(), changes)


@pytest.mark.parametrize("change", [[{"change": "cancel", "session": "a"}], 5, None, True])
def test_what_is_no_change_in_a_list_of_changes_is_told_with_its_place(change: object) -> None:
    with pytest.raises(InvalidInput, match=r"two\[1\]: must be a change: an object, or text"):
        scenarios_from_data({"one": [], "two": ["cancel:a", change]})
