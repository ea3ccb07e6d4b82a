"""Draws are the same everywhere, and as likely as they should be."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.families.growth.dice import Dice, falling


def test_a_seed_gives_these_numbers_on_every_machine() -> None:
    """Python's generator is a Mersenne twister: seeded with 0, its first numbers are 0.844, 0.757, 0.420, 0.258."""
    dice = Dice(0)
    assert [dice.below(1_000) for _ in range(4)] == [844, 757, 420, 258]


@given(seed=st.integers(0, 2**31), end=st.integers(1, 10**9))
def test_a_number_is_below_its_end(seed: int, end: int) -> None:
    assert 0 <= Dice(seed).below(end) < end


def test_weights_are_shares() -> None:
    """Of 4,000 draws 3,000 are expected of a weight of 3 to 1, and none of a weight of 0; 150 are 5.5 deviations."""
    counts = Counter(Dice(1).many_by_weight([1, 0, 3], 4_000))
    assert counts[1] == 0
    assert abs(counts[2] - 3_000) < 150
    assert sum(Dice(seed).hits(250) for seed in range(2_000)) in range(400, 600)


@given(seed=st.integers(0, 1_000), items=st.lists(st.integers()))
def test_shuffled_items_are_the_same_items(seed: int, items: list[int]) -> None:
    assert sorted(Dice(seed).shuffled(items)) == sorted(items)


def test_every_order_comes_about() -> None:
    """Three items have six orders; 200 seeds miss one of them with a chance of 6 * (5/6)^200, less than 1e-15."""
    assert len({tuple(Dice(seed).shuffled("abc")) for seed in range(200)}) == 6


def test_falling_weights_fall_from_the_first_to_the_last() -> None:
    """Of 100 ranks with a flatness of 4 the first weighs (4 * 99 + 100) / 100 = 4.96 times as much as the last."""
    weights = falling(100, 4)
    assert weights == sorted(weights, reverse=True)
    assert round(weights[0] / weights[-1], 2) == 4.96
