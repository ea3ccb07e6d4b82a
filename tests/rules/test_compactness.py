"""Nothing is idle between the first and the last session of a day."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.compactness import Compactness
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

SUN, WIND, DAM, LUNCH = "sun", "wind", "dam", "lunch"


def conference(**rule) -> Conference:
    """Two hours, a lunch that is a block of its own, an hour after a break, and two hours on Friday; slots of 30.

    Sun and Wind are of one track and last 30 and 20 minutes. The lab is closed on Thursday from 10:00 to 10:30.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "11:00", id="am", slot_minutes=30)
    builder.block("11:00", "12:00", id="noon", session_types=["meal"])
    builder.block("12:30", "13:30", id="pm", slot_minutes=30)
    builder.day("2025-05-30", name="Friday").block("09:00", "11:00", id="fri", slot_minutes=30)
    builder.room("Hall", id="h")
    builder.room(
        "Lab", id="l", available=[("2025-05-29 09:00", "2025-05-29 10:00"), ("2025-05-29 10:30", "2025-05-31 00:00")]
    )
    builder.track("Energy", id="energy")
    builder.session("Sun", id=SUN, minutes=30, track="energy").session("Wind", id=WIND, minutes=20, track="energy")
    builder.session("Dam", id=DAM, minutes=30, optional=True)
    builder.session("Lunch", id=LUNCH, minutes=60, type="meal", optional=True)
    return builder.rule("compactness", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "track", "room", "programme"),
    [
        # One after the other: the ten minutes that Wind leaves of its slot are not idle.
        ({WIND: ("h", "am", 0), SUN: ("h", "am", 1)}, 0, 0, 0),
        # Two slots between the two, in one room and in two: a room with one session has nothing between.
        ({SUN: ("h", "am", 0), WIND: ("h", "am", 3)}, 2, 2, 2),
        ({SUN: ("h", "am", 0), WIND: ("l", "am", 3)}, 2, 0, 2),
        # At once.
        ({SUN: ("h", "am", 0), WIND: ("l", "am", 0)}, 0, 0, 0),
        # Dam is in the hole: it fills that of the programme, but not that of the track.
        ({SUN: ("h", "am", 0), DAM: ("l", "am", 1), WIND: ("h", "am", 2)}, 1, 1, 0),
        # From the end of the morning to the afternoon: the break is none, and lunch is not for talks. It is a hole in
        # the programme and in the room, whose blocks include lunch: an hour, two units.
        ({SUN: ("h", "am", 3), WIND: ("h", "pm", 0)}, 0, 2, 2),
        # With the lunch there is none.
        ({SUN: ("h", "am", 3), WIND: ("h", "pm", 0), LUNCH: ("h", "noon", 0)}, 0, 0, 0),
        # The lab is closed from 10:00 to 10:30: of the two slots between, one can be idle there.
        ({SUN: ("l", "am", 0), WIND: ("l", "am", 3)}, 2, 1, 2),
        # A night is no hole, and neither is what comes before the first and after the last.
        ({SUN: ("h", "am", 0), WIND: ("h", "fri", 3)}, 0, 0, 0),
        # Each day counts: a slot on Friday, none on Thursday.
        ({SUN: ("h", "fri", 0), WIND: ("h", "fri", 2), DAM: ("h", "am", 0)}, 1, 1, 1),
        ({}, 0, 0, 0),
    ],
)
def test_idle_slots_between_the_first_and_the_last_session_are_counted(places, track, room, programme):
    made = conference()
    agenda = made.agenda(places)
    amounts = [Compactness(of=of).amount_in(agenda) for of in ("track", "room", "programme")]
    assert amounts == [track, room, programme]


@pytest.mark.parametrize(
    ("unit", "amount"),
    [
        # 60 idle minutes on Thursday and 30 on Friday, each rounded up.
        (30, 3),
        (40, 3),  # 2 and 1
        (60, 2),
        (7, 14),  # 60 / 7 is 8.6, and 30 / 7 is 4.3: 9 and 5
        (1, 90),
    ],
)
def test_units_are_rounded_up_for_each_day(unit, amount):
    made = conference()
    extra = made.sessions[0].model_copy(update={"id": "moon", "title": "Moon"})
    more = made.replace(sessions=(*made.sessions, extra))
    places = {SUN: ("h", "am", 0), WIND: ("h", "am", 3), DAM: ("h", "fri", 0), "moon": ("h", "fri", 2)}
    assert Compactness(of="programme", unit_minutes=unit).amount_in(more.agenda(places)) == amount


def test_the_common_time_of_blocks_that_overlap_counts_once():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "10:30", id="a", slot_minutes=30).block("09:45", "11:15", id="b", slot_minutes=45)
    programme = builder.session("A", id="a", minutes=30).session("B", id="b", minutes=45).done()
    agenda = programme.agenda({"a": ("h", "a", 0), "b": ("h", "b", 1)})
    # From 09:30 to 10:30 nothing runs: 60 minutes in units of 15, the greatest that 30 and 45 have in common.
    (violation,) = Compactness(of="programme").check(programme, agenda)
    assert violation.amount == 4
    for of in ("room", "programme"):
        assert assert_contract(programme, Compactness(of=of, severity=soft(1)))


def test_places_in_an_order_count_a_minute_each():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "09:02", id="posters", slot_count=4)
    programme = builder.session("A", id="a", duration_slots=1).session("B", id="b", duration_slots=1).done()
    (violation,) = Compactness(of="room").check(
        programme, programme.agenda({"a": ("h", "posters", 0), "b": ("h", "posters", 3)})
    )
    assert violation.amount == 2


def test_the_message_names_who_is_idle_and_when():
    made = conference()
    agenda = made.agenda({SUN: ("h", "am", 0), WIND: ("h", "am", 3)})
    found = {of: next(iter(Compactness(of=of).check(made, agenda))) for of in ("track", "room", "programme")}
    times = "is idle for 60 minutes between 29 May 09:00 and 29 May 10:50."
    assert found["track"].message == f'The track "Energy" {times}'
    assert found["room"].message == f"Hall {times}"
    assert found["programme"].message == f"The programme {times}"
    assert {one.sessions for one in found.values()} == {(SUN, WIND)}
    assert (found["track"].tracks, found["room"].rooms) == (("energy",), ("h",))


def test_it_is_off_until_somebody_asks_and_needs_two_sessions_and_three_pieces():
    made = conference()
    assert Compactness().severity.is_off
    assert Compactness().applies(made)
    assert not Compactness().applies(made.replace(sessions=made.sessions[1:]))  # Wind is alone in its track
    assert not Compactness(of="programme").applies(made.replace(sessions=made.sessions[:1]))
    builder = Conference.build("c", "C", "UTC").day("2025-05-29").block("09:00", "10:00", slot_minutes=30).room("Hall")
    two = builder.session("A", minutes=30).session("B", minutes=30).done()
    assert not Compactness(of="programme").applies(two)


def test_hard_the_sessions_of_a_track_follow_each_other():
    made = conference(severity="hard")
    result = solve(made, workers=1)
    assert result.agenda is not None
    assert not list(Compactness().check(made, result.agenda))


def test_the_best_agenda_has_the_smallest_hole():
    # A is pinned to the first slot, C to the last of five; B can be beside one of them: two slots stay idle.
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "11:30", id="am", slot_minutes=30)
    for title, start in (("A", "09:00"), ("B", None), ("C", "11:00")):
        pin = {"start": f"2025-05-29T{start}+00:00"} if start else None
        builder.session(title, minutes=60 if title == "B" else 30, pin=pin)
    made = builder.rule("pinned", "hard").rule("compactness", 5, of="room").done()
    # Slots 1 to 3 are free and B takes two of them: one is idle, at a weight of 5.
    assert solve(made, workers=1).objective == 5


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("of", ["track", "room", "programme"])
def test_both_faces_agree(severity, of):
    made = conference()
    hole = made.agenda({SUN: ("h", "am", 0), WIND: ("h", "am", 3), DAM: ("l", "am", 1)})
    assert assert_contract(made, Compactness(severity=severity, of=of), most=60, planted=[hole])
    assert assert_contract(made, Compactness(severity=severity, of=of, unit_minutes=40), most=30, planted=[hole])


@pytest.mark.parametrize("of", ["track", "room", "programme"])
def test_the_ledger_counts_the_same(of):
    assert_ledger(conference(), [Compactness(severity=soft(1), of=of)], moves=25, seed=3)
