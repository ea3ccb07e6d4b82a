"""What variables are charged on a priority level, all rules together, and where charges become huge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Conference
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.variables.rule_cost import Cost
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.agenda import Agenda
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients
from tests.profiles import examples

MOST_BLOCKS = 8


class BlockCharge(Rule):
    """Charge the only session an amount for each block, in the order of blocks; 0 charges nothing."""

    id: ClassVar[str] = "block_charge"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)

    amounts: tuple[int, ...]

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Decisions) -> Cost:
        cost = decisions.cost(self.is_hard)
        for number, amount in enumerate(self.amounts):
            cost.add(decisions.in_block("talk", f"b{number}"), amount)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        yield from ()


def compiled_with(*charged: tuple[Severity, tuple[int, ...]]) -> Compiled:
    """Return a session in eight blocks, with one rule for each severity and its amounts."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().day("2026-06-01").room("Hall")
    for number in range(MOST_BLOCKS):
        builder.block(f"{8 + number:02}:00", f"{9 + number:02}:00", id=f"b{number}")
    conference = builder.session("Talk", id="talk", minutes=60).done()
    rules = [BlockCharge(severity=s, label=f"x{n}", amounts=amounts) for n, (s, amounts) in enumerate(charged)]
    return compile_conference(conference, rules)


def block(compiled: Compiled, number: int) -> int:
    """Return the index of the variable of a block."""
    return compiled.decisions.in_block("talk", f"b{number}").index


def test_charges_of_all_rules_are_added_up_and_the_worst_is_a_single_one():
    compiled = compiled_with((soft(3), (1, 2)), (soft(5), (1, 0)))
    coefficients = ObjectiveCoefficients.of(compiled, 0)
    # The first block costs 3 x 1 and 5 x 1, the second 3 x 2 and nothing.
    assert coefficients.sums == {block(compiled, 0): 8, block(compiled, 1): 6}
    assert coefficients.largest == {block(compiled, 0): 5, block(compiled, 1): 6}


def test_only_one_priority_level_counts():
    compiled = compiled_with((soft(3), (1,)), (soft(7, priority=2), (1, 4)))
    assert ObjectiveCoefficients.of(compiled, 0).sums == {block(compiled, 0): 3}
    assert ObjectiveCoefficients.of(compiled, 2).largest == {block(compiled, 0): 7, block(compiled, 1): 28}
    assert ObjectiveCoefficients.of(compiled, 1) == ObjectiveCoefficients({}, {}, [])


def test_a_step_is_an_amount_of_at_least_ten_times_the_next_smaller_one():
    # 9 is only nine times 1, and 899 is less than ten times 90; 90 and 8,990 are exactly ten times what is below them.
    compiled = compiled_with((soft(1), (899, 1, 90, 8_990, 9, 90)))
    assert ObjectiveCoefficients.of(compiled, 0).jumps == [90, 8_990]


def test_charges_that_are_all_alike_have_no_steps():
    assert ObjectiveCoefficients.of(compiled_with((soft(1_000), (1, 1, 1))), 0).jumps == []


def test_what_adds_up_to_a_step_is_not_huge_unless_a_single_charge_is():
    # The first block costs 60 + 60, no single charge of 100; the second costs 100 at once.
    compiled = compiled_with((soft(60), (1,)), (soft(1), (60, 100, 2)))
    coefficients = ObjectiveCoefficients.of(compiled, 0)
    assert coefficients.sums[block(compiled, 0)] == 120
    assert coefficients.at_least(100) == {block(compiled, 1): 0}
    assert coefficients.at_least(60) == {block(compiled, 0): 0, block(compiled, 1): 0}
    assert coefficients.at_least(101) == {}


def test_without_an_amount_nothing_is_forbidden():
    assert ObjectiveCoefficients.of(compiled_with((soft(1), (1, 1_000))), 0).at_least(None) == {}


@given(amounts=st.lists(st.integers(0, 5_000), max_size=MOST_BLOCKS), weight=st.integers(1, 12))
@settings(max_examples=examples(20), deadline=None)
def test_steps_divide_the_charges_into_small_and_huge_ones(amounts: list[int], weight: int) -> None:
    compiled = compiled_with((soft(weight), tuple(amounts)))
    coefficients = ObjectiveCoefficients.of(compiled, 0)
    single = {weight * amount for amount in amounts if amount}
    below = {amount: [other for other in single if other < amount] for amount in single}
    assert coefficients.jumps == sorted(
        a for a, less in below.items() if less and all(10 * other <= a for other in less)
    )
    for step in coefficients.jumps:
        forbidden = coefficients.at_least(step)
        expected = {block(compiled, n) for n, amount in enumerate(amounts) if weight * amount >= step}
        assert set(forbidden) == expected
        assert set(forbidden.values()) == {0}
