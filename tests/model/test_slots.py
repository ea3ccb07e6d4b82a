"""The slot of a published time is found by its number, without looking at the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.model.fit_check import _slot_at
from agenda_solver.model.parts import Block

NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)


@given(st.integers(1, 400), st.data())
def test_a_time_is_a_slots_start_exactly_where_counting_finds_one(minutes: int, data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, minutes))
    block = Block(id="b", day="d", start=NINE, end=NINE + timedelta(minutes=minutes), slot_count=slots)
    # Slots as even as whole minutes allow: each begins at its exact start, rounded.
    starts = [(minutes * number + slots // 2) // slots for number in range(slots)]
    for passed in range(-2, minutes + 2):
        expected = starts.index(passed) if passed in starts else None
        assert _slot_at(block, NINE + timedelta(minutes=passed)) == expected


def test_no_slot_begins_between_two_minutes() -> None:
    block = Block(id="b", day="d", start=NINE, end=NINE + timedelta(minutes=10), slot_minutes=1)
    assert _slot_at(block, NINE + timedelta(seconds=30)) is None
