"""Capacity cuts: sessions must fit into the total time of their rooms.

They follow from "one session in a room at a time", so they exclude no agenda. They tighten the linear relaxation, which
would otherwise spread a session over all rooms and use a small fraction of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.conference import Conference

__all__ = ["add_capacity_cut", "occupied_minutes"]


def add_capacity_cut(
    decisions: Decisions, sessions: Iterable[str], blocks: Sequence[str], rooms: cp_model.LinearExprT
) -> None:
    """Require that those of the sessions that are in these blocks fit into their rooms there.

    ``rooms`` is a linear expression for the number of rooms that they use in these blocks, or an upper bound on it.
    """
    loads = [
        (occupied_minutes(decisions.conference, session, block), lies)
        for session in sessions
        for block in blocks
        if (lies := decisions.in_block(session, block)).index != decisions.never.index
    ]
    # If the slots of a block are places in an order, each has a minute of its own, so the block can have more minutes
    # here than by the clock.
    length = sum(decisions.conference.block_span[block].minutes for block in blocks)
    decisions.model.add(sum(minutes * literal for minutes, literal in loads) <= length * rooms)


def occupied_minutes(conference: Conference, session: str, block: str) -> int:
    """Return the minimum number of minutes of a block for which a session occupies its room.

    The rest of its last slot counts, because the next session begins with a slot.
    """
    boundaries = conference.boundaries[block]
    what, where = conference.session_by_id[session], conference.block_by_id[block]
    places = (conference.position(what, where, slot) for slot in range(where.slots))
    return min(boundaries[bisect_left(boundaries, place.end)] - place.start for place in places if place)
