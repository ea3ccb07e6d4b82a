"""Safe reading and atomic writing, for every format: bad files get a sentence, and no failure costs a file.

Reading refuses what is too big before it reads it. Writing goes to a temporary file in the same folder, which then
takes the place of the old one in a single step: whoever looks sees the old content or the new, never a half.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from agenda_solver.errors import InvalidInput

__all__ = ["MAX_BYTES", "make_folder", "read_bytes", "read_text", "text_of", "write_bytes", "write_text"]

MAX_BYTES = 50_000_000


def read_bytes(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file.

    Parameters
    ----------
    path
        The file.
    limit
        Most bytes that are read; a bigger file is refused before anything of it is read.

    Raises
    ------
    InvalidInput
        When the file is missing, a folder, unreadable or too big.
    """
    source = os.fspath(path)
    try:
        state = Path(source).stat()
        if stat.S_ISDIR(state.st_mode):
            raise InvalidInput.single("is a folder, not a file", source=source)
        _refuse_size(state.st_size, limit, source)
        with Path(source).open("rb") as file:
            # A pipe has no size and a file may grow: no more than the limit is ever held.
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput.single(f"cannot be read: {_reason(error)}", source=source) from error
    _refuse_size(len(content), limit, source)
    return content


def _refuse_size(size: int, limit: int, source: str) -> None:
    if size > limit:
        raise InvalidInput.single(f"is too big: more than {limit / 1_000_000:g} MB are not read", source=source)


def read_text(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> str:
    """Return the text of a UTF-8 file, without the byte order mark that some editors put in front.

    Raises
    ------
    InvalidInput
        When the file cannot be read, is bigger than ``limit`` bytes, or is not UTF-8.
    """
    try:
        return text_of(read_bytes(path, limit))
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


def text_of(content: bytes) -> str:
    """Return the text of UTF-8 bytes, without the byte order mark that some editors put in front.

    Raises
    ------
    InvalidInput
        When they are not UTF-8; it names the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput.single("is not UTF-8 text", f"line {line}") from error


def make_folder(path: Path) -> None:
    """Make a folder, and those that it lies in, where they are not there.

    Raises
    ------
    InvalidInput
        When it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput.single(f"cannot be made: {_reason(error)}", source=str(path)) from error


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a UTF-8 file in one step; see :func:`write_bytes`."""
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"cannot be written: it holds half of a character at position {error.start}"
        raise InvalidInput.single(message, source=os.fspath(path)) from error
    write_bytes(path, content)


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file in one step: afterwards it holds all of the content, or what it held before.

    A link is followed, an existing file keeps its permissions, and what is no ordinary file (``/dev/stdout``, a pipe)
    is written to directly.

    Raises
    ------
    InvalidInput
        When the file cannot be written; the old one is untouched then, and nothing is left beside it.
    """
    source = os.fspath(path)
    try:
        target = Path(os.path.realpath(source))
        mode = target.stat().st_mode if target.exists() else None
        if mode is None or stat.S_ISREG(mode):
            _replace(target, content, mode)
        else:
            with target.open("wb") as file:
                file.write(content)
    except (OSError, ValueError) as error:
        raise InvalidInput.single(f"cannot be written: {_reason(error)}", source=source) from error


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    if mode is not None and not os.access(target, os.W_OK):
        # A rename would get past the write protection that somebody put on the file.
        raise PermissionError(None, "it is write-protected")
    # A short name of its own: one made from the target's could be too long for the file system.
    temporary = target.with_name(f".agenda-{secrets.token_hex(8)}.tmp")
    # 0o666 lets the umask decide on the permissions of a new file, like those of any other.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                temporary.chmod(stat.S_IMODE(mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:  # also when the user interrupts: no litter
        temporary.unlink(missing_ok=True)
        raise


def _reason(error: OSError | ValueError) -> str:
    words = error.strerror if isinstance(error, OSError) else str(error)
    return (words or str(error)).lower()
