"""A board: the current state of an agenda, its exact cost, and the log of all changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import NamedTuple

from agenda_solver.board.change_log import Entry, Log, now
from agenda_solver.board.command import Command, Step
from agenda_solver.board.conference_cells import AGENDA
from agenda_solver.board.refused_changes import Allowed, refuse_forbidden, refuse_lost_update
from agenda_solver.board.state import BoardState, Patch, is_new_conference, patch_between
from agenda_solver.board.undo_redo import REDO, UNDO, entry_to_redo, entry_to_undo, undo_or_redo, undo_stacks
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["Board", "Examined", "author_name"]

LONGEST_AUTHOR = 200


def author_name(text: str) -> str:
    """Return an author's name on one line, shortened if it is too long; an empty name raises InvalidInput."""
    name = " ".join(text.split())[:LONGEST_AUTHOR]
    if not name:
        raise InvalidInput.single("must not be empty", "author")
    return name


class Examined(NamedTuple):
    """A version of a board with its score computed from scratch."""

    version: int
    state: BoardState
    scorecard: Scorecard
    # for each rule key: the ledger's amount and the score's amount, if they differ (a defect)
    different: dict[str, tuple[int, int]]


class Board:
    """An agenda that people change by commands. Every change can be undone. It is safe to use from several threads.

    Parameters
    ----------
    path
        The file of the board, made by :meth:`create`.

    Attributes
    ----------
    state
        The current conference, agenda and notes.

    Raises
    ------
    InvalidInput
        If the file does not exist or is not a board.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._log, self._lock = Log(path), RLock()
        self._entries = self._log.entries()
        self.state = self._log.state()
        self._ledger = Ledger(self.state.conference, agenda=self.state.agenda)
        self._listeners: list[Callable[[Entry], None]] = []

    @classmethod
    def create(cls, path: str | os.PathLike[str], conference: Conference, agenda: Agenda | None = None) -> Board:
        """Create a board for a conference, with or without an initial agenda.

        Raises
        ------
        InvalidInput
            If the file already exists, or the agenda belongs to another conference.
        NotWritten
            If the file cannot be written.
        """
        begin = conference.agenda({}) if agenda is None else agenda.bound_to(conference)
        Log.create(path, BoardState(conference, begin)).close()
        return cls(path)

    # --- changes ---------------------------------------------------------------------------------------------------

    def do(self, command: Command, author: str, seen: int | None = None, allowed: Allowed | None = None) -> Entry:
        """Carry out a command. The change is on disk when this method returns.

        Parameters
        ----------
        command
            The command.
        author
            Who gives the command.
        seen
            The last version that the author has seen; by default the current one.
        allowed
            Returns why this author may not make the change, or an empty text; by default everybody may do everything.

        Returns
        -------
        The entry of the log.

        Raises
        ------
        InvalidInput
            If the command is invalid in the current state, or changes nothing.
        NotAllowed
            If the author may not make this change.
        Conflict
            If a later version than ``seen`` has changed a value that the command changes.
        NotWritten
            If the file cannot be written. The board is unchanged then.
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
        """Undo a change by anybody: the last one that is not undone yet, or the one that led to a given version.

        Raises
        ------
        InvalidInput
            If there is no such change, or it is already undone.
        NotAllowed
            If the author may not make this change.
        Conflict
            If later changes concern the same values; they have to be undone first.
        """
        with self._lock:
            return self._enter_again(author, UNDO, entry_to_undo(self._entries, version), allowed)

    def redo(self, author: str, allowed: Allowed | None = None) -> Entry:
        """Redo the change that was undone last, unless a new command has been carried out since.

        Raises
        ------
        InvalidInput
            If there is nothing to redo.
        NotAllowed
            If the author may not make this change.
        Conflict
            If the values that it changes have changed since.
        """
        with self._lock:
            return self._enter_again(author, REDO, entry_to_redo(self._entries), allowed)

    def _enter_again(self, author: str, kind: str, entry: Entry, allowed: Allowed | None) -> Entry:
        patch, words = undo_or_redo(self.state, self._entries, kind, entry)
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
        """The ledger, with the cost of the agenda and the cost change of each move; read only."""
        return self._ledger

    def snapshot(self) -> tuple[BoardState, int]:
        """Return the current state and its version."""
        with self._lock:
            return self.state, self.version

    @contextmanager
    def held(self) -> Iterator[tuple[BoardState, Ledger]]:
        """Lock the board while its state and its ledger are read."""
        with self._lock:
            yield self.state, self._ledger

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the changes after a version, in order."""
        return self._entries[max(0, after) :]

    def state_of(self, version: int) -> BoardState:
        """Return the state of a version.

        Raises
        ------
        InvalidInput
            If there is no such version.
        """
        return self._log.state(version)

    def check(self) -> tuple[Scorecard, dict[str, tuple[int, int]]]:
        """Score the agenda from scratch and compare the score with the ledger.

        Returns
        -------
        The score; and for each rule key the amount in the ledger and the amount in the score, if they differ.
        A difference is a defect of this library.
        """
        found = self.examine()
        return found.scorecard, found.different

    def examine(self) -> Examined:
        """Score the agenda from scratch, and return the score with the version.

        The board is locked only while its state is copied.
        """
        with self._lock:
            version, state, counted = self.version, self.state, dict(self._ledger.amounts)
        card = score(state.conference, state.agenda)
        scored = {rule.key: rule.amount for rule in card.rules}
        keys = [key for key in {**scored, **counted} if counted.get(key, 0) != scored.get(key, 0)]
        different = {key: (counted.get(key, 0), scored.get(key, 0)) for key in keys}
        return Examined(version, state, card, different)

    def subscribe(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call a function after every change, while the board is locked; return a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Close the file."""
        self._log.close()
