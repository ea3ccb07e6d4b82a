"""Counts sessions against the slots that are open to them: by unbroken runs of slots, and by single slots.

A session takes consecutive slots. So it lies within one run of slots that are open to any of the sessions, and only so
many sessions of a given length fit into a run. The count over single slots takes into account which slots are closed to
some of the sessions. But it only counts minutes, as if sessions could be cut into pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from agenda_solver.diagnosis.packing import Overfull, overfull

__all__ = ["Open", "too_many"]

Where = TypeVar("Where", bound=Hashable)  # a block; or a block and a room
Open: TypeAlias = Mapping[Where, frozenset[int]]
"""For each block, or block and room, the numbers of the slots that a session could take."""

MOST_SLOTS = 1_000_000  # open slots of all sessions together; above it, single slots are not counted


def too_many(
    needs: Mapping[str, int],
    open_to: Mapping[str, Open[Where]],
    minutes_of: Callable[[Where, int], int],
    *,
    lanes: int = 1,
    pitches: Mapping[str, int] | None = None,
) -> list[Overfull]:
    """Return sets of sessions that do not fit into the slots that are open to them.

    Parameters
    ----------
    needs
        The minutes that each session needs.
    open_to
        The slots that are open to each session.
    minutes_of
        The length of a slot.
    lanes
        How many sessions may share a slot.
    pitches
        If there are pauses: the minutes from the start of each session to the earliest start of the next.
    """
    runs = _runs_by_slot(open_to.values())
    known: dict[tuple[Where, int], frozenset[Hashable]] = {}
    in_runs = {
        session: frozenset(run for where, slots in mine.items() for run in _runs_of(where, slots, runs, known))
        for session, mine in open_to.items()
    }
    sizes: dict[Hashable, int] = {}
    for where, run_of in runs.items():
        for slot, run in run_of.items():
            sizes[run] = sizes.get(run, 0) + minutes_of(where, slot)
    if found := overfull(needs, in_runs, sizes, lanes=lanes):
        return found
    if pitches is not None and (found := _with_pauses(needs, pitches, in_runs, sizes, lanes)):
        return found
    if _nobody_differs(open_to.values()):
        return []  # what fits into the runs fits into their slots
    if sum(len(slots) for mine in open_to.values() for slots in mine.values()) > MOST_SLOTS:
        return []
    single = {
        session: frozenset((where, slot) for where, slots in mine.items() for slot in slots)
        for session, mine in open_to.items()
    }
    lengths = {bin: lanes * minutes_of(*bin) for bin in frozenset[tuple[Where, int]]().union(*single.values())}
    return overfull(needs, single, lengths, by_length=False)


def _with_pauses(
    needs: Mapping[str, int],
    pitches: Mapping[str, int],
    in_runs: Mapping[str, frozenset[Hashable]],
    sizes: Mapping[Hashable, int],
    lanes: int,
) -> list[Overfull]:
    """Count sessions with the pause after each. The last one needs none, so each run is extended by one pause."""
    longest: dict[Hashable, int] = {}
    for session, runs in in_runs.items():
        pause = pitches[session] - needs[session]
        for run in runs:
            longest[run] = max(longest.get(run, 0), pause)
    wide = {run: size + longest[run] for run, size in sizes.items()}
    found = overfull(pitches, in_runs, wide, by_minutes=False, lanes=lanes)
    return [one._replace(apart=True) for one in found]


def _nobody_differs(found: Iterable[Open[Where]]) -> bool:
    """Whether the same slots are open to all sessions that have any in a block or cell."""
    first: dict[Where, frozenset[int]] = {}
    return all(
        slots is first.setdefault(where, slots) or slots == first[where]
        for mine in found
        for where, slots in mine.items()
    )


def _runs_of(
    where: Where,
    slots: frozenset[int],
    runs: Mapping[Where, Mapping[int, Hashable]],
    known: dict[tuple[Where, int], frozenset[Hashable]],
) -> frozenset[Hashable]:
    """Return the runs that some slots belong to; ``known`` caches them, since sessions share their slots."""
    key = where, id(slots)
    if key not in known:
        known[key] = frozenset(runs[where][slot] for slot in slots)
    return known[key]


def _runs_by_slot(found: Iterable[Open[Where]]) -> dict[Where, dict[int, Hashable]]:
    """Return the run that each open slot belongs to."""
    # Interchangeable sessions share their slots, so that each set is examined only once.
    different = {(where, id(slots)): slots for mine in found for where, slots in mine.items()}
    together: dict[Where, set[int]] = {}
    for (where, _), slots in different.items():
        together.setdefault(where, set()).update(slots)
    return {where: dict(_numbered(where, sorted(slots))) for where, slots in together.items()}


def _numbered(where: Where, slots: list[int]) -> Iterator[tuple[int, Hashable]]:
    first = before = None
    for slot in slots:
        if before is None or slot != before + 1:
            first = slot
        before = slot
        yield slot, (where, first)
