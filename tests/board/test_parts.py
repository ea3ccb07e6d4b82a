"""A proposal falls into parts that can be taken one by one, and what is left of an old one is counted anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, score
from agenda_solver.board.board import Board
from agenda_solver.board.proposal import Proposal, propose
from agenda_solver.board.proposals import make_room
from agenda_solver.board.state import BoardState
from agenda_solver.evaluation.ledger import Ledger
from tests.board.meeting import agenda, do, meeting
from tests.profiles import rounds

MEETING = meeting()


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.create(tmp_path / "meeting.board", MEETING, agenda(MEETING))


def proposal_to(**places: tuple[str, str, int] | None) -> Proposal:
    """Return the proposal that puts these sessions of the meeting there."""
    state = BoardState(MEETING, agenda(MEETING))
    new = {id: None if spot is None else MEETING.placement(id, *spot) for id, spot in places.items()}
    return propose(state, 0, "test", state.with_placements(new).agenda)


def taken(proposal: Proposal, part: tuple[str, ...]) -> Agenda:
    places = {id: proposal.places[id] for id in part}
    placed = {id: None if spot is None else MEETING.placement(id, *spot) for id, spot in places.items()}
    return BoardState(MEETING, proposal.made_on.agenda).with_placements(placed).agenda


# --- parts ---


def test_moves_that_have_nothing_to_do_with_each_other_are_parts_by_themselves() -> None:
    proposal = proposal_to(wind=("attic", "early two", 0), grids=("attic", "late two", 0))
    assert proposal.parts() == [("wind",), ("grids",)]


def test_an_exchange_is_one_part() -> None:
    proposal = proposal_to(wind=("hall", "early two", 1), sun=("hall", "early two", 0), grids=("attic", "late two", 0))
    assert proposal.parts() == [("wind", "sun"), ("grids",)]


def test_a_chain_of_ejections_is_one_part() -> None:
    # Grids goes where Rivers was, Rivers where Wind and Sun were, Wind and Sun somewhere free.
    proposal = proposal_to(
        grids=("hall", "late one", 0),
        rivers=("hall", "early two", 0),
        wind=("attic", "late two", 0),
        sun=("attic", "late two", 1),
    )
    assert [set(part) for part in proposal.parts()] == [{"grids", "rivers", "wind", "sun"}]


def test_what_would_have_one_person_in_two_rooms_goes_together() -> None:
    # Nobody takes another one's room, but Dee is in Grids and moderates Sun: Grids at 09:30 needs Sun to leave first.
    proposal = proposal_to(grids=("attic", "early two", 1), sun=("hall", "late two", 0), dams=("attic", "late one", 0))
    assert proposal.is_legal
    assert [set(part) for part in proposal.parts()] == [{"dams"}, {"sun", "grids"}]


def test_a_proposal_that_breaks_a_rule_is_one_part_where_no_part_of_it_is_sound() -> None:
    proposal = proposal_to(dams=("hall", "late one", 0))
    assert not proposal.is_legal
    assert proposal.parts() == [("dams",)]
    assert proposal_to().parts() == []


def legal_agenda(seed: int) -> Agenda:
    """Return a legal agenda of the meeting, reached by random moves that keep all hard rules."""
    rng, ledger = random.Random(seed), Ledger(MEETING, agenda=agenda(MEETING))
    for _ in range(25):
        session = rng.choice(MEETING.sessions).id
        heat = ledger.heat_map(session)
        open_to = [place for place in heat if heat.is_legal(place)]
        if open_to:
            ledger.place(session, rng.choice(open_to))
    return ledger.agenda


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_each_part_alone_leaves_a_legal_agenda_legal_and_together_they_are_the_proposal(
    first: int, second: int
) -> None:
    before, after = legal_agenda(first), legal_agenda(second)
    proposal = propose(BoardState(MEETING, before), 0, "test", after)
    parts = proposal.parts()
    assert sorted(id for part in parts for id in part) == sorted(proposal.places), "each move is in one part"
    for part in parts:
        assert score(MEETING, taken(proposal, part)).is_legal, part
    assert taken(proposal, tuple(proposal.places)) == after


def test_random_legal_agendas_often_fall_into_more_than_one_part() -> None:
    # Otherwise the test above would be kept by one part for everything.
    several = 0
    for seed in range(rounds(40, 20)):
        state = BoardState(MEETING, legal_agenda(seed))
        parts = propose(state, 0, "test", legal_agenda(seed + 1000)).parts()
        several += len(parts) > 1
    assert several > rounds(20, 10)


# --- what is left of it ---


def placed_in(conference: Conference) -> Any:
    return conference.placement("grids", "hall", "late one", 0)


def test_what_nobody_has_touched_is_left_as_it_was(board: Board) -> None:
    proposal = make_room(board, "grids", placed_in(MEETING), seconds=20, workers=1)
    do(board, do="comment", session="grids", text="Is that so?")
    again = proposal.rebased(board)
    assert (again.places, again.after, again.is_proven, again.lost) == (proposal.places, proposal.after, True, ())
    assert again.version == board.version


def test_a_move_of_something_else_is_counted_and_nothing_is_proven_any_more(board: Board) -> None:
    proposal = make_room(board, "grids", placed_in(MEETING), seconds=20, workers=1)
    do(board, do="take out", chosen={"sessions": ["wind"]})
    again = proposal.rebased(board)
    assert again.places == proposal.places
    assert again.lost == ()
    assert not again.is_proven
    assert not again.is_legal, "Wind has no place now, whatever is done"
    board.do(again.command(), "Bo", again.version)
    assert dict(again.after) == score(board.state.conference, board.state.agenda).costs


def test_what_somebody_has_moved_is_lost_and_said(board: Board) -> None:
    proposal = make_room(board, "grids", placed_in(MEETING), seconds=20, workers=1)
    do(board, do="place", session="rivers", room="attic", block="late two", slot=0)
    again = proposal.rebased(board)
    assert set(again.places) == {"grids"}
    assert again.lost == ('"Rivers" is now at 30 May 11:00-12:00, Attic.',)
    assert again.rebased(board).lost == again.lost, "it is not forgotten"


def test_what_is_gone_locked_or_done_is_lost_and_said(board: Board) -> None:
    places: dict[str, Any] = {"wind": ("attic", "early two", 0), "sun": ("attic", "early two", 1)}
    proposal = proposal_to(**places, grids=("attic", "late two", 0), dams=("studio", "early one", 0), rivers=None)
    do(board, do="change", change="cancel:wind")
    do(board, do="lock", chosen={"sessions": ["sun"]})
    do(board, do="place", session="grids", room="attic", block="late two", slot=0)
    do(board, do="edit", kind="blocks", part="early one", fields={"start": "2026-05-29T09:30:00+05:00"})
    do(board, do="take out", chosen={"sessions": ["rivers"]})
    again = proposal.rebased(board)
    assert again.places == {}
    assert set(again.lost) == {
        '"Wind" is no longer in the conference.',
        '"Sun" is locked.',
        '"Grids: a plan" is already there.',
        'The place of "Dams" no longer exists.',
        '"Rivers" is already taken out.',
    }


def test_a_move_that_was_undone_is_not_lost(board: Board) -> None:
    proposal = make_room(board, "grids", placed_in(MEETING), seconds=20, workers=1)
    do(board, do="place", session="rivers", room="attic", block="late two", slot=0)
    board.undo("Bo")
    assert proposal.rebased(board).places == proposal.places
