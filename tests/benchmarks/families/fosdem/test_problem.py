"""The recipe keeps the devrooms of a published schedule, and forgets when their talks were."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver import InvalidInput, Status, score, solve
from agenda_solver.replanning.replan import replan
from benchmarks.families.fosdem.devrooms import opening_of, topics
from benchmarks.families.fosdem.problem import Problem, building_of, read_problem
from tests.benchmarks.families.fosdem.made import GO, RUST, event, schedule, written
from tests.formats.frab_small import FOSDEM, needs_data


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return read_problem(written(tmp_path))


def test_a_devroom_is_an_uninterrupted_run_of_a_track_in_a_room(problem: Problem) -> None:
    # The block begins at 10:00, which is minute 600 of its day.
    found = {room.track: (room.room, room.start, room.end, len(room.sessions)) for room in problem.devrooms}
    assert found == {"rust": ("k-1", 600, 690, 3), "go": ("k-1", 690, 750, 2), "web": ("h-2", 620, 720, 3)}


def test_a_track_that_comes_back_has_two_devrooms(tmp_path: Path) -> None:
    back = event("9", "12:30", "00:30", "Rust", "Once more")
    found = read_problem(written(tmp_path, schedule(RUST + GO + back))).devrooms
    assert [devroom.track for devroom in found if devroom.room == "k-1"] == ["rust", "go", "rust"]


def test_nothing_says_when_a_talk_was_but_that_a_welcome_comes_first(problem: Problem) -> None:
    conference = problem.conference
    assert conference.published is None
    starts = {s.id: s.pin.start for s in conference.sessions if s.pin is not None and s.pin.start is not None}
    assert {id: start.strftime("%H:%M") for id, start in starts.items()} == {"1": "10:00"}
    assert all(s.pin is not None and (s.pin.room, s.pin.day) != (None, None) for s in conference.sessions)


def test_talks_have_a_changeover_where_their_devroom_has_time_for_it(problem: Problem) -> None:
    # Rust: 80 minutes of talks and two pauses in 90. Go: 60 and two in 60. The web: 90 and two in 100.
    pauses = {session.id: session.setup_minutes for session in problem.conference.sessions}
    assert pauses == {"1": 5, "2": 5, "3": 5, "4": 0, "5": 0, "6": 5, "7": 5, "8": 5}


def test_a_welcome_waits_for_the_changeover_after_the_devroom_before_it(tmp_path: Path) -> None:
    # Go has the room until 12:30, and the web from then on, with time for changeovers: 40 minutes of talks in 55.
    web = event("10", "12:30", "00:10", "Web", "Welcome to the Web devroom") + event(
        "11", "12:55", "00:30", "Web", "CSS"
    )
    problem = read_problem(written(tmp_path, schedule(RUST + GO + web)))
    pin = problem.conference.session_by_id["10"].pin
    assert pin is not None
    assert f"{pin.start:%H:%M}" == "12:35"
    assert solve(problem.conference, workers=1, explain=False).status is Status.OPTIMAL


def test_a_topic_is_a_rare_word_of_devrooms_that_are_open_at_once(problem: Problem) -> None:
    # Go follows Rust, but the web is beside both; "Welcome to the Rust devroom" is about nothing.
    assert topics(problem.devrooms) == {"ebpf": ("2", "5", "7")}


def test_only_a_short_talk_welcomes(tmp_path: Path) -> None:
    long = event("9", "10:00", "00:50", "Rust", "Welcome to systems programming")
    devroom = read_problem(written(tmp_path, schedule(long))).devrooms[0]
    assert opening_of(devroom) is None


def test_a_room_is_open_from_its_first_talk_to_its_last(problem: Problem) -> None:
    rooms = problem.conference.room_by_id
    windows = {id: [f"{w.start:%H:%M}-{w.end:%H:%M}" for w in rooms[id].available] for id in rooms}
    assert windows == {"k-1": ["10:00-12:30"], "h-2": ["10:20-12:00"], "j-3": []}
    assert rooms["j-3"].closed_blocks == tuple(block.id for block in problem.conference.blocks)


def test_the_building_is_what_a_rooms_name_begins_with(problem: Problem) -> None:
    assert [building_of(room) for room in problem.conference.rooms] == ["K", "H", "J"]


def test_a_talk_without_a_time_is_left_out(tmp_path: Path) -> None:
    lost = event("9", "", "00:30", "Rust", "Whenever")
    problem = read_problem(written(tmp_path, schedule(RUST + lost)))
    assert problem.left_out == ("9",)
    assert "9" not in problem.conference.session_by_id


def test_a_file_without_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no event with a time"):
        read_problem(written(tmp_path, schedule(event("1", "", "00:30", "Rust", "A"), "")))


def test_the_problem_has_an_agenda_that_the_published_one_was_not(problem: Problem) -> None:
    result = solve(problem.conference, workers=1)
    assert not score(problem.conference, problem.published).is_legal
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.is_legal


def test_the_talks_of_a_lost_room_go_where_there_is_a_spare_one(problem: Problem) -> None:
    result = solve(problem.conference, workers=1)
    assert result.agenda is not None
    lost = problem.lost_room(result.agenda)
    assert (lost.change.room, lost.change.day) == ("k-1", "2025-02-01")
    found = replan(lost.conference, None, [lost.change], workers=1)
    # Each of the five talks goes to another room at its time, since J.3 is free all day: no fewer can move.
    assert (found.minimal, found.least) == (True, 5)
    assert found.agenda is not None
    assert all(found.agenda[id].room != "k-1" for id in found.agenda)


def test_without_a_spare_room_there_is_nowhere_to_go(tmp_path: Path) -> None:
    problem = read_problem(written(tmp_path, schedule(spare="")))
    with pytest.raises(InvalidInput, match="no room is spare"):
        problem.lost_room(problem.published)


@needs_data
@pytest.mark.data
@pytest.mark.parametrize(("year", "talks"), [(2018, 689), (2025, 943)])
def test_the_recipe_works_on_real_years(year: int, talks: int) -> None:
    problem = read_problem(FOSDEM / f"fosdem-{year}.xml", time_zone="Europe/Brussels")
    assert len(problem.conference.sessions) == talks
    assert problem.left_out == ()
    # Every devroom holds its talks, or there would be nothing to solve.
    assert all(devroom.has_time_for(0) for devroom in problem.devrooms)
