"""A board, who may do what on it, and a board behind its guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agenda_solver.board.board import Board
from agenda_solver.web.access import Access
from tests.board.meeting import agenda, meeting
from tests.web.asking import House
from tests.web.desks import Office


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    conference = meeting()
    Board.create(tmp_path / "meeting.board", conference, agenda(conference)).close()
    return tmp_path / "meeting.board"


@pytest.fixture
def board(path: Path) -> Iterator[Board]:
    board = Board(path)
    yield board
    board.close()


@pytest.fixture
def access(path: Path) -> Iterator[Access]:
    access = Access(path)
    yield access
    access.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()
