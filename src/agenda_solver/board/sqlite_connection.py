"""Opening the SQLite file of a board, and its errors as errors of this library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten

__all__ = ["FORMAT", "connected", "explained_errors", "opened"]

FORMAT = "agenda-solver/board/1"

# Seconds to wait for another process that is writing.
PATIENCE = 5.0


def opened(path: Path) -> sqlite3.Connection:
    """Open the file of a board.

    InvalidInput is raised if the file does not exist, is not a board, or has another format version.
    """
    if not path.is_file():
        raise InvalidInput.single("this board does not exist").in_source(str(path))
    with explained_errors(path):
        database = connected(path)
        found = database.execute("SELECT format FROM about").fetchone()
    if found != (FORMAT,):
        database.close()
        message = f"is a board in a format that this version cannot read: {found and found[0]}"
        raise InvalidInput.single(message).in_source(str(path))
    return database


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection whose commits are on disk at once. Several threads may use it, but not at the same time."""
    database = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    return database


@contextmanager
def explained_errors(path: Path) -> Iterator[None]:
    """Convert SQLite errors into errors of this library that name the file."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        raise NotWritten.single(f"cannot be read or written: {error}").in_source(str(path)) from error
    except sqlite3.DatabaseError as error:
        raise InvalidInput.single(f"is not a board: {error}").in_source(str(path)) from error
