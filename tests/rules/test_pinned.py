"""What is already decided stays."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.pinned import Pinned
from tests.contracts import assert_contract

PINS = {
    "room": {"room": "h"},
    "day": {"day": "fri"},
    "block": {"block": "am"},
    "start": {"start": "2025-05-29T09:30+05:00"},
    "all": {"room": "h", "day": "thu", "block": "am", "start": "2025-05-29T09:30+05:00"},
    "place": {"room": "h", "block": "am"},
}


def conference(*pins: str, optional: bool = False, **rule) -> Conference:
    """A session for each pin and a free one; two rooms, a block of two slots on Thursday, one of one slot on Friday."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="am", slot_minutes=30)
    builder.day("2025-05-30", id="fri").block("09:00", "09:30", id="fri-am")
    builder.room("Hall", id="h").room("Lab", id="l").session("Free", id="free", minutes=30, optional=True)
    for pin in pins:
        builder.session(pin.title(), id=pin, minutes=30, pin=PINS[pin], optional=optional)
    return builder.rule("pinned", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        # Every pin is kept, each in what it fixes; the free session may be anywhere.
        ({"room": ("h", "am", 0), "day": ("l", "fri-am", 0), "start": ("l", "am", 1), "free": ("l", "am", 0)}, 0),
        ({"all": ("h", "am", 1)}, 0),
        # The wrong room; the right room at whatever time.
        ({"room": ("l", "am", 0)}, 1),
        ({"room": ("h", "fri-am", 0)}, 0),
        # The wrong day; it is a wrong block, too, but that is not fixed.
        ({"day": ("h", "am", 0)}, 1),
        # The wrong block, and the other slot of the right one.
        ({"block": ("h", "fri-am", 0)}, 1),
        ({"block": ("h", "am", 1)}, 0),
        # Half an hour early, and at the right time of the wrong day.
        ({"start": ("h", "am", 0)}, 1),
        ({"start": ("h", "fri-am", 0)}, 1),
        # Room, day, block and start all wrong: still one session.
        ({"all": ("l", "fri-am", 0)}, 1),
        # The right time in the wrong room, and the right room at the wrong time.
        ({"place": ("l", "am", 0)}, 1),
        ({"place": ("h", "fri-am", 0)}, 1),
        # Two sessions that both miss their pins.
        ({"room": ("l", "am", 0), "day": ("h", "am", 0)}, 2),
        # What has no place misses nothing.
        ({}, 0),
    ],
)
def test_sessions_that_miss_their_pin_are_counted(places, expected):
    programme = conference(*PINS)
    assert Pinned().amount_in(programme.agenda(places)) == expected


def test_the_message_says_where_the_session_should_be_and_where_it_is():
    programme = conference("all")
    (violation,) = Pinned().check(programme, programme.agenda({"all": ("l", "fri-am", 0)}))
    assert violation.message == (
        '"All" is pinned to be in Hall, on 29 May 2025, in the block of 29 May 09:00 and at 29 May 09:30, '
        "but is in Lab at 30 May 09:00."
    )
    assert violation.sessions == ("all",)
    assert violation.rooms == ("l",)


def test_it_has_nothing_to_say_where_nothing_is_pinned():
    assert Pinned().applies(conference("room"))
    assert not Pinned().applies(conference())


def test_a_hard_rule_leaves_one_place_for_a_session_that_is_wholly_pinned():
    result = solve(conference("all", "day", "start", severity="hard"), workers=1)
    place = result.agenda["all"]
    assert (place.room, place.block, place.slot) == ("h", "am", 1)
    assert list(Pinned().check(result.agenda.conference, result.agenda)) == []


def test_a_soft_rule_misses_as_few_pins_as_it_can():
    # Three sessions are wanted in the Hall in one block of two slots; the one that gives way costs 4.
    programme = conference("all", "place", severity=4)
    third = programme.session_by_id["place"].model_copy(update={"id": "third"})
    result = solve(programme.replace(sessions=(*programme.sessions, third)), workers=1)
    assert result.objective == 4


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("pins", [("room", "day"), ("block", "start"), ("all", "place")])
def test_both_faces_agree(severity, pins):
    assert assert_contract(conference(*pins, optional=True), Pinned(severity=severity), most=350)
