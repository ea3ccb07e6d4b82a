"""Bounds of single tracks, and of sessions by themselves, where they can be worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.evaluation.primitives.terms import Count, Peak, Terms
from agenda_solver.model.conference import Conference
from agenda_solver.search.bounds.dynamic_programming import bound_by_partition
from agenda_solver.search.bounds.lagrangian import bound_of_own_costs
from agenda_solver.search.bounds.track_terms import TrackTerms


def grid_of(sessions: int = 3, optional: tuple[int, ...] = (), minutes: int = 60) -> PlaceGrid:
    """Return sessions for blocks of two hours: two on the first day (times 0, 1; 2, 3), one on the second (4, 5)."""
    builder = Conference.build("c", "C", "UTC").only_these_rules().room("Hall", capacity=100).room("Attic", capacity=20)
    builder.day("2026-06-01").block("09:00", "11:00", id="a", slot_minutes=60)
    builder.block("13:00", "15:00", id="b", slot_minutes=60)
    builder.day("2026-06-02").block("09:00", "11:00", id="c", slot_minutes=60)
    for number in range(sessions):
        builder.session(f"S{number}", minutes=minutes, optional=number in optional)
    return PlaceGrid(builder.done())


def partition(grid: PlaceGrid, times: list[list[int]] | None = None, **track_terms: Any) -> tuple[int, bool]:
    members = frozenset(range(len(grid.conference.sessions)))
    return bound_by_partition(grid, times or grid.open_times, TrackTerms(members, **track_terms))


ALIKE = {0: 1, 1: 1, 2: 1}
# What one, two and three sessions cost; the third block, and the second day, cost ten times as much.
ROWS = [[0, 1, 4, 9], [0, 1, 4, 9], [0, 10, 40, 90]]


def test_sessions_are_divided_over_blocks_in_the_cheapest_way() -> None:
    # Two in one block and one in the other: 4 + 1; one in the dear block would make it 1 + 1 + 10.
    assert partition(grid_of(), in_time=[(1, Count(ALIKE, "block", ROWS))]) == (5, True)
    assert partition(grid_of(), in_time=[(3, Count(ALIKE, "block", ROWS))]) == (15, True)
    # One of two units and one of none: 4 in a block of its own beside 1.
    assert partition(grid_of(), in_time=[(1, Count({0: 2, 1: 1}, "block", ROWS))]) == (5, True)


def test_days_and_the_whole_conference_are_counted_beside_the_blocks() -> None:
    days = (1, Count(ALIKE, "day", ROWS[1:]))
    # All three on the first day cost 9, two 4 + 10: nine.
    assert partition(grid_of(), in_time=[days]) == (9, True)
    assert partition(grid_of(), in_time=[days, (1, Count(ALIKE, "block", ROWS))]) == (14, True)
    everywhere = (2, Count(ALIKE, "conference", [[7, 7, 7, 3]]))
    assert partition(grid_of(), in_time=[days, everywhere]) == (9 + 6, True)


def test_an_optional_session_is_left_out_where_that_is_cheaper() -> None:
    assert partition(grid_of(optional=(2,)), in_time=[(1, Count(ALIKE, "block", ROWS))]) == (2, True)
    # Where there have to be three of them, it is not: two alone would cost 20 in all.
    wanted = (1, Count(ALIKE, "conference", [[20, 20, 20, 0]]))
    assert partition(grid_of(optional=(2,)), in_time=[wanted, (1, Count(ALIKE, "block", ROWS))]) == (5, True)


def test_sessions_are_only_in_blocks_that_are_open_to_them() -> None:
    count = (1, Count(ALIKE, "block", ROWS))
    # All three in the dear block cost 90; one there, and one in each of the others, 10 + 1 + 1.
    assert partition(grid_of(), [[4, 5]] * 3, in_time=[count]) == (90, True)
    assert partition(grid_of(), [[4], [0, 1], [2]], in_time=[count]) == (12, True)
    # Without any time a session counts nowhere.
    assert partition(grid_of(), [[], [0], [0]], in_time=[count]) == (4, True)


@pytest.mark.parametrize(
    ("minutes", "sessions", "least"),
    [
        # Three blocks of two hours hold six hours one after the other; of seven two run at once somewhere: 1 + 1 + 4.
        (60, 6, 3),
        (60, 7, 6),
        # Of two hours one fits into each block, and a fourth is beside another one.
        (120, 3, 3),
        (120, 4, 6),
    ],
)
def test_at_once_are_as_many_as_their_minutes_need(minutes: int, sessions: int, least: int) -> None:
    grid = grid_of(sessions, minutes=minutes)
    squares = [number**2 for number in range(sessions + 1)]
    assert partition(grid, peaks=[(1, Peak(tuple(range(sessions)), "block", squares))]) == (least, True)


def test_others_than_the_members_of_a_peak_run_beside_them_for_nothing() -> None:
    # One member in the first block; the two others are in the second.
    assert partition(grid_of(), [[0], [2], [3]], peaks=[(5, Peak((0,), "block", [0, 1]))]) == (5, True)


def test_sessions_of_more_than_half_a_block_do_not_follow_each_other() -> None:
    builder = Conference.build("c", "C", "UTC").only_these_rules().room("Hall").day("2026-06-01")
    builder.block("09:00", "12:00", id="a", slot_minutes=20)
    for name in "ABC":
        builder.session(name, minutes=100)
    grid = PlaceGrid(builder.done())
    # By their 300 minutes two at once would do for the block's 180; but no two of them follow each other.
    peak = Peak((0, 1, 2), "block", [0, 1, 2, 3])
    assert partition(grid, peaks=[(1, peak)]) == (3, True)


def test_nothing_is_said_where_there_is_nothing_to_count_or_costs_are_less_than_nothing() -> None:
    grid = grid_of()
    assert partition(grid) == (0, True)
    assert partition(grid, in_time=[(1, Count(ALIKE, "block", [[0, -1, 0, 0], *ROWS[1:]]))]) == (0, False)
    # Where no time is left to any, the lengths say where they could be.
    assert partition(grid, [[], [], []], in_time=[(1, Count(ALIKE, "block", ROWS))]) == (5, False)


# --- sessions by themselves ------------------------------------------------------------------------------------------


def alone(grid: PlaceGrid, *told: tuple[int, Terms], times: list[list[int]] | None = None) -> int:
    return bound_of_own_costs(grid, times or grid.open_times, grid.open_rooms, told)


def test_each_session_has_its_cheapest_time() -> None:
    grid = grid_of(optional=(2,))
    terms = Terms(grid)
    terms.charge_times(0, {time: 5 + time for time in range(6)})
    terms.charge_times(1, {0: 9, 1: 9})
    terms.charge_times(2, dict.fromkeys(range(6), 100))
    # The first costs 5 at least; the second is free from the afternoon on; the third may be left out.
    assert alone(grid, (2, terms)) == 10
    assert alone(grid, (1, terms), (2, terms)) == 15
    assert alone(grid, (1, terms), times=[[3, 4], [0, 1], [0]]) == 8 + 9
    assert alone(grid, (1, terms), times=[[], [0, 1], [0]]) == 9


def test_a_room_holds_no_more_minutes_than_there_are() -> None:
    # Six hours in all: of eight sessions of an hour that cost 10 in the attic, two have to be there.
    grid = grid_of(8)
    terms = Terms(grid)
    for session in range(8):
        terms.charge_rooms(session, {1: 10})
    assert alone(grid, (1, terms)) == 20
    assert alone(grid, (3, terms)) == 60
    # With six all are in the hall; and those that may be left out need no room.
    few, left_out = grid_of(6), grid_of(8, optional=(0, 1))
    for other in (few, left_out):
        terms = Terms(other)
        for session in range(len(other.conference.sessions)):
            terms.charge_rooms(session, {1: 10})
        assert alone(other, (1, terms)) == 0


def test_what_costs_the_same_in_each_room_is_counted_whole() -> None:
    grid = grid_of(2)
    terms = Terms(grid)
    terms.charge_rooms(0, {0: 7, 1: 8})
    assert alone(grid, (1, terms)) == 7
    terms.charge_times(1, dict.fromkeys(range(6), 4))
    assert alone(grid, (1, terms)) == 11


def test_costs_too_great_to_be_added_up_exactly_say_nothing() -> None:
    grid = grid_of(2)
    for cost, least in ((1 << 30, 1 << 30), ((1 << 30) + 1, 0)):
        terms = Terms(grid)
        terms.charge_rooms(0, {0: cost, 1: cost})
        assert alone(grid, (1, terms)) == least


def test_blocks_that_overlap_give_a_room_their_minutes_once() -> None:
    # From 9 to 11 and from 10 to 12 are three hours: of four sessions one has to be in the attic.
    builder = Conference.build("c", "C", "UTC").only_these_rules().room("Hall").room("Attic").day("2026-06-01")
    builder.block("09:00", "11:00", id="a", slot_minutes=60).block("10:00", "12:00", id="b", slot_minutes=60)
    builder.block("09:30", "10:30", id="c", slot_minutes=60)
    for number in range(4):
        builder.session(f"S{number}", minutes=60)
    grid = PlaceGrid(builder.done())
    terms = Terms(grid)
    for session in range(4):
        terms.charge_rooms(session, {1: 10})
    assert alone(grid, (1, terms)) == 10
