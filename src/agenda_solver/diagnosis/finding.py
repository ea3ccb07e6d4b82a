"""A finding, and the wording that findings have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from agenda_solver.model.conference import Conference

__all__ = ["Finding", "impossible_for", "in_order", "lengths", "listed", "titles"]

MOST_NAMES = 6
LONG = 600  # minutes; from this length on, hours are given as well


@dataclass(frozen=True)
class Finding:
    """Something that a planner should know before a conference is solved.

    Attributes
    ----------
    kind
        ``impossible``: proven, no agenda can keep every hard rule. ``suspicious``: possible, but perhaps not intended.
    message
        A sentence with names, titles and local times.
    sessions, people, rooms
        The ids of those that the finding is about.
    """

    kind: Literal["impossible", "suspicious"]
    message: str
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for JSON."""
        return {
            "kind": self.kind,
            "message": self.message,
            "sessions": list(self.sessions),
            "people": list(self.people),
            "rooms": list(self.rooms),
        }


def impossible_for(
    conference: Conference,
    words: str,
    sessions: Collection[str],
    *,
    people: tuple[str, ...] = (),
    rooms: Collection[str] = (),
) -> Finding:
    """Return a finding that something is impossible; the titles of the sessions are added to the words."""
    return Finding(
        "impossible",
        f"{words}: {titles(conference, sessions)}.",
        in_order(conference, sessions),
        people,
        tuple(room.id for room in conference.rooms if room.id in rooms),
    )


def in_order(conference: Conference, sessions: Collection[str]) -> tuple[str, ...]:
    """Return sessions in the order of the programme."""
    return tuple(session.id for session in conference.sessions if session.id in sessions)


def lengths(need: int, size: int) -> tuple[str, str]:
    """Return the minutes needed and the minutes available as text; in hours as well if they are many."""
    if need < LONG:
        return f"{need:,} minutes", f"{size:,}"
    return f"{need:,} minutes ({_hours(need)})", f"{size:,} ({_hours(size)})"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:,.1f}".removesuffix(".0") + (" hour" if minutes == 60 else " hours")


def listed(words: Iterable[str], most: int = MOST_NAMES, word: str = "and") -> str:
    """Return words as a list in a sentence: ``a, b and c``. A long list is cut: ``a, b and 7 more``."""
    shown = list(words)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def titles(conference: Conference, sessions: Iterable[str]) -> str:
    """Return the titles of sessions as a list in a sentence, in the order of the programme."""
    return listed(f'"{conference.session_by_id[id].title}"' for id in in_order(conference, set(sessions)))
