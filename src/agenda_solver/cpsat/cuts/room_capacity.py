"""Capacity cuts: how much of the rooms' time sessions fill, implied by "one session in a room at a time".

They exclude no agenda. They tighten the linear relaxation, which would otherwise spread a session over all rooms and
use a small fraction of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from agenda_solver.cpsat.variables.decisions import Decisions
from agenda_solver.model.conference import Conference

__all__ = ["occupied_minutes", "rooms_hold"]


def rooms_hold(
    decisions: Decisions, sessions: Iterable[str], blocks: Sequence[str], rooms: cp_model.LinearExprT
) -> None:
    """Let the sessions that are in these blocks fit into so many rooms.

    Parameters
    ----------
    decisions
        The variables of the conference.
    sessions, blocks
        Sessions that are elsewhere do not count.
    rooms
        The number of rooms that they use in these blocks, or more: a linear expression.
    """
    loads = [
        (occupied_minutes(decisions.conference, session, block), lies)
        for session in sessions
        for block in blocks
        if (lies := decisions.in_block(session, block)).index != decisions.never.index
    ]
    # A block of ordered places has as many minutes as places, which may be more than it lasts.
    length = sum(decisions.conference.block_span[block].minutes for block in blocks)
    decisions.model.add(sum(minutes * literal for minutes, literal in loads) <= length * rooms)


def occupied_minutes(conference: Conference, session: str, block: str) -> int:
    """Return for how many minutes of a block a session occupies its room at least.

    Sessions begin with a slot, so the rest of the last slot is lost.
    """
    boundaries = conference.boundaries[block]
    what, where = conference.session_by_id[session], conference.block_by_id[block]
    places = (conference.position(what, where, slot) for slot in range(where.slots))
    return min(boundaries[bisect_left(boundaries, place.end)] - place.start for place in places if place)
