"""The sessions of a schedule file: the fields of each event that the model has, with the rest kept beside them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from agenda_solver.formats.frab.event_merging import Meeting
from agenda_solver.formats.frab.event_times import TimedEvent
from agenda_solver.formats.frab.people import People, clipped
from agenda_solver.formats.frab.rooms_and_tracks import RoomsAndTracks
from agenda_solver.formats.frab.schedule import ALSO_IN, FRAB, NO_PAGE, Event, Reference
from agenda_solver.formats.frab.text_parsing import UniqueNames, short, slug
from agenda_solver.formats.lenient_values import Remarks

__all__ = ["Sessions"]

# Fields of an event that become fields of a session, or follow from its place.
MODELLED = {"title", "type", "track", "language", "date", "start", "end", "duration", "room", "description", "abstract"}
KNOWN = {
    *("id", "guid", "code", "slug", "url", "subtitle", "logo", "feedback_url", "origin_url", "video_download_url"),
    *("recording_license", "do_not_record", "do_not_stream"),
}
UNIQUE = ("guid", "id", "code")
MAX_TAG = 200


def _references_text(references: list[Reference]) -> str:
    """Return links or attachments as the text of an attribute: JSON, without what is empty."""
    items = [{key: value for key, value in reference._asdict().items() if value} for reference in references]
    return json.dumps(items, ensure_ascii=False)


class Sessions:
    """Makes the sessions, and gives each an id of its own.

    ``unknown`` counts the fields that are kept, but not written out again.
    """

    def __init__(self, people: People, places: RoomsAndTracks, remarks: Remarks) -> None:
        self.people, self.places, self.remarks = people, places, remarks
        self.unknown: Counter[str] = Counter()
        self._ids = UniqueNames()
        self._first: dict[tuple[str, str], Event] = {}

    def of(self, meetings: list[Meeting]) -> list[tuple[dict[str, Any], TimedEvent]]:
        """Return the fields of the sessions, each with its event, in the order of the meetings."""
        fields: dict[int, dict[str, Any]] = {}
        for meeting in sorted(meetings, key=lambda meeting: meeting.first is not None):  # first those that others name
            first = fields.get(id(meeting.first))
            fields[id(meeting)] = self._session(meeting, None if first is None else first["id"])
        return [(fields[id(meeting)], meeting.timed) for meeting in meetings]

    def _session(self, meeting: Meeting, first: str | None) -> dict[str, Any]:
        """Return the fields of a session; ``first`` is the id of the session of which it is a further time."""
        timed = meeting.timed
        event, fields = timed.located.event, timed.located.event.fields
        title = clipped(" ".join(fields.get("title", "").split()), "its title", event.place, self.remarks)
        if not title:
            self.remarks.say("no title", event.place, "has no title")
        speakers = self.people.of(event)
        if not speakers:
            self.remarks.say("no speaker", event.place, f'"{short(title)}" has no speaker')
        if (room := fields.get("room", "")) and room != timed.located.room:
            message = f'its own room is "{short(room)}"; the room that it is listed under is used'
            self.remarks.say("two rooms", event.place, message)
        id = self._id_of(event, title, first)
        session: dict[str, Any] = {
            "id": id,
            "title": title or f"Event {id}",
            "type": self._tag(fields.get("type", ""), "type", event.place) or "session",
            "track": self.places.track_ids.get(fields.get("track", "")),
            "speakers": speakers,
            "duration_minutes": timed.minutes,
            "language": self._tag(fields.get("language", ""), "language", event.place),
            "description": fields.get("description") or fields.get("abstract") or None,
            "attributes": self._attributes(meeting),
        }
        if first is not None:
            session["occurrence_of"] = first
        elif meeting.parts:
            session["occurrences"] = len(meeting.parts)
        return session

    def _id_of(self, event: Event, title: str, first: str | None) -> str:
        if first is not None:
            return self._ids.take(f"{first}#2", first=2, pattern=f"{first}#{{1}}")
        fields = event.fields
        wish = next((fields[name] for name in ("code", "id", "guid") if fields.get(name)), "") or slug(title) or "event"
        id = self._ids.take(wish[:150])
        if id != wish[:150]:
            self.remarks.say("same id", event.place, f'another event has the same id; this one is now "{id}"')
        return id

    def _tag(self, text: str, what: str, place: str) -> str | None:
        if len(text) > MAX_TAG:
            self.remarks.say("too long", place, f"its {what} has {len(text):,} characters; {MAX_TAG} are kept")
        return text[:MAX_TAG] or None

    def _attributes(self, meeting: Meeting) -> dict[str, str]:
        event = meeting.timed.located.event
        fields, whole = event.fields, (meeting.first or meeting).timed.located.event  # its times share what is unique
        attributes = {}
        for name, text in fields.items():
            if not text or name in MODELLED or text == f"{NO_PAGE}{fields.get('guid')}":
                continue
            if name not in KNOWN:
                self.unknown[name] += 1
            same = text.lower() if name == "guid" else text
            if name in UNIQUE and (first := self._first.setdefault((name, same), whole)) is not whole:
                message = f"its {name} {short(text)} is also that of {first.place}; it gets another one"
                self.remarks.say("same id", event.place, message)
                continue
            attributes[f"{FRAB}{name}"] = text
        if fields.get("abstract"):
            # The model has one description: where the file has two texts, the shorter one is kept beside it.
            if fields.get("description"):
                attributes[f"{FRAB}abstract"] = fields["abstract"]
            else:
                attributes[f"{FRAB}description_is"] = "abstract"
        for name, references in (("links", event.links), ("attachments", event.attachments)):
            if references:
                attributes[f"{FRAB}{name}"] = _references_text(references)
        if meeting.also_in:
            attributes[ALSO_IN] = json.dumps(meeting.also_in, ensure_ascii=False)
        return attributes
