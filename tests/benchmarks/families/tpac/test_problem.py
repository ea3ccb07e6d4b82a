"""Events become conferences with occurrences; what is counted of an agenda is what a count of its own finds."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver import Agenda, solve
from benchmarks.families.tpac.read import Problem, problem_of, read_problem
from tests.benchmarks.families.tpac.made import SLOTS, Schedule, counted, doubled, event, session

PEOPLE = "Estimate_of_in-person_participants"
CONFLICTS = "Other_sessions_where_we_should_avoid_scheduling_conflicts_(Optional)"


def schedule_of(agenda: Agenda) -> Schedule:
    """Return an agenda in the words of the file."""
    rooms = agenda.conference.room_by_id
    found: dict[int, list[tuple[str, str]]] = {}
    for id, place in agenda.items():
        found.setdefault(int(id.partition("#")[0]), []).append((place.block, rooms[place.room].name))
    return found


def test_a_group_meets_in_each_slot_that_it_ticked() -> None:
    conference = problem_of(event(session(7, "A WG", ticked=(0, 2, 3)), session(8, "B WG"))).conference
    assert [s.id for s in conference.sessions] == ["7", "7#2", "7#3", "8"]
    assert conference.occurrences == {"7": ("7", "7#2", "7#3")}
    assert [s.preferred_times for s in conference.sessions] == [
        ("2030-09-09 09:00",),
        ("2030-09-10 09:00",),
        ("2030-09-10 11:00",),
        (),
    ]


def test_a_group_that_ticks_nothing_meets_as_often_as_it_says() -> None:
    asked = session(7, "A WG", sections={"Number_of_slots": "2"})
    conference = problem_of(event(asked)).conference
    assert conference.occurrences == {"7": ("7", "7#2")}
    assert not any(s.preferred_times for s in conference.sessions)


def test_two_meetings_of_one_group_cannot_be_at_once() -> None:
    both = event(session(1, "A WG"), session(2, "A Working Group & B WG joint meeting"))
    problem = problem_of(both)
    slots = [block.id for block in problem.conference.blocks]
    apart = problem.conference.agenda({"1": ("Large (40)", slots[0], 0), "2": ("Small (12)", slots[1], 0)})
    at_once = problem.conference.agenda({"1": ("Large (40)", slots[0], 0), "2": ("Small (12)", slots[0], 0)})
    assert problem.is_legal(apart)
    assert not problem.is_legal(at_once)


def test_nobody_chairs_two_breakouts_at_once() -> None:
    # Ada proposes both; in an event of groups that would not matter.
    about = {"meeting": "A day", "timezone": "Etc/UTC"}
    problem = problem_of(event(session(1, "One"), session(2, "Two"), slots=list(SLOTS[:1]), metadata=about))
    places = {id: (room, "2030-09-09 09:00", 0) for id, room in (("1", "Large (40)"), ("2", "Small (12)"))}
    assert not problem.is_legal(problem.conference.agenda(places))
    of_groups = problem_of(event(session(1, "One WG"), session(2, "Two WG"), slots=list(SLOTS[:1])))
    assert of_groups.is_legal(of_groups.conference.agenda(places))


def test_plenary_and_reserved_rooms_are_not_for_others() -> None:
    rooms = ["Plenary (500)", {"name": "Board", "capacity": 20, "vip": True}, "Small (12)"]
    plenary = session(2, "B", sections={"Session_type": "Plenary"})
    conference = problem_of(event(session(1, "A"), plenary, rooms=rooms)).conference
    assert conference.rooms_open_to == {"1": ("Small (12)",), "2": ("Plenary (500)",)}
    assert [s.plenary for s in conference.sessions] == [False, True]


def test_the_schedule_of_the_file_is_an_agenda_with_its_meetings_named_by_their_times() -> None:
    # It asked for the first and the last slot, and has the last one and another: the last is its second meeting.
    placed = session(1, "A WG", ticked=(0, 3), room="Large (40)", meeting="Tuesday, 11:00; Monday, 11:00")
    problem = problem_of(event(placed))
    assert problem.reference is not None
    assert {id: place.block for id, place in problem.reference.items()} == {
        "1": "2030-09-09 11:00",
        "1#2": "2030-09-10 11:00",
    }
    assert problem.counts(problem.reference)["meetings at other times"] == 1


def test_more_meetings_than_were_asked_for_are_told() -> None:
    problem = problem_of(event(session(1, "A WG", room="Large", meeting="Monday, 9:00; Monday, 11:00")))
    assert problem.remarks == ("#1: it has more meetings in the schedule than it asks for.",)


def test_instructions_for_people_are_kept_and_told() -> None:
    problem = problem_of(event(session(1, "A WG", sections={"Other_instructions_for_meeting_planners": "Not early"})))
    assert problem.conference.sessions[0].notes == "Not early"
    assert problem.remarks == ("Instructions for people are in the notes of #1; nothing is made of them.",)


def test_conflicts_with_nobody_are_told() -> None:
    problem = problem_of(event(session(1, "A WG", sections={CONFLICTS: "#1, #2"})))
    assert problem.remarks == (
        "#1: there is no other session #1 to conflict with.",
        "#1: there is no other session #2 to conflict with.",
    )


def test_the_best_agenda_gives_up_what_matters_least() -> None:
    # Both groups want the first slot and expect 40: one of them misses 28 seats there, or 1 of 2 wanted times. Times
    # come first. In the second slot, that A wants as well, A has the large room, too.
    raw = event(
        session(1, "A WG", ticked=(0, 1), sections={PEOPLE: "31-50"}),
        session(2, "B WG", ticked=(0,), sections={PEOPLE: "31-50"}),
    )
    problem = problem_of(raw)
    result = solve(problem.conference, workers=1)
    assert result.agenda is not None
    assert problem.counts(result.agenda) == {
        "meetings left out": 0,
        "meetings at other times": 0,
        "conflicts": 0,
        "seats missing": 28,
        # B in the small room; or A there in the first slot, and then in the large one: that is one room over.
        "rooms over one": 0,
    }


@st.composite
def events(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """Return a strategy for small events, and a seed for agendas of them."""
    sessions = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        ticked = draw(st.lists(st.integers(0, 3), unique=True, max_size=3))
        others = draw(st.lists(st.integers(1, 5), unique=True, max_size=2))
        sections = {PEOPLE: draw(st.sampled_from(["Less than 15", "16-30", "More than 50", "7"]))}
        sections |= {CONFLICTS: ", ".join(f"#{other}" for other in others if other != number) or "_No response_"}
        tracks = draw(st.lists(st.sampled_from(["ux", "css"]), unique=True))
        title = draw(st.sampled_from(["A WG", "B CG", "A WG & B CG joint meeting"]))
        sessions.append(session(number, title, ticked=sorted(ticked), sections=sections, tracks=tracks))
    return event(*sessions), draw(st.integers(0, 1_000))


@given(events())
def test_any_agenda_counts_as_a_count_of_its_own_finds(drawn: tuple[dict[str, Any], int]) -> None:
    raw, seed = drawn
    assert_counts_agree(problem_of(raw), raw, seed)


def assert_counts_agree(problem: Problem, raw: Mapping[str, Any], seed: int) -> None:
    """Compare the counts of a random agenda, in which meetings may be left out, but none of a group are at once."""
    conference, draw = problem.conference, random.Random(seed)
    starts = {id: [block.id for block in conference.blocks] for id in conference.session_by_id}
    places: dict[str, tuple[str, str, int]] = {}
    taken: dict[str, set[str]] = {}
    for session_ in sorted(conference.sessions, key=lambda s: draw.random()):
        first = session_.occurrence_of or session_.id
        free = [start for start in starts[session_.id] if start not in taken.get(first, ())]
        if free and draw.random() < 0.9:
            # Mostly at its own time, so that both kinds of times occur.
            wanted = [start for start in session_.preferred_times if start in free]
            start = wanted[0] if wanted and draw.random() < 0.6 else draw.choice(free)
            taken.setdefault(first, set()).add(start)
            places[session_.id] = (draw.choice(conference.rooms_open_to[session_.id]), start, 0)
    named = renamed(problem, places)
    agenda = conference.agenda(named)
    assert problem.counts(agenda) == counted(raw, schedule_of(agenda))


def renamed(problem: Problem, places: Mapping[str, tuple[str, str, int]]) -> dict[str, tuple[str, str, int]]:
    """Give each meeting the name of the time at which it is, if its group wants that time."""
    conference, found = problem.conference, {}
    for session_ in conference.sessions:
        if session_.occurrence_of is not None:
            continue
        ids = conference.occurrences.get(session_.id, (session_.id,))
        there = {places[id][1]: places[id] for id in ids if id in places}
        own = {id: there.pop(t) for id in ids for t in conference.session_by_id[id].preferred_times if t in there}
        rest = [id for id in ids if id not in own]
        found |= own | dict(zip(rest, there.values(), strict=False))
    return found


# --- the events of the shared data ----------------------------------------------------------------------------------


def data_files() -> list[Path]:
    """Return the files of the shared data; nothing where there are none."""
    import os

    folder = os.environ.get("AGENDA_SOLVER_DATA")
    found = Path(folder) / "tpac" if folder else None
    return sorted(found.glob("*.json")) if found is not None else []


EVENTS = data_files()
needs_data = pytest.mark.skipif(not EVENTS, reason="AGENDA_SOLVER_DATA names no folder with tpac")


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_real_events_are_understood_and_counted_alike(path: Path) -> None:
    problem, raw = read_problem(path), json.loads(path.read_text(encoding="utf-8"))
    # Of the real files nothing but what is written for people is left over.
    assert [remark for remark in problem.remarks if "Instructions for people" not in remark] == []
    for seed in range(5):
        assert_counts_agree(problem, raw, seed)


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_schedules_of_real_events_are_counted_alike(path: Path) -> None:
    problem, raw = read_problem(path), json.loads(path.read_text(encoding="utf-8"))
    if problem.reference is None:
        assert not any(s.get("room") or s.get("meeting") for s in raw["sessions"])
        return
    schedule = schedule_of(problem.reference)
    assert problem.counts(problem.reference) == counted(raw, schedule)
    assert problem.is_legal(problem.reference)
    assert doubled(schedule) == 0
