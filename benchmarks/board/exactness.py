"""Whether what the board says of a move is what two full scores differ by, and how long it takes to make room."""

from __future__ import annotations

import random
import time
from pathlib import Path

from agenda_solver import Agenda, Conference, score
from agenda_solver.board.board import Board
from agenda_solver.board.hover_costs import shades
from agenda_solver.board.proposals import make_room
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.agenda import Placement
from benchmarks.board.conferences import Case
from benchmarks.board.record import Count, Room
from benchmarks.board.server_side import new_board


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
