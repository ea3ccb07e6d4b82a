"""The wording of a sum: the need of some sessions, and the capacity of some blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.rules.base.sentences import listed

__all__ = ["can_take", "sessions_of"]


def sessions_of(needs: Mapping[str, int], sessions: Collection[str]) -> str:
    """Return the number of sessions and their length: ``7 sessions of 90 minutes``."""
    lengths = {needs[session] for session in sessions}
    number = f"{len(sessions):,} sessions" if len(sessions) > 1 else "1 session"
    return f"{number} of {min(lengths):,} minutes{' or more' if len(lengths) > 1 else ''}"


def can_take(found: Overfull, unit: str = "block") -> str:
    """Return how many sessions, or places of some length, the blocks have: ``6 blocks can take one each``.

    Each bin is a tuple that begins with a block (or whatever ``unit`` says), or with a block and a room.
    """
    by_block: Counter[str] = Counter()
    for bin, number in found.holds.items():
        by_block[_block(bin)] += number
    verb = "can take" if set(found.takes.values()) == {1} else "have"
    groups = sorted(Counter(by_block.values()).items(), reverse=True)
    if not groups:
        return f"no {unit} has a place for any of them"
    words = listed(_so_many(blocks, unit, "" if n else verb, number) for n, (number, blocks) in enumerate(groups))
    is_plain = len(groups) == 1 and (groups[0][0] == 1 or groups[0][1] == 1)
    return words if is_plain else f"{words}, {found.size:,} in all"


def _so_many(blocks: int, unit: str, verb: str, number: int) -> str:
    which = f"{blocks:,} {unit}s" if blocks > 1 else f"1 {unit}"
    verb = "has" if (blocks, verb) == (1, "have") else verb
    return " ".join(filter(None, [which, verb, "one" if number == 1 else f"{number:,}", "each" if blocks > 1 else ""]))


def _block(bin: Any) -> str:
    """Return the block of a bin: a run of slots in a block, or in a block and a room."""
    where = bin[0]
    return str(where if isinstance(where, str) else where[0])
