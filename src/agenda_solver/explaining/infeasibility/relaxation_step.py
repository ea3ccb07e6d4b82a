"""One change of a conference, with its sentence, its size, and where a committee would look for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias

from agenda_solver.explaining.infeasibility.fact import Change

__all__ = ["Ladder", "Order", "Step", "changing"]


class Order(IntEnum):
    """What a committee would rather change, in the order in which it would think of it."""

    PEOPLES_TIMES = 1
    ROOMS = 2
    LENGTHS = 3
    PINS = 4
    MORE_ROOMS = 5
    SESSIONS = 6
    RULES = 7
    DAYS = 8
    LEAVING_OUT = 9
    WISH = 10


@dataclass(frozen=True)
class Step:
    """One change of a conference.

    Attributes
    ----------
    message
        The change in a sentence, as a demand.
    size
        How much trouble it is, roughly, in minutes.
    order
        What kind of change it is.
    alike
        The demand as one of several that are alike, before and after their number: "Shorten any one of these" and "by
        30 minutes". Empty where it has no like.
    one
        What it is about, as one of several.
    start
        The session whose fixed start is given up, and that start as a minute; what else it could be is found out then.
    is_last_resort
        Whether it is of interest only where nothing smaller takes the same fact back.
    tighter
        A ladder of changes within this one, of which the last is the change itself.
    """

    message: str
    size: int
    change: Change = field(compare=False, repr=False)
    order: Order = Order.SESSIONS
    alike: tuple[str, str] = ("", "")
    one: str = ""
    start: tuple[str, int] | None = None
    is_last_resort: bool = False
    tighter: tuple[Step, ...] = field(default=(), compare=False, repr=False)

    @property
    def rank(self) -> tuple[int, int]:
        """What the change that is proposed first has least of."""
        return (self.order, self.size)


Ladder: TypeAlias = list[Step]
"""Changes of which each one helps at least as much as those before it."""


def changing(kind: str, id: str, **fields: Any) -> Change:
    """Return the change that exchanges some fields of a part."""
    return lambda draft: draft.change(kind, id, **fields)
