"""Changes that the board refuses: the author may not make them, or they would overwrite a change not yet seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from agenda_solver.board.change_log import Entry
from agenda_solver.board.state import BoardState, Patch
from agenda_solver.errors import InvalidInput

__all__ = ["Allowed", "Conflict", "NotAllowed", "refuse_forbidden", "refuse_lost_update"]

Allowed: TypeAlias = Callable[[BoardState, BoardState, Patch], str]
"""Returns why a change from one state to another may not be made, in a sentence; an empty text if it may."""


class Conflict(InvalidInput):
    """Somebody else has since changed the same values; the command was not carried out."""


class NotAllowed(InvalidInput):
    """The author may not make this change; the command was not carried out."""


def refuse_forbidden(before: BoardState, after: BoardState, patch: Patch, allowed: Allowed | None) -> None:
    """Raise :class:`NotAllowed` if ``allowed`` returns a reason against the change."""
    if allowed is not None and (why := allowed(before, after, patch)):
        raise NotAllowed.single(why)


def refuse_lost_update(entries: Sequence[Entry], patch: Patch, seen: int | None) -> None:
    """Raise :class:`Conflict` if an entry after the version ``seen`` has changed a value of the patch."""
    if seen is None or seen >= len(entries):
        return
    for entry in reversed(entries[max(0, seen) :]):
        if not patch.keys().isdisjoint(entry.patch):
            raise Conflict.single(f"in the meantime, {entry.author} made this change: {entry.words}")
