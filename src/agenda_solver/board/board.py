"""A running board: the current state, its exact cost, and everything done so far."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import NamedTuple

from agenda_solver.board.command import Command, Step
from agenda_solver.board.log import Entry, Log, now
from agenda_solver.board.refused_changes import Allowed, Conflict, refuse_forbidden, refuse_lost_update
from agenda_solver.board.state import BoardState, Patch, is_new_conference, patch_between, reversed_patch
from agenda_solver.board.undo_stacks import REDO, UNDO, last_change, undo_stacks
from agenda_solver.board.value_paths import AGENDA
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["Board", "Examined", "author_name"]

LONGEST_AUTHOR = 200


def author_name(text: str) -> str:
    """Return the name of an author on one line, shortened if it is too long.

    Raises
    ------
    InvalidInput
        If there is none.
    """
    name = " ".join(text.split())[:LONGEST_AUTHOR]
    if not name:
        raise InvalidInput.single("must not be empty", "author")
    return name


class Examined(NamedTuple):
    """A version of a board with its score.

    Attributes
    ----------
    version, state
        The version and the state that were scored.
    scorecard
        The score.
    different
        For each rule, by its key, what the ledger counted and what the score says, if they differ: a defect.
    """

    version: int
    state: BoardState
    scorecard: Scorecard
    different: dict[str, tuple[int, int]]


class Board:
    """An agenda that people change by commands, with undo of everything; safe to use from several threads.

    Parameters
    ----------
    path
        The file of the board, which :meth:`create` has made.

    Attributes
    ----------
    state
        The present conference, agenda and notes.

    Raises
    ------
    InvalidInput
        If there is no such file, or it is no board.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._log, self._lock = Log(path), RLock()
        self._entries = self._log.entries()
        self.state = self._log.state()
        self._ledger = Ledger(self.state.conference, agenda=self.state.agenda)
        self._listeners: list[Callable[[Entry], None]] = []

    @classmethod
    def create(cls, path: str | os.PathLike[str], conference: Conference, agenda: Agenda | None = None) -> Board:
        """Make a board of a conference, with an agenda or without one.

        Raises
        ------
        InvalidInput
            If the file exists already, or the agenda is of another conference.
        NotWritten
            If the file cannot be written.
        """
        begin = conference.agenda({}) if agenda is None else agenda.bound_to(conference)
        Log.create(path, BoardState(conference, begin)).close()
        return cls(path)

    # --- changes ---------------------------------------------------------------------------------------------------

    def do(self, command: Command, author: str, seen: int | None = None, allowed: Allowed | None = None) -> Entry:
        """Carry out a command; it is in the file when this returns.

        Parameters
        ----------
        command
            The command.
        author
            Who gives the command.
        seen
            The version that the author saw last; by default the present one.
        allowed
            Says why this author may not make the change; by default everybody may do everything.

        Returns
        -------
        The entry of the log.

        Raises
        ------
        InvalidInput
            If the command makes no sense, or changes nothing.
        NotAllowed
            If the author may not make this change.
        Conflict
            If somebody else has since changed what the command changes.
        NotWritten
            If the file cannot be written; nothing has changed then.
        """
        with self._lock:
            after = command.apply(self.state)
            patch = patch_between(self.state, after)
            if not patch:
                raise InvalidInput.single("that would change nothing")
            refuse_forbidden(self.state, after, patch, allowed)
            refuse_lost_update(self._entries, patch, seen)
            kind = str(getattr(command, "do", type(command).__name__))
            return self._enter(
                author, kind, command.words(Step(self.state, after)), command.model_dump_json(), patch, after
            )

    def undo(self, author: str, version: int | None = None, allowed: Allowed | None = None) -> Entry:
        """Undo a change, whoever made it: the last one that is not undone, or that of a given version.

        Raises
        ------
        InvalidInput
            If there is none, or it is undone already.
        NotAllowed
            If the author may not make this change.
        Conflict
            If later changes concern the same values; they have to be undone first.
        """
        with self._lock:
            done, _ = undo_stacks(self._entries)
            if version is None and not done:
                raise InvalidInput.single("there is nothing to undo")
            wanted = done[-1] if version is None else version
            if wanted not in done:
                raise InvalidInput.single(f"there is no change {wanted} that could be undone")
            entry = self._entries[wanted - 1]
            return self._again(author, UNDO, entry, reversed_patch(entry.patch), allowed)

    def redo(self, author: str, allowed: Allowed | None = None) -> Entry:
        """Redo what was undone last, as long as nothing else has been done since.

        Raises
        ------
        InvalidInput
            If there is none.
        NotAllowed
            If the author may not make this change.
        Conflict
            If the values that it changes have changed since.
        """
        with self._lock:
            _, undone = undo_stacks(self._entries)
            if not undone:
                raise InvalidInput.single("there is nothing to do again")
            entry = self._entries[undone[-1] - 1]
            return self._again(author, REDO, entry, entry.patch, allowed)

    def _again(self, author: str, kind: str, entry: Entry, patch: Patch, allowed: Allowed | None) -> Entry:
        for cell, (old, _) in patch.items():
            if self.state.value(cell) != old:
                later = last_change(self._entries, cell)
                who = "" if later is None else f" since then {later.author} has done: {later.words}"
                raise Conflict.single(f"cannot be {kind.removesuffix('do')}done by itself:{who}")
        words = f"{'undone' if kind == UNDO else 'done again'}: {entry.words}"
        after = self.state.patched(patch)
        refuse_forbidden(self.state, after, patch, allowed)
        return self._enter(author, kind, words, "{}", patch, after, entry.version)

    def _enter(
        self,
        author: str,
        kind: str,
        words: str,
        command: str,
        patch: Patch,
        after: BoardState,
        takes_back: int | None = None,
    ) -> Entry:
        entry = Entry(self.version + 1, author_name(author), now(), kind, words, command, patch, takes_back)
        self._log.append(entry, after)
        self._entries.append(entry)
        self._count(patch, after)
        self.state = after
        for listener in tuple(self._listeners):
            listener(entry)
        return entry

    def _count(self, patch: Patch, after: BoardState) -> None:
        """Update the ledger from the state before a change to the state after it."""
        if is_new_conference(patch):
            self._ledger = Ledger(after.conference, agenda=after.agenda)
            return
        for cell in patch:
            if cell[0] == AGENDA:
                place = after.agenda.get(cell[1])
                if place is None:
                    self._ledger.take_out(cell[1])
                else:
                    self._ledger.place(cell[1], place)

    # --- the present state -----------------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """The number of changes so far."""
        return len(self._entries)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(undo_stacks(self._entries)[0])

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(undo_stacks(self._entries)[1])

    @property
    def ledger(self) -> Ledger:
        """What the agenda costs, and what each move would change; read only."""
        return self._ledger

    def snapshot(self) -> tuple[BoardState, int]:
        """Return the present state and its version."""
        with self._lock:
            return self.state, self.version

    @contextmanager
    def held(self) -> Iterator[tuple[BoardState, Ledger]]:
        """Keep the board unchanged while somebody reads it: the state, and the ledger that belongs to it."""
        with self._lock:
            yield self.state, self._ledger

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the changes after a version, in order."""
        return self._entries[max(0, after) :]

    def state_of(self, version: int) -> BoardState:
        """Return the state after a number of changes.

        Raises
        ------
        InvalidInput
            If there is no such version.
        """
        return self._log.state(version)

    def check(self) -> tuple[Scorecard, dict[str, tuple[int, int]]]:
        """Score the agenda from scratch, and return the score and where the ledger differs from it.

        Returns
        -------
        The score; and for each rule, by its key, what the ledger counts and what the score says, if they differ. A
        difference would be a defect of this library.
        """
        found = self.examine()
        return found.scorecard, found.different

    def examine(self) -> Examined:
        """Score the agenda from scratch without blocking the board, and say which version was scored."""
        with self._lock:
            version, state, counted = self.version, self.state, dict(self._ledger.amounts)
        card = score(state.conference, state.agenda)
        scored = {rule.key: rule.amount for rule in card.rules}
        keys = [key for key in {**scored, **counted} if counted.get(key, 0) != scored.get(key, 0)]
        different = {key: (counted.get(key, 0), scored.get(key, 0)) for key in keys}
        return Examined(version, state, card, different)

    def subscribe(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call a function for every change, while the board is locked; return a function that ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Close the file."""
        self._log.close()
