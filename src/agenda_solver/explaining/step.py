"""One change of a conference, with its sentence and its size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from agenda_solver.explaining.fact import Change

__all__ = ["Ladder", "Step", "changing"]


@dataclass(frozen=True)
class Step:
    """One change of a conference.

    Attributes
    ----------
    message
        The change in a sentence, as a demand.
    size
        How much trouble it is, roughly, in minutes.
    """

    message: str
    size: int
    change: Change = field(compare=False, repr=False)


Ladder: TypeAlias = list[Step]
"""Changes of which each one helps at least as much as those before it."""


def changing(kind: str, id: str, **fields: Any) -> Change:
    """Return the change that exchanges some fields of a part."""
    return lambda draft: draft.change(kind, id, **fields)
