"""Optional sessions are left out only where that is worth their priority."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.unscheduled import Unscheduled
from tests.contracts import assert_contract

# One room and two blocks for three sessions: one of them has to stay away.
KEYNOTE, REPLAY, DEMO = "keynote", "replay", "demo"


def conference(blocks: int = 2, **rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    for number in range(blocks):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=f"b{number}")
    builder.session("Keynote", id=KEYNOTE, minutes=60).session("Replay", id=REPLAY, minutes=30, optional=True)
    builder.session("Demo", id=DEMO, minutes=60, optional=True, priority=3)
    return builder.rule("unscheduled", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("placed", "amount"),
    [
        ([KEYNOTE, REPLAY, DEMO], 0),  # everybody has a place
        ([KEYNOTE, DEMO], 1),  # the replay has priority 1
        ([KEYNOTE, REPLAY], 3),  # the demo has priority 3
        ([KEYNOTE], 4),  # both: 1 + 3
        ([REPLAY, DEMO], 0),  # that the keynote is missing is a fault of the agenda, not of this rule
        ([], 4),
    ],
)
def test_the_priorities_of_what_is_left_out_are_added_up(placed, amount):
    programme = conference(blocks=3)
    agenda = programme.agenda({id: ("h", f"b{number}", 0) for number, id in enumerate(placed)})
    assert Unscheduled().amount_in(agenda) == amount


def test_the_message_says_what_is_left_out():
    programme = conference()
    (violation,) = Unscheduled().check(programme, programme.agenda({KEYNOTE: ("h", "b0", 0), REPLAY: ("h", "b1", 0)}))
    assert violation.message == '"Demo" is left out of the programme (its priority is 3).'
    assert violation.sessions == (DEMO,)


def test_without_optional_sessions_there_is_nothing_to_say():
    programme = conference()
    sure = programme.replace(sessions=tuple(s.model_copy(update={"optional": False}) for s in programme.sessions))
    assert Unscheduled().applies(programme)
    assert not Unscheduled().applies(sure)


def test_the_session_of_least_priority_is_left_out():
    # Three sessions for two blocks of one room: the replay is the cheapest to lose, at 1.
    result = solve(conference(severity=5), workers=1)
    assert (str(result.status), result.scorecard.objective) == ("optimal", 5)
    assert set(result.agenda) == {KEYNOTE, DEMO}


def test_hard_nothing_is_left_out():
    assert str(solve(conference(severity="hard"), workers=1).status) == "infeasible"
    assert len(solve(conference(blocks=3, severity="hard"), workers=1).agenda) == 3


def unsure(**rule) -> Conference:
    """The same with a demo that comes to two chances in five, and a replay that is certain, of priority 2."""
    made = conference(**rule)
    changes = {REPLAY: {"priority": 2}, DEMO: {"likelihood": 40}}
    return made.replace(sessions=tuple(s.model_copy(update=changes.get(s.id, {})) for s in made.sessions))


def test_by_likelihood_a_priority_counts_for_as_much_as_the_session_is_likely() -> None:
    programme, rule = unsure(), Unscheduled(by="likelihood")
    found = list(rule.check(programme, programme.agenda({KEYNOTE: ("h", "b0", 0)})))
    # The replay 2 x 100, the demo 3 x 40.
    assert [violation.amount for violation in found] == [200, 120]
    assert found[1].message == '"Demo" is left out of the programme (its priority is 3, its likelihood 40 %).'
    assert (rule.measured_in, Unscheduled().measured_in) == ("hundredths of a priority point", "priority points")


@pytest.mark.parametrize(("by", "left_out", "cost"), [("priority", REPLAY, 2), ("likelihood", DEMO, 120)])
def test_what_is_hardly_likely_gives_way_to_what_is_certain_where_that_is_asked_for(by, left_out, cost) -> None:
    # By priority the demo is worth 3 and the replay 2; by likelihood 120 and 200 hundredths.
    result = solve(unsure(severity=1, by=by), workers=1)
    assert set(result.agenda) == {KEYNOTE, REPLAY, DEMO} - {left_out}
    assert result.scorecard.objective == cost


@pytest.mark.parametrize("blocks", [2, 3])
def test_both_faces_agree_by_likelihood(blocks) -> None:
    rule = Unscheduled(severity=soft(2), by="likelihood")
    assert assert_contract(unsure(blocks=blocks), rule)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("blocks", [2, 3])
def test_both_faces_agree(blocks, severity):
    # Only with three blocks does everything have a place.
    assert bool(assert_contract(conference(blocks), Unscheduled(severity=severity))) or blocks == 2
