"""Sessions that belong on one day are on one day."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.same_day import SameDay
from tests.contracts import assert_contract

ALL = ("a", "b", "c", "d")


def conference(**rule) -> Conference:
    """Four sessions, A and B tagged "data", D optional; a room; Thursday until after midnight, Friday, Saturday."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h")
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="thu-am", slot_minutes=30)
    builder.block("2025-05-29T23:00+05:00", "2025-05-30T01:00+05:00", id="night", slot_minutes=60)
    builder.day("2025-05-30", id="fri", name="Friday").block("09:00", "09:30", id="fri-am")
    builder.day("2025-05-31", id="sat").block("09:00", "09:30", id="sat-am")
    for id in ALL:
        builder.session(id.upper(), id=id, minutes=30, tags=["data"] if id in "ab" else [], optional=id == "d")
    return builder.rule("same_day", **rule).done() if rule else builder.done()


def rule(*groups, severity=HARD) -> SameDay:
    selections = tuple(SelectionOfSome(**({"tag": g} if isinstance(g, str) else {"sessions": g})) for g in groups)
    return SameDay(severity=severity, groups=selections)


@pytest.mark.parametrize(
    ("groups", "places", "expected"),
    [
        # Morning and night of one day.
        ([("a", "b")], {"a": ("h", "thu-am", 0), "b": ("h", "night", 0)}, 0),
        # The block began on Thursday, so what it has after midnight is Thursday's, too.
        ([("a", "b")], {"a": ("h", "thu-am", 0), "b": ("h", "night", 1)}, 0),
        ([("a", "b")], {"a": ("h", "fri-am", 0), "b": ("h", "night", 1)}, 1),
        # Three sessions on three days are three pairs; on two days they are two.
        ([("a", "b", "c")], {"a": ("h", "thu-am", 0), "b": ("h", "fri-am", 0), "c": ("h", "sat-am", 0)}, 3),
        ([("a", "b", "c")], {"a": ("h", "thu-am", 0), "b": ("h", "fri-am", 0), "c": ("h", "thu-am", 1)}, 2),
        # C is in no group.
        (["data"], {"a": ("h", "thu-am", 0), "b": ("h", "thu-am", 1), "c": ("h", "sat-am", 0)}, 0),
        # A pair in two groups counts twice.
        (["data", ("b", "a")], {"a": ("h", "thu-am", 0), "b": ("h", "sat-am", 0)}, 2),
        # What has no place is on no day.
        ([ALL], {"a": ("h", "thu-am", 0)}, 0),
    ],
)
def test_pairs_on_different_days_are_counted(groups, places, expected):
    programme = conference()
    assert rule(*groups).amount_in(programme.agenda(places)) == expected


def test_the_message_names_both_days():
    programme = conference()
    agenda = programme.agenda({"a": ("h", "thu-am", 0), "b": ("h", "fri-am", 0)})
    (violation,) = rule("data").check(programme, agenda)
    assert violation.message == '"A" is on 29 May 2025, but "B" on Friday; they belong on one day.'
    assert violation.sessions == ("a", "b")


def test_unknown_sessions_and_tags_are_problems():
    assert [tuple(problem) for problem in rule(("a", "y"), "web").problems(conference())] == [
        ("groups[0].sessions[1]", 'there is no session "y"'),
        ("groups[1].tag", 'no session carries the tag "web"'),
    ]


def test_it_has_nothing_to_say_without_a_group_of_two_or_on_a_single_day():
    programme = conference()
    assert not SameDay().applies(programme)
    assert not rule(("a",)).applies(programme)
    assert rule("data").applies(programme)
    one_day = programme.replace(days=programme.days[:1], blocks=programme.blocks[:2])
    assert not rule("data").applies(one_day)


def test_a_hard_rule_puts_a_group_on_one_day():
    # Only Thursday has room for more than one session.
    result = solve(conference(severity="hard", groups=[{"sessions": ["a", "b", "c"]}]), workers=1)
    assert {result.agenda[id].block for id in ("a", "b", "c")} <= {"thu-am", "night"}


def test_a_soft_rule_leaves_as_few_pairs_apart_as_it_must():
    # Without the night, Thursday holds two sessions, Friday and Saturday one each. Three of a group are at best two on
    # Thursday and one elsewhere: two pairs of weight 5.
    programme = conference(severity=5, groups=[{"sessions": ["a", "b", "c"]}])
    blocks = tuple(block for block in programme.blocks if block.id != "night")
    assert solve(programme.replace(blocks=blocks), workers=1).objective == 10


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("groups", [["data"], [("a", "d"), ("b", "c")], [ALL]])
def test_both_faces_agree(severity, groups):
    together = {"a": ("h", "thu-am", 0), "b": ("h", "thu-am", 1), "c": ("h", "night", 0), "d": ("h", "night", 1)}
    planted = [conference().agenda(together)]
    assert assert_contract(conference(), rule(*groups, severity=severity), most=150, planted=planted)


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_types_leave_a_session_one_day(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall").room("Lab")
    builder.day("2025-05-29").block("09:00", "10:00").day("2025-05-30")
    builder.block("09:00", "10:00").block("11:00", "12:00", session_types=["lab"])
    builder.session("A", id="a", minutes=60, type="lab").session("B", id="b", minutes=60, optional=True)
    builder.session("C", id="c", minutes=60)
    assert assert_contract(builder.done(), rule(("a", "b", "c"), severity=severity), most=300)
