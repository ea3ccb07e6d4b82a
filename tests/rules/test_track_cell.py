"""A room is not shared by tracks within a block."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.rules.track_cell import TrackCell
from tests.contracts import assert_contract

# A morning of three slots of 20 minutes and a noon of one; three tracks, and a session of none.
LAW, ART, ZOO, NONE, TORT = "law", "art", "zoo", "none", "tort"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20).block("12:00", "12:20", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l")
    for id in (LAW, ART, ZOO):
        builder.track(id.title(), id=id).session(f"On {id}", id=id, minutes=20, track=id, optional=id == ZOO)
    builder.session("Tort", id=TORT, minutes=20, track=LAW).session("Hello", id=NONE, minutes=20)
    return builder.rule("track_cell", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # Two sessions of one track share the hall, another track has the lab.
        ({LAW: ("h", "morning", 0), TORT: ("h", "morning", 1), ART: ("l", "morning", 0)}, 0),
        # Two tracks in the hall: one over one, with one session or two of the first.
        ({LAW: ("h", "morning", 0), ART: ("h", "morning", 1)}, 1),
        ({LAW: ("h", "morning", 0), TORT: ("h", "morning", 1), ART: ("h", "morning", 2)}, 1),
        # Three tracks: two over one.
        ({LAW: ("h", "morning", 0), ZOO: ("h", "morning", 1), ART: ("h", "morning", 2)}, 2),
        # The same room in another block, and the same block in another room, are other cells.
        ({LAW: ("h", "morning", 0), ZOO: ("h", "noon", 0), ART: ("l", "morning", 0)}, 0),
        # A session without a track is in nobody's way.
        ({LAW: ("h", "morning", 0), NONE: ("h", "morning", 1)}, 0),
        # Cells add up: law and art in the hall, law and zoo in the lab.
        ({LAW: ("h", "morning", 0), ART: ("h", "morning", 1), TORT: ("l", "morning", 0), ZOO: ("l", "morning", 1)}, 2),
        ({}, 0),
    ],
)
def test_tracks_over_one_are_counted_in_each_block_and_room(places, expected):
    programme = conference()
    assert TrackCell().amount_in(programme.agenda(places)) == expected


def test_the_message_names_the_room_and_the_tracks():
    programme = conference()
    places = {ART: ("h", "morning", 0), TORT: ("h", "morning", 2), ZOO: ("h", "morning", 1)}
    (violation,) = TrackCell().check(programme, programme.agenda(places))
    sentence = 'Hall is shared by tracks in the block of 29 May 09:00: "Law", "Art" and "Zoo".'
    assert violation == (2, sentence, (ART, ZOO, TORT), (), ("h",), (LAW, ART, ZOO))


def test_it_is_off_until_somebody_gives_it_a_severity():
    assert TrackCell().severity == OFF
    everything = conference().replace(default_rules=True)
    assert "track_cell" not in [rule.id for rule in rules_of(everything)]
    assert [(rule.id, rule.severity) for rule in rules_of(conference(severity=3))] == [("track_cell", soft(3))]


def test_one_track_has_nobody_to_share_with():
    programme = conference()
    assert TrackCell().applies(programme)
    assert not TrackCell().applies(programme.replace(sessions=programme.sessions[3:]))


def test_where_it_is_hard_every_track_has_its_own_cell():
    # Law's two sessions need the morning, art and zoo can share the rest of it only room by room.
    result = solve(conference(severity="hard"), workers=1)
    assert str(result.status) == "optimal"
    assert not list(TrackCell().check(result.agenda.conference, result.agenda))


def test_more_tracks_than_rooms_cost_what_they_must():
    # One block of three slots and two rooms for three tracks that all must be placed: two of them share one room.
    programme = conference(severity=5)
    sessions = tuple(s.model_copy(update={"optional": False}) for s in programme.sessions[:4])
    result = solve(programme.replace(blocks=programme.blocks[:1], sessions=sessions), workers=1)
    assert (result.scorecard.objective, result.bounds[0]) == (5, 5)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity):
    assert assert_contract(conference(), TrackCell(severity=severity), most=200)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_there_is_one_block_and_one_room(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").track("A").track("B")
    builder.block("09:00", "10:00", slot_minutes=30).session("One", minutes=30, track="A")
    builder.session("Two", minutes=30, track="B", optional=True)
    # Legal agendas have One alone, or both, which only a soft rule allows: 2 starts, and 2 orders of both.
    assert assert_contract(builder.done(), TrackCell(severity=severity)) == (2 if severity.is_hard else 4)
