"""Results as files: one format of strict JSON for all benchmarks, replaced in one step, and read again.

A file has ``format``, ``family``, ``provenance``, ``settings``, and the records of the family.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import read_text, write_text

FORMAT = "agenda-solver/benchmark/2"
WRONG = "holds no results of a benchmark"

Found = TypeVar("Found")


def keep(document: Mapping[str, Any], path: Path) -> None:
    """Write a document, replacing the file in one step."""
    write_text(path, json.dumps({"format": FORMAT, **document}, indent=1, allow_nan=False) + "\n")


def kept(path: Path, make: Callable[[dict[str, Any]], Found]) -> Found:
    """Read what :func:`keep` wrote, and make something of its data."""
    text = read_text(path)
    try:
        data = json.loads(text)
        if data.pop("format") == FORMAT:
            return make(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput.single(WRONG, source=str(path)) from error
    raise InvalidInput.single(WRONG, source=str(path))
