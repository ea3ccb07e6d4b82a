"""Hard violations and the costs of all levels in one number, and taken apart again."""

from __future__ import annotations

from agenda_solver.rules.base.severity import HARD, OFF, Severity, soft
from agenda_solver.rules.room_capacity import RoomCapacity
from agenda_solver.rules.unscheduled import Unscheduled
from agenda_solver.search.local_search.scalarisation import Scalarisation


def weights(*severities: Severity) -> tuple[Scalarisation, list[int]]:
    rules = [RoomCapacity(severity=severity, label=f"n{n}") for n, severity in enumerate(severities)]
    scale = Scalarisation(rules)
    return scale, [scale.weight(rule) for rule in rules]


def test_a_level_has_36_bits_or_what_the_greatest_weight_needs_beside_32_bits_of_amounts() -> None:
    # 15 has four bits and fits into 36; 16 has five.
    assert weights(soft(15), soft(2, 1))[1] == [15, 2 << 36]
    assert weights(soft(16), soft(2, 1))[1] == [16, 2 << 37]


def test_a_hard_violation_weighs_more_than_all_levels_and_a_small_number_of_them_is_enough() -> None:
    assert weights(soft(3), HARD)[1] == [3, 1 << 62]
    # Levels 0, 1 and 4 take 36 bits each, and one more keeps wishes below half of what is hard.
    assert weights(soft(1, 1), soft(1, 4), HARD)[1] == [1 << 36, 1 << 72, 1 << 109]
    assert weights(HARD)[0].hard == 1 << 62


def test_what_is_switched_off_needs_no_room() -> None:
    rules = [RoomCapacity(severity=OFF), Unscheduled(severity=soft(1, 2))]
    assert Scalarisation(rules).weight(rules[1]) == 1 << 36


def test_a_number_is_taken_apart_into_what_was_put_together() -> None:
    scale, (low, high, hard) = weights(soft(3), soft(5, 2), HARD)
    assert scale.split(2 * hard + 7 * high + 4 * low) == (2, 7 * high + 4 * low)
    assert scale.by_level(7 * high + 3 * low) == {0: 9, 2: 35}
    # A difference can be less than nothing.
    assert (scale.split(-4 * low), scale.split(hard - low), scale.split(-hard)) == ((0, -12), (1, -3), (-1, 0))
    assert scale.by_level(-high) == {0: 0, 2: -5}


def test_the_highest_level_has_all_that_is_above() -> None:
    scale, _ = weights(soft(1), HARD)
    assert scale.by_level((1 << 40) + 9) == {0: (1 << 40) + 9}
