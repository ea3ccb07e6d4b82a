"""A finding, and the words that findings have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from agenda_solver.model.conference import Conference

__all__ = ["Finding", "lengths", "listed", "titles"]

MOST_NAMES = 6
LONG = 600  # minutes from which on they are told in hours as well


@dataclass(frozen=True)
class Finding:
    """Something that a planner should know before a conference is solved.

    Attributes
    ----------
    kind
        ``impossible``: proven, no agenda can keep every hard rule. ``suspicious``: possible, but perhaps not meant so.
    message
        What it is, in a sentence with names, titles and local times.
    sessions, people, rooms
        The ids of those it is about.
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


def lengths(need: int, size: int) -> tuple[str, str]:
    """Return the minutes that are needed and those that there are, in hours as well where they are many."""
    if need < LONG:
        return f"{need:,} minutes", f"{size:,}"
    return f"{need:,} minutes ({_hours(need)})", f"{size:,} ({_hours(size)})"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:,.1f}".removesuffix(".0") + (" hour" if minutes == 60 else " hours")


def listed(words: Iterable[str], most: int = MOST_NAMES, word: str = "and") -> str:
    """Return words as a list in a sentence: ``a, b and c``; of a long one the beginning, and how many more."""
    found = list(words)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {word} {found[-1]}"


def titles(conference: Conference, sessions: Iterable[str]) -> str:
    """Return the titles of sessions as a list in a sentence, in the order of the programme."""
    wanted = set(sessions)
    return listed(f'"{session.title}"' for session in conference.sessions if session.id in wanted)
