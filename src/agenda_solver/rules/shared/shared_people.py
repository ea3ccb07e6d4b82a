"""Which people a session involves, for the reach of its place in a rule."""

from __future__ import annotations

from collections.abc import Iterable

from agenda_solver.model.conference import Conference

__all__ = ["companions", "sharing", "track_mates"]


def sharing(conference: Conference, session: str, everybody: Iterable[str]) -> frozenset[str]:
    """Return the other sessions that one of these people or voters has to do with, in whatever way.

    That may be more than a rule looks at, which does no harm: a reach must not be too short.
    """
    touching = conference.sessions_touching
    return frozenset[str]().union(*(touching.get(somebody, ()) for somebody in everybody)) - {session}


def companions(session: str, groups: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return who is in a group with a session."""
    lists = [tuple(group) for group in groups]
    return frozenset(id for group in lists if session in group for id in group if id != session)


def track_mates(conference: Conference, session: str) -> frozenset[str]:
    """Return the other sessions of a session's track; nobody where it has none."""
    track = conference.session_by_id[session].track
    mates = () if track is None else conference.sessions_by_track[track]
    return frozenset(mate.id for mate in mates if mate.id != session)
