"""Code shared by the rules that preserve a published agenda."""

from __future__ import annotations

from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules.base.rule import Scope

__all__ = ["listeners", "published_minute", "was_then"]


def listeners(conference: Conference, session: str) -> set[str]:
    """Return the people to notify when a session moves: those with a role in it, and those who voted for it."""
    return {*conference.session_by_id[session].people(), *conference.voters_by_session[session]}


def published_minute(conference: Conference, published: PublishedPlacement) -> int:
    """Return the minute at which a session was published to begin."""
    return conference.minute_at(published.start, published.block, published.place)


def was_then(conference: Conference, published: PublishedPlacement, position: Position, scope: Scope) -> bool:
    """Whether a position matches the published one: it has the same start, or with scope "block" the same block."""
    if published.gone:
        return False
    start = published_minute(conference, published)
    if scope == "time":
        return position.start == start
    if published.block is not None:
        return position.block == published.block
    span = conference.block_span[position.block]
    return span.start <= start < span.end
