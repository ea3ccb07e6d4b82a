"""The server's part without network and browser: CPU time, exactness of the ledger, and proposals that make room."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, Conference, score
from agenda_solver.board.board import Board
from agenda_solver.board.place_costs import shades
from agenda_solver.board.proposals import make_room
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.agenda import Placement
from agenda_solver.web.access import Access
from agenda_solver.web.board_requests import BoardRequests
from agenda_solver.web.participant_rights import Seat
from benchmarks.board.conferences import Case
from benchmarks.board.record import Count, Room, Times

CHAIR = Seat("bench", "Bench", "chair")


def new_board(case: Case, folder: Path) -> Path:
    """Make a new board of a conference, and return its file."""
    path = folder / f"{len(list(folder.iterdir()))}.board"
    Board.create(path, case.conference, case.agenda).close()
    return path


def measure_server(case: Case, seed: int, moves: int, folder: Path) -> Times:
    """Pick up random sessions and put each at a random place; return the CPU time of each step in milliseconds.

    ``shades`` is the answer when something is picked up, ``do`` the score when it is dropped, ``draw`` the page.
    """
    board, access = Board(path := new_board(case, folder)), Access(folder / path.name)
    board_requests = BoardRequests(board, access, "http://127.0.0.1")
    board_requests.fragments.changes(-1)
    rng, times = random.Random(seed), Times(shades=[], do=[], draw=[])
    try:
        for _ in range(moves):
            session = rng.choice(case.conference.sessions).id
            shades = _timed(times["shades"], lambda: board_requests.shades(session))  # noqa: B023 - called at once
            others = [place for n, place in enumerate(shades["places"]) if n != shades["here"]]
            room, _, _, block, slot, *_ = rng.choice(others)
            where = {"room": shades["rooms"][room], "block": shades["blocks"][block], "slot": slot}
            command = {"do": "place", "session": session, **where}
            seen = board.version
            _timed(times["do"], lambda: board_requests.do(CHAIR, {"command": command}))  # noqa: B023
            _timed(times["draw"], lambda: board_requests.fragments.changes(seen))  # noqa: B023
    finally:
        board_requests.close()
        access.close()
        board.close()
    return times


def _timed(times: list[float], answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.thread_time()  # what else the machine does is not counted
    found = answer()
    json.dumps(found)
    times.append(1000 * (time.thread_time() - began))
    return found


def compare(case: Case, seed: int, checks: int) -> Count:
    """Put random sessions at random places, and compare each change, rule by rule, with two full scores."""
    rng, equal, agenda = random.Random(seed), 0, case.agenda
    ledger = Ledger(case.conference, agenda=agenda)
    before = _amounts(agenda)
    for _ in range(checks):
        session, placement = _random_place(case.conference, rng)
        foreseen = ledger.peek(session, placement).amounts
        ledger.place(session, placement)
        agenda = agenda.with_placement(session, placement)
        after = _amounts(agenda)
        differences = {key: after.get(key, 0) - before.get(key, 0) for key in {**before, **after}}
        equal += foreseen == {key: n for key, n in differences.items() if n}
        before = after
    return Count(case.name, len(case.conference.sessions), checks, equal)


def _amounts(agenda: Agenda) -> dict[str, int]:
    return {rule.key: rule.amount for rule in score(agenda.conference, agenda).rules}


def _random_place(conference: Conference, rng: random.Random) -> tuple[str, Placement]:
    while True:
        session = rng.choice(conference.sessions).id
        if positions := conference.positions[session]:
            where = rng.choice(positions)
            return session, conference.placement(session, rng.choice(conference.rooms).id, where.block, where.slot)


def make_rooms(case: Case, seed: int, number: int, folder: Path, seconds: float, workers: int) -> list[Room]:
    """Make room for random sessions at random places that are open to them."""
    board, rng = Board(new_board(case, folder)), random.Random(seed)
    found = []
    try:
        for _ in range(number):
            session = rng.choice(case.conference.sessions).id
            here = case.agenda.get(session)
            place = rng.choice([s.placement for s in shades(board, session) if s.placement != here])
            began = time.perf_counter()
            proposal = make_room(board, session, place, seconds=seconds, workers=workers)
            took = time.perf_counter() - began
            moves = len(proposal.moves) or None
            name = f"{case.conference.room_by_id[place.room].name}, {case.conference.clock(place.start)}"
            found.append(Room(session, name, round(took, 2), moves, proposal.is_proven, proposal.reason))
    finally:
        board.close()
    return found
