"""Inequalities about what fits the rooms of a track: they hold for whatever fits, and they cut off what sums allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.cpsat.track_model.track_decisions import _packing_bounds
from tests.profiles import examples


def fewest_rooms(needs: Sequence[int], slots: int) -> int:
    """Return how many rooms of so many slots the sessions need, by trying every way to share them out."""
    best = len(needs)

    def put(number: int, loads: list[int]) -> None:
        nonlocal best
        if len(loads) >= best and number < len(needs):
            return
        if number == len(needs):
            best = min(best, len(loads))
            return
        for room, load in enumerate(loads):
            if load + needs[number] <= slots:
                put(number + 1, [*loads[:room], load + needs[number], *loads[room + 1 :]])
        put(number + 1, [*loads, needs[number]])

    put(0, [])
    return best


def rooms_by_bounds(needs: Sequence[int], slots: int) -> int:
    """Return how many rooms the inequalities ask for when all the sessions are there."""
    return max(-(-sum(sizes) // size) for sizes, size in _packing_bounds(needs, slots))


@given(data=st.data())
@settings(max_examples=examples(50), deadline=None)
def test_every_set_of_sessions_that_fits_some_rooms_keeps_every_inequality(data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, 12))
    needs = data.draw(st.lists(st.integers(1, slots), min_size=1, max_size=6))
    bounds = list(_packing_bounds(needs, slots))
    for chosen in product((False, True), repeat=len(needs)):
        rooms = fewest_rooms(list(compress(needs, chosen)), slots)
        for sizes, size in bounds:
            assert sum(compress(sizes, chosen)) <= size * rooms, (sizes, size, chosen)


@given(data=st.data())
@settings(max_examples=examples(17), deadline=None)
def test_the_slots_themselves_are_the_first_inequality(data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, 12))
    needs = data.draw(st.lists(st.integers(1, slots), min_size=1, max_size=6))
    assert next(iter(_packing_bounds(needs, slots))) == (needs, slots)


@pytest.mark.parametrize(
    ("needs", "slots", "by_slots", "rooms"),
    [
        ([2, 2, 2], 3, 2, 3),  # six slots in two rooms of three, but no two sessions fit one room
        ([3, 3, 3], 5, 2, 3),  # likewise: each is longer than half a room
        ([5, 5, 2, 2, 2, 2], 6, 3, 4),  # 5 leaves a slot for nobody; the four others fill a room and a third
        ([4, 4, 2, 2], 6, 2, 2),  # 4 + 2 twice: nothing is lost
        ([1, 1, 1], 4, 1, 1),
    ],
)
def test_rooms_are_counted_by_what_fits_together(needs, slots, by_slots, rooms):
    assert -(-sum(needs) // slots) == by_slots
    assert rooms_by_bounds(needs, slots) == rooms == fewest_rooms(needs, slots)
