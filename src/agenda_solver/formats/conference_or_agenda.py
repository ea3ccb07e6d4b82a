"""A file of any known format that may contain either a conference or an agenda."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agenda_solver.errors import InvalidInput, in_file
from agenda_solver.formats.agenda_file import AGENDA_FORMAT
from agenda_solver.formats.any_format import (
    CSV,
    looks_like_workbook,
    parsed,
    read_any,
    read_any_agenda,
    read_earlier_agenda,
    refuse_other_files,
)
from agenda_solver.formats.foreign_formats import ForeignFormat
from agenda_solver.formats.import_result import OWN, Remark
from agenda_solver.formats.native import conference_from_data
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["Either", "read_either"]


@dataclass(frozen=True)
class Either:
    """The content of a file; ``format`` is its name, for people."""

    conference: Conference | None  # None if the file holds only an agenda of the given conference
    agenda: Agenda | None  # of the conference in the file, or else of the given one; None if the file has no agenda
    remarks: tuple[Remark, ...] = ()
    format: str = OWN


def read_either(path: str | os.PathLike[str], conference: Conference) -> Either:
    """Return the content of a file, which decides what it is: a conference, or an agenda of the given one.

    A schedule of another program is an agenda of this conference if all that the schedule holds is found in it.
    """
    if looks_like_workbook(path):
        return _in_workbook(path, conference)
    if Path(path).suffix.lower() == CSV:
        return Either(None, read_any_agenda(path, conference))
    with in_file(path):
        foreign, content = parsed(path)
        if foreign is not None:
            return _in_foreign(foreign, content, conference)
        if not (isinstance(content, Mapping) and content.get("format") == AGENDA_FORMAT):
            return Either(conference_from_data(content), None)
    return _earlier(path, conference)


def _in_workbook(path: str | os.PathLike[str], conference: Conference) -> Either:
    from agenda_solver.formats.cosplib.read import looks_like_cosplib
    from agenda_solver.formats.cosplib.solution import obstacle_to_solutions
    from agenda_solver.formats.planner.grid_sheets import has_grids
    from agenda_solver.formats.planner.headings import looks_like_planner
    from agenda_solver.formats.workbook.workbook_reading import open_workbook

    refuse_other_files(path)
    workbook = open_workbook(path)
    is_conference = looks_like_planner(workbook.sheets) or looks_like_cosplib(workbook)
    may_be_agenda = has_grids(workbook, conference) or obstacle_to_solutions(conference) is None
    if not is_conference and may_be_agenda:
        return _earlier(path, conference)
    imported = read_any(path)
    return Either(imported.conference, None, imported.remarks)


def _earlier(path: str | os.PathLike[str], conference: Conference) -> Either:
    """Return the agenda of a file that may be older than the conference, without the sessions that are gone since."""
    remarks: list[Remark] = []
    earlier = read_earlier_agenda(path, conference, remarks)
    return Either(None, earlier.agenda.kept_in(conference), tuple(remarks))


def _in_foreign(foreign: ForeignFormat, content: Any, conference: Conference) -> Either:
    try:
        agenda = foreign.agenda_in(content, conference)
        why = ""
    except InvalidInput as error:
        agenda, why = None, str(error.mistakes[0]) + (f", and {error.count - 1:,} more" if error.count > 1 else "")
    if agenda:  # an agenda without places does not show that the file is about this conference
        message = "is read as times and rooms for the conference on the board; nothing else of it is used"
        return Either(None, agenda, (Remark("agenda", foreign.name, message),), foreign.name)
    imported = foreign.conference_in(content, None)
    remarks = imported.remarks
    if why:
        remarks = (Remark("agenda", "", f"it is not an agenda for the conference on the board: {why}"), *remarks)
    return Either(imported.conference, imported.conference.published_agenda, remarks, foreign.name)
