"""Reading an instance workbook as a conference."""

from __future__ import annotations

import os
from pathlib import Path

from agenda_solver.errors import in_file
from agenda_solver.formats.cosplib.conference import conference_of
from agenda_solver.formats.cosplib.content import SHEETS
from agenda_solver.formats.cosplib.sheets import content_of
from agenda_solver.formats.workbook.workbook_reading import Workbook, open_workbook
from agenda_solver.model.conference import Conference

__all__ = ["conference_in", "is_cosplib", "looks_like_cosplib", "read_cosplib"]

MOST = 2 / 3


def is_cosplib(path: str | os.PathLike[str]) -> bool:
    """Whether a workbook is an instance of CoSPLib, by its sheets.

    Most of the sheets are sufficient, so that a renamed sheet is reported as such.
    """
    return looks_like_cosplib(open_workbook(path))


def looks_like_cosplib(workbook: Workbook) -> bool:
    """Whether an open workbook is an instance of CoSPLib."""
    return len(set(SHEETS) & set(workbook.sheets)) >= MOST * len(SHEETS)


def read_cosplib(path: str | os.PathLike[str]) -> Conference:
    """Return the conference of an instance workbook.

    Its id and name are the name of the file. Sessions of the workbook that are at the same time as an earlier one are
    moved to a later day, because CoSPLib never treats two sessions as parallel; a tag keeps their date.

    Parameters
    ----------
    path
        The workbook.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its cell, when something is wrong.
    """
    return conference_in(open_workbook(path))


def conference_in(workbook: Workbook) -> Conference:
    """Return the conference of an open workbook; see :func:`read_cosplib`."""
    with in_file(workbook.source):
        return conference_of(content_of(workbook), Path(workbook.source).stem)
