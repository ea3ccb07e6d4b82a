"""One session comes right after another, in the same room."""

from datetime import timedelta

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.adjacent import Adjacent
from agenda_solver.rules.base.rule_settings import read_rule
from tests.contracts import assert_contract


def conference(*pairs, **rule) -> Conference:
    """Two rooms and two days.

    The first day has a morning of three slots of 30 minutes, two blocks from 11:00 on, and a late block. A lasts 25
    minutes, B and C a slot; C is optional.
    """
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").room("Lab", id="l")
    builder.day("2025-05-29", id="thu").block("09:00", "10:30", id="am", slot_minutes=30)
    builder.block("11:00", "12:00", id="noon", slot_minutes=30).block("12:00", "13:00", id="late")
    builder.block("11:00", "11:40", id="beside")
    builder.day("2025-05-30", id="fri").block("09:00", "10:00", id="fri-am", slot_minutes=30)
    builder.session("A", id="a", minutes=25).session("B", id="b", duration_slots=1)
    builder.session("C", id="c", duration_slots=1, optional=True)
    return builder.rule("adjacent", pairs=list(pairs), **rule).done() if pairs else builder.done()


def pair(before: str, after: str, **more) -> dict[str, object]:
    return {"before": before, "after": after, **more}


def rule_of(*pairs, severity="hard") -> Adjacent:
    rule = read_rule({"rule": "adjacent", "severity": severity, "pairs": list(pairs)})
    assert isinstance(rule, Adjacent)
    return rule


BREAK, ANYWHERE = {"across_breaks": True}, {"same_room": False}


@pytest.mark.parametrize(
    ("more", "a", "b", "expected"),
    [
        # A ends at 09:25, and the next slot begins at 09:30: B is right after it.
        ({}, ("h", "am", 0), ("h", "am", 1), 0),
        # A slot lies between them; or B comes first, or at once.
        ({}, ("h", "am", 0), ("h", "am", 2), 1),
        ({}, ("h", "am", 1), ("h", "am", 0), 1),
        ({}, ("h", "am", 0), ("l", "am", 0), 1),
        # Right after, but in another room: only where that is asked for. Late and elsewhere is still one pair.
        ({}, ("h", "am", 0), ("l", "am", 1), 1),
        (ANYWHERE, ("h", "am", 0), ("l", "am", 1), 0),
        ({}, ("h", "am", 0), ("l", "am", 2), 1),
        # The last of the morning and the first after the break: only where breaks may lie between.
        ({}, ("h", "am", 2), ("h", "noon", 0), 1),
        (BREAK, ("h", "am", 2), ("h", "noon", 0), 0),
        (BREAK, ("h", "am", 2), ("l", "noon", 0), 1),
        # Both blocks that begin at 11:00 come next.
        (BREAK, ("h", "am", 2), ("h", "beside", 0), 0),
        # One that is not the last, or not the first, or two blocks on, has something in between.
        (BREAK, ("h", "am", 1), ("h", "noon", 0), 1),
        (BREAK, ("h", "am", 2), ("h", "noon", 1), 1),
        (BREAK, ("h", "am", 2), ("h", "late", 0), 1),
        # In one block it is the same as without breaks.
        (BREAK, ("h", "am", 0), ("h", "am", 1), 0),
        (BREAK, ("h", "am", 0), ("h", "am", 2), 1),
        # Blocks that touch each other are two blocks.
        ({}, ("h", "noon", 1), ("h", "late", 0), 1),
        (BREAK, ("h", "noon", 1), ("h", "late", 0), 0),
        # What is beside ends at 11:40, when noon has begun already; what comes next is the late block.
        (BREAK, ("h", "beside", 0), ("l", "noon", 1), 1),
        (BREAK, ("h", "beside", 0), ("h", "late", 0), 0),
        # The next day is not across a break.
        (BREAK, ("h", "late", 0), ("h", "fri-am", 0), 1),
        (BREAK, ("h", "noon", 0), ("h", "am", 2), 1),
        # What has no place has no neighbour.
        ({}, ("h", "am", 0), None, 0),
        ({}, None, ("h", "am", 0), 0),
    ],
)
def test_pairs_that_are_no_neighbours_are_counted(more, a, b, expected):
    programme = conference()
    places = {id: place for id, place in (("a", a), ("b", b)) if place is not None}
    assert rule_of(pair("a", "b", **more)).amount_in(programme.agenda(places)) == expected


def test_the_message_says_what_is_wrong():
    programme, rule = conference(), rule_of(pair("a", "b"))
    late, elsewhere = (
        next(iter(rule.check(programme, programme.agenda({"a": ("h", "am", 0), "b": place}))))
        for place in (("l", "am", 2), ("l", "am", 1))
    )
    assert late.message == (
        '"B" does not come right after "A": it begins at 29 May 10:00, and the other one ends at 29 May 09:25.'
    )
    assert elsewhere.message == '"B" comes right after "A", but in Lab, not in Hall.'
    assert (elsewhere.sessions, elsewhere.rooms) == (("a", "b"), ("h", "l"))


def test_unknown_sessions_and_a_session_after_itself_are_problems():
    rule = rule_of(pair("x", "a"), pair("b", "b"))
    assert [tuple(problem) for problem in rule.problems(conference())] == [
        ("pairs[0].before", 'there is no session "x"'),
        ("pairs[1].after", "is the same session as the one before it"),
    ]


def test_it_has_nothing_to_say_without_pairs():
    assert not Adjacent().applies(conference())
    assert rule_of(pair("a", "b")).applies(conference())


def test_a_hard_rule_puts_three_sessions_in_a_row_across_a_break():
    # The morning is closed. C after B needs a block of two slots, which only noon is; but before it there is nothing.
    programme = conference(pair("a", "b", **BREAK), pair("b", "c"), severity="hard")
    sessions = tuple(session.model_copy(update={"optional": False}) for session in programme.sessions)
    programme = programme.replace(sessions=sessions)
    closed = tuple(block for block in programme.blocks if block.id in ("late", "noon"))
    assert solve(programme.replace(blocks=closed), workers=1).agenda is None
    # With the first slot of a morning that has no other, A is there, and the others follow after the break.
    first = programme.blocks[0].model_copy(update={"end": programme.blocks[0].start + timedelta(minutes=30)})
    agenda = solve(programme.replace(blocks=(first, *closed)), workers=1).agenda
    assert agenda is not None
    assert len({agenda[id].room for id in "abc"}) == 1
    assert [(agenda[id].block, agenda[id].slot) for id in "abc"] == [("am", 0), ("noon", 0), ("noon", 1)]


def test_a_soft_rule_breaks_as_few_pairs_as_it_must():
    # Only one of two sessions can come right after A in one room: weight 4 for the other.
    programme = conference(pair("a", "b"), pair("a", "c"), severity=4)
    sessions = tuple(session.model_copy(update={"optional": False}) for session in programme.sessions)
    assert solve(programme.replace(sessions=sessions), workers=1).objective == 4


@pytest.mark.parametrize("severity", ["hard", 3])
@pytest.mark.parametrize("more", [{}, ANYWHERE, BREAK, {**BREAK, **ANYWHERE}])
def test_both_faces_agree(severity, more):
    rule = rule_of(pair("a", "b", **more), pair("b", "c", **more), severity=severity)
    row = [("am", 1), ("am", 2), ("noon", 0)] if "across_breaks" in more else [("am", 0), ("am", 1), ("am", 2)]
    planted = [conference().agenda({id: ("h", *place) for id, place in zip("abc", row, strict=True)})]
    assert assert_contract(conference(), rule, most=100, planted=planted) > 0
