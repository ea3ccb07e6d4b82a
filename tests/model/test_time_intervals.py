"""Half-open stretches, and minutes that count real time whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.model.time_intervals import (
    TimeSlot,
    is_ambiguous,
    is_real_local_time,
    merged,
    minutes_between,
    overlap_minutes,
    overlaps,
    without,
)

BERLIN = ZoneInfo("Europe/Berlin")
SLOTS = st.builds(lambda start, length: TimeSlot(start, start + length), st.integers(-50, 50), st.integers(1, 40))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (TimeSlot(0, 30), TimeSlot(30, 60), 0),  # touching ends
        (TimeSlot(0, 30), TimeSlot(40, 60), 0),
        (TimeSlot(0, 31), TimeSlot(30, 60), 1),
        (TimeSlot(0, 60), TimeSlot(20, 30), 10),
        (TimeSlot(0, 60), TimeSlot(0, 60), 60),
    ],
)
def test_stretches_overlap_by_the_minutes_they_share_and_touching_ends_do_not(
    first: TimeSlot, second: TimeSlot, shared: int
) -> None:
    assert overlap_minutes(first, second) == overlap_minutes(second, first) == shared
    assert overlaps(first, second) == overlaps(second, first) == (shared > 0)


@given(SLOTS, SLOTS)
def test_the_shared_minutes_are_those_that_lie_in_both(first: TimeSlot, second: TimeSlot) -> None:
    shared = set(range(first.start, first.end)) & set(range(second.start, second.end))
    assert overlap_minutes(first, second) == len(shared)
    assert overlaps(first, second) == bool(shared)


def test_minutes_between_instants_are_real_ones_when_the_clocks_are_put_forward() -> None:
    """From midnight to noon are 12 hours on the clock, but one of them is skipped: 11 hours are 660 minutes."""
    midnight, noon = datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    assert minutes_between(midnight, noon) == 660
    assert minutes_between(noon, midnight) == -660


def test_minutes_between_instants_are_real_ones_when_the_clocks_are_put_back() -> None:
    """The hour from 02:00 to 03:00 comes twice: 13 hours are 780 minutes."""
    midnight, noon = datetime(2026, 10, 25, tzinfo=BERLIN), datetime(2026, 10, 25, 12, tzinfo=BERLIN)
    assert minutes_between(midnight, noon) == 780


def test_instants_of_different_zones_are_compared_as_instants() -> None:
    assert minutes_between(datetime(2026, 6, 1, 12, tzinfo=BERLIN), datetime(2026, 6, 1, 10, 30, tzinfo=UTC)) == 30


@pytest.mark.parametrize(
    ("clock", "is_real"),
    [
        (datetime(2026, 3, 29, 1, 59), True),
        (datetime(2026, 3, 29, 2, 0), False),
        (datetime(2026, 3, 29, 2, 59), False),
        (datetime(2026, 3, 29, 3, 0), True),
        (datetime(2026, 10, 25, 2, 30), True),  # even twice
    ],
)
def test_a_clock_never_shows_the_hour_that_is_skipped(clock: datetime, is_real: bool) -> None:
    assert is_real_local_time(clock, BERLIN) == is_real


def test_a_time_slot_knows_its_minutes() -> None:
    assert TimeSlot(90, 180).minutes == timedelta(hours=1.5) // timedelta(minutes=1)


def test_a_minute_that_has_begun_is_not_counted() -> None:
    start = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert minutes_between(start, start + timedelta(seconds=119)) == 1


def test_time_slots_are_in_the_order_of_their_starts() -> None:
    assert sorted([TimeSlot(30, 40), TimeSlot(0, 60), TimeSlot(0, 30)]) == [
        TimeSlot(0, 30),
        TimeSlot(0, 60),
        TimeSlot(30, 40),
    ]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(9, 18)]),
        ([(12, 13)], [(9, 12), (13, 18)]),
        ([(8, 10), (17, 20)], [(10, 17)]),  # what reaches beyond it takes what is within
        ([(9, 18)], []),
        ([(8, 20)], []),
        ([(18, 20), (7, 9)], [(9, 18)]),  # what only touches it takes nothing
        ([(14, 15), (10, 11)], [(9, 10), (11, 14), (15, 18)]),  # in any order
        ([(12, 14), (13, 15)], [(9, 12), (15, 18)]),
        ([(12, 12)], [(9, 18)]),  # an empty one does not cut it in two
        ([(14, 11)], [(9, 18)]),  # nor does one that ends before it begins
    ],
)
def test_what_is_left_of_a_stretch_is_what_no_other_takes(
    taken: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    found = without((at(9), at(18)), [(at(start), at(end)) for start, end in taken])
    assert found == [(at(start), at(end)) for start, end in left]


@pytest.mark.parametrize(
    ("instant", "is_twice"),
    [
        # On 25 October 2026 the clocks of Berlin go back at 01:00 UTC: 02:00 to 03:00 is shown from 00:00 UTC to 02:00.
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), False),
        # In spring an hour is skipped, and none is shown twice.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), False),
    ],
)
def test_a_clock_that_is_put_back_shows_an_hour_twice(instant: datetime, is_twice: bool) -> None:
    assert is_ambiguous(instant, BERLIN) == is_twice
    assert not is_ambiguous(instant, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("stretches", "union"),
    [
        ([(0, 30), (30, 60)], [(0, 60)]),  # what touches is one stretch
        ([(0, 30), (31, 60)], [(0, 30), (31, 60)]),
        ([(0, 60), (10, 20)], [(0, 60)]),  # the shorter one does not shorten it
        ([(40, 50), (0, 30), (20, 45)], [(0, 50)]),  # in any order
        ([], []),
    ],
)
def test_a_union_has_stretches_that_neither_overlap_nor_touch(
    stretches: list[tuple[int, int]], union: list[tuple[int, int]]
) -> None:
    assert merged(TimeSlot(*s) for s in stretches) == [TimeSlot(*s) for s in union]
