"""A conference, or an agenda, from the export of an Indico event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.foreign_times import has_no_offset, named_zone, needs_zone
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.indico.contributions import Reader
from agenda_solver.formats.indico.people_and_rooms import PROGRAM, Register
from agenda_solver.formats.lenient_values import LONGEST_ID, Remarks, kept, words
from agenda_solver.formats.session_drafts import give_rooms, published_of, sessions_of
from agenda_solver.formats.timetable import Timetable, timetable, timetable_to_fill_in
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["agenda_in", "conference_in"]

NAME = "Indico"
READ = (
    *("_type", "_fossil", "id", "title", "description", "timezone", "startDate", "endDate"),
    *("contributions", "sessions", "room", "roomFullname", "location", "url"),
)
MOST_DAYS = 60


def conference_in(content: Mapping[str, Any], time_zone: str | None, *, authors: bool = False) -> Imported:
    """Return the conference of a parsed file, with its times and rooms as the published agenda.

    A time zone that is named counts more than the event's own. With ``authors`` the authors of a contribution that
    names no speaker are its speakers. The file must hold one event with contributions.
    """
    remarks = Remarks()
    event = _event_in(content)
    zone = _zone(event, time_zone, remarks)
    reader = Reader(event, zone, Register(remarks), remarks, authors=authors)
    reader.read()
    if not reader.drafts:
        message = "holds no contributions; export it with detail=contributions or detail=sessions"
        raise InvalidInput.single(message, "results[0]")
    fields = {**_about(event, remarks), **_parts(reader, _timetable(reader, zone, remarks), remarks)}
    conference = Conference.model_validate({**fields, "time_zone": str(zone)})
    return Imported(conference, tuple(remarks.all), NAME)


def _about(event: Mapping[str, Any], remarks: Remarks) -> dict[str, Any]:
    id = words(event.get("id"))[: LONGEST_ID - len(PROGRAM) - 1]
    return {
        "id": f"{PROGRAM}-{id}" if id else PROGRAM,
        "name": remarks.title(event.get("title"), "results[0]", "Indico event"),
        "notes": words(event.get("description")) or None,
        "sources": [url] if (url := words(event.get("url"))) else [],
        "attributes": kept(event, PROGRAM, READ),
    }


def _parts(reader: Reader, table: Timetable, remarks: Remarks) -> dict[str, Any]:
    rooms = give_rooms(reader.drafts, list(reader.register.rooms.values()), remarks, "", "names no room")
    return {
        "days": table.days,
        "blocks": table.blocks,
        "buildings": list(reader.register.buildings.values()),
        "rooms": rooms,
        "people": list(reader.register.people.values()),
        "tracks": list(reader.register.tracks.values()),
        "sessions": sessions_of(reader.drafts, table.longest, remarks),
        "published": published_of(reader.drafts, table, remarks) or None,
    }


def _event_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    results = content.get("results")
    if not isinstance(results, list) or not results or not isinstance(results[0], Mapping):
        raise InvalidInput.single("holds no Indico event", "results")
    if len(results) > 1:
        raise InvalidInput.single(f"holds {len(results)} events; export one", "results")
    return results[0]


def _zone(event: Mapping[str, Any], time_zone: str | None, remarks: Remarks) -> ZoneInfo:
    if time_zone is not None:
        return named_zone(time_zone)
    named = words(event.get("timezone"))
    if named and (zone := zone_of(named)) is not None:
        return zone
    # The event has no zone, so each time needs a zone or an offset of its own.
    zones = set()
    for place, moment in _moments(event, "results[0]"):
        if (zone := zone_of(words(moment.get("tz")))) is not None:
            zones.add(str(zone))
        elif has_no_offset(f"{words(moment.get('date'))}T{words(moment.get('time'))}"):
            raise needs_zone(place)
    guess = zones.pop() if len(zones) == 1 else "UTC"
    remarks.say("no time zone", "results[0]", f"names no time zone; {guess} was assumed; --time-zone names another")
    return ZoneInfo(guess)


def _moments(raw: Any, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the starts and ends of an event, its slots and its contributions, with their places."""
    if not isinstance(raw, Mapping):
        return
    for name in ("startDate", "endDate"):
        if isinstance(raw.get(name), Mapping):
            yield f"{place}.{name}", raw[name]
    for name in ("sessions", "contributions"):
        for number, inner in enumerate(raw[name] if isinstance(raw.get(name), list) else ()):
            yield from _moments(inner, f"{place}.{name}[{number}]")


def _timetable(reader: Reader, zone: ZoneInfo, remarks: Remarks) -> Timetable:
    spans = [span for draft in reader.drafts if (span := draft.span) is not None]
    if spans:
        return timetable(spans, zone)
    start, end = (reader.instant(reader.event.get(name), name) for name in ("startDate", "endDate"))
    days = _days(start.astimezone(zone), end.astimezone(zone)) if start and end else []
    if days:
        hours = "every day goes from the event's first hour to its last, in slots of 5 minutes"
        remarks.say("no times", "results[0]", f"no contribution has a time; {hours}")
        table = timetable(days, zone)
        blocks = [{**block, "slot_minutes": None, "slot_count": _slots(block)} for block in table.blocks]
        return Timetable(table.days, blocks)
    message = "no contribution has a time; fill in the days and blocks; those in the conference are placeholders"
    remarks.say("no times", "results[0]", message)
    return timetable_to_fill_in(zone)


def _days(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Return the days of an event, each from the hour of its start to the hour of its end."""
    number = (end.date() - start.date()).days + 1
    if end.time() <= start.time() or not 0 < number <= MOST_DAYS:
        return []
    days = (start.date() + timedelta(days=day) for day in range(number))
    return [(datetime.combine(day, start.timetz()), datetime.combine(day, end.timetz())) for day in days]


def _slots(block: Mapping[str, Any]) -> int:
    minutes = int((block["end"] - block["start"]) // timedelta(minutes=1))
    return max(1, minutes // 5)


def agenda_in(content: Mapping[str, Any], conference: Conference) -> Agenda:
    """Return the agenda of a file, for a conference that has its sessions and rooms under the ids of an import."""
    placements: dict[str, Placement] = {}
    mistakes: list[Mistake] = []
    for placed in conference_in(content, conference.time_zone).conference.published or ():
        try:
            placements[placed.session] = conference.placement_at(placed.session, placed.room, placed.start)
        except InvalidInput as error:
            mistakes += [Mistake(f'"{placed.session}"', mistake.message) for mistake in error.mistakes]
    if mistakes:
        raise InvalidInput(mistakes)
    return Agenda(conference, placements)
