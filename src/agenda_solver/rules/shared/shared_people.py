"""Sessions that are connected by people, groups or tracks, for the ``reach`` of rules."""

from __future__ import annotations

from collections.abc import Iterable

from agenda_solver.model.conference import Conference

__all__ = ["companions", "sharing", "track_mates"]


def sharing(conference: Conference, session: str, everybody: Iterable[str]) -> frozenset[str]:
    """Return the other sessions that any of these people or voters is connected with in any way.

    These may be more sessions than a rule depends on. This is safe: a reach may be too long, but not too short.
    """
    touching = conference.sessions_touching
    return frozenset[str]().union(*(touching.get(somebody, ()) for somebody in everybody)) - {session}


def companions(session: str, groups: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the other members of all groups that contain a session."""
    lists = [tuple(group) for group in groups]
    return frozenset(id for group in lists if session in group for id in group if id != session)


def track_mates(conference: Conference, session: str) -> frozenset[str]:
    """Return the other sessions of a session's track; none if it has no track."""
    track = conference.session_by_id[session].track
    mates = () if track is None else conference.sessions_by_track[track]
    return frozenset(mate.id for mate in mates if mate.id != session)
