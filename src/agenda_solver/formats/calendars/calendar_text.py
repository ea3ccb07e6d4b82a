r"""A calendar as the text of its file, by the icalendar library.

Its texts are preserved exactly, even with a backslash: the library takes ``\N`` in ``C:\New`` for a line break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCategory, vText

from agenda_solver.formats.calendars.calendars import Calendar
from agenda_solver.formats.calendars.clock_changes import clock_changes
from agenda_solver.formats.calendars.colours import nearest_css_colour
from agenda_solver.formats.calendars.entries import uid_of
from agenda_solver.formats.calendars.revisions import Revision
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import is_ambiguous

__all__ = ["CONFERENCE", "calendar_bytes"]

PRODUCT = "-//agenda_solver//agenda-solver//EN"
# Says whose agenda a calendar contains, so that another agenda is not taken for an older version of it.
CONFERENCE = "X-AGENDA-SOLVER-CONFERENCE"
REFRESH = timedelta(hours=1)
UTC_NAMES = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal")


class ExactText(vText):
    """A text that is escaped as RFC 5545 says, and in no other way."""

    def to_ical(self) -> bytes:
        """Return the text as it is in a file."""
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return text.encode("utf-8")


def calendar_bytes(conference: Conference, calendar: Calendar, revisions: Sequence[Revision]) -> bytes:
    """Return the content of a calendar's file: lines of at most 75 bytes that end in CR and LF, in UTF-8."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("uid", calendar.uid)
    made.add(CONFERENCE, uid_of(conference, "conference"))
    # The names of RFC 7986, and those that programs knew before it.
    made.add("name", ExactText(calendar.name))
    made.add("x-wr-calname", ExactText(calendar.name))
    made.add("x-wr-timezone", conference.time_zone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    if calendar.colour is not None:
        made.add("color", nearest_css_colour(calendar.colour))
        made.add("x-apple-calendar-color", calendar.colour)
    known = [revision.modified for revision in revisions if revision.modified is not None]
    if known:
        made.add("last-modified", max(known))
    for zone in _time_zone(conference, revisions):
        made.add_component(zone)
    for revision in revisions:
        made.add_component(_event(conference.zone, revision))
    text: bytes = made.to_ical(sorted=False)
    return text


def _time_zone(conference: Conference, revisions: Iterable[Revision]) -> list[icalendar.Timezone]:
    """Return the rules of the clock for all years that matter; none for UTC, which needs no rules."""
    if conference.time_zone in UTC_NAMES:
        return []
    years = {conference.origin.year, *(day.date.year for day in conference.days)}
    years |= {instant.year for revision in revisions for instant in (revision.entry.start, revision.entry.end)}
    # With the years around them, since a new year begins at another time in UTC.
    around = tuple(sorted({year + more for year in years for more in (-1, 0, 1)}))
    zone = icalendar.Timezone()
    zone.add("tzid", conference.time_zone)
    for change in clock_changes(conference.time_zone, around):
        rule = icalendar.TimezoneDaylight() if change.is_summer_time else icalendar.TimezoneStandard()
        rule.add("dtstart", change.onset)
        rule.add("tzoffsetfrom", change.before)
        rule.add("tzoffsetto", change.after)
        rule.add("tzname", change.name)
        zone.add_component(rule)
    return [zone]


def _event(zone: ZoneInfo, revision: Revision) -> icalendar.Event:
    entry = revision.entry
    event = icalendar.Event()
    event.add("uid", entry.uid)
    # Without a METHOD the time stamp says, by RFC 5545, when the entry was changed.
    for name in ("dtstamp", "last-modified"):
        event.add(name, revision.modified)
    event.add("sequence", revision.sequence)
    present = "TENTATIVE" if entry.is_tentative else "CONFIRMED"
    event.add("status", "CANCELLED" if revision.is_cancelled else present)
    for name, instant in zip(("dtstart", "dtend"), _clock_times(zone, entry.start, entry.end), strict=True):
        event.add(name, instant)
    texts = {"summary": entry.summary, "location": entry.location, "description": entry.description}
    for name, text in texts.items():
        if text:
            event.add(name, ExactText(text))
    if entry.categories:
        categories = vCategory([])
        categories.cats = [ExactText(name) for name in entry.categories]
        event.add("categories", categories)
    if entry.colour is not None:
        event.add("color", entry.colour)
    return event


def _clock_times(zone: ZoneInfo, *instants: datetime) -> list[datetime]:
    """Return times on the conference's clock; in UTC if the clock shows one of them twice.

    iCalendar cannot name the second of two equal times when the clocks are put back, and programs do not agree on how
    they read the first.
    """
    if str(zone) in UTC_NAMES or any(is_ambiguous(instant, zone) for instant in instants):
        return [instant.astimezone(UTC) for instant in instants]
    return [instant.astimezone(zone) for instant in instants]
