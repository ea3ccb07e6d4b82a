"""Matches the events of a schedule file with the sessions of a conference.

A session is found by the guid it is written with; else by its code or number; else by its title and its people
together. If several occurrences of a session share a guid, each event gets one of them. Rooms are found by their guids,
else by their names.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.frab.event_times import LONGEST, TimedEvent, Timing
from agenda_solver.formats.frab.identity import guids, identities, numbers, whole_of
from agenda_solver.formats.frab.programme import also_in
from agenda_solver.formats.frab.rooms_and_tracks import RoomsAndTracks
from agenda_solver.formats.frab.schedule import ALSO_IN, FRAB, SHOWN_ROLES, Event, Located, Schedule
from agenda_solver.formats.frab.text_parsing import short
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.known_parts import MOST_GUESSES
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Session
from agenda_solver.model.pydantic_messages import guess

__all__ = ["agenda_of"]


def agenda_of(schedule: Schedule, conference: Conference) -> Agenda:
    """Return the agenda of a conference that a schedule shows; sessions that it leaves out have no place in it.

    All mistakes are raised together, each with its place in the file.
    """
    matcher = _Matcher(schedule, conference)
    matcher.read()
    matcher.place()
    if matcher.mistakes:
        raise InvalidInput(matcher.mistakes)
    return Agenda(conference, matcher.placements)


class _Found(NamedTuple):
    """An event: the sessions that it can be, its room, and its time."""

    sessions: list[str]
    room: str
    timed: TimedEvent


class _Matcher:
    """Reads the events one by one, and collects placements and mistakes."""

    def __init__(self, schedule: Schedule, conference: Conference) -> None:
        self._schedule, self.conference = schedule, conference
        self.placements: dict[str, Placement] = {}
        self.mistakes: list[Mistake] = []
        # Times without an offset are on the conference's clock, whatever zone the file names.
        self._timing = Timing(schedule, conference.time_zone)
        self._found: list[_Found] = []
        self._by_guid: dict[str, list[str]] = {}
        for id, guid in guids(conference.id, "session", conference.sessions).items():
            self._by_guid.setdefault(guid.lower(), []).append(id)
        self._numbers = {id: str(n) for id, n in numbers(conference.id, "session", conference.sessions).items()}
        self._by_name = _by_name(conference, self._numbers)
        self._times = Counter(located.event.fields.get("id") for located in schedule.located())
        self._published = {placed.session: placed for placed in conference.published or ()}
        self._by_words: dict[tuple[str, frozenset[str]], list[str]] = {}
        for session in conference.sessions:
            people = [conference.person_by_id[id].name for id in session.people(SHOWN_ROLES)]
            self._by_words.setdefault(_words(session.title, people), []).append(session.id)
        self._room_guids = {guid.lower(): id for id, guid in guids(conference.id, "room", conference.rooms).items()}
        # Exact names first: "Hall" and "HALL" may be two.
        rooms = conference.rooms[::-1]
        self._rooms = {folded(room.name): room.id for room in rooms} | {room.name: room.id for room in rooms}
        # Some files give all rooms one guid; then only their names tell them apart.
        given = [room.fields.get("guid", "").lower() for room in schedule.rooms]
        pairs = zip(schedule.rooms, given, strict=True)
        self._guid_of_room = {room.name: guid for room, guid in pairs if given.count(guid) == 1}
        self._of_several = _of_several(schedule)

    def read(self) -> None:
        """Read the events one by one; those without a room are in the rooms that an import gives them."""
        places = RoomsAndTracks(self._schedule)
        timed = [self._timing.timed(located) for located in self._schedule.located()]
        for event in places.with_rooms(timed):
            before = len(self.mistakes)
            name = places.name_of(event.located.room)
            sessions = self._sessions(event, name)
            if not sessions and event.minutes > LONGEST:
                del self.mistakes[before:]  # an import leaves it out, so the file is still the agenda of its conference
                continue
            room = self._room(event.located, name)
            if sessions and room is not None:
                self._found.append(_Found(sessions, room, event))

    def place(self) -> None:
        """Assign a session to every event that was read."""
        first: dict[str, _Found] = {}
        for found, id in self._shared_out():
            session, event = self.conference.session_by_id[id], found.timed.located.event
            if id in first:
                if not self._shows(session, first[id], found):
                    place = first[id].timed.located.event.place
                    self._say(event, f'"{session.title}" already occurs at {place}')
                continue
            first[id] = found
            if found.timed.start is None:
                self._say(event, "has no date and time that can be read")
            else:
                self._put(session, found.room, found.timed)

    def _shared_out(self) -> list[tuple[_Found, str]]:
        """Return each event with its session: if there are several, the most likely one that no other event has."""
        given: list[tuple[_Found, str]] = []
        taken: dict[str, _Found] = {}
        for found in sorted(self._found, key=self._is_shown_only):
            ids = found.sessions
            twin = next((id for id in ids if id in taken and self._shows_at(taken[id], found)), None)
            free = [id for id in ids if id not in taken] or ids[:1]
            id = twin or min(free, key=lambda id: self._distance(id, found.timed))
            taken.setdefault(id, found)
            given.append((found, id))
        return given

    def _is_shown_only(self, found: _Found) -> bool:
        return any(self._room_name(found) in self._also_in(id) for id in found.sessions)

    def _shows(self, session: Session, main: _Found, other: _Found) -> bool:
        """Return whether an event is a session as another room shows it."""
        return self._shows_at(main, other) and self._room_name(other) in self._also_in(session.id)

    def _shows_at(self, main: _Found, other: _Found) -> bool:
        return main.timed.start is not None and main.timed.start == other.timed.start and main.room != other.room

    def _room_name(self, found: _Found) -> str:
        return self.conference.room_by_id[found.room].name

    def _also_in(self, id: str) -> list[str]:
        return also_in(self.conference.session_by_id[id].attributes.get(ALSO_IN, ""))

    def _distance(self, id: str, timed: TimedEvent) -> tuple[object, ...]:
        """Return how much a session differs from an event: in its number, its title, its published time, its length."""
        session, fields = self.conference.session_by_id[id], timed.located.event.fields
        published = self._published.get(id)
        is_there = published is not None and timed.start is not None and published.start == timed.start
        return (
            self._numbers[id] != fields.get("id") or self._times[fields["id"]] > 1,
            folded(session.title) != folded(fields.get("title", "")),
            not is_there,
            session.duration_minutes != timed.minutes,
        )

    def _say(self, event: Event, message: str) -> None:
        self.mistakes.append(Mistake(event.place, message))

    def _sessions(self, timed: TimedEvent, room: str) -> list[str]:
        """Return the sessions that an event in a room of this name can be; if there are none, that is a mistake."""
        event, fields = timed.located.event, timed.located.event.fields
        guid = self._unambiguous(fields, "guid").lower()
        if ids := self._by_guid.get(guid) or self._named(fields):
            return ids
        title = fields.get("title", "")
        found = self._by_words.get(_words(title, [person.name for person in event.persons]), [])
        if len(found) == 1 or len({whole_of(self.conference.session_by_id[id]) for id in found}) == 1:
            return found
        if len(there := [id for id in found if self._is_published_at(id, room, timed)]) == 1:
            return there
        if found:
            self._say(event, f'several sessions have the title "{short(title)}" and these people, and none its guid')
        else:
            words = "none has its guid, its id, or its title and people"
            self._say(event, f'no session of the conference is "{short(title, 80)}": {words}')
        return []

    def _named(self, fields: dict[str, str]) -> list[str]:
        """Return the sessions with this code or number, unless their guids show that they are others."""
        for name in ("code", "id"):
            ids = self._by_name.get(self._unambiguous(fields, name), [])
            of = [self.conference.session_by_id[id].attributes.get(f"{FRAB}guid") for id in ids]
            if ids and not (of[0] and self._unambiguous(fields, "guid")):
                return ids
        return []

    def _unambiguous(self, fields: dict[str, str], name: str) -> str:
        """Return the guid, code or number of an event; nothing if events with other titles have it, too."""
        text = fields.get(name, "")
        return "" if (name, text.lower() if name == "guid" else text) in self._of_several else text

    def _is_published_at(self, id: str, room: str, timed: TimedEvent) -> bool:
        """Return whether a session is published where and when an event takes place."""
        published = self._published.get(id)
        there = (timed.start, self._room_at(timed.located, room))
        return published is not None and (published.start, published.room) == there

    def _room_at(self, located: Located, name: str) -> str | None:
        guid = self._guid_of_room.get(located.room, "")
        return self._room_guids.get(guid) or self._rooms.get(name) or self._rooms.get(folded(name))

    def _room(self, located: Located, name: str) -> str | None:
        id = self._room_at(located, name)
        if id is None:
            names = [room.name for room in self.conference.rooms]
            hint = guess(located.room, names) if len(self.mistakes) < MOST_GUESSES else ""
            self._say(located.event, f'the conference has no room "{short(located.room, 80)}"{hint}')
        return id

    def _put(self, session: Session, room: str, timed: TimedEvent) -> None:
        conference, event = self.conference, timed.located.event
        assert timed.start is not None  # noqa: S101 - asked before
        start = conference.minute_of(timed.start)
        starting = self._positions(session, start)
        clock = conference.clock(start)
        if not starting:
            self._say(event, f"no slot of a block begins on {clock} with room for this session")
            return
        # Blocks may overlap: the one in which the session ends when the file says so is meant.
        fitting = [position for position in starting if position.end == start + timed.minutes]
        if not fitting:
            length = starting[0].end - start
            self._say(event, f"takes {timed.minutes} minutes, but in the conference {length} from {clock} on")
            return
        self.placements[session.id] = conference.placement(session.id, room, fitting[0].block, fitting[0].slot)

    def _positions(self, session: Session, start: int) -> list[Position]:
        """Return the positions of a session that begin at a minute, even if its type is not allowed there."""
        found = []
        for block in self.conference.blocks:
            boundaries = self.conference.boundaries[block.id]
            if start in boundaries[:-1]:
                found.append(self.conference.position(session, block, boundaries.index(start)))
        return [position for position in found if position is not None]


def _of_several(schedule: Schedule) -> set[tuple[str, str]]:
    """Return the guids, codes and numbers, each with its name, that a file gives to events with different titles."""
    first: dict[tuple[str, str], str] = {}
    found = set()
    for located in schedule.located():
        for name, text, title in identities(located.event.fields):
            if first.setdefault((name, text), title) != title:
                found.add((name, text))
    return found


def _by_name(conference: Conference, numbers: dict[str, str]) -> dict[str, list[str]]:
    """Return the sessions by the codes and numbers that they are written with, or else by their own ids."""
    found: dict[str, list[str]] = {}
    codes = {session.id: session.attributes.get(f"{FRAB}code", "") for session in conference.sessions}
    for names in (codes, numbers, {session.id: session.id for session in conference.sessions}):
        here: dict[str, list[str]] = {}
        for id, name in names.items():
            here.setdefault(name, []).append(id)
        found = {**here, **found}
    found.pop("", None)
    return found


def _words(title: str, people: list[str]) -> tuple[str, frozenset[str]]:
    return folded(title), frozenset(folded(name) for name in people)
