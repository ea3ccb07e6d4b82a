"""A track has its even share of every day and block."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.track_balance import TrackBalance
from tests.contracts import assert_contract

# Two days: two hours on the first (blocks a and b), one on the second (block c), in slots of half an hour.
# The energy track has three half hours in all, the water track one session of an hour.
SUN, WIND, GRID, DAM = "sun", "wind", "grid", "dam"


def conference(optional: tuple[str, ...] = (), **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="a", slot_minutes=30)
    builder.block("10:00", "11:00", id="b", slot_minutes=30)
    builder.day("2025-05-30", name="Friday").block("09:00", "10:00", id="c", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l").track("Energy", id="energy").track("Water", id="water")
    for id in (SUN, WIND, GRID):
        builder.session(id.title(), id=id, minutes=30, track="energy", optional=id in optional)
    builder.session("Dam", id=DAM, minutes=60, track="water", optional=DAM in optional)
    return builder.rule("track_balance", **rule).done() if rule else builder.done()


ENERGY = {"tracks": ("energy",)}
EVEN = {SUN: ("h", "a", 0), WIND: ("h", "b", 0), GRID: ("h", "c", 0)}


@pytest.mark.parametrize(
    ("parameters", "places", "amount"),
    [
        # Three units over blocks of equal length: one each; and two on the day of two hours, one on the other.
        (ENERGY, EVEN, 0),
        # All in block a: blocks are 2 over, 1 short and 1 short; days are 1 over and 1 short.
        (ENERGY, {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("l", "a", 0)}, 6),
        ({**ENERGY, "days": False}, {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("l", "a", 0)}, 4),
        ({**ENERGY, "blocks": False}, {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("l", "a", 0)}, 2),
        # Two in a and one in c: the days are even, the blocks 1 over and 1 short.
        (ENERGY, {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("h", "c", 0)}, 2),
        # Left out: c has nothing, and neither has its day.
        (ENERGY, {SUN: ("h", "a", 0), WIND: ("h", "b", 0)}, 2),
        # Nothing is placed: 3 units are short in the blocks and 3 on the days.
        (ENERGY, {}, 6),
        # The water track has two units, 2/3 of one for each block, 4/3 and 2/3 for the days. Its only session lies
        # somewhere with 2: one over in its block; on the first day 2 is a share rounded up, and 0 one rounded down.
        ({"tracks": ("water",)}, {DAM: ("h", "a", 0)}, 1),
        # On the second day it is one over there, too; the first day is one short.
        ({"tracks": ("water",)}, {DAM: ("h", "c", 0)}, 3),
        # Both tracks: the amounts are added up.
        ({}, {**EVEN, DAM: ("l", "c", 0)}, 3),
        # In units of an hour each half hour still counts as a unit, and the long session as a single one: 1/3 of a unit
        # for each block is met with 0 and with 1.
        ({"unit_minutes": 60}, {**EVEN, DAM: ("l", "c", 0)}, 0),
        # In units of 20 minutes each half hour counts 2, 6 in all: 2 for each block, 4 and 2 for the days.
        ({**ENERGY, "unit_minutes": 20}, EVEN, 0),
        ({**ENERGY, "unit_minutes": 20}, {SUN: ("h", "a", 0), WIND: ("h", "a", 1), GRID: ("h", "c", 0)}, 4),
    ],
)
def test_units_above_and_below_the_even_share_are_counted(parameters, places, amount):
    programme = conference()
    assert TrackBalance(**parameters).amount_in(programme.agenda(places)) == amount


def test_stretches_that_the_track_cannot_use_have_no_share():
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall", id="h").track("Energy", id="e")
    builder.block("09:00", "09:30", id="a").block("09:30", "10:00", id="b").block("10:00", "10:30", id="p")
    programme = (
        builder.session("Sun", id=SUN, minutes=30, track="e").session("Wind", id=WIND, minutes=30, track="e").done()
    )
    plenary = programme.blocks[2].model_copy(update={"session_types": ("plenary",)})
    closed = programme.replace(blocks=(*programme.blocks[:2], plenary))
    places = {SUN: ("h", "a", 0), WIND: ("h", "a", 0)}
    # Over two blocks the share is one each: one over, one short. Over three it is 2/3: one over, and 0 is enough.
    assert TrackBalance(days=False).amount_in(closed.agenda(places)) == 2
    assert TrackBalance(days=False).amount_in(programme.agenda(places)) == 1


def test_the_message_names_track_and_stretch_and_share():
    programme = conference()
    agenda = programme.agenda({**EVEN, GRID: ("l", "a", 0), DAM: ("l", "c", 0)})
    messages = [violation.message for violation in TrackBalance().check(programme, agenda)]
    assert messages == [
        'The track "Energy" has 90 minutes on 29 May 2025; its even share is 60.',
        'The track "Energy" has 0 minutes on Friday; its even share is 30.',
        'The track "Energy" has 60 minutes on 29 May 2025, 09:00-10:00; its even share is 30.',
        'The track "Energy" has 0 minutes on Friday, 09:00-10:00; its even share is 30.',
        'The track "Water" has 0 minutes on 29 May 2025; its even share is 30 to 60.',
        'The track "Water" has 60 minutes on Friday; its even share is 0 to 30.',
        'The track "Water" has 60 minutes on Friday, 09:00-10:00; its even share is 0 to 30.',
    ]


def test_unknown_tracks_are_problems():
    (problem,) = TrackBalance(tracks=("energy", "air")).problems(conference())
    assert problem == ("tracks[1]", 'there is no track "air"')


def test_it_applies_only_where_there_is_something_to_share_out():
    programme = conference()
    assert TrackBalance().applies(programme)
    assert not TrackBalance(days=False, blocks=False).applies(programme)
    assert not TrackBalance().applies(programme.replace(tracks=(), sessions=_without_tracks(programme)))


def _without_tracks(programme: Conference):
    return tuple(session.model_copy(update={"track": None}) for session in programme.sessions)


def test_the_best_agenda_is_as_even_as_can_be():
    # Energy can be perfectly even. Water cannot: an hour lies in one block, one unit over; best on the first day.
    result = solve(conference(severity=2), workers=1)
    assert (str(result.status), result.scorecard.objective) == ("optimal", 2)


def test_hard_every_stretch_has_its_share():
    agenda = solve(conference(severity="hard", tracks=["energy"]), workers=1).agenda
    assert {agenda[id].block for id in (SUN, WIND, GRID)} == {"a", "b", "c"}
    assert str(solve(conference(severity="hard"), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize(
    "parameters", [{}, {"days": False}, {"blocks": False}, {"unit_minutes": 20}, {"unit_minutes": 60}, ENERGY]
)
def test_both_faces_agree(parameters, severity):
    programme = conference(optional=(SUN, DAM))
    legal = assert_contract(
        programme, TrackBalance(severity=severity, **parameters), most=60, planted=[programme.agenda({**EVEN})]
    )
    assert legal or severity is HARD


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_slots_are_uneven_and_blocks_overlap(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").track("Energy")
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:30", "11:00", id="b", slot_minutes=45)
    builder.session("Sun", duration_slots=2, track="Energy").session("Wind", minutes=25, track="Energy", optional=True)
    builder.session("Grid", duration_slots=1, track="Energy")
    assert_contract(builder.done(), TrackBalance(severity=severity), TrackBalance(unit_minutes=10, label="x"), most=80)


def test_a_unit_is_as_long_as_what_the_lengths_of_all_slots_have_in_common():
    # Slots of 45 and of 30 minutes, at times that have only five minutes in common: a unit is a quarter of an hour.
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall", id="h").track("Energy", id="e")
    builder.block("09:10", "10:40", id="a", slot_minutes=45).block("10:45", "11:45", id="b", slot_minutes=30)
    programme = builder.session("Sun", id=SUN, minutes=40, track="e").done()
    (violation, *_) = TrackBalance(days=False).check(programme, programme.agenda({SUN: ("h", "a", 0)}))
    # Of 3 units 3/5 * 3 = 1.8 are the share of the longer block, 2 rounded up: one over.
    assert violation.message == (
        'The track "Energy" has 45 minutes on 29 May 2025, 09:10-10:40; '
        "its even share is 15 to 30, lengths rounded up to 15."
    )
    assert_contract(programme, TrackBalance())


def test_a_block_is_called_by_its_name_where_it_has_one():
    programme = conference()
    named = programme.replace(blocks=(programme.blocks[0].model_copy(update={"name": "Early"}), *programme.blocks[1:]))
    agenda = named.agenda({**EVEN, GRID: ("l", "a", 0)})
    messages = [violation.message for violation in TrackBalance(**ENERGY, days=False).check(named, agenda)]
    assert messages[0] == 'The track "Energy" has 60 minutes on 29 May 2025, Early; its even share is 30.'
