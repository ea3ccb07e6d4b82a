"""A track does not compete with itself."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.track_parallel import TrackParallel
from tests.contracts import assert_contract

# A morning of two slots of half an hour and a noon of one hour; three rooms; three sessions of a track, one of another.
SUN, WIND, GRID, DAM = "sun", "wind", "grid", "dam"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.track("Energy", id="energy").track("Water", id="water")
    builder.session("Sun", id=SUN, minutes=30, track="energy").session("Wind", id=WIND, minutes=30, track="energy")
    builder.session("Grid", id=GRID, minutes=60, track="energy", optional=True)
    builder.session("Dam", id=DAM, minutes=30, track="water")
    return builder.rule("track_parallel", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "by_time", "by_block"),
    [
        # One after the other in one room.
        ({SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), GRID: ("h", "noon", 0)}, 0, 0),
        # The second begins at the minute at which the first ends: nothing at once, but two rooms of one block.
        ({SUN: ("h", "morning", 0), WIND: ("l", "morning", 1), GRID: ("h", "noon", 0)}, 0, 1),
        # Two at once.
        ({SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), GRID: ("h", "noon", 0)}, 1, 1),
        # Three at once, in three rooms: two over one.
        ({SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), GRID: ("a", "morning", 0)}, 2, 2),
        # The long one covers both of the others, which follow each other in one room: two at most at an instant.
        ({SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), GRID: ("a", "morning", 0)}, 1, 1),
        # Two blocks, each with two at once, would be counted for each; here only noon has two.
        ({SUN: ("h", "noon", 0), WIND: ("l", "noon", 0), GRID: ("a", "morning", 0)}, 1, 1),
        # Another track beside it does not matter, and what is left out neither.
        ({SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), DAM: ("l", "morning", 0)}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_rooms_over_one_are_counted_for_each_track_and_block(places, by_time, by_block):
    programme = conference()
    agenda = programme.agenda(places)
    for rule, amount in ((TrackParallel(), by_time), (TrackParallel(scope="block"), by_block)):
        assert rule.amount_in(agenda) == amount
    assert not list(TrackParallel(tracks=("water",)).check(programme, agenda))


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("time", 'The track "Energy" competes with itself on 29 May 09:30: "Wind" and "Grid" run at once.'),
        ("block", 'The track "Energy" is in 2 rooms in the block of 29 May 09:00: Lab and Attic.'),
    ],
)
def test_the_message_says_what_competes(scope, sentence):
    programme = conference()
    places = {WIND: ("l", "morning", 1), GRID: ("a", "morning", 0)}
    (violation,) = TrackParallel(scope=scope).check(programme, programme.agenda(places))
    assert violation == (1, sentence, (WIND, GRID), (), ("l", "a"), ("energy",))


def test_unknown_tracks_are_problems():
    (problem,) = TrackParallel(tracks=("air",)).problems(conference())
    assert problem == ("tracks[0]", 'there is no track "air"')


def test_a_track_of_one_session_cannot_compete():
    assert TrackParallel().applies(conference())
    assert not TrackParallel(tracks=("water",)).applies(conference())


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", ["hard", 3])
def test_a_track_that_can_follow_itself_does(severity, scope):
    # The half hours fit one after the other into the morning, the hour fits noon: nothing needs two rooms.
    result = solve(conference(severity=severity, scope=scope), workers=1)
    assert str(result.status) == "optimal"
    assert not list(TrackParallel(scope=scope).check(result.agenda.conference, result.agenda))


def test_a_track_too_large_for_one_room_is_charged_what_it_needs():
    # Four hours of a track and one block of one hour: four rooms, three over one, in time as by block.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").track("Energy")
    builder.block("09:00", "10:00", slot_minutes=30)
    for number in range(4):
        builder.room(f"Room {number}").session(f"Talk {number}", minutes=60, track="Energy")
    for scope in ("time", "block"):
        result = solve(
            builder.done().replace(rules=({"rule": "track_parallel", "severity": 2, "scope": scope},)), workers=1
        )
        assert (result.scorecard.objective, result.bounds[0]) == (6, 6)


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity, scope):
    assert assert_contract(conference(), TrackParallel(severity=severity, scope=scope), most=120)


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_blocks_overlap_and_slots_differ(severity, scope):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").track("Energy")
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "10:30", id="b", slot_minutes=20)
    builder.session("Sun", duration_slots=2, track="Energy").session("Wind", minutes=25, track="Energy")
    builder.session("Grid", duration_slots=1, track="Energy")
    assert assert_contract(builder.done(), TrackParallel(severity=severity, scope=scope), most=120)
