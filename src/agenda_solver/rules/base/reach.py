"""The reach of a session's place in a rule, so that a move can be evaluated without the whole agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["EVERYTHING", "NOBODY", "Reach"]

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reach:
    """The part of an agenda that determines how much a session at a place adds to a rule's amount.

    A rule that returns a reach guarantees two things. In an agenda reduced to the session and the sessions within
    reach, the session adds exactly as much to the amount as in the whole agenda. Two places that agree in the aspects
    given by ``room`` and ``time`` add the same amount.

    Attributes
    ----------
    others
        Ids of the other sessions whose places matter; None for all sessions.
    room
        Whether the room of the session matters.
    time
        The aspect of its time that matters: the exact start, the block, the day, or none.
    same_room
        Whether others matter only if they are in the session's room.
    within
        Whether others matter only in the session's block, or only on its day; None if they matter anywhere.
    apart_minutes
        Others matter only if they are less than this number of minutes apart from the session; with 0, only if they
        overlap it. None if they matter at any distance.
    """

    others: frozenset[str] | None = None
    room: bool = True
    time: Literal["start", "block", "day", "never"] = "start"
    same_room: bool = False
    within: Literal["block", "day"] | None = None
    apart_minutes: int | None = None


EVERYTHING = Reach()
"""Nothing is promised: the whole agenda has to be looked at for every place."""
