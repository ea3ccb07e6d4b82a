"""Locks: sessions are pinned to their published room, day and start, each independently."""

from __future__ import annotations

from typing import Any

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import NameIndex
from agenda_solver.model.parts import Pin, Session
from agenda_solver.replanning.changes import Chosen, Lock, Unlock

__all__ = ["lock", "unlock"]


def lock(conference: Conference, change: Lock) -> Conference:
    """Pin the chosen sessions to their published places.

    InvalidInput is raised if nothing is published, or if a named session was not published or its place is gone.
    """
    agenda = conference.published_agenda
    if agenda is None:
        raise InvalidInput.single("nothing has been published, so there is no published place to lock")
    chosen = _chosen(conference, change)
    _refuse_unpublished(conference, change, chosen)
    pins: dict[str, dict[str, Any]] = {}
    for session in chosen:
        if session.id not in agenda:
            continue
        placed = agenda[session.id]
        values = {
            "room": placed.room,
            "day": conference.block_by_id[placed.block].day,
            "start": agenda.start(session.id),
        }
        if conference.place_of(placed) is not None:
            values["start"] = None  # an ordered place has no start time of its own: only its block can be locked
        old = {} if session.pin is None else {name: getattr(session.pin, name) for name in Pin.model_fields}
        if "start" in change.aspects or "day" in change.aspects:
            old.pop("block", None)  # an older pin of the block may contradict what is published
        pins[session.id] = old | {aspect: values[aspect] for aspect in change.aspects if values[aspect] is not None}
        if values["start"] is None and "start" in change.aspects:
            pins[session.id] |= {"start": None, "block": placed.block}
    return _with_pins(conference, pins)


def _refuse_unpublished(conference: Conference, change: Lock, chosen: list[Session]) -> None:
    """Raise InvalidInput if a session named by its id has no published place."""
    agenda = conference.published_agenda
    missing = [s for s in chosen if agenda is None or s.id not in agenda] if change.sessions else []
    places = {id: f"sessions[{number}]" for number, id in enumerate(change.sessions)}
    if missing:
        raise InvalidInput(
            Mistake(places[s.id], f'"{s.title}" was not published, or its place is gone: it cannot be locked')
            for s in missing
        )


def unlock(conference: Conference, change: Unlock) -> Conference:
    """Remove the pins of the chosen sessions."""
    freed = {"room": {"room"}, "day": {"day", "block"}, "start": {"start"}}
    away = set().union(*(freed[aspect] for aspect in change.aspects))
    pins: dict[str, dict[str, Any]] = {}
    for session in _chosen(conference, change):
        if session.pin is not None:
            pins[session.id] = {name: getattr(session.pin, name) for name in Pin.model_fields if name not in away}
    return _with_pins(conference, pins)


def _with_pins(conference: Conference, pins: dict[str, dict[str, Any]]) -> Conference:
    """Return the conference with these pins; a session with empty values has no pin."""
    sessions = []
    for session in conference.sessions:
        if session.id in pins:
            values = {name: value for name, value in pins[session.id].items() if value is not None}
            session = session.model_copy(update={"pin": Pin(**values) if values else None})  # noqa: PLW2901
        sessions.append(session)
    return conference.replace(sessions=tuple(sessions))


def _chosen(conference: Conference, change: Chosen) -> list[Session]:
    """Return the sessions that a change refers to, in the order of the conference; unknown names raise InvalidInput."""
    for number, id in enumerate(change.sessions):
        conference.find("sessions", id, f"sessions[{number}]")
    for name, kind, part in (("day", "days", change.day), ("track", "tracks", change.track)):
        if part is not None:
            conference.find(kind, part, name)
    if change.type is not None:
        types = NameIndex("type of sessions", ((session.type, None) for session in conference.sessions), listed=True)
        try:
            change = change.model_copy(update={"type": types.id_of(change.type)})
        except ValueError as error:
            raise InvalidInput.single(str(error), "type") from error
    return [session for session in conference.sessions if _is_meant(conference, change, session)]


def _is_meant(conference: Conference, change: Chosen, session: Session) -> bool:
    if change.day is not None:
        published = conference.published_agenda
        placed = None if published is None else published.get(session.id)
        return placed is not None and conference.block_by_id[placed.block].day == change.day
    return (
        change.all
        or session.id in change.sessions
        or (change.track is not None and session.track == change.track)
        or (change.type is not None and session.type == change.type)
        or (change.plenary and session.plenary)
    )
