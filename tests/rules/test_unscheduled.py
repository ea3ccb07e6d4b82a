"""Optional sessions are left out only where that is worth their priority."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.rule import HARD, soft
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
    assert sum(violation.amount for violation in Unscheduled().check(programme, agenda)) == amount


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


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("blocks", [2, 3])
def test_both_faces_agree(blocks, severity):
    # Only with three blocks does everything have a place.
    assert bool(assert_contract(conference(blocks), Unscheduled(severity=severity))) or blocks == 2
