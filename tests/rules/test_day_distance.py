"""Two sessions are exactly, at least, at most or not so many days apart."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.day_distance import DayDistance
from tests.contracts import assert_contract


def conference(*pairs, **rule) -> Conference:
    """Three sessions, C optional; a room; Thursday until after midnight, Friday, and Monday after a free weekend."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h")
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="thu-am", slot_minutes=30)
    builder.block("2025-05-29T23:00+05:00", "2025-05-30T01:00+05:00", id="night", slot_minutes=60)
    builder.day("2025-05-30", id="fri", name="Friday").block("09:00", "09:30", id="fri-am")
    builder.day("2025-06-02", id="mon", name="Monday").block("09:00", "10:00", id="mon-am", slot_minutes=30)
    for id in "abc":
        builder.session(id.upper(), id=id, minutes=30, optional=id == "c")
    return builder.rule("day_distance", pairs=list(pairs), **rule).done() if pairs else builder.done()


def pair(how: str, days: int, sessions: str = "ab") -> dict[str, object]:
    return {"sessions": list(sessions), "how": how, "days": days}


def rule_of(*pairs, severity="hard") -> DayDistance:
    rule = read_rule({"rule": "day_distance", "severity": severity, "pairs": list(pairs)})
    assert isinstance(rule, DayDistance)
    return rule


SAME, NIGHT = {"a": ("h", "thu-am", 0), "b": ("h", "thu-am", 1)}, {"a": ("h", "fri-am", 0), "b": ("h", "night", 1)}
WEEKEND = {"a": ("h", "mon-am", 0), "b": ("h", "fri-am", 0)}


@pytest.mark.parametrize(
    ("how", "days", "same", "night", "weekend"),
    [
        # The distances: none; one, as what the night has after midnight is Thursday's; and three, with the weekend.
        ("exactly", 0, 0, 1, 1),
        ("exactly", 1, 1, 0, 1),
        ("exactly", 3, 1, 1, 0),
        ("at least", 0, 0, 0, 0),
        ("at least", 1, 1, 0, 0),
        ("at least", 2, 1, 1, 0),
        ("at least", 3, 1, 1, 0),
        ("at least", 4, 1, 1, 1),
        ("at most", 0, 0, 1, 1),
        ("at most", 1, 0, 0, 1),
        ("at most", 3, 0, 0, 0),
        ("not", 0, 1, 0, 0),
        # Not the next day, whichever comes first.
        ("not", 1, 0, 1, 0),
        ("not", 2, 0, 0, 0),
    ],
)
def test_pairs_at_a_wrong_distance_are_counted_in_either_order(how, days, same, night, weekend):
    programme = conference()
    for sessions in ("ab", "ba"):
        rule = rule_of(pair(how, days, sessions))
        found = [rule.amount_in(programme.agenda(p)) for p in (SAME, NIGHT, WEEKEND)]
        assert found == [same, night, weekend]


def test_each_pair_counts_by_itself_where_both_have_a_place():
    programme = conference()
    rule = rule_of(pair("exactly", 1), pair("at least", 1, "ba"), pair("exactly", 1, "ac"))
    # A and B are on one day, which is wrong for both of their pairs. C has no place.
    assert rule.amount_in(programme.agenda(SAME)) == 2
    assert not list(rule.check(programme, programme.agenda({"a": ("h", "thu-am", 0)})))


def test_the_message_names_both_days_and_what_is_wanted():
    programme = conference()
    rule = rule_of(pair("at least", 2), pair("not", 1))
    said = [violation.message for violation in rule.check(programme, programme.agenda(NIGHT))]
    assert said == [
        '"A" (Friday) and "B" (29 May 2025) are 1 day apart, and should be at least 2.',
        '"A" (Friday) and "B" (29 May 2025) are 1 day apart, and must not be.',
    ]


def test_unknown_sessions_and_a_session_with_itself_are_problems():
    rule = rule_of(pair("exactly", 1, "ax"), pair("exactly", 1, "bb"))
    assert [tuple(problem) for problem in rule.problems(conference())] == [
        ("pairs[0].sessions[1]", 'there is no session "x"'),
        ("pairs[1].sessions[1]", "is the same session as the first"),
    ]


def test_it_has_nothing_to_say_without_pairs():
    assert not DayDistance().applies(conference())
    assert rule_of(pair("exactly", 1)).applies(conference())


def test_a_hard_rule_keeps_two_sessions_apart():
    # Only between Friday and Monday lie exactly three days. B is on one of them with A, and C on the other.
    pairs = [pair("exactly", 3, "bc"), pair("at least", 3, "ac"), pair("exactly", 0, "ab")]
    programme = conference(*pairs, severity="hard")
    sessions = tuple(session.model_copy(update={"optional": False}) for session in programme.sessions)
    agenda = solve(programme.replace(sessions=sessions), workers=1).agenda
    assert agenda is not None
    # On Friday there is a place for one session only, so the pair of A and B is on Monday.
    assert {id: agenda[id].block for id in "abc"} == {"a": "mon-am", "b": "mon-am", "c": "fri-am"}


def test_a_soft_rule_breaks_as_few_pairs_as_it_must():
    # Two sessions are not on one day and on neighbouring days at once: one of the two pairs is broken, at weight 5.
    assert solve(conference(pair("exactly", 0), pair("exactly", 1), severity=5), workers=1).objective == 5


@pytest.mark.parametrize("severity", ["hard", 3])
@pytest.mark.parametrize("pairs", [[("exactly", 3), ("not", 1, "bc")], [("at least", 1), ("at most", 1, "cb")]])
def test_both_faces_agree(severity, pairs):
    rule = rule_of(*(pair(*one) for one in pairs), severity=severity)
    assert rule.severity in (HARD, soft(3))
    assert assert_contract(conference(), rule, most=150) > 0
