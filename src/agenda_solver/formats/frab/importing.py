"""Turns a schedule file into a conference whose published agenda is the schedule of the file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab.blocks import DayBlock, blocks_of
from agenda_solver.formats.frab.event_merging import Meeting, meetings_of
from agenda_solver.formats.frab.event_times import LONGEST, TimedEvent, Timing
from agenda_solver.formats.frab.people import People, clipped
from agenda_solver.formats.frab.rooms_and_tracks import RoomsAndTracks
from agenda_solver.formats.frab.schedule import DAY_CHANGES_AT, FRAB, NO_DAY, Schedule
from agenda_solver.formats.frab.sessions import Sessions
from agenda_solver.formats.frab.text_parsing import short, slug
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.timetable import odd_block_name, odd_words
from agenda_solver.model.conference import Conference

__all__ = ["conference_of"]

# Fields of all parts but events that are written out again.
KNOWN_OF = {
    "conference": {
        *("title", "acronym", "conference_id", "start", "end", "days", "daysCount", "day_change"),
        *("timeslot_duration", "time_zone_name", "url", "logo"),
    },
    "track": {"color"},
    "room": {"guid", "capacity", "description"},
    "person": {"id", "guid", "code", "biography", "avatar"},
}


def conference_of(schedule: Schedule, zone: str | None, name: str) -> Imported:
    """Return the conference of a schedule; the time zone of the file is used unless ``zone`` names another one.

    ``name`` is that of the format, for people. InvalidInput is raised if no event has a time.
    """
    return _Importer(schedule, zone).imported(name)


class _Importer:
    """Makes the parts of the conference one after the other."""

    def __init__(self, schedule: Schedule, zone: str | None) -> None:
        self.schedule, self.remarks = schedule, schedule.remarks
        self.timing = Timing(schedule, zone)
        self.people = People(self.remarks)
        self.places = RoomsAndTracks(schedule)
        self.sessions = Sessions(self.people, self.places, self.remarks)
        self._unknown: Counter[tuple[str, str]] = Counter()

    def imported(self, name: str) -> Imported:
        found = [event for located in self.schedule.located() if (event := self._usable(self.timing.timed(located)))]
        timed = self.places.with_rooms(found)
        rooms = [room.name for room in self.schedule.rooms]
        meetings = meetings_of(timed, rooms, self.remarks)
        blocks = blocks_of([meeting.timed for meeting in meetings], self.timing.zone)
        if not blocks:
            raise InvalidInput.single(self._no_event())
        self._remark_on_odd(blocks)
        longest = max((block.end - block.start).total_seconds() // 60 for block in blocks)
        placed = self.sessions.of([meeting for meeting in meetings if self._has_space(meeting.timed, longest)])
        self._remark_on_unknown()
        conference = Conference.model_validate(
            {
                **self._head(meetings),
                "days": self._days(blocks),
                "blocks": [self._block(block) for block in blocks],
                "rooms": self.places.rooms(blocks, meetings),
                "people": self.people.parts,
                "tracks": self.places.tracks,
                "sessions": [fields for fields, _ in placed],
                "published": self._published(placed, blocks),
            }
        )
        return Imported(conference, tuple(self.remarks.all), name)

    def _no_event(self) -> str:
        """Return why no days can be made."""
        kinds = Counter(remark.kind for remark in self.remarks.all)
        why = [
            f"{kinds[kind]:,} {'has' if kinds[kind] == 1 else 'have'} {words}"
            for kind, words in (("no time", "none that can be read"), ("too long", "a length of more than a day"))
            if kinds[kind]
        ]
        if not why:
            return "holds no event with a time, because it holds no events at all"
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

    def _remark_on_unknown(self) -> None:
        """Remark on what is kept but will not be written again, once for each field."""
        persons = (person.fields for located in self.schedule.located() for person in located.event.persons)
        self._unknown.update({("event", name): times for name, times in self.sessions.unknown.items()})
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
            message = f'"{short(name)}" ({often}) is kept as an attribute, but not exported again'
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
        """Return the hour at which a day of the programme ends as an attribute, unless the usual one will do."""
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

    def _remark_on_odd(self, blocks: list[DayBlock]) -> None:
        for block in blocks:
            for event in block.events if block.odd is not None else ():
                found = event.located.event
                words = odd_words(found.fields.get("title", ""), event.start or block.start, self.timing.zone)
                self.remarks.say("odd minutes", found.place, words)

    def _published(
        self, placed: list[tuple[dict[str, Any], TimedEvent]], blocks: list[DayBlock]
    ) -> list[dict[str, Any]]:
        block_of = {id(event): block.id for block in blocks for event in block.events}
        return [
            {
                "session": fields["id"],
                "room": self.places.room_ids[timed.located.room],
                "start": timed.start,
                "block": block_of[id(timed)],
            }
            for fields, timed in placed
            if timed.start is not None
        ]
