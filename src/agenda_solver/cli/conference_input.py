"""Reading the input files of a command, with remarks on the oddities of other programs' files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agenda_solver.cli.printing import note

if TYPE_CHECKING:
    from agenda_solver.formats.import_result import Remark
    from agenda_solver.formats.planner.earlier_agenda import Earlier
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference

__all__ = ["read_agenda_file", "read_conference_file", "read_earlier_file", "tell_unconfirmed"]

# Readers of this library's own files leave out little, so each of their remarks is printed.
OWN, MOST_REMARKS = "agenda-solver", 10
MOST_UNCONFIRMED = 5


def _note_remarks(path: str | os.PathLike[str], remarks: Sequence[Remark], *, quiet: bool = False) -> None:
    """Print what was not read in a file, or was read as something else."""
    if quiet:
        return
    for remark in remarks[:MOST_REMARKS]:
        note(f"{os.fspath(path)}: {remark}.")
    if len(remarks) > MOST_REMARKS:
        note(f"{os.fspath(path)}: and {len(remarks) - MOST_REMARKS:,} more of that kind.")


def read_agenda_file(path: str | os.PathLike[str], conference: Conference, *, quiet: bool = False) -> Agenda:
    """Return the agenda of a file of any known format, and print remarks on its oddities."""
    from agenda_solver.formats.any_format import read_any_agenda

    remarks: list[Remark] = []
    agenda = read_any_agenda(path, conference, remarks)
    _note_remarks(path, remarks, quiet=quiet)
    return agenda


def read_earlier_file(path: str | os.PathLike[str], conference: Conference, *, quiet: bool = False) -> Earlier:
    """Return the agenda of a file that may be older than the conference, with the parts deleted since then."""
    from agenda_solver.formats.any_format import read_earlier_agenda

    remarks: list[Remark] = []
    earlier = read_earlier_agenda(path, conference, remarks)
    _note_remarks(path, remarks, quiet=quiet)
    return earlier


def read_conference_file(
    path: str | os.PathLike[str], *, quiet: bool = False, tags: list[Remark] | None = None
) -> Conference:
    """Return the conference of a file of any known format, and print how many oddities it has.

    Remarks about tags that nothing has are added to ``tags`` if it is given, for a command that reports them itself.
    """
    from agenda_solver.formats.any_format import read_any

    imported = read_any(path)
    if imported.remarks and not quiet and imported.format == OWN:
        own = {id(remark) for remark in imported.remarks if tags is not None and remark.kind == "tag"}
        if tags is not None:
            tags += [remark for remark in imported.remarks if id(remark) in own]
        _note_remarks(path, [remark for remark in imported.remarks if id(remark) not in own])
    elif imported.remarks and not quiet:
        count = len(imported.remarks)
        things = "1 thing was" if count == 1 else f"{count:,} things were"
        note(f"{os.fspath(path)} ({imported.format}): {things} odd or left out; `agenda-solver import` lists them.")
    return imported.conference


def tell_unconfirmed(agenda: Agenda) -> None:
    """Name the unconfirmed sessions of an agenda that is about to be published, if any."""
    doubtful = [s for s in agenda.conference.sessions if s.id in agenda and not s.is_confirmed]
    if doubtful:
        titles = ", ".join(f'"{session.title}"' for session in doubtful[:MOST_UNCONFIRMED])
        more = f" and {len(doubtful) - MOST_UNCONFIRMED:,} more" if len(doubtful) > MOST_UNCONFIRMED else ""
        are = "1 session is" if len(doubtful) == 1 else f"{len(doubtful):,} sessions are"
        note(f"{are} not confirmed: {titles}{more}.")
