"""What is handed to those who test rules of their own finds out rules that are broken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from agenda_solver import Agenda, Conference, Rule, Severity, Violation
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.severity import soft
from agenda_solver.testing import assert_contract, assert_reach


class Late(Rule):
    """Nothing is in the second block; the amount is the number of sessions there."""

    id: ClassVar[str] = "late"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = soft(2)

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Any) -> Any:
        cost = decisions.cost(self.is_hard)
        for session in decisions.conference.sessions:
            cost.add(decisions.in_block(session.id, "b2"))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        for id, place in agenda.items():
            if place.block == "b2":
                yield Violation(1, f'"{conference.session_by_id[id].title}" is late.', (id,))


class PostsNothing(Late):
    def post(self, decisions: Any) -> Any:
        return None


class Overcharges(Late):
    def post(self, decisions: Any) -> Any:
        cost = super().post(decisions)
        cost.add(decisions.in_block("a", "b1"))
        return cost


class FindsNothing(Late):
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        return iter(())


class FindsTooMuch(Late):
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        yield from super().check(conference, agenda)
        if agenda["a"].block == "b1":
            yield Violation(1, '"A" is early.', ("a",))


class SaysItDoesNotApply(Late):
    def applies(self, conference: Conference) -> bool:
        return False


class Quick(Late):
    def quick(self, terms: Any) -> bool:
        grid = terms.grid
        second = [time for time, position in enumerate(grid.times) if position.block == "b2"]
        for number in range(len(grid.conference.sessions)):
            terms.charge_times(number, dict.fromkeys(second, 1))
        return True


class CountsNothing(Late):
    def quick(self, terms: Any) -> bool:
        return True


class CountsTwice(Quick):
    def quick(self, terms: Any) -> bool:
        return super().quick(terms) and super().quick(terms)


def two_blocks() -> Conference:
    builder = Conference.build("c", "C", "UTC").day("2026-06-01").room("Hall")
    builder.block("10:00", "11:00", id="b1").block("12:00", "13:00", id="b2")
    return builder.session("A", id="a", minutes=60).session("B", id="b", minutes=60, optional=True).done()


@pytest.mark.parametrize("rule", [Late, Quick])
@pytest.mark.parametrize(("severity", "legal"), [(3, 4), ("hard", 1)])
def test_a_rule_whose_faces_agree_passes(rule: type[Rule], severity: Any, legal: int) -> None:
    # A and B in two blocks either way, or A alone in one of the two; where nothing may be late, A alone in the first.
    assert assert_contract(two_blocks(), rule(severity=severity)) == legal


@pytest.mark.parametrize("severity", [3, "hard"])
@pytest.mark.parametrize(
    "broken",
    [PostsNothing, Overcharges, FindsNothing, FindsTooMuch, SaysItDoesNotApply, CountsNothing, CountsTwice],
)
def test_a_rule_whose_faces_differ_is_found_out(broken: type[Rule], severity: Any) -> None:
    with pytest.raises(AssertionError):
        assert_contract(two_blocks(), broken(severity=severity))


def test_a_difference_is_told_with_both_costs() -> None:
    with pytest.raises(AssertionError, match="the costs differ: late: 0 solved, 3 scored"):
        assert_contract(two_blocks(), PostsNothing(severity=3))


def test_a_difference_of_the_quick_face_is_told_with_both_amounts() -> None:
    with pytest.raises(AssertionError, match="quick of late counts 0, its check counts 1"):
        assert_contract(two_blocks(), CountsNothing(severity=3))


class Reaching(Late):
    """Late sessions are counted one by one, so that others do not matter."""

    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(NOBODY, room=False, time="block")


class ReachingTooShort(Late):
    def reach(self, conference: Conference, session: str) -> Reach:
        return Reach(NOBODY, time="never")


def test_a_reach_that_is_long_enough_passes() -> None:
    assert_reach(two_blocks(), Late(severity=1), Reaching(severity=1))


def test_a_reach_that_is_too_short_is_found_out_with_the_place() -> None:
    with pytest.raises(AssertionError, match=r'too short a reach: "A" in hall at .* adds 1, but 0 is seen'):
        assert_reach(two_blocks(), ReachingTooShort(severity=1))


def test_a_rule_that_is_off_is_refused() -> None:
    with pytest.raises(ValueError, match="late: off, nothing can be compared"):
        assert_contract(two_blocks(), Late(severity="off"))


def test_without_hypothesis_the_contract_works_and_the_strategies_say_what_they_need() -> None:
    code = """
import sys
sys.modules["hypothesis"] = None  # as if it were not installed
import agenda_solver.testing
try:
    import agenda_solver.testing.strategies
except ModuleNotFoundError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        ended.stdout
        == 'agenda_solver.testing.strategies needs hypothesis: python -m pip install "agenda-solver[testing]"\n'
    )
