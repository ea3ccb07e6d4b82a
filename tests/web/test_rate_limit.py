"""Buckets of tokens: so many a second, so many at once, and no more memory than for so many keys."""

from __future__ import annotations

from agenda_solver.web.rate_limit import TokenBuckets
from tests.web.asking import Clock


def test_whoever_has_waited_for_long_has_a_full_bucket_and_not_more() -> None:
    clock = Clock()
    buckets = TokenBuckets(2, 3, clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5], "the next one comes after half a second"
    clock.now += 1_000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now += 0.5
    assert [buckets.take("a") for _ in range(2)] == [0, 0.5]


def test_what_is_given_back_can_be_taken_again_but_no_bucket_runs_over() -> None:
    buckets = TokenBuckets(1, 2, Clock())
    buckets.give_back("a")
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]
    buckets.give_back("a")
    assert [buckets.take("a") for _ in range(2)] == [0, 1]


def test_many_keys_take_no_more_memory_than_is_meant_for_them() -> None:
    """The one that asked longest ago is forgotten; whoever keeps asking is not, and so does not get out of it."""
    buckets = TokenBuckets(1, 2, Clock(), most=3)
    assert [buckets.take("busy") for _ in range(2)] == [0, 0]
    for number in range(100):
        assert buckets.take(f"{number}") == 0
        assert buckets.take("busy") == 1
    assert len(buckets._buckets) <= 3
