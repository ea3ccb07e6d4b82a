"""The facts in the parts of a conference: each field that differs from its default is a fact.

This needs no knowledge of the rules: whatever rule reads a field, resetting it to its default removes the fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from agenda_solver.diagnosis.finding import titles
from agenda_solver.explaining.infeasibility.fact import Change, Fact
from agenda_solver.explaining.infeasibility.fact_sentences import (
    ROLES,
    field_in_words,
    length_in_words,
    person_in_words,
    pin_in_words,
    rooms_in_words,
)
from agenda_solver.explaining.infeasibility.relaxation_step import changing, dropping
from agenda_solver.explaining.infeasibility.relaxed_conference import ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.model.ids import free_id
from agenda_solver.model.parts import Room, Session

__all__ = ["facts_of_parts"]

# Fields that only describe a part, define time and place of the conference, or are facts of another kind (each
# occurrence is a session that has to be in the programme). Features of rooms and tags of times are offers: without
# them, less is possible.
DESCRIPTION = {"id", "name", "title", "type", "sources", "synthetic", "notes", "attributes", "description", "colour"}
NO_FACTS = {
    "sessions": DESCRIPTION
    | {"optional", "priority", "likelihood", "occurrences", "occurrence_of"}
    | {"duration_minutes", "duration_slots", "pin", *ROLES},
    "people": DESCRIPTION,
    "rooms": DESCRIPTION | {"features"},
    "blocks": DESCRIPTION | {"day", "start", "end", "slot_minutes", "slot_count", "tags"},
    "tracks": DESCRIPTION,
}
MOST_SPARE_ROOMS = 12
FEATURES = ("required_features", "prohibited_features")


def facts_of_parts(draft: ConferenceDraft, conference: Conference) -> Iterator[Fact]:
    """Yield the facts about sessions, rooms, people, blocks, tracks, walks and votes.

    The draft determines which sessions are optional; the conference has the names and times.
    """
    for session in draft.parts["sessions"].values():
        yield from _about_session(conference, session)
    yield Fact("rooms", rooms_in_words(conference), "rooms", "", _with_spare_rooms)
    for kind, skipped in NO_FACTS.items():
        for part in getattr(conference, kind):
            yield from _about_fields(conference, kind, part, skipped)
    yield from _about_walks(conference)
    for votes in (votes for votes in conference.votes if votes.sessions):
        words = f"{votes.voter} wants to see {titles(conference, votes.sessions)}."
        yield Fact("field", words, "votes", votes.voter, dropping("votes", votes.voter), "sessions")


def _about_session(conference: Conference, session: Session) -> Iterator[Fact]:
    title, id = session.title, session.id
    if not session.optional:
        words = f'"{title}" has to be in the programme.'
        yield Fact("session", words, "sessions", id, changing("sessions", id, optional=True))
    if shortest := _shortest(conference, session):
        words = f'"{title}" takes {length_in_words(session)}.'
        yield Fact("length", words, "sessions", id, changing("sessions", id, **shortest), "duration")
    for person in session.people():
        words = person_in_words(conference, session, person)
        yield Fact("person", words, "sessions", id, _without_person(id, person), "people", person)
    if session.pin is not None:
        for aspect, words in pin_in_words(conference, session).items():
            yield Fact("field", words, "sessions", id, _without_pin(id, aspect), "pin", aspect)


def _shortest(conference: Conference, session: Session) -> dict[str, int]:
    """Return the field for the shortest possible length, one slot; empty if the session is no longer than that."""
    if session.duration_minutes is None:
        return {} if session.duration_slots == 1 else {"duration_slots": 1}
    marks = conference.boundaries.values()
    slot = min(end - start for ends in marks for start, end in pairwise(ends))
    return {} if session.duration_minutes <= slot else {"duration_minutes": slot}


def _about_fields(conference: Conference, kind: str, part: Any, skipped: set[str]) -> Iterator[Fact]:
    for name, info in type(part).model_fields.items():
        value, default = getattr(part, name), info.get_default(call_default_factory=True)
        if name not in skipped and value != default:
            words = field_in_words(conference, kind, part, name)
            yield Fact("field", words, kind, part.id, changing(kind, part.id, **{name: default}), name, value)


def _about_walks(conference: Conference) -> Iterator[Fact]:
    names = {building.id: building.name for building in conference.buildings}
    for walk in conference.walks:
        if walk.minutes:
            first, second = (names[id] for id in walk.between)
            words = f"The walk between {first} and {second} takes {walk.minutes} minutes."
            yield Fact(
                "field", words, "walks", "/".join(walk.between), changing("walks", walk.between, minutes=0), "minutes"
            )


# --- removing facts --------------------------------------------------------------------------------------------------


def _without_person(session: str, person: str) -> Change:
    def change(draft: ConferenceDraft) -> None:
        now = draft.part("sessions", session)
        left = {role: tuple(other for other in getattr(now, role) if other != person) for role in ROLES}
        draft.change("sessions", session, **left)

    return change


def _without_pin(session: str, aspect: str) -> Change:
    def change(draft: ConferenceDraft) -> None:
        pin = draft.part("sessions", session).pin
        if pin is not None:
            left = pin.model_copy(update={aspect: None})
            fixed = any(getattr(left, name) is not None for name in type(left).model_fields)
            draft.change("sessions", session, pin=left if fixed else None)

    return change


def _with_spare_rooms(draft: ConferenceDraft) -> None:
    """Add rooms with the features that sessions need: one for each mandatory session, up to a limit.

    If some people of a session need a feature that others cannot have, there is one room with it and one without. So
    there is a room whichever wish is given up.
    """
    # The order does not depend on the names of the sessions, so that interchangeable sessions get the same rooms.
    placed = [session for session in draft.parts["sessions"].values() if not session.optional]
    placed.sort(key=lambda session: [sorted(_features(draft, [session], kind)) for kind in FEATURES])
    for number in range(min(len(placed), MOST_SPARE_ROOMS)):
        sessions = placed[number::MOST_SPARE_ROOMS]
        wanted, unwanted = (_features(draft, sessions, kind) for kind in FEATURES)
        for features in dict.fromkeys((frozenset(wanted), frozenset(wanted - unwanted))):
            id = free_id("spare room", draft.parts["rooms"])
            draft.parts["rooms"][id] = Room(id=id, name=id, features=tuple(sorted(features)))


def _features(draft: ConferenceDraft, sessions: Iterable[Session], kind: str) -> set[str]:
    """Return all features in field ``kind`` of the sessions and their people."""
    parts = [part for s in sessions for part in (s, *(draft.part("people", person) for person in s.people()))]
    return {tag for part in parts for tag in getattr(part, kind)}
