"""Reading a conference for a command, with a word about what was odd in another program's file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agenda_solver.cli.screen import note

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["read_conference_file"]


def read_conference_file(path: str | os.PathLike[str], *, quiet: bool = False) -> Conference:
    """Return the conference of a file of any known format, and note how much of it was odd.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong.
    """
    from agenda_solver.formats.reading import read_any

    imported = read_any(path)
    if imported.remarks and not quiet:
        count = len(imported.remarks)
        things = "one thing was" if count == 1 else f"{count:,} things were"
        note(f"{os.fspath(path)} ({imported.format}): {things} odd or left out; `agenda-solver import` lists them.")
    return imported.conference
