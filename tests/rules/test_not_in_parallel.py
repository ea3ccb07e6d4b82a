"""Sessions that must not compete are apart."""

import pytest
from pydantic import ValidationError

from agenda_solver import Conference, solve
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.not_in_parallel import NotInParallel
from tests.contracts import assert_contract

ALL = ("a", "b", "c", "d")
APART = {"a": ("h", "am", 0), "b": ("l", "noon", 0), "c": ("h", "late", 0)}


def conference(*, slots: bool = True, **rule) -> Conference:
    """Four sessions, A and B tagged "data", D optional; three rooms; an hour, and half an hour at noon and late."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="am", **({"slot_minutes": 30} if slots else {}))
    builder.block("10:00", "10:30", id="noon").block("18:00", "18:30", id="late").room("Hall", id="h").room(
        "Lab", id="l"
    ).room("Attic", id="x")
    for id in ALL:
        tags = ["data"] if id in "ab" else []
        builder.session(id.upper(), id=id, minutes=30, tags=tags, optional=id == "d")
    return builder.rule("not_in_parallel", **rule).done() if rule else builder.done()


def rule(*sets, severity=HARD, scope="time") -> NotInParallel:
    selections = tuple(SelectionOfSome(**({"tag": s} if isinstance(s, str) else {"sessions": s})) for s in sets)
    return NotInParallel(severity=severity, sets=selections, scope=scope)


@pytest.mark.parametrize(
    ("sets", "places", "by_time", "by_block"),
    [
        # B begins at the minute at which A ends: apart in time, but in one block.
        ([("a", "b")], {"a": ("h", "am", 0), "b": ("l", "am", 1)}, 0, 1),
        # Different blocks.
        ([("a", "b")], {"a": ("h", "am", 0), "b": ("l", "noon", 0)}, 0, 0),
        # Three at once are three pairs.
        ([("a", "b", "c")], {"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 0)}, 3, 3),
        # Two at once and the third after them.
        ([("a", "b", "c")], {"a": ("h", "am", 0), "b": ("l", "am", 0), "c": ("x", "am", 1)}, 1, 3),
        # C is in no set with A.
        ([("a", "b"), ("b", "c")], {"a": ("h", "am", 0), "c": ("l", "am", 0)}, 0, 0),
        # A pair that stands in two sets counts twice.
        ([("a", "b"), "data"], {"a": ("h", "am", 0), "b": ("l", "am", 0)}, 2, 2),
        # A session that is named twice does not compete with itself.
        ([("a", "a")], {"a": ("h", "am", 0)}, 0, 0),
        # What has no place competes with nothing.
        ([ALL], {"c": ("l", "am", 0)}, 0, 0),
    ],
)
def test_pairs_of_a_set_at_once_are_counted(sets, places, by_time, by_block):
    programme = conference()
    agenda = programme.agenda(places)
    assert rule(*sets).amount_in(agenda) == by_time
    assert rule(*sets, scope="block").amount_in(agenda) == by_block


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("time", '"A" and "B" must not compete, but are at once (29 May 09:00).'),
        ("block", '"A" and "B" must not compete, but are in one block (29 May 09:00).'),
    ],
)
def test_the_message_names_both_sessions(scope, sentence):
    programme = conference()
    agenda = programme.agenda({"a": ("h", "am", 0), "b": ("l", "am", 0)})
    (violation,) = rule("data", scope=scope).check(programme, agenda)
    assert violation.message == sentence
    assert violation.sessions == ("a", "b")


def test_unknown_sessions_and_tags_are_problems():
    assert [tuple(problem) for problem in rule(("a", "y"), "web").problems(conference())] == [
        ("sets[0].sessions[1]", 'there is no session "y"'),
        ("sets[1].tag", 'no session carries the tag "web"'),
    ]


def test_a_set_names_its_sessions_in_one_way():
    with pytest.raises(ValidationError, match="not both"):
        SelectionOfSome(sessions=("a",), tag="data")
    with pytest.raises(ValidationError, match="give sessions or a tag"):
        SelectionOfSome()


def test_it_has_nothing_to_say_without_a_set_of_two():
    assert not NotInParallel().applies(conference())
    assert not rule(("a",)).applies(conference())
    assert rule("data").applies(conference())


@pytest.mark.parametrize("scope", ["time", "block"])
def test_a_hard_rule_keeps_the_sessions_of_a_set_apart(scope):
    result = solve(conference(severity="hard", scope=scope, sets=[{"tag": "data"}]), workers=1)
    assert list(rule("data", scope=scope).check(result.agenda.conference, result.agenda)) == []


@pytest.mark.parametrize(("scope", "expected"), [("time", 2), ("block", 4)])
def test_a_soft_rule_spreads_the_sessions_as_evenly_as_it_can(scope, expected):
    # Without the evening there are four sessions for three times: two of them meet, one pair of weight 2. In two blocks
    # there are two and two, which is two pairs (three and one would be three).
    programme = conference(severity=2, scope=scope, sets=[{"sessions": list(ALL)}])
    sessions = tuple(session.model_copy(update={"optional": False}) for session in programme.sessions)
    early = programme.replace(sessions=sessions, blocks=programme.blocks[:2])
    assert solve(early, workers=1).objective == expected


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("sets", [[("a", "b", "c")], [("a", "b"), ("b", "c"), "data"], [ALL]])
def test_both_faces_agree(severity, scope, sets):
    programme = conference()
    wish = rule(*sets, severity=severity, scope=scope)
    assert assert_contract(programme, wish, most=100, planted=[programme.agenda(APART)])


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_each_block_holds_one_session_a_room(severity):
    # With one slot a block, blocks alone tell who competes.
    programme = conference(slots=False)
    assert assert_contract(programme, rule(ALL, severity=severity), most=150, planted=[programme.agenda(APART)])


@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree_where_blocks_overlap(severity):
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="a").block("09:30", "10:30", id="b").block("10:00", "11:00", id="c")
    builder.block("12:00", "13:00", id="d")
    builder.room("Hall").room("Lab").session("S", id="s", minutes=30)
    builder.session("T", id="t", minutes=40).session("U", id="u", minutes=60)
    assert assert_contract(builder.done(), rule(("s", "t", "u"), severity=severity), most=600)
