"""Undo and redo: which change of a log is next, whether later changes prevent it, and the patch that does it."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.board.change_log import Entry
from agenda_solver.board.conference_cells import Cell
from agenda_solver.board.refused_changes import Conflict
from agenda_solver.board.state import BoardState, Patch, reversed_patch
from agenda_solver.errors import InvalidInput

__all__ = ["REDO", "UNDO", "entry_to_redo", "entry_to_undo", "undo_or_redo", "undo_stacks"]

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


def entry_to_undo(entries: Sequence[Entry], version: int | None) -> Entry:
    """Return the last change that can be undone, or the one that led to a version; InvalidInput if there is none."""
    done, _ = undo_stacks(entries)
    if version is None and not done:
        raise InvalidInput.single("there is nothing to undo")
    wanted = done[-1] if version is None else version
    if wanted not in done:
        raise InvalidInput.single(f"there is no change {wanted} that could be undone")
    return entries[wanted - 1]


def entry_to_redo(entries: Sequence[Entry]) -> Entry:
    """Return the change that was undone last; InvalidInput if there is none."""
    _, undone = undo_stacks(entries)
    if not undone:
        raise InvalidInput.single("there is nothing to redo")
    return entries[undone[-1] - 1]


def undo_or_redo(state: BoardState, entries: Sequence[Entry], kind: str, entry: Entry) -> tuple[Patch, str]:
    """Return the patch that undoes or redoes a change, and the words for the log.

    Conflict is raised if the state no longer has the values that the patch replaces; it names who has changed them.
    """
    patch = reversed_patch(entry.patch) if kind == UNDO else entry.patch
    for cell, (old, _) in patch.items():
        if state.value(cell) != old:
            later = _last_change(entries, cell)
            who = "" if later is None else f" since then, {later.author} made this change: {later.words}"
            raise Conflict.single(f"cannot be {kind.removesuffix('do')}done on its own:{who}")
    return patch, f"{'undone' if kind == UNDO else 'redone'}: {entry.words}"


def _last_change(entries: Sequence[Entry], cell: Cell) -> Entry | None:
    """Return the last entry that has changed a cell, or None."""
    return next((entry for entry in reversed(entries) if cell in entry.patch), None)
