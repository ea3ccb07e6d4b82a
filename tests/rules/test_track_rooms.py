"""A track stays in one room."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.track_rooms import TrackRooms
from tests.contracts import assert_contract

# Two days with a block of two half hours each, three rooms; four sessions of a track, one of another.
SUN, WIND, GRID, COAL, DAM = "sun", "wind", "grid", "coal", "dam"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="a", slot_minutes=30)
    builder.day("2025-05-30").block("09:00", "10:00", id="b", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="t")
    builder.track("Energy", id="energy").track("Water", id="water")
    for id in (SUN, WIND, GRID, COAL):
        builder.session(id.title(), id=id, minutes=30, track="energy", optional=id == COAL)
    builder.session("Dam", id=DAM, minutes=60, track="water")
    return builder.rule("track_rooms", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "in_all", "per_day"),
    [
        # One room on both days.
        ({SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("h", "b", 0)}, 0, 0),
        # It moves overnight: two rooms in all, one on each day.
        ({SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("l", "b", 0)}, 1, 0),
        # Three rooms, all on one day: two over one, either way.
        ({SUN: ("h", "a", 0), WIND: ("l", "a", 1), GRID: ("t", "a", 0)}, 2, 2),
        # The same two rooms on both days: one over in all, one over on each day.
        ({SUN: ("h", "a", 0), WIND: ("l", "a", 1), GRID: ("h", "b", 0), COAL: ("l", "b", 0)}, 1, 2),
        # Another track does not matter, and what is left out neither.
        ({SUN: ("h", "a", 0), DAM: ("l", "a", 0)}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_rooms_over_one_are_counted(places, in_all, per_day):
    programme = conference()
    agenda = programme.agenda(places)
    for rule, amount in ((TrackRooms(), in_all), (TrackRooms(per="day"), per_day)):
        assert rule.amount_in(agenda) == amount
    assert not list(TrackRooms(tracks=("water",)).check(programme, agenda))


@pytest.mark.parametrize(
    ("per", "sentence"),
    [
        ("conference", 'The track "Energy" is spread over 3 rooms: Hall, Lab and Attic.'),
        ("day", 'The track "Energy" is spread over 3 rooms on 30 May 2025: Hall, Lab and Attic.'),
    ],
)
def test_the_message_names_the_rooms(per, sentence):
    programme = conference()
    places = {SUN: ("t", "b", 0), WIND: ("l", "b", 1), GRID: ("h", "b", 0)}
    (violation,) = TrackRooms(per=per).check(programme, programme.agenda(places))
    assert violation == (2, sentence, (SUN, WIND, GRID), (), ("h", "l", "t"), ("energy",))


def test_unknown_tracks_are_problems():
    (problem,) = TrackRooms(tracks=("air",)).problems(conference())
    assert problem == ("tracks[0]", 'there is no track "air"')


def test_a_track_of_one_session_has_one_room():
    assert TrackRooms().applies(conference())
    assert not TrackRooms(tracks=("water",)).applies(conference())


@pytest.mark.parametrize("per", ["conference", "day"])
@pytest.mark.parametrize("severity", ["hard", 3])
def test_a_track_that_fits_one_room_stays_there(severity, per):
    # Four half hours fit into one room's two hours.
    result = solve(conference(severity=severity, per=per), workers=1)
    assert str(result.status) == "optimal"
    assert not list(TrackRooms(per=per).check(result.agenda.conference, result.agenda))


def test_a_track_too_large_for_one_room_is_charged_what_it_needs():
    # Five hours of a track and two blocks of one hour: a room holds two of them, so three rooms, two over one.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").track("Energy")
    builder.block("09:00", "10:00").block("10:00", "11:00").rule("track_rooms", 2)
    for number in range(5):
        builder.room(f"Room {number}").session(f"Talk {number}", minutes=60, track="Energy")
    result = solve(builder.done(), workers=1)
    assert (result.scorecard.objective, result.bounds[0]) == (4, 4)


@pytest.mark.parametrize("per", ["conference", "day"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity, per):
    programme = conference()
    in_one_room = {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("h", "b", 0), DAM: ("l", "a", 0)}
    planted = [programme.agenda(in_one_room)]
    assert assert_contract(programme, TrackRooms(severity=severity, per=per), most=120, planted=planted)


@pytest.mark.parametrize("per", ["conference", "day"])
def test_both_faces_agree_where_blocks_overlap_and_slots_differ(per):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").track("Energy")
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "10:30", id="b", slot_minutes=20)
    builder.session("Sun", duration_slots=2, track="Energy").session("Wind", minutes=25, track="Energy", optional=True)
    builder.session("Grid", duration_slots=1, track="Energy")
    for severity in (HARD, soft(1)):
        assert assert_contract(builder.done(), TrackRooms(severity=severity, per=per), most=120)
