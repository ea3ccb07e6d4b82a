"""Pairs of sessions that run at once, in plain Python for the ``check`` faces of the rules about clashes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.base.rule import Scope

__all__ = ["pairs_at_once", "slots_in_common", "touched_slots"]


def pairs_at_once(agenda: Agenda, scope: Scope) -> Iterator[tuple[str, str]]:
    """Return the pairs of placed sessions that overlap, or under block scope are in different rooms of one block.

    People are not compared here. That takes longer, and of all pairs of a large programme only a few run at once.
    """
    for (first, here), (second, there) in combinations(list(agenda.items()), 2):
        if overlaps(here, there) if scope == "time" else here.block == there.block and here.room != there.room:
            yield first, second


def slots_in_common(conference: Conference, here: Placement, there: Placement) -> int:
    """Return the number of slots of the block of ``here`` during which both run."""
    common = TimeSlot(max(here.start, there.start), min(here.end, there.end))
    return touched_slots(conference, here.block, common) if common.minutes > 0 else 0


def touched_slots(conference: Conference, block: str, when: TimeSlot | Placement) -> int:
    """Return the number of slots of a block that overlap a stretch."""
    slots = [TimeSlot(*marks) for marks in pairwise(conference.boundaries[block])]
    return sum(1 for slot in slots if overlaps(slot, when))
