"""Where a session could stand, as somebody says it in Python: by ids or names, and by slots or times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import index
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Placement
from agenda_solver.model.moment_parsing import on_the_clock

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["aware", "placement", "placement_at", "placements"]


def aware(instant: Any, zone: ZoneInfo) -> datetime:
    """Return an instant as it is, or what the clock of a zone shows where it has no offset.

    Raises
    ------
    InvalidInput
        When no clock there ever shows it.
    TypeError
        When it is no datetime.
    """
    if not isinstance(instant, datetime) or type(instant).__name__ == "NaTType":  # pandas has a time that is none
        raise TypeError(f"the time must be a datetime, not {instant!r:.200}")
    try:
        return instant if instant.tzinfo is not None else on_the_clock(instant, zone)
    except ValueError as error:
        raise InvalidInput.single(str(error)) from error


def placement(conference: Conference, session: str, room: str, block: str, slot: int) -> Placement:
    """Return a place by its slot; see :meth:`Conference.placement <agenda_solver.Conference.placement>`."""
    session = _id_of(conference, "sessions", session, "session_id")
    room, block = _id_of(conference, "rooms", room, "room"), _id_of(conference, "blocks", block, "block")
    if not hasattr(slot, "__index__") or isinstance(slot, bool):
        raise TypeError(f"slot must be a whole number, not {slot!r:.200}")
    position = conference.position(conference.session_by_id[session], conference.block_by_id[block], index(slot))
    if position is None:
        raise InvalidInput.single(f'session "{session}" does not fit into block "{block}" from slot {slot} on')
    return Placement(room, block, position.slot, position.start, position.end)


def placement_at(
    conference: Conference, session: str, room: str, start: datetime, block: str | None, place: int | None
) -> Placement:
    """Return a place by its time; see :meth:`Conference.placement_at <agenda_solver.Conference.placement_at>`."""
    session = _id_of(conference, "sessions", session, "session_id")
    room = _id_of(conference, "rooms", room, "room")
    block = None if block is None else _id_of(conference, "blocks", block, "block")
    minute = conference.minute_at(start, block, place)
    for candidate in conference.blocks:
        boundaries = conference.boundaries[candidate.id]
        if block in (None, candidate.id) and minute in boundaries[:-1]:
            position = conference.position(conference.session_by_id[session], candidate, boundaries.index(minute))
            if position is not None:
                return Placement(room, *position)
    raise InvalidInput.single(f'no slot of a block begins at {start.isoformat()} with time for "{session}"')


def placements(conference: Conference, places: Mapping[str, tuple[str, str, int]]) -> dict[str, Placement]:
    """Return many places by their slots; see :meth:`Conference.agenda <agenda_solver.Conference.agenda>`."""
    if not isinstance(places, Mapping):
        raise TypeError(f"places must be a mapping from sessions to (room, block, slot), not {places!r:.200}")
    found: dict[str, Placement] = {}
    mistakes: list[Mistake] = []
    for session, place in places.items():
        if not isinstance(place, list | tuple) or len(place) != 3:
            raise TypeError(f"places[{session!r}] must be (room, block, slot), not {place!r:.200}")
        try:
            id = _id_of(conference, "sessions", session, "session")
            if id in found:
                raise InvalidInput.single(f'session "{id}" is there twice')
            found[id] = placement(conference, id, *place)
        except InvalidInput as error:
            mistakes += [Mistake(f'places["{session}"]', mistake.message) for mistake in error.mistakes]
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def _id_of(conference: Conference, kind: str, text: Any, argument: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{argument} must be text, not {text!r:.200}")
    by_id: dict[str, Mapping[str, Any]] = {
        "sessions": conference.session_by_id,
        "rooms": conference.room_by_id,
        "blocks": conference.block_by_id,
    }
    if text in by_id[kind]:  # the index of names takes a while to make
        return text
    return conference.find(kind, text, argument)
