"""One server for each board: two would each answer from their own state and refuse the other's changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten

__all__ = ["alone"]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other servers away from a board while the block runs; the lock also ends with the process.

    SQLite holds the lock on a file beside the board. The file stays, since removing it could remove that of a server
    which has just started.

    Raises
    ------
    InvalidInput
        If this board does not exist, or another process has it open.
    NotWritten
        If no file can be written beside the board.
    """
    if not path.is_file():  # no file must be left beside it then
        raise InvalidInput.single("this board does not exist").in_source(str(path))
    real = path.resolve()  # a link to a board is the same board
    beside = real.with_name(f"{real.name}-lock")
    try:
        lock = sqlite3.connect(beside, timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise NotWritten.single(f"cannot be written: {error}").in_source(str(beside)) from error
    with closing(lock):
        try:
            lock.execute("PRAGMA journal_mode=MEMORY")  # a killed process leaves no second file
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise InvalidInput.single("is open in another process").in_source(str(path)) from error
            raise NotWritten.single(f"cannot be written: {error}").in_source(str(beside)) from error
        yield
