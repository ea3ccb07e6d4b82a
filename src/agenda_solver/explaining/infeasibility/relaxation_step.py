"""A single change of a conference, with its sentence, its size and its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias

from agenda_solver.explaining.infeasibility.fact import Change

__all__ = ["ChangeOrder", "Ladder", "RelaxationStep", "changing", "dropping"]


class ChangeOrder(IntEnum):
    """Kinds of changes, in the order in which a committee considers them."""

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
class RelaxationStep:
    """A single change of a conference."""

    message: str  # the change in a sentence, as a demand
    size: int  # a rough estimate of the effort, in minutes
    change: Change = field(compare=False, repr=False)
    order: ChangeOrder = ChangeOrder.SESSIONS
    # the demand before and after the number of similar changes; empty if it is never merged with others
    group_words: tuple[str, str] = ("", "")
    one: str = ""  # the name of what is changed, for a list of similar changes
    # the session whose pinned start is given up, and that start in minutes; other starts are tried
    start: tuple[str, int] | None = None
    is_last_resort: bool = False  # proposed only if nothing smaller takes the same fact back
    # a ladder of smaller changes within this one; its last step is the change itself
    tighter: tuple[RelaxationStep, ...] = field(default=(), compare=False, repr=False)

    @property
    def rank(self) -> tuple[int, int]:
        """The sort key; changes are proposed in ascending order."""
        return (self.order, self.size)


Ladder: TypeAlias = list[RelaxationStep]
"""Changes in ascending order: each helps at least as much as those before it."""


def changing(kind: str, id: Any, **fields: Any) -> Change:
    """Return the change that sets some fields of a part."""
    return lambda draft: draft.change(kind, id, **fields)


def dropping(kind: str, id: Any) -> Change:
    """Return the change that removes a part."""
    return lambda draft: draft.drop(kind, id)
