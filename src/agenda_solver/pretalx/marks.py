"""The marks that a pull leaves in a conference for a later push: session ids, and attributes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from agenda_solver.pretalx.event import Slot

__all__ = [
    "BREAKS",
    "EVENT",
    "LEFT_OUT",
    "ROOM",
    "SERVER",
    "START",
    "breaks_of",
    "copies",
    "slots_by_submission",
    "state_text",
]

# Attributes with the state of the server at the time of the pull, to be compared by a later push.
SERVER, EVENT, BREAKS = "pretalx.server", "pretalx.event", "pretalx.breaks"
ROOM, START = "pretalx.room", "pretalx.start"
LEFT_OUT = "pretalx.left_out"  # codes of submissions that are in the programme but cannot be planned


def copies(code: str, number: int) -> tuple[str, ...]:
    """Return the session ids of a submission that takes place this many times: ``CODE``, ``CODE-2``, ..."""
    return (code, *(f"{code}-{copy}" for copy in range(2, number + 1)))


def state_text(start: datetime | None) -> str:
    """Return a time in the form of the attributes; empty for None."""
    return "" if start is None else f"{start:%Y-%m-%dT%H:%MZ}"


def breaks_of(slots: Iterable[Slot]) -> str:
    """Return all breaks in one line, to find out later whether they have changed."""
    found = [
        f"{slot.room or ''}/{state_text(slot.start)}/{state_text(slot.end)}" for slot in slots if not slot.submission
    ]
    return " ".join(sorted(found))


def slots_by_submission(slots: Iterable[Slot]) -> dict[str, tuple[Slot, ...]]:
    """Return the slots of each submission, those that have a time first and in order."""
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        if slot.submission is not None:
            found.setdefault(slot.submission, []).append(slot)
    return {
        code: tuple(sorted(several, key=lambda slot: (not slot.start, state_text(slot.start), slot.number)))
        for code, several in found.items()
    }
