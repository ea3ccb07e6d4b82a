"""Sessions of a kind that are not all in one place."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.spread import Spread
from tests.contracts import assert_contract
from tests.ledgers import assert_ledger

FILMS = (SelectionOfSome(tag="film"),)


def conference(**rule) -> Conference:
    """Two blocks on Thursday and one on Friday, and lunch; two rooms; films A to D, of which D may be left out."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29").block("09:00", "10:00", id="am", slot_minutes=30)
    builder.block("12:00", "13:00", id="lunch", session_types=["meal"]).block(
        "14:00", "15:00", id="pm", slot_minutes=30
    )
    builder.day("2025-05-30", name="Friday").block("09:00", "10:00", id="fri", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l")
    for id in "abcd":
        builder.session(id.upper(), id=id, minutes=30, tags=["film"], optional=id == "d")
    builder.session("Soup", id="soup", minutes=60, type="meal", optional=True)
    return builder.rule("spread", **rule).done() if rule else builder.done()


def amount(places: str, **parameters) -> int:
    """Put A, B and so on into these blocks, and return what the rule counts."""
    made = conference()
    blocks = {"a": "am", "p": "pm", "f": "fri"}
    agenda = made.agenda({id: ("h", blocks[b], 0) for id, b in zip("abcd", places, strict=False)})
    return Spread(sets=FILMS, **parameters).amount_in(agenda)


@pytest.mark.parametrize(
    ("places", "block", "day", "room"),
    [
        # At most one in each. All of them are in the hall, so the room has one less than all too many.
        ("", 0, 0, 0),
        ("a", 0, 0, 0),
        ("apf", 0, 1, 2),
        ("aaf", 1, 1, 2),
        ("aaaf", 2, 2, 3),
        ("aapp", 2, 3, 3),
        ("fff", 2, 2, 2),
    ],
)
def test_sessions_beyond_the_limit_are_counted_in_each_place(places, block, day, room):
    found = [amount(places, within=within, at_most=1) for within in ("block", "day", "room")]
    assert found == [block, day, room]


@pytest.mark.parametrize(
    ("places", "blocks", "days"),
    [
        # The lunch is for meals, so a film is shared out over three blocks. A difference of one costs nothing.
        ("", 0, 0),
        ("apf", 0, 0),
        ("apff", 0, 0),
        # Two in the morning, none on Friday.
        ("aap", 1, 2),
        ("aaa", 2, 2),
        ("aaaa", 3, 3),
        ("aaff", 1, 0),
        ("apap", 1, 3),
    ],
)
def test_what_the_fullest_place_has_over_the_emptiest_is_counted(places, blocks, days):
    assert [amount(places, within=within, evenly=True) for within in ("block", "day")] == [blocks, days]


def test_both_wishes_add_up():
    # Four on Thursday: two over two, and three more than the difference of one.
    assert amount("aapp", within="day", at_most=2, evenly=True) == 2 + 3


def test_none_of_a_set_may_be_somewhere_and_each_set_counts_by_itself():
    made = conference()
    agenda = made.agenda({"a": ("h", "am", 0), "b": ("l", "am", 0)})
    both = SelectionOfSome(sessions=("a", "b"))
    assert Spread(sets=(both,), within="room", at_most=0).amount_in(agenda) == 2
    assert Spread(sets=(both, *FILMS), at_most=1).amount_in(agenda) == 2
    assert Spread(sets=(both, *FILMS), within="room", at_most=1).amount_in(agenda) == 0


@pytest.mark.parametrize(
    ("within", "place"), [("block", "The block of 29 May 09:00"), ("day", "29 May 2025"), ("room", "Hall")]
)
def test_the_messages_name_the_place_and_the_set(within, place):
    made = conference()
    agenda = made.agenda({"a": ("h", "am", 0), "b": ("h", "am", 1)})
    (found,) = Spread(sets=FILMS, within=within, at_most=1).check(made, agenda)
    assert found.message == f'{place} has 2 sessions with the tag "film"; there should be at most 1.'
    assert (found.sessions, found.rooms) == (("a", "b"), ("h",) if within == "room" else ())


def test_the_message_of_what_is_uneven_names_the_fullest_and_the_emptiest():
    made = conference()
    agenda = made.agenda({"a": ("h", "am", 0), "b": ("h", "pm", 0), "c": ("l", "am", 0)})
    (found,) = Spread(sets=(SelectionOfSome(sessions=("a", "b", "c")),), evenly=True).check(made, agenda)
    assert found.message == "29 May 2025 has 3 sessions of its set. Elsewhere there are fewer: Friday has none."
    assert found.sessions == ("a", "b", "c")


def test_mistakes_of_the_settings_are_told():
    made = conference()
    (problem,) = Spread(sets=(SelectionOfSome(sessions=("a", "x")),)).problems(made)
    assert problem.place == "sets[0].sessions[1]"
    with pytest.raises(ValueError, match="for rooms give at_most"):
        read_rule({"rule": "spread", "within": "room", "evenly": True})


def test_it_is_off_until_somebody_asks_and_needs_a_set_and_a_wish():
    made = conference()
    assert Spread().severity.is_off
    assert not Spread(at_most=0, evenly=True).applies(made)
    assert not Spread(sets=FILMS).applies(made)
    assert Spread(sets=FILMS, at_most=3).applies(made)
    assert not Spread(sets=FILMS, at_most=4).applies(made)
    assert Spread(sets=FILMS, evenly=True).applies(made)
    assert not Spread(sets=(SelectionOfSome(sessions=("a",)),), evenly=True).applies(made)


def test_the_best_agenda_is_spread_out():
    # Three films have to be somewhere: with one in each block, Thursday has two, one too many, and Friday one.
    sets = [{"tag": "film"}]
    assert solve(conference(severity=4, sets=sets, within="day", at_most=1), workers=1).objective == 4
    assert solve(conference(severity=4, sets=sets, within="block", at_most=1), workers=1).objective == 0
    agenda = solve(conference(severity="hard", sets=sets, within="block", evenly=True), workers=1).agenda
    assert agenda is not None
    assert {place.block for id, place in agenda.items() if id != "soup"} == {"am", "pm", "fri"}
    assert str(solve(conference(severity="hard", sets=sets, at_most=1), workers=1).status) == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "parameters",
    [
        {"within": "block", "at_most": 1},
        {"within": "day", "at_most": 2, "evenly": True},
        {"within": "room", "at_most": 2},
        {"within": "block", "evenly": True},
    ],
)
def test_both_faces_agree(severity, parameters):
    made = conference()
    three = {"a": ("l", "am", 0), "b": ("l", "pm", 0), "c": ("h", "fri", 0)}
    planted = [made.agenda(three), *(made.agenda({**three, "d": ("h", block, 1)}) for block in ("am", "fri"))]
    assert assert_contract(made, Spread(severity=severity, sets=FILMS, **parameters), most=60, planted=planted)


@pytest.mark.parametrize(
    "parameters",
    [{"within": "room", "at_most": 1}, {"within": "block", "at_most": 0, "evenly": True}, {"evenly": True}],
)
def test_the_ledger_counts_the_same(parameters):
    assert_ledger(conference(), [Spread(severity=soft(1), sets=FILMS, **parameters)], moves=25, seed=3)
