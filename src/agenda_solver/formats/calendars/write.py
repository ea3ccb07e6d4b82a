"""Calendar files: the whole agenda in one, or a folder with one for each room, track and person.

Breaks with a title are in the whole agenda only: they are in no room, and nobody's session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.calendars.calendar_text import calendar_bytes
from agenda_solver.formats.calendars.calendars import FOLDERS, Calendar, all_calendars, whole_calendar
from agenda_solver.formats.calendars.earlier_calendars import SUFFIX, Former, FormerCalendar, read_former
from agenda_solver.formats.calendars.entries import CalendarEntry, break_entries, entry_of, uid_of
from agenda_solver.formats.calendars.revisions import Revision, revised
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.file_names import file_names
from agenda_solver.formats.files import write_bytes, write_files
from agenda_solver.model.agenda import Agenda

__all__ = ["write_calendar", "write_calendars"]

WHOLE = f"agenda{SUFFIX}"


@typed
def write_calendar(agenda: Agenda, path: Path, options: ExportOptions) -> list[Path]:
    """Write the whole agenda as one calendar, in one step.

    Raises
    ------
    InvalidInput
        If what was published before cannot be read, or nothing can be written there.
    """
    writer = _Writer(agenda, options)
    write_bytes(path, writer.content(whole_calendar(agenda)))
    return [path]


@typed
def write_calendars(agenda: Agenda, path: Path, options: ExportOptions) -> list[Path]:
    """Write a folder of calendars, each in one step: the whole agenda, and one for each room, track and person.

    A room, track or person without a session, now and before, gets no calendar. A calendar that was published before
    keeps its name, because people have subscribed to it. If its owner no longer exists, all its entries are cancelled.

    Raises
    ------
    InvalidInput
        If what was published before cannot be read, or a file cannot be written.
    """
    if path.suffix.lower() == SUFFIX:
        raise InvalidInput.single("is the name of a single file; use the format calendar for that", source=str(path))
    writer = _Writer(agenda, options)
    every = all_calendars(agenda)
    calendars = [calendar for calendar in every if writer.has_entries(calendar)]
    calendars += writer.abandoned({calendar.uid for calendar in every})
    files = _files(calendars, writer.former.calendars if writer.former.is_folder else {})
    contents = {path / file: writer.content(calendar) for calendar, file in zip(calendars, files, strict=True)}
    write_files([*contents.items()], path)
    return list(contents)


class _Writer:
    """Makes the content of calendars from what takes place and what was published before."""

    def __init__(self, agenda: Agenda, options: ExportOptions) -> None:
        self.conference = agenda.conference
        self.now = (options.now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        self.former: Former = read_former(options.former, agenda.conference)
        sessions = agenda.conference.session_by_id
        self.session_of = {uid_of(agenda.conference, "session", id): session for id, session in sessions.items()}
        self.entries: dict[str, CalendarEntry] = {
            id: entry_of(agenda, sessions[id], place) for id, place in agenda.items()
        }
        self.breaks = break_entries(agenda.conference)

    def has_entries(self, calendar: Calendar) -> bool:
        """Return whether anything would be in a calendar; the whole one is always written."""
        return calendar.kind == "agenda" or bool(calendar.sessions or self._former_of(calendar, ()))

    def content(self, calendar: Calendar) -> bytes:
        """Return the content of a calendar's file."""
        present = {entry.uid: entry for entry in (self.entries[id] for id in calendar.sessions)}
        if calendar.kind == "agenda":
            present |= self.breaks
        revisions = revised(present, self._former_of(calendar, present), self.now)
        return calendar_bytes(self.conference, calendar, list(revisions.values()))

    def _former_of(self, calendar: Calendar, present: Iterable[str]) -> Mapping[str, Revision]:
        return self.former.of(calendar, present, self.session_of)

    def abandoned(self, known: Iterable[str]) -> list[Calendar]:
        """Return the calendars that were published and whose owners are no longer there."""
        left = [former for uid, former in self.former.calendars.items() if uid not in known]
        return [
            Calendar(former.uid, "", former.name, former.name, (), lambda _session, _place: False)
            for former in (left if self.former.is_folder else ())
        ]


def _files(calendars: list[Calendar], former: Mapping[str, FormerCalendar]) -> list[Path]:
    """Return where each calendar goes, below the folder: where it was before, else under a name of its own."""
    kept = {c.uid: former[c.uid].path for c in calendars if c.uid in former and _may_stay(c, former[c.uid].path)}
    found = {**kept, **{calendar.uid: Path(WHOLE) for calendar in calendars if calendar.kind == "agenda"}}
    for kind, folder in FOLDERS.items():
        new = [calendar for calendar in calendars if calendar.kind == kind and calendar.uid not in kept]
        taken = [path.name for path in kept.values() if path.parent == Path(folder)]
        names = file_names([calendar.owner for calendar in new], SUFFIX, taken)
        found.update({calendar.uid: Path(folder) / name for calendar, name in zip(new, names, strict=True)})
    return [found[calendar.uid] for calendar in calendars]


def _may_stay(calendar: Calendar, path: Path) -> bool:
    if calendar.kind in FOLDERS:
        return path.parent == Path(FOLDERS[calendar.kind])
    return calendar.kind != "agenda" and path != Path(WHOLE)
