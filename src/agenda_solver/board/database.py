"""The SQLite file of a board: how it is opened, and what can be wrong with it, in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten

__all__ = ["FORMAT", "connected", "opened", "telling"]

FORMAT = "agenda-solver/board/1"

# Another process that writes is waited for so many seconds.
PATIENCE = 5.0


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection of its own to the file of a board.

    Raises
    ------
    InvalidInput
        When there is no such file, or it holds no board, or one of another edition of this library.
    """
    if not path.is_file():
        raise InvalidInput.single("there is no such board").in_source(str(path))
    with telling(path):
        database = connected(path)
        found = database.execute("SELECT format FROM about").fetchone()
    if found != (FORMAT,):
        database.close()
        raise InvalidInput.single(f"is a board of another edition: {found and found[0]}").in_source(str(path))
    return database


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection whose changes are on the disk once they are made; several threads may use it in turn."""
    database = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    return database


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Tell what is wrong with the file as this library tells it."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        raise NotWritten.single(f"cannot be read or written: {error}").in_source(str(path)) from error
    except sqlite3.DatabaseError as error:
        raise InvalidInput.single(f"is not a board: {error}").in_source(str(path)) from error
