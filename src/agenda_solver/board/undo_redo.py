"""The changes in a board's log that can be undone or redone."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.board.change_log import Entry
from agenda_solver.board.conference_cells import Cell

__all__ = ["REDO", "UNDO", "last_change", "undo_stacks"]

UNDO, REDO = "undo", "redo"


def undo_stacks(entries: Sequence[Entry]) -> tuple[list[int], list[int]]:
    """Return two stacks of versions: those that can be undone, and those that can be redone. The next one is last."""
    done: list[int] = []
    undone: list[int] = []
    for entry in entries:
        if entry.takes_back is None:
            done.append(entry.version)
            undone.clear()
        elif entry.kind == UNDO:
            done.remove(entry.takes_back)
            undone.append(entry.takes_back)
        else:
            undone.remove(entry.takes_back)
            done.append(entry.takes_back)
    return done, undone


def last_change(entries: Sequence[Entry], cell: Cell) -> Entry | None:
    """Return the last entry that has changed a cell, or None."""
    return next((entry for entry in reversed(entries) if cell in entry.patch), None)
