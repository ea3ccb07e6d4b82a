"""What was published before (an agenda, a calendar, or a folder of calendars) as revisions by uid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar

from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.calendars.calendar_text import CONFERENCE
from agenda_solver.formats.calendars.calendars import FOLDERS, Calendar
from agenda_solver.formats.calendars.entries import CalendarEntry, break_entries, entry_of, uid_of
from agenda_solver.formats.calendars.revisions import Revision
from agenda_solver.formats.files import read_bytes
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session

__all__ = ["SUFFIX", "Former", "FormerCalendar", "read_former"]

SUFFIX = ".ics"
MAX_SEQUENCE = 2**31 - 2  # RFC 5545 has integers of 32 bits


@dataclass(frozen=True)
class FormerCalendar:
    """A published calendar: where, under which name, and its entries by uid."""

    uid: str
    name: str
    path: Path
    revisions: Mapping[str, Revision]


@dataclass(frozen=True)
class Former:
    """Everything that was published before, by uid."""

    revisions: Mapping[str, Revision] = field(default_factory=dict)  # each entry in its latest version
    calendars: Mapping[str, FormerCalendar] = field(default_factory=dict)  # empty if an agenda was published
    is_folder: bool = False  # whether these are all calendars that there were

    def of(self, calendar: Calendar, uids: Iterable[str], session_of: Mapping[str, Session]) -> Mapping[str, Revision]:
        """Return what was published in a calendar; ``uids`` are the entries that are in it now.

        An entry that was only in other calendars keeps its sequence number if it is in this calendar now.
        """
        now = {uid: self.revisions[uid] for uid in uids if uid in self.revisions}
        if calendar.uid in self.calendars:
            return {**now, **self.calendars[calendar.uid].revisions}
        if self.is_folder:
            return now
        was = {
            uid: revision
            for uid, revision in self.revisions.items()
            if calendar.had(session_of.get(uid), revision.entry.location)
        }
        return {**now, **was}


def read_former(path: Path | None, conference: Conference) -> Former:
    """Return what was published before; None as the path means that nothing was.

    The path is an agenda of any format, a calendar (``.ics``), or a folder of calendars; all have to be of this
    conference.
    """
    if path is None:
        return Former()
    if path.is_dir():
        return _of_calendars([_read(file, path, conference) for file in _files_in(path)], is_folder=True)
    if path.suffix.lower() == SUFFIX:
        return _of_calendars([_read(path, path.parent, conference)], is_folder=False)
    from agenda_solver.formats.any_format import read_any_agenda

    agenda = read_any_agenda(path, conference)
    entries = [entry_of(agenda, conference.session_by_id[id], place) for id, place in agenda.items()]
    known = {entry.uid: entry for entry in entries} | break_entries(conference)
    return Former({uid: Revision(entry) for uid, entry in known.items()})


def _files_in(folder: Path) -> list[Path]:
    places = [folder, *(folder / name for name in FOLDERS.values())]
    files = [file for place in places if place.is_dir() for file in place.iterdir() if file.suffix.lower() == SUFFIX]
    if not files:
        raise InvalidInput.single(f"is a folder without calendars ({SUFFIX})", source=str(folder))
    return sorted(files)


def _of_calendars(calendars: list[FormerCalendar], *, is_folder: bool) -> Former:
    latest: dict[str, Revision] = {}
    for calendar in calendars:
        for uid, revision in calendar.revisions.items():
            if uid not in latest or _rank(revision) > _rank(latest[uid]):
                latest[uid] = revision
    return Former(latest, {calendar.uid: calendar for calendar in calendars}, is_folder)


def _rank(revision: Revision) -> tuple[bool, int, datetime]:
    # An entry that is cancelled in one calendar, but not in another, takes place.
    return not revision.is_cancelled, revision.sequence, revision.modified or datetime.min.replace(tzinfo=UTC)


def _read(file: Path, folder: Path, conference: Conference) -> FormerCalendar:
    with in_file(file):
        calendar = _parsed(read_bytes(file))
        if calendar.get(CONFERENCE) != uid_of(conference, "conference"):
            whose = "another conference" if CONFERENCE in calendar else "another program"
            raise InvalidInput.single(f'is a calendar of {whose}, not of "{conference.id}"')
        if not isinstance(calendar.get("uid"), str):
            raise InvalidInput.single("has no UID, or more than one")
        revisions = _revisions(calendar)
    name = str(calendar.get("name", file.stem))
    return FormerCalendar(str(calendar["uid"]), name, file.relative_to(folder), revisions)


def _parsed(content: bytes) -> Any:
    try:
        calendar = icalendar.Calendar.from_ical(content)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, OverflowError) as error:
        # The library has no exception of its own for what is broken in a file.
        raise InvalidInput.single("is not a calendar that can be read") from error
    if calendar.name != "VCALENDAR":
        raise InvalidInput.single("is not a calendar")
    return calendar


def _revisions(calendar: Any) -> dict[str, Revision]:
    revisions: dict[str, Revision] = {}
    mistakes: list[Mistake] = []
    for number, event in enumerate(calendar.walk("VEVENT"), 1):
        try:
            revision = _revision(event)
            revisions[revision.entry.uid] = revision
        except ValueError as error:
            mistakes.append(Mistake(f"entry {number}", str(error)))
    if mistakes:
        raise InvalidInput(mistakes)
    return revisions


def _revision(event: Any) -> Revision:
    start, end = (_instant(event, name) for name in ("DTSTART", "DTEND"))
    entry = CalendarEntry(
        uid=_text(event, "UID"),
        summary=_text(event, "SUMMARY"),
        start=start,
        end=end,
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        categories=tuple(_categories(event)),
        colour=str(event["COLOR"]) if "COLOR" in event else None,
        is_tentative=event.get("STATUS") == "TENTATIVE",
    )
    sequence = event.get("SEQUENCE", 0)
    if not isinstance(sequence, int) or not 0 <= sequence <= MAX_SEQUENCE:
        raise ValueError("its SEQUENCE is not a whole number that can be raised")
    modified = _instant(event, "LAST-MODIFIED") if "LAST-MODIFIED" in event else None
    return Revision(entry, int(sequence), modified, is_cancelled=event.get("STATUS") == "CANCELLED")


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str):
        raise ValueError(f"has no {name}, or more than one")
    return str(value)


def _instant(event: Any, name: str) -> datetime:
    try:
        value = getattr(event.get(name), "dt", None)
    except ValueError:  # icalendar could not parse the value
        value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"its {name} is not a time in a time zone")
    return value.astimezone(UTC)


def _categories(event: Any) -> Iterator[str]:
    value = event.get("CATEGORIES")
    for category in getattr(value, "cats", []):
        yield str(category)
