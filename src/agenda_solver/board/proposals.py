"""The solver's proposals on a board: places for unplaced sessions, a new agenda, room for a session, a repair.

No function here changes the board or fails because an agenda is partial, illegal or impossible. A proposal without
moves has a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event
from typing import Any, NamedTuple, TypedDict, Unpack

from agenda_solver.board.best_moves import improve
from agenda_solver.board.board import Board
from agenda_solver.board.edit_commands import with_pins
from agenda_solver.board.proposal import Proposal, propose
from agenda_solver.board.repair import mended
from agenda_solver.board.state import BoardState
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Pin
from agenda_solver.progress import Progress, Status
from agenda_solver.rules.pinned import Pinned

__all__ = [
    "Effort",
    "Proposal",
    "improve",
    "make_room",
    "pinned_at",
    "repair",
    "solve_anew",
    "solve_options",
    "solve_the_rest",
]

MOST_BROKEN = 5  # sentences about hard rules that are violated already
QUICKLY = 0.25  # share of the time for the heuristic repair, which proves nothing


class Effort(TypedDict, total=False):
    """The optional keyword arguments of every function here: how long and how to search.

    Attributes
    ----------
    seconds
        The time limit.
    workers, stop
        As in :func:`agenda_solver.solve`.
    progress
        Called with each :class:`Progress`, in the thread of the caller.
    """

    seconds: float
    workers: int | None
    stop: Event | None
    progress: Callable[[Progress], None] | None


def solve_the_rest(board: Board, **effort: Unpack[Effort]) -> Proposal:
    """Propose places for the unplaced sessions. All others stay exactly where they are.

    Locks of unplaced sessions are kept. If the agenda is empty, all sessions get a place.

    Parameters
    ----------
    board
        The board; it is not changed.
    effort
        As in :class:`Effort`; 30 seconds by default.
    """
    asked = _Asked.of(board, "the rest, around the sessions that have a place")
    if not asked.state.agenda.unplaced:
        return asked.nothing("Every session has a place.")
    broken = _broken_already(asked.state)
    try:
        held = pinned_at(asked.state.conference, asked.state.agenda)
    except InvalidInput as error:  # a session is at a place that is not open to it, and must stay there
        return asked.nothing(*broken, *_sentences(error))
    found = _solved(asked, held, effort)
    return asked.nothing(*broken, *found.reason, bound=found.bound) if found.reason else found


def solve_anew(board: Board, **effort: Unpack[Effort]) -> Proposal:
    """Propose the best agenda: everything that is not locked may move. The current agenda is the warm start.

    Parameters
    ----------
    board
        The board; it is not changed. Its agenda may be empty.
    effort
        As in :class:`Effort`; 60 seconds by default.
    """
    asked = _Asked.of(board, "a new agenda; only what is locked stays")
    return _solved(asked, asked.state.conference, {"seconds": 60.0, **effort})


def repair(board: Board, **effort: Unpack[Effort]) -> Proposal:
    """Propose the fewest moves after which no hard rule is violated.

    Unplaced sessions get a place. If no session has a place, this is :func:`solve_anew`.

    Parameters
    ----------
    board
        The board; it is not changed.
    effort
        As in :class:`Effort`; 30 seconds by default.
    """
    asked = _Asked.of(board, "repair")
    conference, agenda = asked.state.conference, asked.state.agenda
    return _replanned(asked, conference, agenda, effort) if agenda else _solved(asked, conference, effort)


def make_room(board: Board, session: str, placement: Placement, **effort: Unpack[Effort]) -> Proposal:
    """Propose the fewest moves by which a session can go to a certain place, whatever is there now.

    Parameters
    ----------
    board
        The board; it is not changed.
    session
        The id of the session.
    placement
        The place. If a lock pins the session elsewhere, nothing is proposed, and the lock is the reason.
    effort
        As in :class:`Effort`; 30 seconds by default.
    """
    asked = _Asked.of(board, "room")
    conference = asked.state.conference
    asked = asked._replace(what=f'room for "{conference.session_by_id[session].title}"')
    alone = Agenda(conference, {session: placement})
    if locked := [violation.message for violation in Pinned().check(conference, alone)]:
        return asked.nothing(*locked)
    try:
        pinned = pinned_at(conference, alone)
    except InvalidInput as error:
        return asked.nothing(*_sentences(error))
    return _replanned(asked, pinned, asked.state.agenda.with_placement(session, placement), effort)


# --- what they share -------------------------------------------------------------------------------------------


class _Asked(NamedTuple):
    """The request in words, with the state and the version of the board."""

    state: BoardState
    version: int
    what: str

    @classmethod
    def of(cls, board: Board, what: str) -> _Asked:
        return cls(*board.snapshot(), what)

    def nothing(self, *reason: str, bound: int | None = None) -> Proposal:
        """Return a proposal without moves, with the reason."""
        return propose(*self, None, bound=bound, reason=reason)


def solve_options(effort: Effort, seconds: float = 30.0) -> dict[str, Any]:
    """Return the arguments for a solve or a replanning; ``seconds`` is the default time limit."""
    return {
        "time_limit": effort.get("seconds", seconds),
        "workers": effort.get("workers"),
        "stop": effort.get("stop"),
        "on_progress": effort.get("progress"),
    }


def _solved(asked: _Asked, conference: Conference, effort: Effort) -> Proposal:
    from agenda_solver.solving import solve

    result = solve(conference, hint=asked.state.agenda.bound_to(conference), **solve_options(effort))
    is_best = result.status is Status.OPTIMAL
    nothing = "Proven: no agenda is better than this one." if is_best else "No better agenda was found in the time."
    return propose(*asked, result.agenda, is_best, result.bound, result.reason or (nothing,))


def _replanned(asked: _Asked, conference: Conference, wanted: Agenda, effort: Effort) -> Proposal:
    from agenda_solver.replanning.single_model import least_moved

    state, begin = asked.state, wanted.bound_to(conference)
    options = solve_options(effort)
    seconds = options.pop("time_limit")
    quickly = Deadline(QUICKLY * seconds, options["stop"])
    quick = mended(conference, begin, _held(asked, wanted), lambda: quickly.is_over)
    try:
        found = least_moved(conference, begin, time_limit=quickly.left() + (1 - QUICKLY) * seconds, **options)
    except InvalidInput as error:
        return asked.nothing(*_sentences(error))
    fewest = None if found.agenda is None else _without_new_ones(state, found.agenda.bound_to(state.conference))
    if quick is not None and not found.is_minimal:
        near = quick.bound_to(state.conference)
        if fewest is None or _moves(state, near) < _moves(state, fewest):
            return propose(*asked, near)
    return propose(*asked, fewest, found.is_minimal, None, found.reason or ("Nothing has to move.",))


def _held(asked: _Asked, wanted: Agenda) -> list[str]:
    """Return the sessions whose wanted place differs from their present one."""
    return [id for id, place in wanted.items() if asked.state.agenda.get(id) != place]


def _moves(state: BoardState, agenda: Agenda) -> int:
    return sum(state.agenda.get(id) != agenda.get(id) for id in {*state.agenda, *agenda})


def _without_new_ones(state: BoardState, found: Agenda) -> Agenda:
    """Return the agenda without the optional sessions that had no place: nobody has asked to place them.

    If a hard rule would be violated without them, the agenda is returned unchanged.
    """
    sessions = state.conference.session_by_id
    kept = {id: place for id, place in found.items() if id in state.agenda or not sessions[id].optional}
    fewer = Agenda(state.conference, kept, are_possible=True)
    return fewer if score(state.conference, fewer).is_legal else found


def pinned_at(conference: Conference, agenda: Mapping[str, Placement]) -> Conference:
    """Return a conference whose sessions are pinned exactly to their places in an agenda of it.

    InvalidInput is raised if a room or a block is not open to such a session.
    """
    placed = Agenda(conference, agenda, are_possible=True)
    return with_pins(conference, {id: _pin(conference, placed, id) for id in placed})


def _pin(conference: Conference, agenda: Agenda, id: str) -> Pin:
    place = agenda[id]
    if conference.place_of(place) is not None:  # an ordered place has no start time of its own
        return Pin(room=place.room, block=place.block)
    return Pin(room=place.room, block=place.block, start=agenda.start(id))


def _broken_already(state: BoardState) -> tuple[str, ...]:
    """Say which hard rules the placed sessions violate; empty if none."""
    faults = [
        violation.message
        for rule in score(state.conference, state.agenda).rules
        for violation in rule.violations
        if rule.severity.is_hard and all(id in state.agenda for id in violation.sessions)
    ]
    if not faults:
        return ()
    more = [f"And {len(faults) - MOST_BROKEN} more."] if len(faults) > MOST_BROKEN else []
    return ("The sessions that have a place stay there, and already break hard rules:", *faults[:MOST_BROKEN], *more)


def _sentences(error: InvalidInput) -> tuple[str, ...]:
    return tuple(mistake.message for mistake in error.mistakes)
