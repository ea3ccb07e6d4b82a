"""Events of a schedule file found again among the sessions of a conference.

A session is found by the guid it is written with; else by its code or number; else by its title and its people
together. Rooms are found by their guids, else by their names.
"""

from __future__ import annotations

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.frab.identity import guids, numbers
from agenda_solver.formats.frab.schedule import FRAB, SHOWN_ROLES, Event, Located, Schedule
from agenda_solver.formats.frab.texts import short
from agenda_solver.formats.frab.timing import TimedEvent, Timing
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.known import MOST_GUESSES
from agenda_solver.model.parts import Session
from agenda_solver.model.words import guess

__all__ = ["agenda_of"]


def agenda_of(schedule: Schedule, conference: Conference) -> Agenda:
    """Return the agenda of a conference that a schedule shows; sessions that it leaves out have no place in it.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its place in the file.
    """
    matcher = _Matcher(schedule, conference)
    for located in schedule.located():
        matcher.read(located)
    if matcher.mistakes:
        raise InvalidInput(matcher.mistakes)
    return Agenda(conference, matcher.placements)


class _Matcher:
    """Reads the events one by one, and collects placements and mistakes."""

    def __init__(self, schedule: Schedule, conference: Conference) -> None:
        self.conference = conference
        self.placements: dict[str, Placement] = {}
        self.mistakes: list[Mistake] = []
        # Times without an offset are on the conference's clock, whatever zone the file names.
        self._timing = Timing(schedule, conference.time_zone)
        self._first: dict[str, str] = {}
        self._by_guid = {guid.lower(): id for id, guid in guids(conference.id, "session", conference.sessions).items()}
        self._by_name = _by_name(conference)
        self._by_words: dict[tuple[str, frozenset[str]], list[str]] = {}
        for session in conference.sessions:
            people = [conference.person_by_id[id].name for id in session.people(SHOWN_ROLES)]
            self._by_words.setdefault(_words(session.title, people), []).append(session.id)
        self._room_guids = {guid.lower(): id for id, guid in guids(conference.id, "room", conference.rooms).items()}
        self._rooms = {_folded(room.name): room.id for room in reversed(conference.rooms)}
        # Some files give all rooms one guid; then only their names tell them apart.
        given = [room.fields.get("guid", "").lower() for room in schedule.rooms]
        pairs = zip(schedule.rooms, given, strict=True)
        self._guid_of_room = {room.name: guid for room, guid in pairs if given.count(guid) == 1}

    def read(self, located: Located) -> None:
        """Read one event."""
        event = located.event
        session = self._session(event)
        room = self._room(located)
        timed = self._timing.timed(located)
        if session is None or room is None:
            return
        if session.id in self._first:
            self._say(event, f'"{session.title}" already stands at {self._first[session.id]}')
            return
        self._first[session.id] = event.place
        if timed.start is None:
            self._say(event, "has no date and time that can be read")
        else:
            self._put(session, room, timed)

    def _say(self, event: Event, message: str) -> None:
        self.mistakes.append(Mistake(event.place, message))

    def _session(self, event: Event) -> Session | None:
        fields = event.fields
        id = self._by_guid.get(fields.get("guid", "").lower()) or self._named(fields)
        if id is not None:
            return self.conference.session_by_id[id]
        title = fields.get("title", "")
        found = self._by_words.get(_words(title, [person.name for person in event.persons]), [])
        if len(found) == 1:
            return self.conference.session_by_id[found[0]]
        if found:
            self._say(event, f'several sessions have the title "{short(title)}" and these people, and none its guid')
        else:
            words = "none has its guid, its id, or its title and people"
            self._say(event, f'no session of the conference is "{short(title, 80)}": {words}')
        return None

    def _named(self, fields: dict[str, str]) -> str | None:
        """Return the session of a code or number, unless it is known to be another one by its guid."""
        for name in ("code", "id"):
            id = self._by_name.get(fields.get(name, ""))
            if id is not None:
                guid = self.conference.session_by_id[id].attributes.get(f"{FRAB}guid")
                if not (guid and fields.get("guid")):
                    return id
        return None

    def _room(self, located: Located) -> str | None:
        guid = self._guid_of_room.get(located.room, "")
        id = self._room_guids.get(guid) or self._rooms.get(_folded(located.room))
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
        """Return the positions of a session that begin at a minute, also where its type is not allowed."""
        found = []
        for block in self.conference.blocks:
            boundaries = self.conference.boundaries[block.id]
            if start in boundaries[:-1]:
                found.append(self.conference.position(session, block, boundaries.index(start)))
        return [position for position in found if position is not None]


def _by_name(conference: Conference) -> dict[str, str]:
    """Return the sessions by their own ids, and before those by the codes and numbers that they are written with."""
    found = {session.id: session.id for session in conference.sessions}
    found |= {str(number): id for id, number in numbers(conference.id, "session", conference.sessions).items()}
    for session in conference.sessions:
        if code := session.attributes.get(f"{FRAB}code"):
            found[code] = session.id
    found.pop("", None)
    return found


def _words(title: str, people: list[str]) -> tuple[str, frozenset[str]]:
    return _folded(title), frozenset(_folded(name) for name in people)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
