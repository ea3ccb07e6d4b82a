"""A session, or a break, as the entry of a calendar: everything that readers see, as plain values."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from agenda_solver import safe_text
from agenda_solver.formats.calendars.colours import nearest_css_colour
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session

__all__ = ["CalendarEntry", "break_entries", "entry_of", "lines", "location_of", "one_line", "uid_of"]

# The namespace of all stable identities. With another value, calendar programs would take all entries for new ones.
NAMESPACE = UUID("6f0c1a52-5d0e-4c57-9d3b-0a5b8f3f2f61")
ROLES = {
    "speakers": "Speakers",
    "moderators": "Moderators",
    "chairs": "Chairs",
    "required_people": "Also there",
}


@dataclass(frozen=True)
class CalendarEntry:
    """What a calendar says about a session or a break; the times are in UTC."""

    uid: str  # the same in every version of the agenda
    summary: str  # the title, on one line
    start: datetime
    end: datetime
    location: str  # room and building, on one line; a break has none
    description: str  # people and abstract
    categories: tuple[str, ...] = ()  # the name of its track, if it has one
    colour: str | None = None  # of its track, by the name that CSS has for the nearest one
    is_tentative: bool = False

    def is_elsewhere(self, other: CalendarEntry) -> bool:
        """Return whether the time or the place differs."""
        return (self.start, self.end, self.location) != (other.start, other.end, other.location)


def uid_of(conference: Conference, kind: str, id: str = "") -> str:
    """Return the identity of a part of a conference, which is always the same for the same ids."""
    return str(uuid5(NAMESPACE, json.dumps([conference.id, kind, id], ensure_ascii=True)))


def entry_of(agenda: Agenda, session: Session, place: Placement) -> CalendarEntry:
    """Return the entry of a session in a place."""
    conference = agenda.conference
    track = conference.track_by_id[session.track] if session.track else None
    return CalendarEntry(
        uid=uid_of(conference, "session", session.id),
        summary=one_line(session.title),
        start=conference.local(place.start).astimezone(UTC),
        end=conference.local(place.end).astimezone(UTC),
        location=location_of(conference, place.room),
        description=_description(conference, session),
        categories=(one_line(track.name),) if track else (),
        colour=nearest_css_colour(track.colour) if track and track.colour else None,
        is_tentative=not session.is_confirmed,
    )


def break_entries(conference: Conference) -> dict[str, CalendarEntry]:
    """Return the entries of the breaks that have a title, by uid: those of one title on a day are numbered."""
    found: dict[str, CalendarEntry] = {}
    count: Counter[tuple[str, str]] = Counter()
    for day, pauses in conference.breaks_by_day.items():
        for pause in pauses:
            title = one_line(pause.title)
            count[day, title] += 1
            uid = uid_of(conference, "break", json.dumps([day, title, count[day, title]]))
            start, end = (instant.astimezone(UTC) for instant in (pause.start, pause.end))
            found[uid] = CalendarEntry(uid=uid, summary=title, start=start, end=end, location="", description="")
    return found


def location_of(conference: Conference, room_id: str) -> str:
    """Return where a room is, as people read it: ``Hall 2, Congress Centre``."""
    room = conference.room_by_id[room_id]
    names = [room.name, *(building.name for building in conference.buildings if building.id == room.building)]
    return ", ".join(one_line(name) for name in names)


def _description(conference: Conference, session: Session) -> str:
    paragraphs = []
    for role, heading in ROLES.items():
        if people := session.people((role,)):
            names = ", ".join(one_line(conference.person_by_id[person].name) for person in people)
            paragraphs.append(f"{heading}: {names}")
    people_lines = "\n".join(paragraphs)
    return "\n\n".join(part for part in (people_lines, lines(session.description or "")) if part)


def lines(text: str) -> str:
    """Return a text with plain line breaks, without the characters that a calendar cannot hold; tabs stay."""
    return safe_text.lines(text).strip()


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(safe_text.one_line(text).split())
