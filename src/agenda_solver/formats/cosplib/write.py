"""Writing a conference as an instance workbook."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from agenda_solver.formats.cosplib.content import (
    HEADINGS,
    MATRICES,
    PARAMETER_LABELS,
    SIMILAR,
    TERM_LABELS,
    Content,
    Parameters,
)
from agenda_solver.formats.cosplib.saying import content_from
from agenda_solver.formats.workbook.writing import Value, WorkbookWriter
from agenda_solver.model.conference import Conference

__all__ = ["write_cosplib"]

WIDE, NARROW = 28, 12


def write_cosplib(conference: Conference, path: str | os.PathLike[str]) -> None:
    """Write a conference as an instance workbook, in one step.

    Reading it gives an equal conference, except that its id and name are those of the file.

    Raises
    ------
    InvalidInput
        If a workbook cannot say all that the conference says, with what it is; or when the file cannot be written.
    """
    content = content_from(conference)
    sessions, tracks = [row.name for row in content.sessions], [row.name for row in content.tracks]
    book = WorkbookWriter()
    book.sheet("parameters", _parameters(content.parameters), widths=(WIDE, NARROW, NARROW, WIDE + 8), header=True)
    book.sheet("submissions", _submissions(content), widths=(WIDE, WIDE), header=True)
    book.sheet(
        "tracks",
        [HEADINGS["tracks"], *((row.name, ", ".join(row.chairs) or None) for row in content.tracks)],
        widths=(WIDE, WIDE),
        header=True,
    )
    book.sheet("sessions", [HEADINGS["sessions"], *content.sessions], widths=(WIDE, WIDE), header=True)
    book.sheet("rooms", [HEADINGS["rooms"], *((room,) for room in content.rooms)], widths=(WIDE,), header=True)
    book.sheet(MATRICES[0], _matrix(content.tracks_sessions, tracks, sessions), widths=(WIDE,), header=True)
    book.sheet(MATRICES[1], _matrix(content.tracks_rooms, tracks, content.rooms), widths=(WIDE,), header=True)
    book.sheet(SIMILAR, _matrix(content.similar, tracks, tracks), widths=(WIDE,), header=True)
    book.sheet(MATRICES[2], _matrix(content.sessions_rooms, sessions, content.rooms), widths=(WIDE,), header=True)
    book.save(path)


def _parameters(parameters: Parameters) -> list[list[Value]]:
    hours, suitable, less, small, big, weights = parameters
    values = (None, f"GMT{hours:+d}", None, *suitable, None, *less, small, None, big)
    rows: list[list[Value]] = [[label, value] for label, value in zip(PARAMETER_LABELS, values, strict=True)]
    rows += [[None, None] for _ in range(len(weights) + 1 - len(rows))]
    for row, label, weight in zip(rows, ("Weights", *TERM_LABELS), (None, *weights), strict=True):
        row += [None, label, weight]
    return rows


def _submissions(content: Content) -> list[list[Value]]:
    sessions = [row.name for row in content.sessions]
    rows: list[list[Value]] = [[*HEADINGS["submissions"], *sessions, *content.rooms]]
    for row in content.submissions:
        people = [", ".join(names) or None for names in (row.presenters, row.attendees)]
        own = [content.submissions_sessions.get((row.name, session)) for session in sessions]
        of_rooms = [content.submissions_rooms.get((row.name, room)) for room in content.rooms]
        rows.append([row.name, row.track, row.slots, row.order, f"GMT{row.hours:+d}", *people, *own, *of_rooms])
    return rows


def _matrix(amounts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> list[list[Value]]:
    table: list[list[Value]] = [[None, *columns]]
    return table + [[row, *(amounts.get((row, column)) for column in columns)] for row in rows]
