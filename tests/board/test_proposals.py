"""What the solver proposes on a board is exact, can be taken whole or in part, and says when it fits no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from agenda_solver import InvalidInput, score
from agenda_solver.board.board import Board
from agenda_solver.board.proposals import Proposal, improve, make_room, repair, solve_anew, solve_the_rest
from agenda_solver.progress import Progress
from tests.board.meeting import do, meeting


def take(board: Board, proposal: Proposal) -> None:
    board.do(proposal.command(), "Bo", proposal.version)
    card = score(board.state.conference, board.state.agenda)
    assert dict(proposal.after) == card.costs, "it costs what was promised"
    assert proposal.is_legal == card.is_legal


def test_the_rest_finds_its_places_and_nothing_else_moves(board: Board) -> None:
    do(board, do="take out", chosen={"track": "energy"})
    before = dict(board.state.agenda)
    proposal = solve_the_rest(board, seconds=20, workers=1)
    assert set(proposal.places) == {"wind", "sun", "grids", "closing"}
    assert proposal.is_legal
    take(board, proposal)
    assert {id: board.state.agenda[id] for id in before} == before


def test_where_the_rest_has_no_place_it_is_said_why(board: Board) -> None:
    do(board, do="take out", chosen={"sessions": ["grids"]})
    gone = {"available": [{"start": "2026-05-29T09:00:00+05:00", "end": "2026-05-29T09:30:00+05:00"}]}
    do(board, do="edit", kind="people", part="dee", fields=gone)
    do(board, do="change", change={"change": "rule", "setting": {"rule": "person_availability", "severity": "hard"}})
    proposal = solve_the_rest(board, seconds=20, workers=1)
    # Dee is there for half an hour; Grids takes an hour.
    assert proposal.places == {}
    assert proposal.reason


def test_repair_moves_as_little_as_possible(board: Board) -> None:
    # Dams on top of Rivers in the hall: one of the two has to go, and nothing else.
    do(board, do="place", session="dams", room="hall", block="late one", slot=0)
    assert not board.ledger.is_legal
    proposal = repair(board, seconds=20, workers=1)
    assert proposal.is_proven
    assert len(proposal.places) == 1
    assert set(proposal.places) <= {"dams", "rivers"}
    take(board, proposal)
    assert board.ledger.is_legal


def test_room_is_made_by_the_fewest_moves_around_the_session(board: Board) -> None:
    place = board.state.conference.placement("grids", "hall", "late one", 0)
    proposal = make_room(board, "grids", place, seconds=20, workers=1)
    # Rivers was there for the same hour: besides Grids only it moves.
    assert proposal.is_proven
    assert set(proposal.places) == {"grids", "rivers"}
    assert proposal.places["grids"] == ("hall", "late one", 0)
    take(board, proposal)


def test_what_is_locked_stays(board: Board) -> None:
    do(board, do="lock", chosen={"sessions": ["rivers"]})
    place = board.state.conference.placement("grids", "hall", "late one", 0)
    proposal = make_room(board, "grids", place, seconds=20, workers=1)
    assert proposal.places == {}
    assert proposal.reason
    with pytest.raises(InvalidInput, match="no session of the proposal is selected"):
        proposal.command()


def test_a_part_of_a_proposal_can_be_taken_by_itself(board: Board) -> None:
    place = board.state.conference.placement("grids", "hall", "late one", 0)
    proposal = make_room(board, "grids", place, seconds=20, workers=1)
    board.do(proposal.command(["rivers"]), "Bo")
    assert board.state.agenda["grids"].room == "studio"
    with pytest.raises(InvalidInput, match='"wind" does not move in this proposal'):
        proposal.command(["wind"])


def test_a_proposal_fits_until_somebody_touches_what_it_moves(board: Board) -> None:
    place = board.state.conference.placement("grids", "hall", "late one", 0)
    proposal = make_room(board, "grids", place, seconds=20, workers=1)
    do(board, do="place", session="wind", room="attic", block="early two", slot=0)
    assert proposal.unfit(board) == (), "Wind is none of its business"
    do(board, do="place", session="rivers", room="attic", block="early two", slot=1)
    (why,) = proposal.unfit(board)
    assert why.startswith('Ada: "Rivers" was placed at')
    do(board, do="edit", kind="rooms", part="attic", fields={"capacity": 5})
    assert len(proposal.unfit(board)) == 2


def test_improving_moves_no_more_than_it_may_and_never_makes_it_worse(board: Board) -> None:
    do(board, do="place", session="closing", room="studio", block="late two", slot=2)
    do(board, do="place", session="opening", room="attic", block="early one", slot=0)
    do(board, do="edit", kind="rooms", part="attic", fields={"capacity": 10})
    for most in (1, 2, 4):
        proposal = improve(board, most, seconds=10)
        assert len(proposal.places) <= most
        assert list(proposal.after.values()) <= list(proposal.before.values())
        assert proposal.is_legal
    # 90 people are expected in a room of ten: the opening is what is worth most, by far.
    assert "opening" in improve(board, 1, seconds=10).places
    with pytest.raises(InvalidInput, match="most: must be at least 1"):
        improve(board, 0)


def place_of_rivers(board: Board) -> Any:
    return board.state.conference.placement("grids", "hall", "late one", 0)


EVERY: dict[str, Callable[..., Proposal]] = {
    "rest": solve_the_rest,
    "anew": solve_anew,
    "repair": repair,
    "room": lambda board, **how: make_room(board, "grids", place_of_rivers(board), **how),
}


@pytest.mark.parametrize("kind", EVERY)
def test_each_question_tells_its_progress_and_stops_when_somebody_says_so(board: Board, kind: str) -> None:
    do(board, do="take out", chosen={"sessions": ["dams"]})
    told: list[Progress] = []
    assert EVERY[kind](board, seconds=20, workers=1, progress=told.append).places
    assert told
    stop = Event()
    stop.set()
    proposal = EVERY[kind](board, seconds=20, workers=1, stop=stop)
    assert proposal.reason or proposal.is_legal, "no answer is told as a reason"


@pytest.mark.parametrize("kind", EVERY)
def test_a_board_without_agenda_gets_its_first_draft(tmp_path: Path, kind: str) -> None:
    board = Board.create(tmp_path / "empty.board", meeting())
    proposal = EVERY[kind](board, seconds=20, workers=1)
    assert proposal.is_legal
    assert set(proposal.places) >= {"opening", "rivers", "dams", "wind", "sun", "grids"}
    take(board, proposal)


@pytest.mark.parametrize("kind", EVERY)
def test_what_is_impossible_is_a_reason_and_no_exception(board: Board, kind: str) -> None:
    # Bo and Ada have the opening together; locked at the time of Rivers, which only Ada can give, both cannot be.
    do(board, do="place", session="opening", room="studio", block="late one", slot=0)
    do(board, do="lock", chosen={"sessions": ["rivers", "opening"]})
    do(board, do="take out", chosen={"sessions": ["dams"]})
    proposal = EVERY[kind](board, seconds=20, workers=1)
    assert proposal.places == {}
    assert proposal.reason


def test_anew_everything_may_move_but_what_is_locked(board: Board) -> None:
    do(board, do="place", session="opening", room="attic", block="early one", slot=0)
    do(board, do="edit", kind="rooms", part="attic", fields={"capacity": 10})
    do(board, do="place", session="wind", room="attic", block="early two", slot=0)
    do(board, do="lock", chosen={"sessions": ["wind"]})
    proposal = solve_anew(board, seconds=20, workers=1)
    # The opening has a hall of 100 for its 90 people; Wind, of 60 people, is locked in a room of 10.
    assert proposal.is_proven
    assert proposal.places["opening"] is not None
    assert proposal.places["opening"][0] == "hall"
    assert "wind" not in proposal.places
    take(board, proposal)
    assert solve_anew(board, seconds=20, workers=1).reason == ("Proven: no agenda is better than this one.",)


def test_the_rest_says_what_is_broken_by_what_stays(board: Board) -> None:
    do(board, do="place", session="dams", room="hall", block="late one", slot=0)
    do(board, do="take out", chosen={"sessions": ["grids"]})
    reason = solve_the_rest(board, seconds=20, workers=1).reason
    assert reason[0] == "The sessions that have a place stay there, and already break hard rules:"
    assert reason[1].startswith('"Rivers" and "Dams" are both in Hall at')


def test_a_session_that_is_locked_elsewhere_gets_no_room(board: Board) -> None:
    do(board, do="lock", chosen={"sessions": ["grids"]}, aspects=["room"])
    (reason,) = make_room(board, "grids", place_of_rivers(board), seconds=20).reason
    assert reason.startswith('"Grids: a plan" is pinned to be in Studio')


def test_improving_mends_what_is_broken_before_it_saves_anything(board: Board) -> None:
    do(board, do="take out", chosen={"sessions": ["rivers"]})
    do(board, do="place", session="sun", room="studio", block="early two", slot=0)
    # Rivers has no place, and Cem has two sessions at once: a move for the one, a move or an exchange for the other.
    proposal = improve(board, 3, seconds=10)
    assert proposal.is_legal
    assert "rivers" in proposal.places
    assert {"sun", "wind"} & set(proposal.places)


def test_improving_tells_the_cost_after_each_move(board: Board) -> None:
    do(board, do="place", session="opening", room="attic", block="early one", slot=0)
    do(board, do="edit", kind="rooms", part="attic", fields={"capacity": 10})
    told: list[Progress] = []
    proposal = improve(board, 1, seconds=10, progress=told.append)
    assert [progress.objective for progress in told] == [proposal.before[0], proposal.after[0]]
