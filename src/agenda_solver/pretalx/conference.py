"""An event of pretalx as a conference, with remarks on what was odd or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.lenient_values import Remarks
from agenda_solver.model.attributes import Attributes
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_OCCURRENCES
from agenda_solver.model.parts import Block, Day, Person, Room, Session, Track, Window
from agenda_solver.pretalx.breaks import breaks_of_event
from agenda_solver.pretalx.day_hours import DayHours, Hours, grid_minutes, hours_of_days, open_stretches
from agenda_solver.pretalx.event import Event, PretalxRoom, Slot, Speaker, Submission
from agenda_solver.pretalx.marks import (
    BREAKS,
    EVENT,
    LEFT_OUT,
    ROOM,
    SERVER,
    START,
    breaks_of,
    copies,
    slots_by_submission,
    state_text,
)
from agenda_solver.pretalx.published_schedule import published_placements

__all__ = ["conference_of_event"]

LONGEST_NAME = 200
LONGEST_TEXT = 2_000
MINUTE = timedelta(minutes=1)


def conference_of_event(event: Event, server: str, *, usual: Hours | None = None, step: int | None = None) -> Imported:
    """Return an event as a conference; the unreleased schedule becomes its published agenda.

    Parameters
    ----------
    event
        The event, as read from the server.
    server
        The address of the server, kept for a later push.
    usual
        The hours of rooms that are always open.
    step
        Minutes from one possible start to the next; by default the coarsest step that fits all known times and lengths.

    Raises
    ------
    InvalidInput
        If there is nothing to schedule, or the hours are not a multiple of the step.
    """
    return _Maker(event, server, usual or Hours(), step).imported()


@dataclass
class _Maker:
    event: Event
    server: str
    usual: Hours
    step: int | None
    remarks: Remarks = field(default_factory=Remarks)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.event.time_zone)
        self.slots = slots_by_submission(self.event.slots)
        self.submissions = [found for found in self.event.submissions if self._is_taken(found)]
        lengths = {found.code: found.minutes or 0 for found in self.submissions}
        days = hours_of_days(self.event, self.usual, ())
        longest = max((hours.end - hours.start for hours in days), default=None)
        placed = [
            (slot.start, slot.start + length * MINUTE)
            for code, length in lengths.items()
            if longest is None or length * MINUTE <= longest  # an exhibition of days and nights extends no day
            for slot in self.slots.get(code, ())
            if slot.start is not None
        ]
        self.hours = hours_of_days(self.event, self.usual, placed)
        self.minutes = self.step or grid_minutes(self.event, self.hours, lengths.values())

    def imported(self) -> Imported:
        event = self.event
        self._refuse_emptiness()
        blocks = tuple(self._block(hours) for hours in self.hours)
        self._leave_out_what_is_too_long(blocks)
        sessions = tuple(session for found in self.submissions for session in self._sessions(found))
        breaks = breaks_of_event(event, self.hours, self.remarks)
        days = {b.day: b.start.date() for b in breaks} | {str(hours.day): hours.day for hours in self.hours}
        conference = Conference(
            id=event.slug,
            name=self._fit(event.name, LONGEST_TEXT, "the event's name"),
            time_zone=event.time_zone,
            attributes=Attributes(self._attributes()),
            days=tuple(Day(id=id, date=days[id]) for id in sorted(days)),
            blocks=blocks,
            breaks=breaks,
            rooms=tuple(self._room(room) for room in event.rooms),
            people=tuple(self._people(sessions)),
            tracks=tuple(self._tracks(sessions)),
            sessions=sessions,
        )
        published = published_placements(conference, event, self.submissions, self.minutes, self.remarks)
        return Imported(conference.replace(published=published), tuple(self.remarks.all), "pretalx")

    def _attributes(self) -> dict[str, str]:
        found = {SERVER: self.server, EVENT: self.event.slug, BREAKS: breaks_of(self.event.slots)}
        return {**found, LEFT_OUT: " ".join(self.left_out)} if self.left_out else found

    def _refuse_emptiness(self) -> None:
        if not self.submissions:
            raise InvalidInput.single("the event has no accepted submissions that this token can see")
        if not self.event.rooms:
            raise InvalidInput.single("the event has no rooms that this token can see")
        if not self.hours:
            raise InvalidInput.single("no room is open on any day of the event")

    def _fit(self, text: str, most: int, place: str, empty: str = "(no name)") -> str:
        if not text:
            self.remarks.say("no name", place, f'has no name; it is called "{empty}"')
            return empty
        if len(text) > most:
            self.remarks.say("text cut", place, f"is longer than {most:,} characters and was cut")
        return text[:most]

    # --- submissions -----------------------------------------------------------------------------------------------

    def _is_taken(self, found: Submission) -> bool:
        place = f'submission {found.code} "{found.title[:80]}"'
        if not found.is_in:
            if self.slots.get(found.code):
                message = "is in the schedule but is about to leave the programme; it was left out"
                self.remarks.say("leaving the programme", place, message)
            return False
        if not found.minutes:
            self.remarks.say("no length", place, "has no length; it was left out")
            self.left_out.append(found.code)
            return False
        return True

    def _leave_out_what_is_too_long(self, blocks: tuple[Block, ...]) -> None:
        longest = max(block.minutes for block in blocks)
        for found in [found for found in self.submissions if (found.minutes or 0) > longest]:
            message = f"is {found.minutes} minutes long, longer than every day; it was left out"
            self.remarks.say("too long", f'submission {found.code} "{found.title[:80]}"', message)
            self.submissions.remove(found)
            self.left_out.append(found.code)

    def _sessions(self, found: Submission) -> Iterator[Session]:
        slots = self.slots.get(found.code, ())
        place = f"submission {found.code}"
        title = self._fit(found.title, LONGEST_TEXT - 20, place, "(no title)")
        if slots and len(slots) != found.times:
            times = "once" if found.times == 1 else f"{found.times} times"
            number_of_slots = "1 slot" if len(slots) == 1 else f"{len(slots)} slots"
            message = f"should take place {times}, but the schedule has {number_of_slots} for it"
            self.remarks.say("number of slots", place, f"{message}; the schedule is used")
        elif not slots:
            self.remarks.say("no slot", place, "has no slot in the schedule; it can be planned, but not pushed")
        number = len(slots) or found.times
        kind = self._name(self.event.types, found.type, f"{place}, type {found.type}") or "session"
        tags = [self._name(self.event.tags, tag, f"{place}, tag {tag}") for tag in found.tags]
        for copy, id in enumerate(copies(found.code, number)):
            slot = slots[copy] if slots else Slot(0, found.code, None, None, None)
            yield Session(
                id=id,
                occurrences=number if copy == 0 and number <= MAX_OCCURRENCES else 1,
                occurrence_of=found.code if copy > 0 and number <= MAX_OCCURRENCES else None,
                title=title if number == 1 else f"{title} ({copy + 1}/{number})",
                type=kind,
                track=str(found.track) if found.track in self.event.tracks else None,
                speakers=found.speakers,
                duration_minutes=found.minutes,
                tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
                language=found.language[:LONGEST_NAME] or None,
                description=found.abstract or None,
                attributes=Attributes(
                    {
                        "pretalx.state": found.state,
                        ROOM: "" if slot.room is None else str(slot.room),
                        START: state_text(slot.start),
                    }
                ),
            )

    def _name(self, names: dict[int, str], number: int, place: str) -> str:
        if number not in names:
            self.remarks.say("unknown number", place, "is not in the event's list; it was left out")
            return ""
        return self._fit(names[number], LONGEST_NAME, place)

    def _people(self, sessions: tuple[Session, ...]) -> Iterator[Person]:
        for code in dict.fromkeys(code for session in sessions for code in session.speakers):
            speaker = self.event.speakers.get(code)
            if speaker is None:
                message = "speaks, but is not in the list of speakers; it is not known when they are available"
                self.remarks.say("unknown speaker", f"speaker {code}", message)
                speaker = Speaker(code, code)
            yield Person(
                id=code,
                name=self._fit(speaker.name, LONGEST_TEXT, f"speaker {code}"),
                available=tuple(
                    Window(start=w.start.astimezone(self.zone), end=w.end.astimezone(self.zone))
                    for w in speaker.availabilities
                ),
            )

    def _tracks(self, sessions: tuple[Session, ...]) -> Iterator[Track]:
        used = {session.track for session in sessions}
        for number, (name, colour) in self.event.tracks.items():
            if str(number) in used:
                usable = re.fullmatch(r"#[0-9a-fA-F]{6}", colour)
                yield Track(
                    id=str(number),
                    name=self._fit(name, LONGEST_TEXT, f"track {number}"),
                    colour=colour if usable else None,
                )

    # --- time and rooms --------------------------------------------------------------------------------------------

    def _block(self, hours: DayHours) -> Block:
        if hours.widened:
            message = "talks are outside the hours of the rooms; the day was made longer"
            self.remarks.say("longer day", str(hours.day), message)
        start, end = hours.start, hours.end
        if (end - start) // MINUTE % self.minutes:
            message = f"the {(end - start) // MINUTE} minutes of {hours.day} cannot be cut into steps of {self.minutes}"
            raise InvalidInput.single(message)
        return Block(
            id=str(hours.day),
            day=str(hours.day),
            start=start.astimezone(self.zone),
            end=end.astimezone(self.zone),
            slot_minutes=self.minutes,
        )

    def _room(self, room: PretalxRoom) -> Room:
        # Submissions that were left out stay in pretalx, so their places are taken like those of breaks.
        taken = [slot for slot in self.event.slots if not slot.submission or slot.submission in self.left_out]
        windows = [(hours, list(open_stretches(taken, room, hours.start, hours.end))) for hours in self.hours]
        available: tuple[Window, ...] = ()
        if any(found != [(hours.start, hours.end)] for hours, found in windows if found):
            local = [(a.astimezone(self.zone), b.astimezone(self.zone)) for _, found in windows for a, b in found]
            available = tuple(Window(start=start, end=end) for start, end in local)
        return Room(
            id=str(room.number),
            name=self._fit(room.name, LONGEST_TEXT, f"room {room.number}"),
            capacity=room.capacity,
            available=available,
            closed_blocks=tuple(str(hours.day) for hours, found in windows if not found),
        )
