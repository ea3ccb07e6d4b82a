"""Units and periods of time for counting, and the usable blocks and minutes of rooms."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import gcd
from typing import Literal

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Room
from agenda_solver.model.time_intervals import Stretch, merged, overlap_minutes

__all__ = ["blocks_of", "common_unit", "open_minutes", "periods"]


def common_unit(conference: Conference) -> int:
    """Return the greatest common divisor of the lengths of all slots, in minutes."""
    return gcd(*(end - start for marks in conference.boundaries.values() for start, end in pairwise(marks)))


def periods(conference: Conference, per: Literal["conference", "day"]) -> list[tuple[str, tuple[Block, ...]]]:
    """Return all blocks, or those of each day, each time with a phrase for messages: empty, or "on" and the day."""
    if per == "conference":
        return [("", conference.blocks)]
    blocks = conference.blocks
    return [(f" on {day.label}", tuple(b for b in blocks if b.day == day.id)) for day in conference.days]


def blocks_of(conference: Conference, sessions: Iterable[str], room: Room | None = None) -> frozenset[str]:
    """Return the blocks that are possible for any of the sessions by type and length, in the room if one is given."""
    found = (conference.positions[id] for id in sessions if room is None or room.id in conference.rooms_open_to[id])
    # Similar sessions share one list of positions, which has hundreds of entries on a fine grid.
    different = {id(positions): positions for positions in found}
    closed = () if room is None else room.closed_blocks
    return frozenset(position.block for positions in different.values() for position in positions).difference(closed)


def open_minutes(conference: Conference, room: Room, stretch: Stretch) -> int:
    """Return how many minutes of a stretch are in the windows of a room; all of them if it has no windows."""
    if not room.available:
        return stretch.end - stretch.start
    return sum(overlap_minutes(window, stretch) for window in merged(map(conference.span, room.available)))
