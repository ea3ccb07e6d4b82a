"""An agenda as JSON-LD in the schema.org vocabulary, which search engines read in web pages.

The text is JSON that can also stand as it is between ``<script type="application/ld+json">`` and ``</script>``: nothing
in it ends the script, whatever is in titles and names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.formats.calendars.entries import lines, one_line, uid_of
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.files import write_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Room, Session

__all__ = ["schema_org_data", "schema_org_text", "write_schema_org"]

VOCABULARY = "https://schema.org"
# Letters that mean something to a web page, and line ends that JSON allows and older scripts do not.
ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@typed
def write_schema_org(agenda: Agenda, path: Path, _options: ExportOptions) -> list[Path]:
    """Write an agenda as a JSON-LD file, in one step."""
    write_text(path, schema_org_text(agenda))
    return [path]


@typed
def schema_org_text(agenda: Agenda) -> str:
    """Return an agenda as JSON-LD, safe within the script of a web page.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    """
    text = json.dumps(schema_org_data(agenda), ensure_ascii=False, indent=1, allow_nan=False)
    return text.translate(ESCAPED) + "\n"


@typed
def schema_org_data(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda as the data of a JSON-LD file: one Event, and one in it for each session with a place."""
    conference = agenda.conference
    start, end = _times(agenda)
    return {
        "@context": VOCABULARY,
        "@type": "Event",
        "@id": _name_of(conference, "agenda"),
        "name": one_line(conference.name),
        "startDate": start,
        "endDate": end,
        "eventStatus": f"{VOCABULARY}/EventScheduled",
        "location": _venues(conference),
        "subEvent": [_event(agenda, conference.session_by_id[id]) for id in agenda.chronological()],
    }


def _event(agenda: Agenda, session: Session) -> dict[str, Any]:
    conference = agenda.conference
    track = conference.track_by_id[session.track].name if session.track else None
    event: dict[str, Any] = {
        "@type": "Event",
        "@id": _name_of(conference, "session", session.id),
        "name": one_line(session.title),
        "description": lines(session.description or ""),
        "startDate": _text_of(agenda.start(session.id)),
        "endDate": _text_of(agenda.end(session.id)),
        "eventStatus": f"{VOCABULARY}/EventScheduled",
        "location": _place(conference, conference.room_by_id[agenda[session.id].room]),
        "performer": _people(conference, session.speakers),
        "contributor": _people(conference, session.people(("moderators", "chairs"))),
        "keywords": [one_line(word) for word in (*filter(None, (track,)), *session.tags)],
        "superEvent": {"@id": _name_of(conference, "agenda")},
    }
    return {name: value for name, value in event.items() if value not in ("", [])}


def _people(conference: Conference, ids: Iterable[str]) -> list[dict[str, Any]]:
    names = [(_name_of(conference, "person", id), conference.person_by_id[id].name) for id in ids]
    return [{"@type": "Person", "@id": id, "name": one_line(name)} for id, name in names]


def _place(conference: Conference, room: Room) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "Place",
        "@id": _name_of(conference, "room", room.id),
        "name": one_line(room.name),
    }
    if room.capacity is not None:
        place["maximumAttendeeCapacity"] = room.capacity
    for building in conference.buildings:
        if building.id == room.building:
            place["containedInPlace"] = _building(conference, building.id, building.name)
    return place


def _venues(conference: Conference) -> list[dict[str, Any]]:
    """Return the buildings, or the rooms if there are no buildings."""
    if conference.buildings:
        return [_building(conference, building.id, building.name) for building in conference.buildings]
    return [_place(conference, room) for room in conference.rooms]


def _building(conference: Conference, id: str, name: str) -> dict[str, Any]:
    return {"@type": "Place", "@id": _name_of(conference, "building", id), "name": one_line(name)}


def _times(agenda: Agenda) -> tuple[str, str]:
    """Return when the first session begins and the last ends; without sessions, the first and the last block."""
    conference = agenda.conference
    stretches = agenda.values() or conference.block_span.values()
    first, last = min(stretch.start for stretch in stretches), max(stretch.end for stretch in stretches)
    return _text_of(conference.local(first)), _text_of(conference.local(last))


def _text_of(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


def _name_of(conference: Conference, kind: str, id: str = "") -> str:
    """Return the identity of a part, which is the same in every version and in the calendars."""
    return f"urn:uuid:{uid_of(conference, kind, id)}"
