"""Counting sessions against the slots that are open to them: by unbroken runs of slots, and by single slots.

A session takes slots that follow each other. So it is within one run of slots that are open to any of those that are
counted, and only so many sessions of some length fit into a run. What is closed to some of them only is seen by single
slots: there a session may be cut into pieces, and its minutes alone are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from agenda_solver.diagnosis.packing import Overfull, overfull

__all__ = ["Open", "too_many"]

Where = TypeVar("Where", bound=Hashable)  # a block; or a block and a room
Open: TypeAlias = Mapping[Where, frozenset[int]]
"""For each block, or block and room, the numbers of the slots that a session could take."""

# Above so many open slots of all sessions together, single slots are not looked at.
MOST_SLOTS = 1_000_000


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
        How many minutes a slot has.
    lanes
        How many sessions may share a slot.
    pitches
        The minutes from the beginning of each session to that of the next at the earliest, where there is a pause
        between them.
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
        return []  # whatever fits into the runs fits into their slots
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
    """Count sessions with the pause after each of them: the last of a run needs none, so the run is longer by one."""
    longest: dict[Hashable, int] = {}
    for session, runs in in_runs.items():
        pause = pitches[session] - needs[session]
        for run in runs:
            longest[run] = max(longest.get(run, 0), pause)
    wide = {run: size + longest[run] for run, size in sizes.items()}
    found = overfull(pitches, in_runs, wide, by_minutes=False, lanes=lanes)
    return [one._replace(apart=True) for one in found]


def _nobody_differs(found: Iterable[Open[Where]]) -> bool:
    """Whether the same slots are open to all, wherever any are."""
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
    """Return the runs that some slots belong to; ``known`` are those of slots that several sessions share."""
    key = where, id(slots)
    if key not in known:
        known[key] = frozenset(runs[where][slot] for slot in slots)
    return known[key]


def _runs_by_slot(found: Iterable[Open[Where]]) -> dict[Where, dict[int, Hashable]]:
    """Return for each slot that is open to anybody the run of slots that it belongs to."""
    # Sessions that are alike share their slots, which are looked at once.
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
