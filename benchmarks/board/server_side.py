"""The server's part in CPU time, within this process: what the routes compute, without the network and the browser."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.web.access import Access
from agenda_solver.web.desk import Desk
from agenda_solver.web.session_rights import Seat
from benchmarks.board.conferences import Case
from benchmarks.board.record import Times

CHAIR = Seat("bench", "Bench", "chair")


def new_board(case: Case, folder: Path) -> Path:
    """Make a new board of a conference, and return its file."""
    path = folder / f"{len(list(folder.iterdir()))}.board"
    Board.create(path, case.conference, case.agenda).close()
    return path


def measure_server(case: Case, seed: int, moves: int, folder: Path) -> Times:
    """Pick up random sessions and put each at a random place; return the milliseconds of CPU that each step took.

    ``shades`` is the answer when something is picked up, ``do`` the score when it is dropped, ``draw`` the page.
    """
    board, access = Board(path := new_board(case, folder)), Access(folder / path.name)
    desk = Desk(board, access, "http://127.0.0.1")
    desk.gallery.changes(-1)
    rng, times = random.Random(seed), Times(shades=[], do=[], draw=[])
    try:
        for _ in range(moves):
            session = rng.choice(case.conference.sessions).id
            shades = _timed(times["shades"], lambda: desk.shades(session))  # noqa: B023 - called at once
            others = [place for n, place in enumerate(shades["places"]) if n != shades["here"]]
            room, _, _, block, slot, *_ = rng.choice(others)
            where = {"room": shades["rooms"][room], "block": shades["blocks"][block], "slot": slot}
            command = {"do": "place", "session": session, **where}
            seen = board.version
            _timed(times["do"], lambda: desk.do(CHAIR, {"command": command}))  # noqa: B023
            _timed(times["draw"], lambda: desk.gallery.changes(seen))  # noqa: B023
    finally:
        desk.close()
        access.close()
        board.close()
    return times


def _timed(times: list[float], answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.thread_time()  # what else the machine does is not counted
    found = answer()
    json.dumps(found)
    times.append(1000 * (time.thread_time() - began))
    return found
