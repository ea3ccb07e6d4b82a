"""A board of the small meeting, for the tests beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.board.board import Board
from tests.board.meeting import agenda, meeting


@pytest.fixture
def board(tmp_path: Path) -> Board:
    conference = meeting()
    return Board.create(tmp_path / "meeting.board", conference, agenda(conference))
