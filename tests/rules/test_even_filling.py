"""Each block is filled as well as the others."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.even_filling import EvenFilling
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

# Blocks a (an hour) and b (two hours) on Thursday, c (an hour) on Friday, in slots of 30 minutes. The hall is always
# open, the lab neither in the first hour of b nor in c. So a holds 120 minutes, b 180, c 60: of six, 2, 3 and 1.


def conference(lengths=(30, 30, 30, 30, 30, 30), optional=(), **rule) -> Conference:
    """Sessions A to F, of half an hour each: six units."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="a", slot_minutes=30)
    builder.block("10:00", "12:00", id="b", slot_minutes=30)
    builder.day("2025-05-30", name="Friday").block("09:00", "10:00", id="c", slot_minutes=30)
    builder.room("Hall", id="h")
    windows = [("2025-05-29 08:00", "2025-05-29 10:00"), ("2025-05-29 11:00", "2025-05-31 00:00")]
    builder.room("Lab", id="l", available=windows, closed_blocks=["c"])
    for id, minutes in zip("abcdef", lengths, strict=False):
        builder.session(id.upper(), id=id, minutes=minutes, optional=id in optional)
    return builder.rule("even_filling", **rule).done() if rule else builder.done()


def placed(blocks: str) -> dict[str, tuple[str, str, int]]:
    """Put A, B and so on into these blocks; where in them does not matter."""
    return {id: ("h", block, 0) for id, block in zip("abcdef", blocks, strict=False)}


@pytest.mark.parametrize(
    ("parameters", "blocks", "amount"),
    [
        ({}, "aabbbc", 0),
        # One in a, four in b: one short and one over.
        ({}, "abbbbc", 2),
        ({"tolerance": 1}, "abbbbc", 0),
        # All in c: five over there, two short in a and three in b.
        ({}, "cccccc", 10),
        ({"tolerance": 1}, "cccccc", 4 + 1 + 2),
        ({"tolerance": 5}, "cccccc", 0),
        # By the day, Thursday holds five and Friday one.
        ({"per": "day"}, "abbbbc", 0),
        ({"per": "day"}, "abbbbb", 2),
        # Nothing is placed: all six are short.
        ({}, "", 6),
        ({"per": "day"}, "", 6),
        # In units of 20 minutes each counts two: 12 in all, shares of 4, 6 and 2.
        ({"unit_minutes": 20}, "abbbbc", 4),
    ],
)
def test_units_above_and_below_the_even_share_are_counted(parameters, blocks, amount):
    programme = conference()
    assert EvenFilling(**parameters).amount_in(programme.agenda(placed(blocks))) == amount


def test_a_share_that_is_no_whole_number_may_be_rounded_either_way():
    # Five units: 5/3, 5/2 and 5/6, so 1 or 2, 2 or 3, and 0 or 1 are as they should be.
    programme = conference(lengths=[30] * 5)
    amounts = [
        EvenFilling().amount_in(programme.agenda(placed(blocks))) for blocks in ("aabbc", "aabbb", "abbbb", "abbcc")
    ]
    # Then one too many in b, and one too many in c.
    assert amounts == [0, 0, 1, 1]


def test_a_block_in_which_no_session_could_be_has_no_share():
    programme = conference()
    closed = programme.blocks[1].model_copy(update={"session_types": ("meal",)})
    lunch = programme.replace(blocks=(programme.blocks[0], closed, programme.blocks[2]))
    # Of 6 units a, with 120 of 180 minutes, has four, and c has two.
    assert not list(EvenFilling().check(lunch, lunch.agenda(placed("aaaacc"))))


def test_the_message_names_the_stretch_and_its_share():
    programme = conference(lengths=[30] * 5)
    agenda = programme.agenda(placed("aaaaa"))
    assert [violation.message for violation in EvenFilling().check(programme, agenda)] == [
        "On 29 May 2025, 09:00-10:00, sessions take 150 minutes; an even share is 30 to 60.",
        "On 29 May 2025, 10:00-12:00, sessions take 0 minutes; an even share is 60 to 90.",
    ]
    thursday, friday = EvenFilling(per="day", tolerance=3).check(programme, programme.agenda(placed("ccccc")))
    # Five times 5/6 are 4.2: one short of what is tolerated.
    assert thursday.message == "On 29 May 2025, sessions take 0 minutes; an even share is 120 to 150."
    assert thursday.amount == 1
    assert friday.message == "On Friday, sessions take 150 minutes; an even share is 0 to 30."
    assert friday.amount == 1
    assert friday.sessions == tuple("abcde")


def test_it_is_off_until_somebody_asks_and_needs_a_room_that_is_ever_open():
    programme = conference()
    assert EvenFilling().severity.is_off
    assert EvenFilling().applies(programme)
    hall = programme.rooms[0].model_copy(update={"closed_blocks": ("a", "b", "c")})
    closed = programme.replace(rooms=(hall,))
    assert not EvenFilling().applies(closed)
    assert not list(EvenFilling().check(closed, closed.agenda(placed("abc"))))


def test_what_is_left_out_is_lacking_even_where_there_is_one_block():
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2025-05-29").room("Hall", id="h")
    one = builder.block("09:00", "10:00", id="a").session("A", id="a", minutes=60, optional=True).done()
    assert [violation.amount for violation in EvenFilling().check(one, one.agenda({}))] == [1]
    assert assert_contract(one, EvenFilling(severity=soft(1)))


def test_the_best_agenda_is_as_even_as_can_be():
    # An hour and four half hours: 2 units and 4, shares 2, 3 and 1. The hour in a, or in b, and all is even.
    assert solve(conference(lengths=(60, 30, 30, 30, 30), severity=2), workers=1).objective == 0
    # Three sessions of an hour: 6 units in twos. With one in each block, b is one short and c one over.
    assert solve(conference(lengths=(60, 60, 60), severity=2), workers=1).objective == 4


def test_hard_every_block_has_its_share():
    agenda = solve(conference(severity="hard"), workers=1).agenda
    assert agenda is not None
    assert sorted(place.block for place in agenda.values()) == [*"aabbbc"]
    assert str(solve(conference(lengths=(60, 60, 60), severity="hard"), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("parameters", [{}, {"per": "day"}, {"tolerance": 1}, {"unit_minutes": 20}])
def test_both_faces_agree(parameters, severity):
    programme = conference(lengths=(30, 60, 30), optional="c")
    even = programme.agenda({"a": ("h", "a", 0), "b": ("h", "b", 0), "c": ("h", "c", 0)})
    assert assert_contract(programme, EvenFilling(severity=severity, **parameters), most=60, planted=[even])


@pytest.mark.parametrize("per", ["block", "day"])
def test_the_ledger_counts_the_same(per):
    assert_ledger(conference(), [EvenFilling(severity=soft(1), per=per)], moves=25, seed=3)


def test_places_in_an_order_count_a_minute_each():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "09:02", id="posters", slot_count=4).block("10:00", "10:02", id="talks", slot_minutes=1)
    for id in "abc":
        builder.session(id.upper(), id=id, duration_slots=1)
    programme = builder.done()
    # Four places and two minutes: shares of 2 and 1.
    places = {"a": ("h", "posters", 0), "b": ("h", "posters", 1), "c": ("h", "talks", 0)}
    assert not list(EvenFilling().check(programme, programme.agenda(places)))
    assert assert_contract(programme, EvenFilling(severity=soft(1)))
