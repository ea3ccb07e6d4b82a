"""A schedule file made into a conference, whose published agenda is what the file shows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab.blocks import DayBlock, blocks_of
from agenda_solver.formats.frab.meetings import Meeting, meetings_of
from agenda_solver.formats.frab.people import People, clipped
from agenda_solver.formats.frab.places import Places
from agenda_solver.formats.frab.schedule import (
    ALSO_IN,
    DAY_CHANGES_AT,
    FRAB,
    NO_DAY,
    NO_PAGE,
    Event,
    Reference,
    Schedule,
)
from agenda_solver.formats.frab.texts import Names, short, slug
from agenda_solver.formats.frab.timing import LONGEST, TimedEvent, Timing
from agenda_solver.formats.grids import odd_block_name, odd_words
from agenda_solver.formats.imported import Imported
from agenda_solver.model.conference import Conference

__all__ = ["conference_of", "references_text"]

# Fields of an event that become fields of a session, or follow from its place.
MODELLED = {"title", "type", "track", "language", "date", "start", "end", "duration", "room", "description", "abstract"}
KNOWN = {
    *("id", "guid", "code", "slug", "url", "subtitle", "logo", "feedback_url", "origin_url", "video_download_url"),
    *("recording_license", "do_not_record", "do_not_stream"),
}
# Fields of the other parts that are written out again.
KNOWN_OF = {
    "conference": {
        *("title", "acronym", "conference_id", "start", "end", "days", "daysCount", "day_change"),
        *("timeslot_duration", "time_zone_name", "url", "logo"),
    },
    "track": {"color"},
    "room": {"guid", "capacity", "description"},
    "person": {"id", "guid", "code", "biography", "avatar"},
}
UNIQUE = ("guid", "id", "code")
MAX_TAG = 200


def conference_of(schedule: Schedule, zone: str | None, name: str) -> Imported:
    """Return the conference of a schedule.

    Parameters
    ----------
    schedule
        What was read of the file.
    zone
        The IANA name of the zone that counts; None for the file's own.
    name
        The name of the format, for people.

    Raises
    ------
    InvalidInput
        When the file holds no event that has a time.
    """
    return _Importer(schedule, zone).imported(name)


def references_text(references: list[Reference]) -> str:
    """Return links or attachments as the text of an attribute: JSON, without what is empty."""
    items = [{key: value for key, value in reference._asdict().items() if value} for reference in references]
    return json.dumps(items, ensure_ascii=False)


@dataclass(frozen=True)
class _Placed:
    """A session's fields, and the time at which its event takes place."""

    fields: dict[str, Any]
    meeting: Meeting

    @property
    def timed(self) -> TimedEvent:
        """Its event."""
        return self.meeting.timed


class _Importer:
    """Makes the parts of the conference one after the other."""

    def __init__(self, schedule: Schedule, zone: str | None) -> None:
        self.schedule, self.remarks = schedule, schedule.remarks
        self.timing = Timing(schedule, zone)
        self.people = People(self.remarks)
        self.places = Places(schedule)
        self._sessions = Names()
        self._first: dict[tuple[str, str], Event] = {}
        self._unknown: Counter[tuple[str, str]] = Counter()

    def imported(self, name: str) -> Imported:
        found = [event for located in self.schedule.located() if (event := self._usable(self.timing.timed(located)))]
        timed = self.places.with_rooms(found)
        rooms = [room.name for room in self.schedule.rooms]
        meetings = meetings_of(timed, rooms, self.remarks)
        blocks = blocks_of([meeting.timed for meeting in meetings], self.timing.zone)
        if not blocks:
            raise InvalidInput.single(self._no_event())
        self._tell_odd(blocks)
        longest = max((block.end - block.start).total_seconds() // 60 for block in blocks)
        placed = self._sessions_of([meeting for meeting in meetings if self._has_space(meeting.timed, longest)])
        self._tell_unknown()
        conference = Conference.model_validate(
            {
                **self._head(meetings),
                "days": self._days(blocks),
                "blocks": [self._block(block) for block in blocks],
                "rooms": self.places.rooms(blocks, meetings),
                "people": self.people.parts,
                "tracks": self.places.tracks,
                "sessions": [session.fields for session in placed],
                "published": self._published(placed, blocks),
            }
        )
        return Imported(conference, tuple(self.remarks.all), name)

    def _no_event(self) -> str:
        """Return why there is nothing to make days of."""
        kinds = Counter(remark.kind for remark in self.remarks.all)
        why = [
            f"{kinds[kind]:,} {'has' if kinds[kind] == 1 else 'have'} {words}"
            for kind, words in (("no time", "none that can be read"), ("too long", "a length of more than a day"))
            if kinds[kind]
        ]
        if not why:
            return "holds no event with a time: there is no event at all"
        first = next(str(remark) for remark in self.remarks.all if remark.kind in ("no time", "too long"))
        return f"holds no event with a time that can be used; of its events {' and '.join(why)}; the first: {first}"

    def _usable(self, timed: TimedEvent) -> TimedEvent | None:
        if timed.minutes > LONGEST:
            message = f"takes {timed.minutes:,} minutes, which is longer than a day; left out"
            self.remarks.say("too long", timed.located.event.place, message)
            return None
        return timed

    def _has_space(self, timed: TimedEvent, longest: float) -> bool:
        if timed.start is None and timed.minutes > longest:
            message = f"has no time, and {timed.minutes} minutes are longer than every day here; left out"
            self.remarks.say("too long", timed.located.event.place, message)
            return False
        return True

    def _tell_unknown(self) -> None:
        """Tell what is kept but will not be written again, each field once."""
        persons = (person.fields for located in self.schedule.located() for person in located.event.persons)
        parts = {
            "track": [track.fields for track in self.schedule.tracks],
            "room": [room.fields for room in self.schedule.rooms],
            "person": persons,
            "conference": [self.schedule.conference],
        }
        for part, items in parts.items():
            for fields in items:
                unknown = fields.keys() - KNOWN_OF[part]
                self._unknown.update((part, name) for name in unknown if fields[name])
        for (part, name), times in sorted(self._unknown.items()):
            often = "once" if times == 1 else f"{times:,} times"
            message = f'"{short(name)}" ({often}) is kept as an attribute, but not written out again'
            self.remarks.say("unknown field", f"fields of a {part}", message)

    # --- the conference itself, its days, blocks, rooms and tracks -------------------------------------------------

    def _head(self, meetings: list[Meeting]) -> dict[str, Any]:
        fields, conference = self.schedule.fields, self.schedule.conference
        title = clipped(conference.get("title", ""), "the title", "conference", self.remarks)
        acronym = conference.get("conference_id", "")[:200] or conference.get("acronym", "")[:200]
        if not title:
            self.remarks.say("no title", "conference", "has no title")
        attributes = {f"{FRAB}{name}": text for name, text in fields.items() if text}
        skipped = KNOWN_OF["conference"] - {"url", "logo"}
        attributes |= {f"{FRAB}conference_{n}": text for n, text in conference.items() if text and n not in skipped}
        attributes |= self._change(meetings)
        return {
            "id": acronym or slug(title) or "conference",
            "name": title or acronym or "Conference",
            "time_zone": self.timing.zone_name,
            "attributes": attributes,
        }

    def _change(self, meetings: list[Meeting]) -> dict[str, str]:
        """Return the hour at which a day of the programme ends as an attribute, where the usual one does not do."""
        timed = [meeting.timed for meeting in meetings]
        change = self.timing.days.change_of((event.day, event.start) for event in timed if event.day and event.start)
        return {} if change is None else {DAY_CHANGES_AT: f"{change:%H:%M}"}

    def _days(self, blocks: list[DayBlock]) -> list[dict[str, Any]]:
        dates = {block.day for block in blocks}
        for day in self.schedule.days:
            if (date := self.timing.days.date_of(day)) is None:
                if day.place == NO_DAY:
                    continue  # its events say their dates themselves
                self.remarks.say("no date", day.place, "has no date that can be read")
            else:
                dates.add(date)
        return [{"id": f"{date}", "date": f"{date}"} for date in sorted(dates)]

    def _block(self, block: DayBlock) -> dict[str, Any]:
        return {
            "id": block.id,
            "day": f"{block.day}",
            "start": block.start,
            "end": block.end,
            "slot_minutes": block.slot_minutes,
            "name": None if block.odd is None else odd_block_name(block.odd, self.timing.zone),
        }

    def _tell_odd(self, blocks: list[DayBlock]) -> None:
        for block in blocks:
            for event in block.events if block.odd is not None else ():
                found = event.located.event
                words = odd_words(found.fields.get("title", ""), event.start or block.start, self.timing.zone)
                self.remarks.say("odd minutes", found.place, words)

    # --- sessions ---------------------------------------------------------------------------------------------------

    def _sessions_of(self, meetings: list[Meeting]) -> list[_Placed]:
        fields: dict[int, dict[str, Any]] = {}
        for meeting in sorted(meetings, key=lambda meeting: meeting.first is not None):  # first those that others name
            first = fields.get(id(meeting.first))
            fields[id(meeting)] = self._session(meeting, None if first is None else first["id"])
        return [_Placed(fields[id(meeting)], meeting) for meeting in meetings]

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
            self.remarks.say("two rooms", event.place, f'its own room is "{short(room)}"; where it stands counts')
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
            return self._sessions.take(f"{first}#2", first=2, pattern=f"{first}#{{1}}")
        fields = event.fields
        wish = next((fields[name] for name in ("code", "id", "guid") if fields.get(name)), "") or slug(title) or "event"
        id = self._sessions.take(wish[:150])
        if id != wish[:150]:
            self.remarks.say("same id", event.place, f'there is another event of this id; this one is "{id}"')
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
                self._unknown["event", name] += 1
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
                attributes[f"{FRAB}{name}"] = references_text(references)
        if meeting.also_in:
            attributes[ALSO_IN] = json.dumps(meeting.also_in, ensure_ascii=False)
        return attributes

    def _published(self, placed: list[_Placed], blocks: list[DayBlock]) -> list[dict[str, Any]]:
        block_of = {id(event): block.id for block in blocks for event in block.events}
        return [
            {
                "session": session.fields["id"],
                "room": self.places.room_ids[session.timed.located.room],
                "start": session.timed.start,
                "block": block_of[id(session.timed)],
            }
            for session in placed
            if session.timed.start is not None
        ]
