"""Phrases for the messages of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Room, Session

__all__ = ["counted", "listed", "seats_for", "titles_of"]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 minute", "2 minutes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def seats_for(session: Session, room: Room) -> str:
    """Return a sentence with the expected audience of a session and the seats of its room."""
    people = "1 person is" if session.expected_audience == 1 else f"{session.expected_audience} people are"
    return f'{people} expected at "{session.title}", but {room.name} seats {room.capacity}.'


def titles_of(agenda: Agenda, ids: Iterable[str]) -> list[str]:
    """Return the titles of placed sessions in quotation marks; equal titles get their room and start."""
    conference, ids = agenda.conference, list(ids)
    titles = [conference.session_by_id[id].title for id in ids]
    times = Counter(map(_folded, titles))
    return [
        f'"{title}"' if times[_folded(title)] == 1 else f'"{title}" ({_where(agenda, id)})'
        for id, title in zip(ids, titles, strict=True)
    ]


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _where(agenda: Agenda, id: str) -> str:
    place = agenda[id]
    return f"{agenda.conference.room_by_id[place.room].name}, {agenda.conference.clock(place.start)}"
