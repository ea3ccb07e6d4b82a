"""Safe reading and atomic writing for every format: bad files get a sentence, and no failure destroys a file.

Reading refuses what is too big before it reads it. Writing goes to a temporary file in the same folder, which then
replaces the old one in a single step: readers see the old content or the new, never half of it.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from agenda_solver.errors import InvalidInput, NotWritten, in_file

__all__ = [
    "MAX_BYTES",
    "is_folder",
    "is_there",
    "make_folder",
    "read_bytes",
    "read_text",
    "real_path",
    "reason_of",
    "remove_if_empty",
    "text_of",
    "write_bytes",
    "write_files",
    "write_text",
]

MAX_BYTES = 50_000_000


def read_bytes(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file; InvalidInput is raised if it cannot be read, or is larger than the limit."""
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
        raise InvalidInput.single(f"cannot be read: {reason_of(error)}", source=source) from error
    _refuse_size(len(content), limit, source)
    return content


def _refuse_size(size: int, limit: int, source: str) -> None:
    if size > limit:
        raise InvalidInput.single(f"is too big: more than {limit / 1_000_000:g} MB are not read", source=source)


def read_text(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> str:
    """Return the text of a UTF-8 file, without the byte order mark that some editors put in front."""
    with in_file(path):
        return text_of(read_bytes(path, limit))


def text_of(content: bytes) -> str:
    """Return the text of UTF-8 bytes, without the byte order mark that some editors put in front."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput.single("is not UTF-8 text", f"line {line}") from error


def make_folder(path: Path) -> list[Path]:
    """Make a folder and its missing parents; return the new ones, the outer ones first."""
    try:
        return _folders_for(path)
    except (OSError, ValueError) as error:
        raise NotWritten.single(f"the folder cannot be made: {reason_of(error)}", source=str(path)) from error


def is_there(path: str | os.PathLike[str]) -> bool:
    """Whether there is a file, a folder or a link of that name; an impossible name names nothing."""
    try:
        return Path(path).exists() or Path(path).is_symlink()
    except (OSError, ValueError):
        return False


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether there is a folder of that name; an impossible name names nothing."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def real_path(path: str | os.PathLike[str]) -> str:
    """Return where a path leads in the end; unlike pathlib's, this takes a link that leads to itself."""
    try:
        return os.path.realpath(os.fspath(path))
    except (OSError, ValueError):  # too long, or with a character of value 0: opening it reports that
        return os.fspath(path)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a UTF-8 file in one step; see :func:`write_bytes`."""
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"cannot be written: it contains an incomplete character at position {error.start}"
        raise NotWritten.single(message, source=os.fspath(path)) from error
    write_bytes(path, content)


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file in one step: afterwards it holds all of the content, or what it held before.

    A link is followed, an existing file keeps its permissions, and what is no ordinary file (``/dev/stdout``, a pipe)
    is written to directly. If :class:`NotWritten` is raised, nothing is left beside the old file.
    """
    write_files([(path, content)])


def write_files(contents: Sequence[tuple[str | os.PathLike[str], bytes]], folder: Path | None = None) -> None:
    """Write several files that belong together: all are on the disk before the first takes its place.

    If one cannot be written, nothing has changed, unless the system fails in the very last step. A ``folder`` that they
    belong into is made if it is missing, and no link may lead out of it.
    """
    made: list[Path] = []
    ready: list[tuple[Path, Path]] = []
    path: str | os.PathLike[str] = ""
    try:
        for path, content in contents:
            if folder is not None:
                made += _folders_for(Path(path).parent)
                _refuse_outside(path, folder)
            ready += _prepared(path, content)
        for temporary, path in ready:
            temporary.replace(path)
    except BaseException as error:  # also when the user interrupts: no litter
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        for new in reversed(made):
            remove_if_empty(new)
        if isinstance(error, OSError | ValueError):
            raise NotWritten.single(f"cannot be written: {reason_of(error)}", source=os.fspath(path)) from error
        raise


def _folders_for(folder: Path) -> list[Path]:
    """Make a folder and those that it is in; return the new ones, the outer ones first."""
    if folder.is_dir():
        return []
    made = _folders_for(folder.parent) if folder.parent != folder else []
    folder.mkdir(exist_ok=True)
    return [*made, folder]


def remove_if_empty(folder: Path) -> None:
    """Remove a folder if it is empty."""
    with suppress(OSError):
        folder.rmdir()


def _refuse_outside(file: str | os.PathLike[str], folder: Path) -> None:
    if not Path(real_path(file)).is_relative_to(real_path(folder)):
        raise OSError(errno.ELOOP, f"it leads out of {folder}")


def _prepared(path: str | os.PathLike[str], content: bytes) -> list[tuple[Path, Path]]:
    """Write the content to a file beside its target; return both paths, or nothing if it is written already."""
    target = Path(real_path(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, "it is a link that leads back to itself")
    mode = target.stat().st_mode if target.exists() else None
    if mode is None or stat.S_ISREG(mode):
        return [(_write_temporary(target, content, mode), target)]
    with target.open("wb") as file:
        file.write(content)
    return []


def _write_temporary(target: Path, content: bytes, mode: int | None) -> Path:
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
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def reason_of(error: OSError | ValueError) -> str:
    """Return why the system refused something, as the end of a sentence."""
    words = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return words[:1].lower() + words[1:]
