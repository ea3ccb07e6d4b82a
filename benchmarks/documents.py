"""Results as files: strict JSON that names its format, replaced in one step, and read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import read_text, write_text

__all__ = ["keep", "kept"]

Found = TypeVar("Found")


def keep(form: str, document: Mapping[str, Any], path: Path) -> None:
    """Write a document of a format, replacing the file in one step."""
    write_text(path, json.dumps({"format": form, **document}, indent=1, allow_nan=False) + "\n")


def kept(form: str, path: Path, what: str, make: Callable[[dict[str, Any]], Found]) -> Found:
    """Read what :func:`keep` wrote.

    Parameters
    ----------
    form, path
        The format, and the file.
    what
        What the file should hold, in words.
    make
        Makes something of its data.

    Raises
    ------
    InvalidInput
        When the file cannot be read, or is something else.
    """
    text = read_text(path)
    try:
        data = json.loads(text)
        if data["format"] == form:
            return make(data)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput.single(f"holds no {what}", source=str(path)) from error
    raise InvalidInput.single(f"holds no {what}", source=str(path))
