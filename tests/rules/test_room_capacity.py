"""Everybody gets a seat."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_capacity import RoomCapacity
from tests.contracts import assert_contract

SHOW, TALK, EXTRA = "show", "talk", "extra"


def conference(**rule) -> Conference:
    """A hall of 100 seats, a lab of 20, a closet of none, and a lawn whose seats nobody counts."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30)
    builder.room("Hall", id="hall", capacity=100).room("Lab", id="lab", capacity=20)
    builder.room("Closet", id="closet", capacity=0).room("Lawn", id="lawn")
    builder.session("Show", id=SHOW, minutes=60, expected_audience=120)
    builder.session("Talk", id=TALK, minutes=30, expected_audience=20)
    builder.session("Extra", id=EXTRA, minutes=30, expected_audience=1, optional=True)
    return builder.rule("room_capacity", **rule).done() if rule else builder.done()


def amount(places) -> int:
    programme = conference()
    return RoomCapacity().amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # 120 people in 100 seats.
        ({SHOW: ("hall", "morning", 0)}, 20),
        # Just enough.
        ({TALK: ("lab", "morning", 0)}, 0),
        # Nobody counts the seats of the lawn.
        ({SHOW: ("lawn", "morning", 0)}, 0),
        # A room of 0 seats is not a room whose seats nobody counts: 20 and 1 are lacking.
        ({TALK: ("closet", "morning", 0), EXTRA: ("closet", "morning", 1)}, 21),
        # The sessions add up: 100 of the show, 0 of the talk, 1 of the extra one.
        ({SHOW: ("lab", "morning", 0), TALK: ("hall", "morning", 0), EXTRA: ("closet", "morning", 1)}, 101),
        # What has no place has no audience.
        ({}, 0),
    ],
)
def test_missing_seats_are_counted(places, expected):
    assert amount(places) == expected


def test_the_messages_name_the_session_the_room_and_the_numbers():
    programme = conference()
    agenda = programme.agenda({SHOW: ("hall", "morning", 0), EXTRA: ("closet", "morning", 0)})
    show, extra = RoomCapacity().check(programme, agenda)
    assert show.message == '120 people are expected at "Show", but Hall seats 100.'
    assert extra.message == '1 person is expected at "Extra", but Closet seats 0.'
    assert (show.sessions, show.rooms) == ((SHOW,), ("hall",))


def test_it_has_nothing_to_say_where_every_room_seats_everybody():
    programme = conference()
    assert RoomCapacity().applies(programme)
    assert not RoomCapacity().applies(
        programme.replace(rooms=(programme.rooms[0], programme.rooms[3]), sessions=programme.sessions[1:])
    )


def test_a_hard_rule_puts_the_large_session_where_everybody_sits():
    agenda = solve(conference(severity="hard"), workers=1).agenda
    assert agenda is not None
    assert agenda[SHOW].room == "lawn"
    assert agenda[TALK].room != "closet"


def test_a_soft_rule_finds_the_fewest_missing_seats():
    # Without the lawn the show is best in the hall (20 lacking), all the time; the talk is in the lab (0). Weight 2.
    programme = conference(severity=2)
    result = solve(programme.replace(rooms=programme.rooms[:3]), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 40


@pytest.mark.parametrize("severity", [HARD, soft(2)])
def test_both_faces_agree_on_every_agenda(severity):
    assert assert_contract(conference(), RoomCapacity(severity=severity)) > 0
