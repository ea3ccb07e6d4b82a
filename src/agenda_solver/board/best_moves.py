"""A greedy search for a few moves that improve the agenda most, by delta evaluation only."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from agenda_solver.board.board import Board
from agenda_solver.board.proposal import Proposal, propose
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.best_improvement import best_step
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.progress import Progress
from agenda_solver.rules.base.sentences import counted

__all__ = ["improve"]


def improve(
    board: Board,
    most: int,
    *,
    seconds: float = 10.0,
    stop: Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Proposal:
    """Propose a few moves, chosen greedily: each one improves the agenda most at that moment. Nothing is proven.

    No move violates a hard rule more than it is violated already. As long as hard rules are violated or sessions are
    unplaced, the moves that repair most of this come first.

    Parameters
    ----------
    board
        The board; it is not changed.
    most
        How many sessions may move; a swap counts as two.
    seconds
        The time limit.
    stop
        Ends the search early; the moves found by then are proposed.
    progress
        Called in the calling thread at the beginning and after each step, with the cost on the lowest priority level.
        There is no bound.

    Raises
    ------
    InvalidInput
        If ``most`` is less than 1.
    """
    if most < 1:
        raise InvalidInput.single(f"must be at least 1, not {most}", "most")
    state, version = board.snapshot()
    deadline = Deadline(seconds, stop or Event())
    ledger = Ledger(state.conference, agenda=state.agenda)
    moved: set[str] = set()
    _tell(progress, deadline, ledger)
    while not deadline.is_over and (step := best_step(ledger, moved, most, lambda: deadline.is_over)) is not None:
        for id, place in step.items():
            moved.add(id)
            ledger.place(id, place)
        _tell(progress, deadline, ledger)
    what = f"at most {counted(most, 'move')}"
    return propose(state, version, what, ledger.agenda, reason=(_nothing_better(deadline),))


def _nothing_better(deadline: Deadline) -> str:
    if deadline.is_over:
        return "The time ran out before a move was found that makes the agenda better."
    return "No single move and no exchange of two sessions makes the agenda better without breaking a hard rule."


def _tell(progress: Callable[[Progress], None] | None, deadline: Deadline, ledger: Ledger) -> None:
    if progress is not None:
        progress(Progress("improve", time.perf_counter() - deadline.began, ledger.costs.get(0, 0)))
