"""The revision numbers of entries: what has happened to each entry since a calendar was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from agenda_solver.formats.calendars.entries import CalendarEntry

__all__ = ["Revision", "revised"]


@dataclass(frozen=True)
class Revision:
    """An entry as it was or is published."""

    entry: CalendarEntry
    sequence: int = 0  # how many times it was moved, cancelled or brought back
    modified: datetime | None = None  # when it was last changed, in UTC; None if nobody knows
    is_cancelled: bool = False  # whether it is only there to say that it does not take place


def revised(entries: Mapping[str, CalendarEntry], former: Mapping[str, Revision], now: datetime) -> dict[str, Revision]:
    """Return the entries as they are to be published, by uid: those that take place, then the cancelled ones.

    Entries that differ from those in ``former`` get ``now`` as the time of their last modification.
    """
    found = {uid: _present(entry, former.get(uid), now) for uid, entry in entries.items()}
    found.update({uid: _cancelled(before, now) for uid, before in former.items() if uid not in entries})
    return found


def _present(entry: CalendarEntry, before: Revision | None, now: datetime) -> Revision:
    if before is None:
        return Revision(entry, 0, now)
    if before.is_cancelled or entry.is_elsewhere(before.entry):
        return Revision(entry, before.sequence + 1, now)
    return Revision(entry, before.sequence, (before.modified or now) if entry == before.entry else now)


def _cancelled(before: Revision, now: datetime) -> Revision:
    if before.is_cancelled:
        return replace(before, modified=before.modified or now)
    return Revision(before.entry, before.sequence + 1, now, is_cancelled=True)
