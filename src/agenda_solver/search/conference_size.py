"""How large a conference is for a search, by its places: pairs of a session's time and room."""

from __future__ import annotations

from agenda_solver.model.conference import Conference

__all__ = ["is_small", "is_very_large", "number_of_places"]

# With more places (a session's time and room) a conference is very large.
MOST_PLACES = 150_000

# Up to this many places, the whole model is solved at once.
FEW_PLACES = 1_000


def number_of_places(conference: Conference) -> int:
    """Return the number of places of all sessions: pairs of a time and a room."""
    positions, rooms = conference.positions, conference.rooms_open_to
    return sum(len(positions[session.id]) * len(rooms[session.id]) for session in conference.sessions)


def is_small(places: int) -> bool:
    """Whether a conference with this many places is small enough to solve the whole model at once."""
    return places <= FEW_PLACES


def is_very_large(places: int) -> bool:
    """Whether building the model of this many places takes so long that other strategies go first."""
    return places > MOST_PLACES
