"""What a lock costs at least is known before it is made."""

from __future__ import annotations

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.lock_bounds import bound_with
from agenda_solver.board.proposals import solve_anew
from tests.board.meeting import do


def test_nothing_with_the_lock_is_below_the_bound(board: Board) -> None:
    do(board, do="edit", kind="rooms", part="attic", fields={"capacity": 10})
    conference = board.state.conference
    place = conference.placement("opening", "attic", "early one", 0)
    found = bound_with(board, "opening", place, seconds=20, workers=1)
    free = bound_with(board, "opening", seconds=20, workers=1)
    # 90 people are expected in a room of ten: that alone costs 80 seats of room_capacity.
    assert found.bound is not None
    assert free.bound is not None
    assert found.bound >= free.bound + 80 * _weight(board)
    assert found.is_possible
    do(board, do="place", session="opening", room="attic", block="early one", slot=0)
    do(board, do="lock", chosen={"sessions": ["opening"]})
    proposal = solve_anew(board, seconds=20, workers=1)
    assert proposal.is_proven
    assert proposal.after[0] == found.bound, "a small conference is solved to the end"
    assert found.is_exact


def _weight(board: Board) -> int:
    return board.ledger.severities["room_capacity"].weight


def test_a_lock_that_is_impossible_is_said_to_be_so(board: Board) -> None:
    do(board, do="lock", chosen={"sessions": ["rivers"]})
    place = board.state.conference.placement("grids", "hall", "late one", 0)
    found = bound_with(board, "grids", place, seconds=20, workers=1)
    assert found.is_possible is False
    assert found.bound is None
    assert found.sentences[0] == (
        'With "Grids: a plan" at 29 May 11:00-12:00, Hall, no agenda keeps all hard rules and locks.'
    )


def test_without_a_place_there_is_nothing_to_lock(board: Board) -> None:
    with pytest.raises(InvalidInput, match='"Closing" has no place'):
        bound_with(board, "closing")


def test_the_sentences_compare_with_the_agenda_as_it_is(board: Board) -> None:
    found = bound_with(board, "wind", seconds=20, workers=1)
    cost = board.ledger.costs[0]
    with_it = f'With "Wind" at 30 May 09:00-09:30, Hall, no agenda costs less than {found.bound}.'
    there_is = "There is an agenda that costs exactly that."
    assert found.sentences == (f"{with_it} {there_is}", f"The current agenda costs {cost}.")
