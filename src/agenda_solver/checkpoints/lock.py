"""One writer per file: a lock that ends with its process, however the process ends."""

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
    """Lock a file while the block runs, against all other processes that use this lock as well.

    The operating system releases the lock when the process ends, also after ``kill -9``. The lock is on a file beside
    the locked one, ``NAME.lock``; if that file is left behind, it has no effect.

    Raises
    ------
    InvalidInput
        If another process holds the lock.
    NotWritten
        If no file can be created in the folder.
    """
    beside = path.with_name(f"{path.name}.lock")
    try:
        descriptor = _descriptor_of(beside)
    except OSError as error:
        if isinstance(error, BlockingIOError | PermissionError) and beside.exists() and os.access(beside, os.W_OK):
            raise InvalidInput.single(
                "another search is writing its checkpoints here; give each search its own file", source=str(path)
            ) from error
        raise NotWritten.single(f"cannot be written: {reason_of(error)}", source=str(path)) from error
    try:
        yield
    finally:
        if sys.platform != "win32":  # on Windows, an open file cannot be removed
            beside.unlink(missing_ok=True)
        os.close(descriptor)


def _descriptor_of(beside: Path) -> int:
    """Open and lock the file that represents the lock."""
    while True:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(descriptor)
            # The previous holder may have removed the file in between; then the lock is on a file without a name.
            if beside.exists() and os.path.samestat(os.fstat(descriptor), beside.stat()):
                return descriptor
        except FileNotFoundError:
            pass
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)
