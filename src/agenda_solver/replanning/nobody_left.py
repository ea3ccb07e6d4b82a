"""Sessions that have lost all their people because of the changes, and the changes that would cancel them."""

from __future__ import annotations

from agenda_solver.model.conference import Conference

__all__ = ["cancellations", "nobody_left", "nobody_left_warning"]


def nobody_left(before: Conference, after: Conference) -> tuple[str, ...]:
    """Return the ids of the sessions that had people before the changes and have none after them."""
    had = {session.id for session in before.sessions if session.people()}
    return tuple(session.id for session in after.sessions if session.id in had and not session.people())


def nobody_left_warning(before: Conference, after: Conference) -> str | None:
    """Name the sessions with nobody left in a sentence; None if there are none."""
    titles = [f'"{after.session_by_id[id].title}"' for id in nobody_left(before, after)]
    return f"Nobody is left for: {', '.join(titles)}." if titles else None


def cancellations(before: Conference, after: Conference) -> tuple[str, ...]:
    """Return changes in short form that cancel the sessions with nobody left.

    They name sessions by id: an id is unique and never needs quotes.
    """
    return tuple(f"cancel:{id}" for id in nobody_left(before, after))
