"""Temporary files: they let functions that read or write files work on bytes, trusted or not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from agenda_solver.errors import InvalidInput, NotWritten, in_file
from agenda_solver.formats.file_names import safe_stem
from agenda_solver.formats.files import MAX_BYTES, reason_of
from agenda_solver.safe_text import one_line

__all__ = ["as_file", "written", "zipped"]

LONGEST_NAME = 200
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
FIXED = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive


@contextmanager
def as_file(name: str, content: bytes) -> Iterator[Path]:
    """Yield a temporary file with this content, in a folder that no other user can read.

    Of the name, which need not be trusted, the last part is kept as far as it is safe. Mistakes give the whole name.
    """
    shown = one_line(name)[:LONGEST_NAME] or "the file"
    if len(content) > MAX_BYTES:
        raise InvalidInput.single(f"is too big: more than {MAX_BYTES // 1_000_000:,} MB are not read", source=shown)
    with in_file(shown), TemporaryDirectory(prefix="agenda-solver-") as folder:
        file = Path(folder) / _safe_name(name)
        try:
            file.write_bytes(content)
        except OSError as error:
            raise NotWritten.single(f"cannot be stored for reading: {reason_of(error)}") from error
        yield file


def _safe_name(name: str) -> str:
    """Return the last part of a name as it is safe; its ending stays, however long the rest is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    ending = ENDING.search(last)
    return safe_stem(last[: ending.start()]) + ending[0].lower() if ending else safe_stem(last)


def written(name: str, write: Callable[[Path], object]) -> dict[str, bytes]:
    """Return the content of each file, by name, that a function writes to a path that ends in ``name``.

    If it makes a folder of files, their names are relative to it, with slashes.
    """
    with TemporaryDirectory(prefix="agenda-solver-") as folder:
        path = Path(folder) / name
        write(path)
        if path.is_file():
            return {name: path.read_bytes()}
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as one archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()
