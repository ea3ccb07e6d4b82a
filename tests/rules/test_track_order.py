"""Sessions have their places in the order of their track."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.track_order import TrackOrder
from tests.contracts import assert_contract

# A morning of two slots of half an hour and a noon of one. Of the track, One, Two and Three have positions, Extra has
# none; Long has the second position of another track, whose first nobody has.
ONE, TWO, THREE, EXTRA, LONG = "one", "two", "three", "extra", "long"


def conference(*ids: str, **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("12:00", "12:30", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").track("Law", id="law").track("Art", id="art")
    positions = {ONE: 1, TWO: 2, THREE: 3, EXTRA: None}
    for id in ids or positions:
        builder.session(id.title(), id=id, minutes=30, track="law", position=positions[id], optional=id == EXTRA)
    builder.session("Long", id=LONG, duration_slots=2, track="art", position=2, optional=True)
    return builder.rule("track_order", **rule).done() if rule else builder.done()


def amount(programme: Conference, places, **parameters) -> int:
    agenda = programme.agenda(places)
    return TrackOrder(**parameters).amount_in(agenda)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # In order within a room, and on to the next block.
        ({ONE: ("h", "morning", 0), TWO: ("h", "morning", 1), THREE: ("h", "noon", 0)}, 0),
        # The first two have changed places: both are wrong.
        ({TWO: ("h", "morning", 0), ONE: ("h", "morning", 1), THREE: ("h", "noon", 0)}, 2),
        # The first is the last: all are wrong.
        ({TWO: ("h", "morning", 0), THREE: ("h", "morning", 1), ONE: ("h", "noon", 0)}, 3),
        # One without a position is never wrong, but it is counted: behind the first, it makes the other two wrong. They
        # are both at noon, at once, which is one more.
        ({ONE: ("h", "morning", 0), EXTRA: ("h", "morning", 1), TWO: ("h", "noon", 0), THREE: ("l", "noon", 0)}, 3),
        # At the end it moves nobody.
        ({ONE: ("h", "morning", 0), TWO: ("h", "morning", 1), THREE: ("h", "noon", 0), EXTRA: ("l", "noon", 0)}, 0),
        # The rooms come before the starts: all of the hall, then all of the lab.
        ({ONE: ("h", "morning", 1), TWO: ("l", "morning", 0), THREE: ("h", "noon", 0)}, 0),
        ({ONE: ("l", "morning", 0), TWO: ("h", "morning", 1), THREE: ("h", "noon", 0)}, 2),
        # In order by rooms, but at once: the pair counts for its slot.
        ({ONE: ("h", "morning", 0), TWO: ("l", "morning", 0), THREE: ("h", "noon", 0)}, 1),
        # What has no place is not counted: the third is the first of those that are left.
        ({THREE: ("h", "noon", 0)}, 1),
        # Another track is another list; Long is the first of its own, and should be the second.
        ({ONE: ("h", "morning", 0), LONG: ("l", "morning", 0)}, 1),
        ({}, 0),
    ],
)
def test_sessions_are_counted_off_block_by_block_and_room_by_room(places, expected):
    assert amount(conference(), places) == expected


def test_only_the_chosen_tracks_are_looked_at():
    places = {THREE: ("h", "noon", 0), LONG: ("l", "morning", 0)}
    assert amount(conference(), places) == 2
    assert amount(conference(), places, tracks=("art",)) == 1


def overlapping(*blocks: str) -> Conference:
    """Blocks that overlap from 09:30 to 10:00, of three slots (early), two slots (late) and one slot (evening)."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").track("Law", id="law")
    cuts = {"early": ("09:00", "10:00", 20), "late": ("09:30", "10:30", 30), "evening": ("18:00", "19:00", 60)}
    for id in blocks:
        start, end, minutes = cuts[id]
        builder.block(start, end, id=id, slot_minutes=minutes)
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.session("One", id=ONE, minutes=60, track="law", position=1)
    builder.session("Two", id=TWO, minutes=60, track="law", position=2)
    builder.session("Three", id=THREE, minutes=30, track="law", position=3, optional=True)
    builder.session("Extra", id=EXTRA, minutes=60, track="law", optional=True)
    return builder.done()


@pytest.mark.parametrize(
    ("blocks", "places", "expected"),
    [
        # Both run through all three slots of 20 minutes.
        (("early", "late"), {ONE: ("h", "early", 0), TWO: ("l", "early", 0)}, 3),
        # One and two share the slots 09:20 and 09:40 of the early block, two and three the slot 10:00 of the late one.
        (("early", "late"), {ONE: ("h", "early", 0), TWO: ("h", "late", 0), THREE: ("l", "late", 1)}, 2 + 1),
        # Half an hour of common time: slots 09:20 and 09:40 of the early block, which is named first,
        (("early", "late"), {ONE: ("h", "early", 0), TWO: ("l", "late", 0)}, 2),
        # or the slot 09:30 of the late one. There the late one's session is the first of the list: two are wrong.
        (("late", "early"), {ONE: ("h", "early", 0), TWO: ("l", "late", 0)}, 1 + 2),
        (("late", "early"), {TWO: ("h", "early", 0), ONE: ("l", "late", 0)}, 1),
        # Three at once are three pairs: 3 slots of one and two, 2 of each of them with three (09:00 to 09:30).
        (("early", "late"), {ONE: ("h", "early", 0), TWO: ("l", "early", 0), THREE: ("a", "early", 0)}, 3 + 2 + 2),
        # One without a position may be at once with anybody.
        (("early", "late"), {ONE: ("h", "early", 0), EXTRA: ("l", "early", 0)}, 0),
        # Times that only touch: the early session ends when the last slot of the late block begins. Three is second.
        (("early", "late"), {ONE: ("h", "early", 0), THREE: ("l", "late", 1)}, 1),
    ],
)
def test_sessions_with_positions_count_for_each_slot_in_which_they_run_at_once(blocks, places, expected):
    assert amount(overlapping(*blocks), places) == expected


def test_the_messages_say_what_is_out_of_order():
    programme = conference()
    places = {ONE: ("l", "morning", 0), TWO: ("h", "morning", 0)}
    second, first, together = TrackOrder().check(programme, programme.agenda(places))
    message = '"Two" is number 1 of the track "Law" and should be number 2.'
    assert second == (1, message, (TWO,), (), (), ("law",))
    assert first.message == '"One" is number 2 of the track "Law" and should be number 1.'
    message = (
        '"Two" and "One" of the track "Law" should come one after the other, but run at once for 1 slot (29 May 09:00).'
    )
    assert together == (1, message, (TWO, ONE), (), (), ("law",))


def test_unknown_tracks_are_problems():
    (problem,) = TrackOrder(tracks=("air",)).problems(conference())
    assert problem == ("tracks[0]", 'there is no track "air"')


def test_it_has_nothing_to_say_without_positions():
    assert TrackOrder().applies(conference())
    assert TrackOrder(tracks=("art",)).applies(conference())
    assert not TrackOrder(tracks=("law",)).applies(conference(EXTRA))


@pytest.mark.parametrize("severity", ["hard", 2])
def test_an_order_that_can_be_kept_is_kept(severity):
    # Two slots in the morning and one at noon for three sessions, and a lab for what is left over.
    result = solve(conference(severity=severity), workers=1)
    assert str(result.status) == "optimal"
    assert not list(TrackOrder(tracks=("law",)).check(result.agenda.conference, result.agenda))


def test_positions_that_two_sessions_want_cost_one_of_them():
    # Two sessions want to be the first: one is, and the other misses it; they can follow each other.
    programme = conference(severity=4)
    one = programme.session_by_id[ONE]
    twins = (one, one.model_copy(update={"id": "twin", "title": "Twin"}))
    result = solve(programme.replace(sessions=twins), workers=1)
    assert (result.scorecard.objective, result.bounds[0]) == (4, 4)


def test_a_position_beyond_the_track_is_always_missed():
    # Three is alone, and so the first: 1 at weight 4.
    result = solve(conference(THREE, severity=4), workers=1)
    assert (result.scorecard.objective, result.bounds[0]) == (4, 4)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity):
    programme = conference()
    kept = {ONE: ("h", "morning", 1), TWO: ("l", "morning", 0), THREE: ("h", "noon", 0), EXTRA: ("l", "noon", 0)}
    assert assert_contract(programme, TrackOrder(severity=severity), most=250, planted=[programme.agenda(kept)])


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("blocks", [("early", "late"), ("late", "early"), ("late", "evening", "early")])
def test_both_faces_agree_where_blocks_overlap(severity, blocks):
    programme = overlapping(*blocks)
    three = programme.sessions[2].model_copy(update={"duration_minutes": 25, "optional": False})
    for sessions in (programme.sessions, (programme.sessions[0], three, programme.sessions[3])):
        assert_contract(programme.replace(sessions=sessions), TrackOrder(severity=severity), most=150)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_every_block_is_one_slot(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").day("2025-05-29").room("Hall").room("Lab").track("Law")
    builder.block("09:00", "09:30", id="a").block("10:00", "10:30", id="b").block("11:00", "11:30", id="c")
    for number, position in enumerate((2, 1, None, 4)):
        builder.session(f"S{number}", minutes=30, track="Law", position=position, optional=number == 3)
    assert assert_contract(builder.done(), TrackOrder(severity=severity), most=300)
