"""What an agenda may lose: a room on a day, a person, a person on a day, or a session that is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Window
from agenda_solver.model.time_intervals import without
from agenda_solver.replanning.changes import Cancel, Change, LoseRoom, PersonAvailable, PersonGone
from agenda_solver.report.words import long_date

__all__ = ["Loss", "losses_of"]


@dataclass(frozen=True)
class Loss:
    """Something that an agenda relies on and that may be lost.

    Attributes
    ----------
    kind
        The kind of loss: ``"room"``, ``"person"`` or ``"session"``.
    id, name
        The room, the person, or the session with its title.
    day
        The id of the day of the loss; None for a person who does not come at all, and for a session.
    words
        What happens, in a few words: ``Hall 1 is lost on Tuesday, 3 June 2025``.
    change
        The same as a change of the conference.
    """

    kind: Literal["room", "person", "session"]
    id: str
    name: str
    day: str | None
    words: str
    change: Change

    def as_dict(self) -> dict[str, Any]:
        """Return the loss as plain data for JSON."""
        return {"kind": self.kind, "id": self.id, "name": self.name, "day": self.day, "if": self.words}


def losses_of(
    agenda: Agenda,
    rooms: Sequence[str] | None,
    people: Sequence[str] | None,
    sessions: Sequence[str] | None,
) -> tuple[Loss, ...]:
    """Return the possible losses: a room on a day of use, a person as a whole or on a day, or a refused session.

    ``rooms``, ``people`` and ``sessions`` are ids or names. None stands for all rooms in use, all key people, and all
    sessions that are not confirmed. If a session takes place several times, all its occurrences are refused at once.
    InvalidInput lists unknown names and parts that the agenda does not need.
    """
    conference = agenda.conference
    used = _days_of_rooms(agenda)
    needed = _days_of_people(agenda)
    chosen_rooms = _chosen(conference, "rooms", rooms, used, "no session uses it in this agenda")
    if rooms is None:
        chosen_rooms = [room.id for room in conference.rooms if room.id in used]
    chosen_people = _chosen(conference, "people", people, needed, "has no session in this agenda")
    if people is None:
        chosen_people = _key_people(agenda)
    return (
        *(loss for room in chosen_rooms for loss in _of_room(conference, room, used[room])),
        *(loss for person in chosen_people for loss in _of_person(conference, person, needed[person])),
        *(_of_session(conference, session) for session in _chosen_sessions(agenda, sessions)),
    )


def _chosen_sessions(agenda: Agenda, named: Sequence[str] | None) -> list[str]:
    """Return the sessions that may be refused; of several occurrences, the first stands for all."""
    conference = agenda.conference
    placed = {session: set[str]() for session in agenda}
    chosen = _chosen(conference, "sessions", named, placed, "it has no place in this agenda")
    if named is None:
        chosen = [id for id in agenda if not conference.session_by_id[id].is_confirmed]
    return list(dict.fromkeys(conference.session_by_id[id].occurrence_of or id for id in chosen))


def _of_session(conference: Conference, session: str) -> Loss:
    title = conference.session_by_id[session].title
    return Loss("session", session, title, None, f'"{title}" is refused', Cancel(session=session))


def _days_of_rooms(agenda: Agenda) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in agenda.values():
        found.setdefault(place.room, set()).add(_day(agenda.conference, place.block))
    return found


def _days_of_people(agenda: Agenda) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for id, place in agenda.items():
        for person in agenda.conference.session_by_id[id].people():
            found.setdefault(person, set()).add(_day(agenda.conference, place.block))
    return found


def _day(conference: Conference, block: str) -> str:
    return conference.block_by_id[block].day


def _key_people(agenda: Agenda) -> list[str]:
    """Return the people who are required in a session of the agenda, or take part in two or more."""
    sessions = [agenda.conference.session_by_id[id] for id in agenda]
    required = {person for session in sessions for person in session.required_people}
    often = Counter(person for session in sessions for person in session.people())
    return [p.id for p in agenda.conference.people if p.id in required or often[p.id] > 1]


def _chosen(
    conference: Conference, kind: str, named: Sequence[str] | None, needed: dict[str, set[str]], why_not: str
) -> list[str]:
    """Return the ids of the named parts, each once; all invalid names are reported together."""
    ids: list[str] = []
    mistakes: list[Mistake] = []
    for number, text in enumerate(named or ()):
        place = f"{kind}[{number}]"
        try:
            id = conference.find(kind, text, place)
        except InvalidInput as error:
            mistakes += error.mistakes
            continue
        ids.append(id)
        if id not in needed:
            mistakes.append(Mistake(place, f'"{text}": {why_not}'))
    if mistakes:
        raise InvalidInput(mistakes)
    return list(dict.fromkeys(ids))


def _of_room(conference: Conference, room: str, days: set[str]) -> Iterator[Loss]:
    name = conference.room_by_id[room].name
    for day in conference.days:
        if day.id in days:
            words = f"{name} is lost on {long_date(day.date)}"
            yield Loss("room", room, name, day.id, words, LoseRoom(room=room, day=day.id))


def _of_person(conference: Conference, person: str, days: set[str]) -> Iterator[Loss]:
    name = conference.person_by_id[person].name
    yield Loss("person", person, name, None, f"{name} does not come", PersonGone(person=person))
    for day in conference.days:
        windows = _windows_elsewhere(conference, person, day.id) if day.id in days else ()
        # A person who is available on no other day does not come at all, which is a separate loss.
        if windows:
            words = f"{name} is away on {long_date(day.date)}"
            yield Loss("person", person, name, day.id, words, PersonAvailable(person=person, windows=windows))


def _windows_elsewhere(conference: Conference, person: str, day: str) -> tuple[Window, ...]:
    """Return when a person is available outside the blocks of a day; empty if that includes no block of another day."""
    blocks = [(b.start.astimezone(UTC), b.end.astimezone(UTC)) for b in conference.blocks]
    away = [(b.start.astimezone(UTC), b.end.astimezone(UTC)) for b in conference.blocks_by_day[day]]
    own = [(w.start.astimezone(UTC), w.end.astimezone(UTC)) for w in conference.person_by_id[person].available]
    always = [(min(start for start, _ in blocks), max(end for _, end in blocks))]
    left = [piece for span in own or always for piece in without(span, away)]
    others = [span for span in blocks if span not in away]
    useful = any(start < end and begin < close for begin, end in left for start, close in others)
    return tuple(Window(start=start, end=end) for start, end in left) if useful else ()
