"""No more rooms than needed."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.rooms_used import RoomsUsed
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger


def conference(**rule) -> Conference:
    """Two hours on Thursday, in two blocks, and one on Friday; three rooms; A to D, of an hour, D may be left out."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="am", slot_minutes=30).block("11:00", "12:00", id="noon")
    builder.day("2025-05-30", name="Friday").block("09:00", "10:00", id="fri")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="x")
    for id in "abcd":
        builder.session(id.upper(), id=id, minutes=60, optional=id == "d")
    return builder.rule("rooms_used", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "conference_amounts", "day_amounts"),
    [
        # With no room free, one, and two. Everything in the hall: one room, on each of two days.
        ({"a": ("h", "am", 0), "b": ("h", "noon", 0), "c": ("h", "fri", 0)}, (1, 0, 0), (2, 0, 0)),
        # Two rooms on Thursday, and the hall again on Friday: two in all, three by the day.
        ({"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("h", "fri", 0)}, (2, 1, 0), (3, 1, 0)),
        # Another room on Friday: three rooms in all.
        ({"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("x", "fri", 0)}, (3, 2, 1), (3, 1, 0)),
        # Three rooms at once.
        ({"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 0)}, (3, 2, 1), (3, 2, 1)),
        ({}, (0, 0, 0), (0, 0, 0)),
    ],
)
def test_rooms_that_hold_anything_are_counted(places, conference_amounts, day_amounts):
    made = conference()
    agenda = made.agenda(places)
    for per, expected in (("conference", conference_amounts), ("day", day_amounts)):
        found = [RoomsUsed(per=per, free=free).amount_in(agenda) for free in range(3)]
        assert tuple(found) == expected


def test_the_message_names_the_rooms_and_the_day():
    made = conference()
    agenda = made.agenda({"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("h", "fri", 0)})
    (all_of_them,) = RoomsUsed().check(made, agenda)
    assert all_of_them.message == "2 rooms are used: Hall and Lab."
    assert (all_of_them.rooms, all_of_them.sessions) == (("h", "l"), ("a", "b", "c"))
    thursday, friday = RoomsUsed(per="day").check(made, agenda)
    assert thursday.message == "2 rooms are used on 29 May 2025: Hall and Lab."
    assert friday.message == "1 room is used on Friday: Hall."
    (over,) = RoomsUsed(per="day", free=1).check(made, agenda)
    assert over.message == "2 rooms are used on 29 May 2025: Hall and Lab; 1 room would cost nothing."


def test_it_is_off_until_somebody_asks_and_has_nothing_to_say_where_all_rooms_are_free():
    made = conference()
    assert RoomsUsed().severity.is_off
    assert RoomsUsed(free=2).applies(made)
    assert not RoomsUsed(free=3).applies(made)
    assert not RoomsUsed(free=1).applies(made.replace(sessions=made.sessions[:1]))


def test_the_best_agenda_opens_one_room():
    # Three hours in one room for three sessions of an hour; by the day, one room on each of the two days.
    assert solve(conference(severity=5), workers=1).objective == 5
    assert solve(conference(severity=5, per="day"), workers=1).objective == 10


def test_by_the_day_two_rooms_on_one_day_are_as_good_as_one_on_two():
    # Without the block at noon: two sessions beside each other on one day cost two, and so do one and one.
    made = conference(severity=5, per="day", free=1)
    assert solve(made, workers=1).objective == 0
    thursday = made.replace(blocks=made.blocks[:2], days=made.days[:1])
    # Two hours for three hours of sessions: two rooms, one beyond the free one.
    assert solve(thursday, workers=1).objective == 5


def test_hard_no_more_than_the_free_rooms_are_used():
    made = conference(severity="hard", free=1)
    result = solve(made, workers=1)
    assert result.agenda is not None
    assert len({place.room for place in result.agenda.values()}) == 1
    assert str(solve(conference(severity="hard"), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("per", ["conference", "day"])
@pytest.mark.parametrize("free", [0, 1])
def test_both_faces_agree(severity, per, free):
    made = conference()
    one_room = made.agenda({"a": ("h", "am", 0), "b": ("h", "noon", 0), "c": ("h", "fri", 0)})
    legal = assert_contract(made, RoomsUsed(severity=severity, per=per, free=free), most=40, planted=[one_room])
    # Three sessions cannot do without a room.
    assert bool(legal) == (free > 0 or not severity.is_hard)


@pytest.mark.parametrize("free", [0, 1])
@pytest.mark.parametrize("per", ["conference", "day"])
def test_the_ledger_counts_the_same(per, free):
    assert_ledger(conference(), [RoomsUsed(severity=soft(1), per=per, free=free)], moves=25, seed=3)


def test_places_in_an_order_fill_one_room():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall").room("Lab")
    builder.block("09:00", "09:02", id="posters", slot_count=4)
    for id in "abc":
        builder.session(id.upper(), id=id, duration_slots=1)
    assert solve(builder.rule("rooms_used", 1).done(), workers=1).objective == 1
