"""A track runs without a break."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.track_contiguity import TrackContiguity
from tests.contracts import assert_contract

# Three blocks of an hour on the first day, a plenary one among them or not; one block on the second day.
SUN, WIND, GRID, DAM = "sun", "wind", "grid", "dam"


def conference(middle: tuple[str, ...] = (), **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="a", slot_minutes=30)
    builder.block("10:00", "11:00", id="b", session_types=list(middle)).block("11:00", "12:00", id="c")
    builder.day("2025-05-30").block("09:00", "10:00", id="d")
    builder.room("Hall", id="h").room("Lab", id="l").track("Energy", id="energy").track("Water", id="water")
    for id in (SUN, WIND, GRID):
        builder.session(id.title(), id=id, minutes=30, track="energy", optional=id == GRID)
    builder.session("Dam", id=DAM, minutes=60, track="water")
    return builder.rule("track_contiguity", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("blocks", "per_day", "in_all"),
    [
        ("aaa", 0, 0),  # one block has no gap
        ("abc", 0, 0),  # one block after the other
        ("cba", 0, 0),  # the order of the sessions does not matter
        ("ac", 1, 1),  # b lies between a and c, and has nothing of the track
        ("acc", 1, 1),
        ("ad", 0, 1),  # over night only "conference" looks: b and c are missing, one track
        ("acd", 1, 1),  # the gap of the first day; in all it is one track, however many gaps
        ("bd", 0, 1),
        ("bcd", 0, 0),
        ("a", 0, 0),
        ("", 0, 0),
    ],
)
def test_tracks_with_a_gap_are_counted(blocks, per_day, in_all):
    programme = conference()
    slots: dict[str, int] = {}
    places = {}
    for id, block in zip((SUN, WIND, GRID), blocks, strict=False):
        places[id] = (("h", "l", "h")[slots.get(block, 0)], block, 0)
        slots[block] = slots.get(block, 0) + 1
    agenda = programme.agenda(places)
    for rule, amount in ((TrackContiguity(), per_day), (TrackContiguity(per="conference"), in_all)):
        assert rule.amount_in(agenda) == amount
    assert not list(TrackContiguity(tracks=("water",), per="conference").check(programme, agenda))


@pytest.mark.parametrize(("per", "when"), [("day", " on 29 May 2025"), ("conference", "")])
def test_the_message_says_where_the_gap_is(per, when):
    programme = conference()
    agenda = programme.agenda({SUN: ("h", "a", 0), WIND: ("h", "c", 0)})
    (violation,) = TrackContiguity(per=per).check(programme, agenda)
    assert violation.message == (
        f'The track "Energy" has a gap{when}: it is in the blocks of 29 May 09:00 and 29 May 11:00, '
        "but not in that of 29 May 10:00."
    )
    assert (violation.sessions, violation.tracks) == ((SUN, WIND), ("energy",))


def test_unknown_tracks_are_problems():
    (problem,) = TrackContiguity(tracks=("air",)).problems(conference())
    assert problem == ("tracks[0]", 'there is no track "air"')


def test_it_applies_to_two_sessions_and_three_blocks_in_a_row():
    programme = conference()
    assert TrackContiguity().applies(programme)
    assert not TrackContiguity(tracks=("water",)).applies(programme)
    assert not TrackContiguity().applies(programme.replace(blocks=programme.blocks[1:]))
    assert TrackContiguity(per="conference").applies(programme.replace(blocks=programme.blocks[1:]))


@pytest.mark.parametrize("severity", ["hard", 3])
def test_a_track_is_kept_together(severity):
    result = solve(conference(severity=severity, per="conference"), workers=1)
    assert str(result.status) == "optimal"
    assert not list(TrackContiguity(per="conference").check(result.agenda.conference, result.agenda))


def test_a_block_that_is_closed_to_the_track_makes_a_gap():
    # Two hours need two blocks of the one room, and the block between them takes only plenaries: one gap.
    builder = (
        Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall").track("Energy")
    )
    builder.block("09:00", "10:00").block("10:00", "11:00", session_types=["plenary"]).block("11:00", "12:00")
    builder.session("Sun", minutes=60, track="Energy").session("Wind", minutes=60, track="Energy")
    builder.rule("track_contiguity", 4)
    assert solve(builder.done(), workers=1).scorecard.objective == 4


@pytest.mark.parametrize("per", ["day", "conference"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("middle", [(), ("plenary",)])
def test_both_faces_agree(middle, severity, per):
    assert assert_contract(conference(middle), TrackContiguity(severity=severity, per=per), most=150)
