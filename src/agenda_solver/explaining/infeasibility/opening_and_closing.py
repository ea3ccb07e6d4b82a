"""The sessions that open and close a conference. Ways out prefer not to move them or leave them out."""

from __future__ import annotations

from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session

__all__ = ["moves_an_end"]

WORDS = ("opening", "closing", "welcome", "farewell")  # words in the titles of such sessions
UNMOVED = {("field", "pin"), ("field", "plenary"), ("session", "")}


def moves_an_end(conference: Conference, fact: Fact) -> bool:
    """Whether taking a fact back would move or leave out the opening or the closing of a conference."""
    if fact.part != "sessions" or (fact.kind, fact.name) not in UNMOVED:
        return False
    return _is_end(conference, conference.session_by_id[fact.id])


def _is_end(conference: Conference, session: Session) -> bool:
    if not session.plenary and session.pin is None:
        return False
    first_words = {words.split()[0].casefold() for words in (session.title, session.type) if words.split()}
    if first_words & set(WORDS):
        return True
    return session.plenary and _block(conference, session) in _outermost(conference)


def _block(conference: Conference, session: Session) -> str | None:
    """Return the block to which a session is pinned, if any."""
    pin = session.pin
    if pin is None or pin.start is None:
        return None if pin is None else pin.block
    start = conference.minute_of(pin.start)
    spans = conference.block_span.items()
    return next((block for block, span in spans if span.start <= start < span.end), None)


def _outermost(conference: Conference) -> set[str]:
    spans = conference.block_span
    return {min(spans, key=lambda block: spans[block].start), max(spans, key=lambda block: spans[block].end)}
