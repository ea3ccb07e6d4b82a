"""Which calendars an agenda has: one for everything, and one for each room, track and person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agenda_solver.formats.calendars.entries import location_of, one_line, uid_of
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session

__all__ = ["FOLDERS", "Calendar", "all_calendars", "whole_calendar"]

FOLDERS = {"room": "rooms", "track": "tracks", "person": "people"}


@dataclass(frozen=True)
class Calendar:
    """A calendar and the sessions in it."""

    uid: str  # the same in every version of the agenda
    kind: str  # "agenda", "room", "track" or "person"
    owner: str  # the name of the conference, or of the room, the track or the person
    name: str  # what calendar programs show
    sessions: tuple[str, ...]  # ids, by time
    # Whether an earlier version of this calendar had a session (None if it was deleted since) at a location.
    had: Callable[[Session | None, str], bool]
    colour: str | None = None  # in hexadecimal form, as the conference has it


def whole_calendar(agenda: Agenda) -> Calendar:
    """Return the calendar that has every session with a place."""
    name = one_line(agenda.conference.name)
    sessions = tuple(agenda.chronological())
    return Calendar(uid_of(agenda.conference, "agenda"), "agenda", name, name, sessions, lambda _session, _place: True)


def all_calendars(agenda: Agenda) -> list[Calendar]:
    """Return the whole calendar, then those of all rooms, tracks and people, also of those without a session."""
    return [whole_calendar(agenda), *_of_rooms(agenda), *_of_tracks(agenda), *_of_people(agenda)]


def _of_rooms(agenda: Agenda) -> Iterator[Calendar]:
    conference, order = agenda.conference, agenda.chronological()
    for room in conference.rooms:
        sessions = tuple(id for id in order if agenda[id].room == room.id)

        def had(_session: Session | None, location: str, here: str = location_of(conference, room.id)) -> bool:
            return location == here

        yield _part(conference, "room", room.id, room.name, sessions, had)


def _of_tracks(agenda: Agenda) -> Iterator[Calendar]:
    conference, order = agenda.conference, agenda.chronological()
    for track in conference.tracks:
        sessions = tuple(id for id in order if conference.session_by_id[id].track == track.id)

        def had(session: Session | None, _place: str, id: str = track.id) -> bool:
            return session is not None and session.track == id

        yield _part(conference, "track", track.id, track.name, sessions, had, track.colour)


def _of_people(agenda: Agenda) -> Iterator[Calendar]:
    conference, order = agenda.conference, agenda.chronological()
    sessions_of: dict[str, list[str]] = {}
    for id in order:
        for somebody in conference.session_by_id[id].people():
            sessions_of.setdefault(somebody, []).append(id)
    for person in conference.people:

        def had(session: Session | None, _place: str, id: str = person.id) -> bool:
            return session is not None and id in session.people()

        yield _part(conference, "person", person.id, person.name, tuple(sessions_of.get(person.id, ())), had)


def _part(
    conference: Conference,
    kind: str,
    id: str,
    owner: str,
    sessions: tuple[str, ...],
    had: Callable[[Session | None, str], bool],
    colour: str | None = None,
) -> Calendar:
    name = f"{one_line(conference.name)}: {one_line(owner)}"
    return Calendar(uid_of(conference, kind, id), kind, owner, name, sessions, had, colour)
