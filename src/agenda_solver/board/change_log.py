"""The log of a board in one SQLite file: every change with its author, time and effect."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agenda_solver.board.sqlite_connection import FORMAT, connected, explained_errors, opened
from agenda_solver.board.state import BoardState, Patch, patch_from_text, patch_to_text
from agenda_solver.errors import InvalidInput, NotWritten

__all__ = ["Entry", "Log"]

# After this many entries the whole state is written again, so that opening a board does not replay the whole log.
SNAPSHOT_EVERY = 200

TABLES = """
CREATE TABLE about (format TEXT NOT NULL);
CREATE TABLE states (version INTEGER PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE entries (
    version INTEGER PRIMARY KEY,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    command TEXT NOT NULL,
    patch TEXT NOT NULL,
    takes_back INTEGER
);
"""


@dataclass(frozen=True)
class Entry:
    """One change of a board.

    Attributes
    ----------
    version
        The version that the change leads to; the first change leads to version 1.
    author
        Who made the change.
    at
        The time, in UTC.
    kind
        The kind of command: ``place``, ``swap``, ``undo``.
    words
        What it did, as a sentence.
    command
        The command as JSON; an empty object for undo and redo.
    patch
        The old and the new value of everything that changed.
    takes_back
        The version of the change that it undoes or redoes; None for all other commands.
    """

    version: int
    author: str
    at: datetime
    kind: str
    words: str
    command: str
    patch: Patch
    takes_back: int | None = None


class Log:
    """The file of a board, made by :meth:`create`. An entry is on disk when :meth:`append` returns.

    InvalidInput is raised if the file does not exist, is not a board, or has another format version.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._database = opened(self.path)

    @classmethod
    def create(cls, path: str | os.PathLike[str], state: BoardState) -> Log:
        """Create the file of a new board with this initial state.

        InvalidInput is raised if the file already exists, and NotWritten if it cannot be written.
        """
        if Path(path).exists():
            raise InvalidInput.single("already exists; a board is never overwritten").in_source(str(path))
        # The file is renamed when it is complete, so that a killed process leaves no board without an initial state.
        new = Path(f"{os.fspath(path)}.new")
        try:
            new.unlink(missing_ok=True)
            database = connected(new)
            with database:
                database.executescript(TABLES)
                database.execute("INSERT INTO about VALUES (?)", (FORMAT,))
                database.execute("INSERT INTO states VALUES (0, ?)", (state.to_text(),))
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            new.replace(path)
        except (sqlite3.Error, OSError) as error:
            raise NotWritten.single(f"cannot be written: {error}").in_source(str(path)) from error
        return cls(path)

    def append(self, entry: Entry, state: BoardState) -> None:
        """Write an entry with the state after it.

        NotWritten is raised, and nothing is written, if the file cannot be written or another process has already
        written this version.
        """
        row = (
            entry.version,
            entry.author,
            entry.at.isoformat(),
            entry.kind,
            entry.words,
            entry.command,
            patch_to_text(entry.patch),
            entry.takes_back,
        )
        with explained_errors(self.path), self._database:
            self._database.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            if entry.version % SNAPSHOT_EVERY == 0:
                self._database.execute("INSERT INTO states VALUES (?, ?)", (entry.version, state.to_text()))

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries after a version, in order."""
        with explained_errors(self.path):
            rows = self._database.execute(
                "SELECT * FROM entries WHERE version > ? ORDER BY version", (after,)
            ).fetchall()
        return [
            Entry(version, author, datetime.fromisoformat(at), kind, words, command, patch_from_text(patch), takes_back)
            for version, author, at, kind, words, command, patch, takes_back in rows
        ]

    def state(self, version: int | None = None) -> BoardState:
        """Return the state of a version, by default the last one; an unknown version raises InvalidInput."""
        last = self.last if version is None else version
        if not 0 <= last <= self.last:
            raise InvalidInput.single(f"there is no version {version}; the last one is {self.last}")
        with explained_errors(self.path):
            query = "SELECT version, state FROM states WHERE version <= ? ORDER BY version DESC LIMIT 1"
            begin, text = self._database.execute(query, (last,)).fetchone()
        state = BoardState.from_text(text)
        for entry in self.entries(begin):
            if entry.version <= last:
                state = state.patched(entry.patch)
        return state

    @property
    def last(self) -> int:
        """The last version; 0 for an unchanged board."""
        with explained_errors(self.path):
            found = self._database.execute("SELECT max(version) FROM entries").fetchone()
        return int(found[0] or 0)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
