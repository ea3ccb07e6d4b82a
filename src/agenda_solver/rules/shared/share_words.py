"""An even share in the words of people: minutes, and blocks as they are called."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Session
from agenda_solver.model.time_texts import hours

__all__ = ["block_called", "share_words"]


def block_called(conference: Conference, block: Block) -> str:
    """Return a block with its day, by its name or else by its hours: ``Thursday, Session 1``."""
    span = conference.block_span[block.id]
    when = block.name or hours(conference.local(span.start), conference.local(span.end))
    return f"{conference.day_by_id[block.day].label}, {when}"


def share_words(
    conference: Conference, sessions: Iterable[Session], placed: int, share: Fraction, unit: int
) -> tuple[str, str]:
    """Return how much there is, and how much would be even, both counted in units of so many minutes.

    Where the length of one of the sessions is no whole number of units, the words say that it was rounded up.
    """
    rounded = f", lengths rounded up to {unit}" if any(_minutes(conference, s) % unit for s in sessions) else ""
    least, most = floor(share) * unit, ceil(share) * unit
    fair = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"{placed * unit:,} minutes", f"{fair}{rounded}"


def _minutes(conference: Conference, session: Session) -> int:
    if session.duration_minutes is not None:
        return session.duration_minutes
    first = conference.positions[session.id][0]
    return first.end - first.start
