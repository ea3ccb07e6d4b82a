"""No more sessions at once than a shared resource suffices for."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.errors import InvalidInput
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.resource_limit import ResourceLimit
from tests.contracts import assert_contract

ALL = ("a", "b", "c", "d")


def conference(**rule) -> Conference:
    """Four sessions, all but A tagged "film", D optional; three rooms; a Thursday with two blocks, and a Friday."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="am", slot_minutes=30)
    builder.block("10:00", "11:00", id="noon").day("2025-05-30", id="fri").block("09:00", "10:00", id="fri-am")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="x")
    for id in ALL:
        tags = [] if id == "a" else ["film"]
        builder.session(id.upper(), id=id, minutes=60 if id == "b" else 30, tags=tags, optional=id == "d")
    return builder.rule("resource_limit", **rule).done() if rule else builder.done()


def rule(available: int, *, severity=HARD, **selection) -> ResourceLimit:
    selection = selection or {"sessions": ALL}
    return ResourceLimit(severity=severity, resource="cameras", available=available, **selection)


THREE_AT_ONCE = {"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 0)}


@pytest.mark.parametrize(
    ("wish", "places", "expected"),
    [
        # As many as there are, and one and two more than there are.
        (rule(3), THREE_AT_ONCE, 0),
        (rule(2), THREE_AT_ONCE, 1),
        (rule(1), THREE_AT_ONCE, 2),
        # C takes over from A at 09:30 while B runs on: two at once, never three.
        (rule(2), {**THREE_AT_ONCE, "c": ("h", "am", 1)}, 0),
        (rule(1), {**THREE_AT_ONCE, "c": ("h", "am", 1)}, 1),
        # The worst moment of a day counts, not every moment: two at nine and two at ten are one too many.
        (rule(1), {"a": ("h", "am", 0), "c": ("x", "am", 0), "b": ("l", "noon", 0), "d": ("h", "noon", 0)}, 1),
        # Each day has its own worst moment.
        (rule(1), {"a": ("h", "am", 0), "c": ("x", "am", 0), "b": ("l", "fri-am", 0), "d": ("h", "fri-am", 0)}, 2),
        # A does not need the resource.
        (rule(1, tag="film"), THREE_AT_ONCE, 1),
        (rule(1, sessions=("a", "c")), {**THREE_AT_ONCE, "c": ("x", "am", 1)}, 0),
        # Where there is none, each day on which a session needs it is short of one.
        (rule(0), {"a": ("h", "am", 0), "b": ("l", "fri-am", 0)}, 2),
        # What has no place needs nothing.
        (rule(0), {}, 0),
    ],
)
def test_the_shortage_at_the_worst_moment_of_each_day_is_counted(wish, places, expected):
    programme = conference()
    assert wish.amount_in(programme.agenda(places)) == expected


def test_a_session_belongs_to_the_day_of_its_block_though_another_runs_past_midnight():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").room("Lab", id="l")
    builder.day("2025-05-29").block("2025-05-29T23:00+05:00", "2025-05-30T01:00+05:00", id="night")
    builder.day("2025-05-30").block("00:00", "02:00", id="early")
    programme = builder.session("A", id="a", minutes=120).session("B", id="b", minutes=120).done()
    # Both run between midnight and one, but on the books of different days.
    agenda = programme.agenda({"a": ("h", "night", 0), "b": ("l", "early", 0)})
    wish = rule(1, sessions=("a", "b"))
    assert list(wish.check(programme, agenda)) == []
    assert assert_contract(programme, wish)


@pytest.mark.parametrize(
    ("available", "places", "sentence"),
    [
        (1, THREE_AT_ONCE, "At 29 May 09:00 3 sessions need cameras, but only 1 can have them at once."),
        (0, {"b": ("l", "fri-am", 0)}, "At 30 May 09:00 1 session needs cameras, but only 0 can have them at once."),
    ],
)
def test_the_message_gives_the_worst_moment(available, places, sentence):
    programme = conference()
    (violation,) = rule(available).check(programme, programme.agenda(places))
    assert violation.message == sentence
    assert violation.sessions == tuple(places)


def test_unknown_sessions_and_tags_are_problems():
    programme = conference()
    assert [tuple(p) for p in rule(1, sessions=("a", "y")).problems(programme)] == [
        ("sessions[1]", 'there is no session "y"')
    ]
    assert [tuple(p) for p in rule(1, tag="radio").problems(programme)] == [
        ("tag", 'no session carries the tag "radio"')
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sessions": ("a",), "tag": "film", "resource": "cameras", "available": 1}, "not both"),
        ({"sessions": ("a",), "resource": "cameras"}, "how many are available"),
        ({"tag": "film", "available": 1}, "which resource"),
        ({"available": -1}, "must be a whole number from 0 to"),
    ],
)
def test_a_shortage_of_what_has_to_be_said(fields, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        ResourceLimit(**fields)


def test_it_has_nothing_to_say_where_there_is_enough_for_all():
    programme = conference()
    assert not ResourceLimit().applies(programme)
    assert not rule(4).applies(programme)
    assert rule(3).applies(programme)
    assert not rule(3, tag="film").applies(programme)


def test_a_hard_rule_shares_the_resource_out():
    result = solve(conference(severity="hard", resource="cameras", available=1, sessions=list(ALL)), workers=1)
    assert list(rule(1).check(result.agenda.conference, result.agenda)) == []


def test_a_soft_rule_is_short_as_seldom_as_it_must_be():
    # One camera and one hour for three sessions of 30, 60 and 30 minutes: two run at once whatever the order, one too
    # many, of weight 6.
    programme = conference(severity=6, resource="cameras", available=1, sessions=list(ALL))
    assert solve(programme.replace(blocks=programme.blocks[:1], days=programme.days[:1]), workers=1).objective == 6


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("available", [0, 1, 2])
@pytest.mark.parametrize("selection", [{"sessions": ALL}, {"tag": "film"}])
def test_both_faces_agree(severity, available, selection):
    programme = conference()
    nobody_at_once = {"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("x", "am", 1), "d": ("h", "fri-am", 0)}
    planted = [programme.agenda(nobody_at_once)]
    legal = assert_contract(programme, rule(available, severity=severity, **selection), most=80, planted=planted)
    # B has to be somewhere, so that nothing is legal where nobody may have the resource.
    assert bool(legal) == (available > 0 or not severity.is_hard)
