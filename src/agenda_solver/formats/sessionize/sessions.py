"""The sessions of Sessionize: those that need a place, and the breaks, which it lists among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from agenda_solver.formats.foreign_times import ForeignClock
from agenda_solver.formats.lenient_values import Ids, Remarks, kept, words
from agenda_solver.formats.session_drafts import SessionDraft
from agenda_solver.formats.sessionize.rooms_and_speakers import PROGRAM, Catalogue, Labels
from agenda_solver.model.time_intervals import minutes_between

__all__ = ["SessionizeBreak", "breaks_in", "drafts_in", "is_declined", "minutes_to_next", "times_in"]

READ = (
    *("id", "title", "description", "startsAt", "endsAt", "isServiceSession", "isPlenumSession"),
    *("speakers", "categoryItems", "questionAnswers", "roomId", "room"),
)
MINUTES = re.compile(r"\b(\d{1,3})\s*-?\s*(?:m|min|mins|minute|minutes)\b", re.IGNORECASE)
HOURS = re.compile(r"\b(\d{1,2})\s*-?\s*(?:h|hour|hours)\b", re.IGNORECASE)
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class SessionizeBreak:
    """A break, or what else Sessionize calls a service session."""

    place: str
    title: str
    start: datetime | None
    end: datetime | None
    room: str | None
    fields: Mapping[str, Any] = field(default_factory=dict)


def times_in(raw: Any) -> Iterator[tuple[str, str]]:
    """Return every time of the sessions as it is in the file, with its place."""
    for place, session in Remarks().objects(raw, "sessions"):
        for name in ("startsAt", "endsAt"):
            if text := words(session.get(name)):
                yield f"{place}.{name}", text


def breaks_in(raw: Any, catalogue: Catalogue, clock: ForeignClock) -> Iterator[SessionizeBreak]:
    """Return the breaks; what is wrong with the list is noted by :func:`drafts_in`."""
    for place, session in Remarks().objects(raw, "sessions"):
        if session.get("isServiceSession") is True:
            start, end = (_instant(session, name, place, clock) for name in ("startsAt", "endsAt"))
            room = catalogue.rooms.get(words(session.get("roomId")), {}).get("id")
            title = words(session.get("title")) or "a break"
            yield SessionizeBreak(place, title, start, end, room, session)


def drafts_in(raw: Any, catalogue: Catalogue, clock: ForeignClock, remarks: Remarks) -> list[SessionDraft]:
    """Return the sessions that need a place."""
    ids = Ids(remarks)
    drafts: list[SessionDraft] = []
    for place, session in remarks.objects(raw, "sessions"):
        if session.get("isServiceSession") is True:
            continue
        if is_declined(session):
            remarks.say("declined", place, f'"{words(session.get("title"))[:80]}" is declined; it was left out')
            continue
        id = ids.give(session.get("id"), place, f"session-{len(drafts) + 1}")
        drafts.append(_draft(id, session, place, catalogue, clock, remarks))
    return drafts


def is_declined(session: Mapping[str, Any]) -> bool:
    """Return whether a session was turned down."""
    return words(session.get("status")).lower().startswith("decline")


def _draft(
    id: str, session: Mapping[str, Any], place: str, catalogue: Catalogue, clock: ForeignClock, remarks: Remarks
) -> SessionDraft:
    labels = catalogue.labels(session.get("categoryItems"), place, remarks)
    attributes = kept(session, PROGRAM, READ) | catalogue.answers(session.get("questionAnswers"), place, remarks)
    fields: dict[str, Any] = {
        "id": id,
        "title": remarks.title(session.get("title"), place, f"Session {id}"),
        "speakers": _speakers(session.get("speakers"), place, catalogue, remarks),
        "track": labels.track,
        "level": labels.level,
        "language": labels.language,
        "tags": labels.tags,
        "plenary": session.get("isPlenumSession") is True,
        "description": words(session.get("description")) or None,
        "attributes": attributes,
    }
    if labels.format is not None:
        fields["type"] = labels.format
    start, end = (_instant(session, name, place, clock) for name in ("startsAt", "endsAt"))
    draft = SessionDraft(place, fields, _room(session, place, catalogue, remarks), start)
    draft.minutes = _length(start, end, labels, place, remarks)
    return draft


def _instant(session: Mapping[str, Any], name: str, place: str, clock: ForeignClock) -> datetime | None:
    text = words(session.get(name))
    return clock.instant(text, f"{place}.{name}") if text else None


def _length(start: datetime | None, end: datetime | None, labels: Labels, place: str, remarks: Remarks) -> int | None:
    if start is not None and end is not None:
        if timedelta() < end - start <= LONGEST:
            return minutes_between(start, end)
        remarks.say("no length", place, "does not end within a day after its start; its end was left out")
    minutes = next(filter(None, map(_minutes_named, filter(None, (labels.format, *labels.tags)))), None)
    if minutes is not None and timedelta(minutes=minutes) > LONGEST:
        remarks.say("too long", place, f"would take {minutes:,} minutes, longer than a day; that was left out")
        return None
    return minutes


def _minutes_named(text: str) -> int | None:
    """Return the minutes that a text speaks of: ``20 min``, ``2 hours``; None if it does not."""
    if found := MINUTES.search(text):
        return int(found[1])
    found = HOURS.search(text)
    return int(found[1]) * 60 if found else None


def _room(session: Mapping[str, Any], place: str, catalogue: Catalogue, remarks: Remarks) -> str | None:
    id, name = words(session.get("roomId")), words(session.get("room"))
    if id in catalogue.rooms:
        return str(catalogue.rooms[id]["id"])
    by_name = [str(room["id"]) for room in catalogue.rooms.values() if name and room["name"] == name]
    if by_name:
        return by_name[0]
    if id or name:
        remarks.say("unknown room", place, f'no room of the list is "{(id or name)[:40]}"; it has no room now')
    return None


def _speakers(raw: Any, place: str, catalogue: Catalogue, remarks: Remarks) -> list[str]:
    found: list[str] = []
    for number, entry in enumerate(raw if isinstance(raw, list) else ()):
        id = words(entry.get("id") if isinstance(entry, Mapping) else entry)
        name = words(entry.get("name")) if isinstance(entry, Mapping) else ""
        where = f"{place}.speakers[{number}]"
        if not id:
            remarks.say("unknown speaker", where, "has no id; it was left out")
            continue
        if id not in catalogue.people:
            remarks.say("unknown speaker", where, f'"{id[:80]}" is not among the speakers of the file; they were added')
            others = {str(person["id"]) for person in catalogue.people.values()}
            new = id[:200] if id[:200] not in others else f"{id[:190]}-{len(others)}"
            catalogue.people[id] = {"id": new, "name": (name or f"Speaker {id}")[:2000]}
        person = str(catalogue.people[id]["id"])
        if person in found:
            remarks.say("speaker twice", where, "occurs twice")
        else:
            found.append(person)
    return found


def minutes_to_next(draft: SessionDraft, drafts: list[SessionDraft], breaks: list[SessionizeBreak], usual: int) -> int:
    """Return the usual length, or less if a break, a plenum or what follows in the room begins before."""
    if draft.start is None:
        return usual
    starts = [pause.start for pause in breaks if pause.room in (None, draft.room)]
    starts += [
        other.start
        for other in drafts
        if other.fields["plenary"] or draft.fields["plenary"] or (other.room is not None and other.room == draft.room)
    ]
    gaps = [minutes_between(draft.start, start) for start in starts if start is not None and start > draft.start]
    return min([usual, *gaps])
