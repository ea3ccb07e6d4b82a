"""While a session is held, every place says what it would change, exactly, and why it would not be allowed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agenda_solver import read_conference, score
from agenda_solver.board.board import Board
from agenda_solver.board.move_commands import Place
from agenda_solver.board.place_costs import shades
from benchmarks.families.growth.generator import generate
from tests.board.meeting import meeting
from tests.board.test_board import try_random
from tests.profiles import rounds


def reasons(board: Board, session: str) -> dict[tuple[str, str, int], str]:
    return {(s.placement.room, s.placement.block, s.placement.slot): s.reason for s in shades(board, session)}


def test_each_place_has_the_first_reason_in_words(board: Board) -> None:
    told = reasons(board, "dams")  # half an hour by Bo, who is in the opening as well
    assert told["hall", "late one", 1] == '"Rivers" is in Hall then'
    assert told["attic", "early one", 0] == "Bo is in Hall until 29 May 10:00"
    assert told["attic", "late two", 0] == ""
    assert told["studio", "late one", 0] == "", "where it is nothing breaks"


def test_a_shade_is_what_two_full_scores_differ_by(tmp_path: Path) -> None:
    """Of random boards and sessions: the change at every place, and whether all hard rules are kept with it."""
    for make in (meeting, lambda: generate(20, 1).conference):
        board = Board.create(tmp_path / f"{make.__name__}.board", make())
        rng = random.Random(0)
        for _ in range(rounds(40, 6)):
            for _ in range(8):
                try_random(board, rng)
            state = board.state
            before = score(state.conference, state.agenda)
            session = rng.choice(state.conference.sessions).id
            for shade in rng.sample(found := shades(board, session), min(len(found), 12)):
                after = score(state.conference, state.agenda.with_placement(session, shade.placement))
                assert shade.is_legal == after.is_legal
                difference = {level: cost - before.costs[level] for level, cost in after.costs.items()}
                assert dict(shade.delta) == difference
                if not shade.reason:
                    worse = [r.key for r in after.rules if r.severity.is_hard and shade.by_rule.get(r.key, 0) > 0]
                    assert worse == [], "what breaks a hard rule further has a reason"


def test_looking_changes_nothing(board: Board) -> None:
    before = board.state.to_text(), dict(board.ledger.amounts)
    for session in board.state.conference.sessions:
        shades(board, session.id)
    assert (board.state.to_text(), dict(board.ledger.amounts)) == before


def test_a_place_that_is_no_worse_than_the_present_one_has_its_reason_as_well(board: Board) -> None:
    """Dams lies on Rivers now; on the opening it would be as bad."""
    board.do(Place(session="dams", room="hall", block="late one", slot=0), "Ada")
    told = reasons(board, "dams")
    assert told["hall", "early one", 0] == '"Opening" is in Hall then'
    assert told["hall", "late one", 0] == '"Rivers" is in Hall then', "where it is as well"
    assert told["attic", "late one", 0] == ""


@pytest.mark.thorough
def test_the_forum_has_a_reason_for_each_place_that_is_worse_than_the_present_one(tmp_path: Path) -> None:
    board = Board.create(tmp_path / "forum.board", read_conference("examples/astana_forum_2025/conference.json"))
    rng = random.Random(1)
    for _ in range(60):
        try_random(board, rng)
    for session in board.state.conference.sessions:
        for shade in shades(board, session.id):
            broken = [key for key, n in shade.by_rule.items() if n > 0 and board.ledger.severities[key].is_hard]
            assert shade.reason or not broken
            assert shade.is_legal or shade.reason or not board.ledger.is_legal
