"""For what is not confirmed something waits that fits into its room and block, and is no longer."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, InvalidInput, Placement, solve
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.selection import Selection
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.rules.stand_in import StandIn
from agenda_solver.testing.mutants import Mutant, mutated
from tests.contracts import assert_contract

EARLY, LATE, LAB = ("hall", "early", 0), ("hall", "late", 0), ("lab", "early", 0)


def conference(*, labs_only: bool = True, **rule: object) -> Conference:
    """A hall and a lab; a star of an hour that is not confirmed, a short talk and a long workshop that may wait.

    The workshop goes into the lab only, and is as long as two of the four slots of half an hour in the early block; the
    late block has one hour and takes talks only.
    """
    made = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    made.block("09:00", "11:00", id="early", slot_minutes=30)
    made.block("12:00", "13:00", id="late", slot_minutes=30, session_types=["session"])
    made.room("Hall", id="hall", session_types=["session"] if labs_only else []).room("Lab", id="lab")
    made.session("Star", id="star", minutes=60, likelihood=70)
    made.session("Short", id="short", minutes=30, optional=True, tags=["reserve"])
    made.session("Workshop", id="workshop", minutes=60, optional=True, type="workshop")
    made.session("Long", id="long", minutes=90, optional=True)
    made.session("Sure", id="sure", minutes=30)
    return made.rule("stand_in", **rule).done() if rule else made.done()


@pytest.mark.parametrize(
    ("agenda", "amount"),
    [
        ({"star": EARLY}, 0),  # the short talk waits; the long one is too long, the workshop not for the hall
        ({"star": EARLY, "short": LAB}, 1),  # the short talk has a place
        ({"star": LAB, "short": EARLY}, 0),  # in the lab there could be the workshop
        ({"star": LAB, "short": EARLY, "workshop": ("lab", "early", 2)}, 1),
        ({"star": LATE, "short": EARLY}, 1),  # the late block takes no workshop
        ({"star": ("lab", "late", 0), "short": EARLY}, 1),
        ({"short": EARLY, "workshop": LAB, "long": LAB}, 0),  # the star has no place: that is no matter of this rule
        ({}, 0),
    ],
)
def test_sessions_that_nobody_could_stand_in_for_are_counted(agenda: dict[str, tuple[str, str, int]], amount: int):
    programme = conference()
    found = list(StandIn().check(programme, programme.agenda(agenda)))
    assert sum(violation.amount for violation in found) == amount


def test_only_those_that_are_named_stand_in() -> None:
    programme = conference()
    agenda = programme.agenda({"star": LAB})
    assert not list(StandIn(waiting=Selection(tag="reserve")).check(programme, agenda))
    assert len(list(StandIn(waiting=Selection(sessions=("long", "sure"))).check(programme, agenda))) == 1


def test_nothing_stands_in_where_the_session_itself_may_not_be() -> None:
    """A workshop in the late block, which takes talks only: an agenda by hand may have that, and it is counted."""
    changes = {"star": {"likelihood": 100}, "workshop": {"likelihood": 50}}
    sessions = tuple(s.model_copy(update=changes.get(s.id, {})) for s in conference().sessions)
    programme = conference().replace(sessions=sessions)
    late = Placement("lab", "late", 0, 720, 780)
    agenda = programme.agenda({"star": EARLY}).with_placement("workshop", late)
    assert len(list(StandIn().check(programme, agenda))) == 1
    assert Ledger(programme, [StandIn(severity=soft(1))], agenda).amounts["stand_in"] == 1


def test_the_sentence_says_which_session_and_where_it_is() -> None:
    programme = conference()
    (violation,) = StandIn().check(programme, programme.agenda({"star": EARLY, "short": LAB}))
    assert violation.message == (
        '"Star" is not confirmed, and no waiting session could take its place (Hall, 29 May 09:00).'
    )
    assert violation.sessions == ("star",)


def test_nothing_is_said_where_all_are_confirmed_and_unless_somebody_asks() -> None:
    programme = conference()
    sure = programme.replace(sessions=tuple(s.model_copy(update={"likelihood": 100}) for s in programme.sessions))
    assert StandIn().applies(programme)
    assert not StandIn().applies(sure)
    assert StandIn().severity == OFF


def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        rules_of(conference(severity=1, waiting={"tag": "reserves"}))
    assert [mistake.place for mistake in caught.value.mistakes] == ["rules[0].waiting.tag"]


def test_the_star_goes_where_something_can_wait_for_it() -> None:
    """The short talk has to take place, so only the workshop can wait, and only for what is early in the lab."""
    wanted = conference(severity=3, waiting={"sessions": ["short", "workshop"]})
    present = RuleSetting.model_validate({"rule": "one_of", "sets": [{"sessions": ["short"]}]})
    agenda = solve(wanted.replace(rules=(*wanted.rules, present)), workers=1).agenda
    assert agenda is not None
    assert "short" in agenda
    assert "workshop" not in agenda
    assert (agenda["star"].room, agenda["star"].block) == ("lab", "early")


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("labs_only", [True, False])
@pytest.mark.parametrize("waiting", [Selection(), Selection(sessions=("short", "sure"))])
def test_both_faces_agree(waiting: Selection, severity: object, labs_only: bool) -> None:
    assert assert_contract(conference(labs_only=labs_only), StandIn(severity=severity, waiting=waiting), most=150)


@pytest.mark.parametrize("mutant", [Mutant.SILENT, Mutant.CHEAPER, Mutant.PRESENT, Mutant.ABSENT])
def test_a_wrong_post_is_noticed(mutant: Mutant) -> None:
    with mutated(StandIn, mutant), pytest.raises(AssertionError):
        assert_contract(conference(), StandIn(severity=soft(2)))
