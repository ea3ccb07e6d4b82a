"""How far the place of one session reaches in a rule, so that a move can be scored without scoring the whole agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["EVERYTHING", "NOBODY", "Reach"]

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reach:
    """What it takes to know how much a rule's amount changes when one session is put somewhere.

    A rule that returns one makes a promise: cut an agenda down to the session and the sessions that this describes.
    In what is left, the session adds exactly as much to the amount as it does in the whole agenda. And two places that
    agree in what ``room`` and ``time`` name add the same.

    Attributes
    ----------
    others
        Ids of the other sessions whose places matter; None for those of all.
    room
        Whether it matters in which room the session is.
    time
        What matters of its time: its exact start, its block, its day, or nothing.
    same_room
        Whether others matter only where they are in the session's room.
    within
        Whether others matter only in the session's block, or only on its day; None where they matter anywhere.
    apart_minutes
        Others matter only where less than so many minutes lie between the two; with 0, where they overlap. None where
        they matter at any distance.
    """

    others: frozenset[str] | None = None
    room: bool = True
    time: Literal["start", "block", "day", "never"] = "start"
    same_room: bool = False
    within: Literal["block", "day"] | None = None
    apart_minutes: int | None = None


EVERYTHING = Reach()
"""Nothing is promised: the whole agenda has to be looked at for every place."""
