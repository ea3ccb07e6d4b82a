"""Occurrences of a session are apart: in time, in blocks, or in days."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.occurrences_apart import OccurrencesApart
from tests.contracts import assert_contract

# The first morning has two slots, the next block overlaps with its end; the second day has one block.
FIRST, LATE, NEXT, NOON = ("mon", 0), ("mon", 1), ("tue", 0), ("noon", 0)


def conference(occurrences: int = 3, optional: bool = False, **rule) -> Conference:
    """A session A that takes place several times, and a session B that takes place once; two rooms, two days."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").room("Lab", id="l")
    builder.day("2026-06-01", id="monday", name="Monday")
    builder.block("09:00", "11:00", id="mon", slot_minutes=60).block("10:30", "11:30", id="noon")
    builder.day("2026-06-02", id="tuesday").block("09:00", "10:00", id="tue")
    builder.session("A", id="a", minutes=60, occurrences=occurrences, optional=optional)
    builder.session("B", id="b", minutes=60)
    return builder.rule("occurrences_apart", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("places", "time", "block", "day"),
    [
        # One after the other in one block of one day.
        ({"a": ("h", *FIRST), "a#2": ("h", *LATE)}, 0, 1, 1),
        # At once in two rooms of a block.
        ({"a": ("h", *FIRST), "a#2": ("l", *FIRST)}, 1, 1, 1),
        # Two blocks that overlap from 10:30 to 11:00.
        ({"a": ("h", *LATE), "a#2": ("l", *NOON)}, 1, 0, 1),
        ({"a": ("h", *FIRST), "a#2": ("l", *NOON), "a#3": ("h", *NEXT)}, 0, 0, 1),
        # Three on one day are three pairs, of which one is in a block and one overlaps.
        ({"a": ("h", *FIRST), "a#2": ("h", *LATE), "a#3": ("l", *NOON)}, 1, 1, 3),
        # B is none of them, and what has no place meets nobody.
        ({"a": ("h", *FIRST), "b": ("l", *FIRST)}, 0, 0, 0),
    ],
)
def test_pairs_that_are_not_apart_are_counted(places, time, block, day):
    programme = conference()
    agenda = programme.agenda(places)
    for apart, expected in (("time", time), ("block", block), ("day", day)):
        assert OccurrencesApart(apart=apart).amount_in(agenda) == expected


@pytest.mark.parametrize(
    ("apart", "where"),
    [
        ("time", "at once (1 Jun 09:00)"),
        ("block", "in one block (1 Jun 09:00)"),
        ("day", "on one day (Monday)"),
    ],
)
def test_the_message_says_where_they_meet(apart, where):
    programme = conference()
    agenda = programme.agenda({"a": ("h", *FIRST), "a#2": ("l", *FIRST)})
    (violation,) = OccurrencesApart(apart=apart).check(programme, agenda)
    assert violation.message == f'"A" and "A (2)" are occurrences of one session, but {where}.'
    assert violation.sessions == ("a", "a#2")


def test_it_has_nothing_to_say_where_all_sessions_take_place_once():
    assert not OccurrencesApart().applies(conference(occurrences=1))
    assert OccurrencesApart().applies(conference())


def test_without_any_setting_no_session_is_twice_at_once():
    # Two rooms: at 9 on Monday there is room for two occurrences, but not for the session twice.
    programme = conference(occurrences=2).replace(default_rules=True)
    result = solve(programme.replace(blocks=programme.blocks[:1], days=programme.days[:1]), workers=1)
    first, second = (result.agenda[id] for id in ("a", "a#2"))
    assert {first.slot, second.slot} == {0, 1}


def test_a_soft_rule_puts_as_many_days_apart_as_there_are():
    # Three occurrences on two days: two of them share one. With weight 4 that is 4.
    # The other rule that every conference has, that they keep their room, costs nothing here.
    assert solve(conference(severity=4, apart="day").replace(default_rules=True), workers=1).objective == 4


def test_a_hard_rule_that_cannot_be_kept_is_infeasible():
    programme = conference(severity="hard", apart="day").replace(default_rules=True)
    assert solve(programme, workers=1).status == "infeasible"


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("apart", ["time", "block", "day"])
@pytest.mark.parametrize(("occurrences", "optional"), [(2, False), (2, True), (3, False)])
def test_both_faces_and_the_tables_agree(severity, apart, occurrences, optional):
    programme = conference(occurrences, optional)
    planted = [programme.agenda({"a": ("h", *FIRST), "a#2": ("h", *NEXT), "b": ("l", *FIRST)})] if optional else []
    rule = OccurrencesApart(severity=severity, apart=apart)
    legal = assert_contract(programme, rule, most=250, planted=planted)
    # Three occurrences cannot be on three of two days.
    assert bool(legal) == (not (severity is HARD and apart == "day" and occurrences == 3))
