"""Minutes outside and inside, where blocks have more places than minutes."""

from __future__ import annotations

import pytest

from agenda_solver.model.order_blocks import Orders

# Three places in the two minutes 10 and 11, four in the minute 20. Inside the first block is a minute longer, and so
# the second begins at 21; it is three minutes longer, and so all that follows comes four minutes later.
ORDERS = Orders([(20, 1, 4), (10, 2, 3)])


@pytest.mark.parametrize(
    ("outside", "inside"),
    [(0, 0), (9, 9), (10, 10), (11, 11), (12, 13), (19, 20), (20, 21), (21, 25), (22, 26), (100, 104)],
)
def test_a_minute_comes_later_inside_by_what_the_blocks_before_it_are_longer(outside: int, inside: int) -> None:
    assert ORDERS.inside(outside) == inside


@pytest.mark.parametrize(
    ("inside", "outside"),
    # The three places begin with 0, 2/3 and 4/3 of a minute; the four places are all in the one minute.
    [(9, 9), (10, 10), (11, 10), (12, 11), (13, 12), (20, 19), (21, 20), (22, 20), (24, 20), (25, 21), (26, 22)],
)
def test_places_are_shared_out_over_the_minutes_of_their_block(inside: int, outside: int) -> None:
    assert ORDERS.outside(inside) == outside


def test_without_such_blocks_all_minutes_are_the_same() -> None:
    assert [(Orders([]).inside(n), Orders([]).outside(n)) for n in (0, 7)] == [(0, 0), (7, 7)]
