"""No chair has two tracks at once."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.chair_clash import ChairClash
from tests.contracts import assert_contract

# Ada and Linus chair Energy and Water, Ada also Roads; Grace chairs Air.
# A morning of two half hours, a noon of one hour, three rooms.
SUN, WIND, DAM, RAIN, ROAD, BREEZE = "sun", "wind", "dam", "rain", "road", "breeze"


def conference(*ids: str, **rule) -> Conference:
    """Some of the sessions, or all."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.person("Ada").person("Linus").person("Grace")
    builder.track("Energy", id="energy", chairs=["ada", "linus"]).track("Water", id="water", chairs=["linus", "ada"])
    builder.track("Roads", id="roads", chairs=["ada"]).track("Air", id="air", chairs=["grace"])
    sessions = {
        SUN: {"minutes": 30, "track": "energy"},
        WIND: {"minutes": 30, "track": "energy"},
        DAM: {"minutes": 60, "track": "water"},
        RAIN: {"minutes": 30, "track": "water", "optional": True},
        ROAD: {"minutes": 30, "track": "roads"},
        BREEZE: {"minutes": 30, "track": "air"},
    }
    for id in ids or sessions:
        builder.session(id.title(), id=id, **sessions[id])
    return builder.rule("chair_clash", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # Energy in the hall and Water in the lab: one pair of rooms, though they share two chairs.
        ({SUN: ("h", "morning", 0), DAM: ("l", "morning", 0)}, 1),
        # The same, one after the other: the chairs would have to change rooms within the block.
        ({SUN: ("h", "morning", 0), RAIN: ("l", "morning", 1)}, 1),
        # One after the other in one room.
        ({SUN: ("h", "morning", 0), RAIN: ("h", "morning", 1)}, 0),
        # In two blocks.
        ({SUN: ("h", "morning", 0), DAM: ("l", "noon", 0)}, 0),
        # Energy in the hall and the lab, Water in the attic: two pairs.
        ({SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), DAM: ("a", "morning", 0)}, 2),
        # Energy in the hall and the lab, Water in the lab and the attic: hall-lab, hall-attic, lab-attic.
        (
            {
                SUN: ("h", "morning", 0),
                WIND: ("l", "morning", 0),
                RAIN: ("l", "morning", 1),
                DAM: ("a", "morning", 0),
            },
            3,
        ),
        # Three tracks of Ada's in three rooms: three pairs.
        ({SUN: ("h", "noon", 0), DAM: ("l", "noon", 0), ROAD: ("a", "noon", 0)}, 3),
        # A track of another chair, and a track in two rooms of its own.
        ({SUN: ("h", "morning", 0), WIND: ("l", "morning", 0), BREEZE: ("a", "morning", 0)}, 0),
        # A clash in each of two blocks.
        (
            {
                SUN: ("h", "morning", 0),
                ROAD: ("l", "morning", 0),
                WIND: ("h", "noon", 0),
                DAM: ("l", "noon", 0),
            },
            2,
        ),
        ({}, 0),
    ],
)
def test_pairs_of_rooms_with_tracks_of_one_chair_are_counted(places, expected):
    programme = conference()
    assert ChairClash().amount_in(programme.agenda(places)) == expected


def test_the_message_names_chairs_tracks_and_rooms():
    programme = conference()
    places = {SUN: ("h", "morning", 0), WIND: ("l", "morning", 1), DAM: ("a", "morning", 0), BREEZE: ("h", "noon", 0)}
    (violation,) = ChairClash().check(programme, programme.agenda(places))
    sentence = (
        'Ada and Linus chair tracks in different rooms in the block of 29 May 09:00: "Energy" in Hall and Lab and '
        '"Water" in Attic.'
    )
    assert violation == (2, sentence, (SUN, WIND, DAM), ("ada", "linus"), ("h", "l", "a"), ("energy", "water"))


def test_the_message_is_about_one_chair_where_there_is_one():
    programme = conference()
    places = {DAM: ("l", "noon", 0), ROAD: ("h", "noon", 0)}
    (violation,) = ChairClash().check(programme, programme.agenda(places))
    assert violation.message == (
        'Ada chairs tracks in different rooms in the block of 29 May 10:00: "Water" in Lab and "Roads" in Hall.'
    )


def test_it_applies_where_two_tracks_with_sessions_share_a_chair():
    assert ChairClash().applies(conference(SUN, ROAD))
    assert not ChairClash().applies(conference(SUN, WIND, BREEZE))


@pytest.mark.parametrize("severity", ["hard", 3])
def test_tracks_of_one_chair_are_kept_apart_where_they_can_be(severity):
    # Sun and Wind in the morning, the dam at noon, beside Breeze; Road and Rain are too many for it.
    result = solve(conference(SUN, WIND, DAM, BREEZE, severity=severity), workers=1)
    assert (str(result.status), result.objective) == ("optimal", 0)
    assert not list(ChairClash().check(result.agenda.conference, result.agenda))


def test_one_room_is_enough_for_two_tracks_of_a_chair():
    # Only the morning: Sun and Road follow each other in one room.
    programme = conference(SUN, ROAD, severity="hard")
    short = programme.replace(blocks=programme.blocks[:1])
    agenda = solve(short, workers=1).agenda
    assert agenda[SUN].room == agenda[ROAD].room


def test_as_few_pairs_of_rooms_as_can_be_are_used():
    # One block of an hour for the dam of an hour and Sun of half an hour: two rooms, one pair, of weight 4.
    programme = conference(SUN, DAM, severity=4)
    short = programme.replace(blocks=programme.blocks[1:])
    assert solve(short, workers=1).objective == 4


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity):
    programme = conference()
    apart = {SUN: ("h", "morning", 0), WIND: ("h", "morning", 1), DAM: ("l", "noon", 0)}
    apart |= {ROAD: ("h", "morning", 1), BREEZE: ("a", "noon", 0)}
    assert_contract(programme, ChairClash(severity=severity), most=100, planted=[programme.agenda(apart)])
    few = conference(SUN, DAM, RAIN)
    assert assert_contract(few, ChairClash(severity=severity), most=150)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_blocks_overlap_and_slots_differ(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").person("Ada")
    builder.track("Energy", chairs=["ada"]).track("Water", chairs=["ada"])
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "10:30", id="b", slot_minutes=20)
    builder.session("Sun", duration_slots=2, track="Energy").session("Dam", minutes=25, track="Water", optional=True)
    builder.session("Rain", duration_slots=1, track="Water")
    assert assert_contract(builder.done(), ChairClash(severity=severity), most=120)
