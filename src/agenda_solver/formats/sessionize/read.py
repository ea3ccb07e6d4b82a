"""A conference, or an agenda, from the "All" view of Sessionize."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.foreign_times import ForeignClock, zone_of_times
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.lenient_values import Remarks, words
from agenda_solver.formats.named_breaks import OpenHours, Pause, named_breaks
from agenda_solver.formats.session_drafts import SessionDraft, give_rooms, published_of, sessions_of, usual_minutes
from agenda_solver.formats.sessionize.rooms_and_speakers import PROGRAM, Catalogue, catalogue_in, seats_of
from agenda_solver.formats.sessionize.sessions import (
    SessionizeBreak,
    breaks_in,
    drafts_in,
    is_declined,
    minutes_to_next,
    times_in,
)
from agenda_solver.formats.timetable import Timetable, timetable, timetable_to_fill_in
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.model.time_intervals import without

__all__ = ["agenda_in", "conference_in"]

NAME = "Sessionize"


def conference_in(content: Mapping[str, Any], time_zone: str | None) -> Imported:
    """Return the conference of a parsed file, with its times and rooms as the published agenda.

    The file names no time zone; its times may have offsets. If they have none, a zone has to be named.
    """
    remarks = Remarks()
    raw = content.get("sessions")
    zone = zone_of_times(time_zone, times_in(raw), remarks)
    clock = ForeignClock(zone, remarks)
    catalogue = catalogue_in(content, remarks)
    drafts = drafts_in(raw, catalogue, clock, remarks)
    if not drafts:
        raise InvalidInput.single("holds no session that needs a place", "sessions")
    breaks = list(breaks_in(raw, catalogue, clock))
    table = _timetable(drafts, breaks, zone, remarks)
    named = _named_breaks(breaks, table, remarks)
    _remark_on_breaks(breaks, named, remarks)
    rooms = _rooms(drafts, catalogue, remarks)
    remarks.say("no name", "", 'names no conference; it is called "Sessionize event"')
    fields = {
        "id": PROGRAM,
        "name": "Sessionize event",
        "time_zone": str(zone),
        "attributes": _kept_breaks(breaks),
        "days": _with_days_of(named.values(), table.days),
        "blocks": table.blocks,
        "breaks": _without_duplicates(named.values()),
        "rooms": [_open_beside(room, breaks, table) for room in rooms],
        "people": list(catalogue.people.values()),
        "tracks": list(catalogue.tracks.values()),
        "sessions": sessions_of(drafts, table.longest, remarks),
        "published": published_of(drafts, table, remarks) or None,
    }
    return Imported(Conference.model_validate(fields), tuple(remarks.all), NAME)


def _timetable(
    drafts: list[SessionDraft], breaks: list[SessionizeBreak], zone: ZoneInfo, remarks: Remarks
) -> Timetable:
    usual = usual_minutes(drafts)
    for draft, minutes in [(d, minutes_to_next(d, drafts, breaks, usual)) for d in drafts if d.minutes is None]:
        if draft.start is not None:
            draft.minutes = minutes
            until = "" if minutes == usual else ", until the next one begins"
            remarks.say("no length", draft.place, f"has no end; {minutes} minutes were assumed{until}")
    spans = [span for draft in drafts if (span := draft.span) is not None]
    if spans:
        return timetable(spans, zone)
    message = "no session has a time; fill in the days and blocks; those in the conference are placeholders"
    remarks.say("no times", "sessions", message)
    return timetable_to_fill_in(zone)


def _rooms(drafts: list[SessionDraft], catalogue: Catalogue, remarks: Remarks) -> list[dict[str, Any]]:
    """Return the rooms, with new ones for sessions without any; what is for everybody is put into the largest."""
    listed = list(catalogue.rooms.values())
    for draft in drafts:
        if draft.room is None and draft.span is not None and draft.fields["plenary"] and listed:
            _put_into_the_largest(draft, drafts, listed, remarks)
    return give_rooms(drafts, listed, remarks, "rooms", "lists no room")


def _put_into_the_largest(
    draft: SessionDraft, drafts: Iterable[SessionDraft], rooms: list[dict[str, Any]], remarks: Remarks
) -> None:
    """Put a session for everybody into the largest room that is free then; the first one if no sizes are known."""
    assert draft.span is not None  # noqa: S101 - asked before
    start, end = draft.span
    busy = {other.room for other in drafts if other.span and other.span[0] < end and start < other.span[1]}
    free = [room for room in rooms if room["id"] not in busy]
    if free:
        largest = max(free, key=seats_of)
        draft.room = str(largest["id"])
        which = "the largest" if seats_of(largest) else "the first of the list"
        why = "" if seats_of(largest) else "; none of these says how large it is"
        where = f'put into "{largest["name"]}", {which} that is free then{why}'
        message = f"is for everybody and names no room; it is {where}"
        remarks.say("no room", draft.place, message)


def _named_breaks(breaks: Iterable[SessionizeBreak], table: Timetable, remarks: Remarks) -> dict[str, dict[str, Any]]:
    """Return the service sessions that are breaks of the programme, as fields, by their places in the file.

    A service session in a single room is a break only outside of the blocks, when no session takes place.
    """
    pauses = {
        pause.place: Pause(pause.place, pause.title, pause.start.astimezone(UTC), pause.end.astimezone(UTC))
        for pause in breaks
        if pause.start is not None and pause.end is not None and words(pause.fields.get("title"))
    }
    everywhere = {pause.place for pause in breaks if pause.room is None or pause.fields.get("isPlenumSession") is True}
    hours = [OpenHours(b["day"], b["start"].astimezone(UTC), b["end"].astimezone(UTC)) for b in table.blocks]
    found = named_breaks(pauses.values(), hours, table.zone, lambda pause: pause.place in everywhere, remarks)
    return {pause.place: fields for pause, fields in found.items()}


def _without_duplicates(breaks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for fields in breaks:
        if fields not in found:
            found.append(fields)
    return found


def _with_days_of(breaks: Iterable[dict[str, Any]], days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the days, with those on which there are breaks and no sessions."""
    known = {day["id"] for day in days}
    more = {fields["day"]: fields["start"].date() for fields in breaks if fields["day"] not in known}
    return sorted([*days, *({"id": id, "date": date} for id, date in more.items())], key=lambda day: day["date"])


def _remark_on_breaks(breaks: Iterable[SessionizeBreak], named: Mapping[str, Any], remarks: Remarks) -> None:
    for pause in breaks:
        reasons = ["it is a break of the programme"] if pause.place in named else []
        reasons += ["its room is closed at that time"] if pause.room else []
        what = "; ".join(reasons) or "it is only kept as an attribute of the conference"
        remarks.say("service session", pause.place, f'"{pause.title[:80]}" is not a session to place; {what}')


def _kept_breaks(breaks: Iterable[SessionizeBreak]) -> dict[str, str]:
    fields = [dict(pause.fields) for pause in breaks]
    return {f"{PROGRAM}.serviceSessions": json.dumps(fields, ensure_ascii=False)} if fields else {}


def _open_beside(room: dict[str, Any], breaks: Iterable[SessionizeBreak], table: Timetable) -> dict[str, Any]:
    """Return a room that is closed while a break of its own goes on beside sessions in other rooms."""
    taken = [
        (pause.start, pause.end)
        for pause in breaks
        if pause.room == room["id"] and pause.start and pause.end and pause.start < pause.end
    ]
    spans = [(block["start"], block["end"]) for block in table.blocks]
    if not any(start < end_of_break and begin < end for start, end in spans for begin, end_of_break in taken):
        return room
    windows = [window for span in spans for window in without(span, taken)]
    if not windows:
        return {**room, "closed_blocks": [block["id"] for block in table.blocks]}
    return {**room, "available": [{"start": start, "end": end} for start, end in windows]}


def agenda_in(content: Mapping[str, Any], conference: Conference) -> Agenda:
    """Return the agenda of a file: the times and rooms of the sessions that a conference has under the same ids."""
    remarks = Remarks()
    clock = ForeignClock(conference.zone, remarks)
    rooms = _rooms_by_name(content, conference)
    homeless = _rooms_of_homeless(content, conference)
    placements: dict[str, Placement] = {}
    mistakes: list[Mistake] = []
    for place, session in remarks.objects(content.get("sessions"), "sessions"):
        id, text = words(session.get("id")), words(session.get("startsAt"))
        room = words(session.get("roomId")) or rooms.get(words(session.get("room"))) or homeless.get(id, "")
        if session.get("isServiceSession") is True or is_declined(session) or not text or not room:
            continue
        if id in placements:
            mistakes.append(Mistake(place, f'"{id[:80]}" occurs twice'))
            continue
        start = clock.instant(text, place)
        if start is None:
            mistakes.append(Mistake(f"{place}.startsAt", f'"{text[:40]}" is not a time'))
            continue
        try:
            placements[id] = _placement(conference, id, room, start)
        except InvalidInput as error:
            mistakes += [Mistake(place, mistake.message) for mistake in error.mistakes]
    if mistakes:
        raise InvalidInput(mistakes)
    return Agenda(conference, placements)


def _rooms_of_homeless(content: Mapping[str, Any], conference: Conference) -> dict[str, str]:
    """Return the rooms that an import gives to the sessions that name none, by the ids of the sessions."""
    sessions = [session for _, session in Remarks().objects(content.get("sessions"), "sessions")]
    if all(words(session.get("roomId")) or words(session.get("room")) for session in sessions):
        return {}
    imported = conference_in(content, conference.time_zone).conference
    return {placed.session: placed.room for placed in imported.published or ()}


def _rooms_by_name(content: Mapping[str, Any], conference: Conference) -> dict[str, str]:
    """Return the ids of rooms by their names, of the file and of the conference; sessions may give either."""
    listed = Remarks().objects(content.get("rooms"), "rooms")
    of_file = {words(room.get("name")): words(room.get("id")) for _, room in listed}
    return of_file | {room.name: room.id for room in reversed(conference.rooms)}


def _placement(conference: Conference, id: str, room: str, start: datetime) -> Placement:
    if id not in conference.session_by_id:
        raise InvalidInput.single(f'no session has the id "{id[:80]}"{guess(id, conference.session_by_id)}')
    return conference.placement_at(id, room, start)
