"""How large a conference is for a search, by its places: pairs of a session's time and room."""

from __future__ import annotations

from agenda_solver.model.conference import Conference

__all__ = ["is_small", "is_very_large", "number_of_places"]

# With more places (a session's time and room) a conference is very large.
MOST_PLACES = 150_000

# Up to so many, the whole model is solved at once.
FEW_PLACES = 1_000


def number_of_places(conference: Conference) -> int:
    """Return the number of places of all sessions: pairs of a time and a room."""
    positions, rooms = conference.positions, conference.rooms_open_to
    return sum(len(positions[session.id]) * len(rooms[session.id]) for session in conference.sessions)


def is_small(places: int) -> bool:
    """Whether a conference with so many places is solved at once by the model as a whole."""
    return places <= FEW_PLACES


def is_very_large(places: int) -> bool:
    """Whether the model of so many places takes so long to make that other strategies go first."""
    return places > MOST_PLACES
