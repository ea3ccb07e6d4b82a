"""A question to the solver as a browser shows it."""

from __future__ import annotations

from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.board.proposal import Proposal, Spot
from agenda_solver.board.solver_jobs import Job
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference

__all__ = ["job_as_data"]


def job_as_data(job: Job, board: Board, *, brief: bool = False) -> dict[str, Any]:
    """Return a question with its answer; with ``brief``, without proposals while it waits or runs."""
    found: dict[str, Any] = {
        "id": job.id,
        "kind": job.kind,
        "what": job.what,
        "author": job.author,
        "state": job.state,
        "points": [list(point) for point in job.points],
        "sentences": list(job.sentences),
    }
    if not (brief and job.state in ("running", "waiting")):
        found["proposals"] = [_proposal(proposal, board) for proposal in job.proposals]
    return found


def _proposal(proposal: Proposal, board: Board) -> dict[str, Any]:
    conference = board.state.conference
    groups = proposal.parts()
    number = {id: n for n, group in enumerate(groups) for id in group}
    return {
        "what": proposal.what,
        "version": proposal.version,
        "before": list(proposal.before.values()),
        "after": list(proposal.after.values()),
        "legal": proposal.is_legal,
        "proven": proposal.is_proven,
        "bound": proposal.bound,
        "reason": list(proposal.reason),
        "unfit": list(proposal.unfit(board)),
        "told": sorted({name for move in proposal.moves for _, name in move.people}),
        "moves": [
            {
                "session": move.session,
                "sentence": move.sentence,
                "group": number.get(move.session, 0),
                "to": _place(conference, move.session, proposal.places.get(move.session)),
            }
            for move in proposal.moves
        ],
    }


def _place(conference: Conference, session: str, spot: Spot) -> dict[str, Any] | None:
    """Return where a session would be; None for no place, or one that no longer exists."""
    if spot is None:
        return None
    try:
        place = conference.placement(session, *spot)
    except InvalidInput:
        return None
    return {"room": place.room, "start": place.start, "end": place.end}
