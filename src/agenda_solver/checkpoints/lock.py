"""One writer for each file: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten
from agenda_solver.formats.files import reason_of

__all__ = ["locked"]

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep everybody else from writing a file while the block runs, if they ask for this lock as well.

    The operating system holds the lock for the process. It is gone when the process is, also after ``kill -9``. A file
    beside the locked one, ``NAME.lock``, stands for it; if it is left behind, that means nothing.

    Raises
    ------
    InvalidInput
        If somebody else holds the lock.
    NotWritten
        If the folder takes no new files.
    """
    beside = path.with_name(f"{path.name}.lock")
    try:
        descriptor = _descriptor_of(beside)
    except OSError as error:
        if isinstance(error, BlockingIOError | PermissionError) and beside.exists() and os.access(beside, os.W_OK):
            raise InvalidInput.single(
                "another search writes its checkpoints here; give each search a file of its own", source=str(path)
            ) from error
        raise NotWritten.single(f"cannot be written: {reason_of(error)}", source=str(path)) from error
    try:
        yield
    finally:
        if sys.platform != "win32":  # there a file that is open cannot be removed
            beside.unlink(missing_ok=True)
        os.close(descriptor)


def _descriptor_of(beside: Path) -> int:
    """Open and lock the file that represents the lock."""
    while True:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(descriptor)
            # Who held it before may have removed the file in between; then the lock is on a file that nobody finds.
            if beside.exists() and os.path.samestat(os.fstat(descriptor), beside.stat()):
                return descriptor
        except FileNotFoundError:
            pass
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)
