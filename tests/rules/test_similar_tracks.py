"""Similar tracks do not compete."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.similar_tracks import SimilarPair, SimilarTracks
from tests.contracts import assert_contract

# Energy and water share two themes; roads share none. A morning of two half hours, a noon of one hour, three rooms.
SUN, WIND, DAM, RAIN, ROAD = "sun", "wind", "dam", "rain", "road"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.track("Energy", id="energy", themes=["nature", "power"])
    builder.track("Water", id="water", themes=["power", "nature", "fish"]).track("Roads", id="roads", themes=["cars"])
    builder.session("Sun", id=SUN, minutes=30, track="energy").session("Wind", id=WIND, minutes=30, track="energy")
    builder.session("Dam", id=DAM, minutes=60, track="water")
    builder.session("Rain", id=RAIN, minutes=30, track="water", optional=True)
    builder.session("Road", id=ROAD, minutes=30, track="roads")
    return builder.rule("similar_tracks", **rule).done() if rule else builder.done()


ROADS_LIKE_ENERGY = (SimilarPair(tracks=("roads", "energy"), amount=3), SimilarPair(tracks=("energy", "roads")))
FOLLOWING = {SUN: ("h", "morning", 0), RAIN: ("l", "morning", 1), DAM: ("h", "noon", 0)}


@pytest.mark.parametrize(
    ("parameters", "places", "by_time", "by_block"),
    [
        # Rain begins at the minute at which sun ends. In the block, energy is in one room and water in another: 2.
        ({}, FOLLOWING, 0, 2),
        # The same in one room: the block has no two rooms.
        ({}, {**FOLLOWING, RAIN: ("h", "morning", 1)}, 0, 0),
        # The dam covers sun and wind: two pairs of sessions, two points each; one pair of rooms.
        ({}, {SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), DAM: ("l", "morning", 0)}, 4, 2),
        # Energy in the hall and the lab, water in the attic: two pairs, of sessions and of rooms.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), DAM: ("a", "morning", 0)}, 4, 4),
        # Energy is in the hall and the lab, water comes to the hall after it: wind and rain are at once; of the rooms
        # only the lab of energy and the hall of water differ.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 1), RAIN: ("h", "morning", 1)}, 2, 2),
        # Sessions of one track, and tracks without a common theme, may run at once.
        ({}, {SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), ROAD: ("a", "morning", 0)}, 0, 0),
        # The committee calls roads and energy similar, by 3 and by 1: 4 for each of two pairs.
        ({"pairs": ROADS_LIKE_ENERGY}, {SUN: ("h", "noon", 0), WIND: ("l", "noon", 0), ROAD: ("a", "noon", 0)}, 8, 8),
        # Themes do not count, or three times.
        ({"theme_amount": 0}, {SUN: ("h", "morning", 0), DAM: ("l", "morning", 0)}, 0, 0),
        ({"theme_amount": 3}, {SUN: ("h", "morning", 0), DAM: ("l", "morning", 0)}, 6, 6),
        # What is left out competes with nothing.
        ({}, {SUN: ("h", "morning", 0)}, 0, 0),
    ],
)
def test_points_are_counted_for_pairs_at_once(parameters, places, by_time, by_block):
    programme = conference()
    agenda = programme.agenda(places)
    for scope, amount in (("time", by_time), ("block", by_block)):
        assert SimilarTracks(scope=scope, **parameters).amount_in(agenda) == amount


def test_the_message_names_sessions_and_tracks():
    programme = conference()
    agenda = programme.agenda({SUN: ("h", "morning", 1), DAM: ("l", "morning", 0)})
    (violation,) = SimilarTracks().check(programme, agenda)
    sentence = '"Sun" and "Dam" are at once (29 May 09:30), though their tracks "Energy" and "Water" are similar.'
    assert violation == (2, sentence, (SUN, DAM), (), (), ("energy", "water"))


def test_by_block_the_message_names_tracks_and_rooms():
    programme = conference()
    places = {SUN: ("h", "morning", 1), WIND: ("a", "morning", 0), DAM: ("l", "morning", 0), ROAD: ("h", "morning", 0)}
    (violation,) = SimilarTracks(scope="block").check(programme, programme.agenda(places))
    sentence = 'Similar tracks both run in the block of 29 May 09:00: "Energy" in Hall and Attic and "Water" in Lab.'
    assert violation == (4, sentence, (SUN, WIND, DAM), (), ("h", "a", "l"), ("energy", "water"))


def test_unknown_tracks_are_problems():
    rule = SimilarTracks(pairs=(SimilarPair(tracks=("energy", "roads")), SimilarPair(tracks=("energy", "air"))))
    assert list(rule.problems(conference())) == [("pairs[1].tracks[1]", 'there is no track "air"')]


def test_a_track_is_not_similar_to_itself():
    with pytest.raises(ValidationError, match="two different tracks"):
        read_rule({"rule": "similar_tracks", "pairs": [{"tracks": ["energy", "energy"]}]})


def test_it_applies_where_two_tracks_with_sessions_are_similar():
    programme = conference()
    assert SimilarTracks().applies(programme)
    assert not SimilarTracks(theme_amount=0).applies(programme)
    dry = programme.replace(sessions=tuple(s for s in programme.sessions if s.track != "water"))
    assert not SimilarTracks().applies(dry)
    assert SimilarTracks(pairs=ROADS_LIKE_ENERGY).applies(dry)


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", ["hard", 3])
def test_similar_tracks_are_kept_apart_where_they_can_be(severity, scope):
    # Energy in the morning, the dam at noon; rain is left out or at noon beside the dam.
    result = solve(conference(severity=severity, scope=scope), workers=1)
    assert str(result.status) == "optimal"
    assert not list(SimilarTracks(scope=scope).check(result.agenda.conference, result.agenda))


def test_more_similar_tracks_than_moments_cost_what_counting_says():
    # Five similar tracks with one session each, for two blocks: three in one and two in the other, 3 + 1 pairs.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").rule("similar_tracks", 2)
    builder.block("09:00", "10:00").block("10:00", "11:00")
    for number in range(5):
        builder.room(f"Room {number}").track(f"Track {number}", themes=["nature"])
        builder.session(f"Talk {number}", minutes=60, track=f"Track {number}")
    result = solve(builder.done(), workers=1)
    assert (result.scorecard.objective, result.bounds[0]) == (8, 8)


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize(
    "parameters", [{}, {"theme_amount": 0, "pairs": ROADS_LIKE_ENERGY}, {"pairs": ROADS_LIKE_ENERGY}]
)
def test_both_faces_agree(parameters, severity, scope):
    programme = conference()
    apart = {SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), DAM: ("l", "noon", 0), ROAD: ("a", "noon", 0)}
    rule = SimilarTracks(severity=severity, scope=scope, **parameters)
    assert assert_contract(programme, rule, most=100, planted=[programme.agenda(apart)])


@pytest.mark.parametrize("scope", ["time", "block"])
def test_both_faces_agree_where_blocks_overlap_and_slots_differ(scope):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab")
    builder.track("Energy", themes=["nature"]).track("Water", themes=["nature"])
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "10:30", id="b", slot_minutes=20)
    builder.session("Sun", duration_slots=2, track="Energy").session("Dam", minutes=25, track="Water", optional=True)
    builder.session("Rain", duration_slots=1, track="Water")
    for severity in (HARD, soft(1)):
        assert assert_contract(builder.done(), SimilarTracks(severity=severity, scope=scope), most=120)
