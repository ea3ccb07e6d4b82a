"""A deletion filter: it removes what a contradiction does not need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["without_superfluous"]

Item = TypeVar("Item")


def without_superfluous(
    items: Sequence[Item], feasible: Callable[[list[Item]], bool | None]
) -> tuple[list[Item], bool]:
    """Remove items that a contradiction does not need: large chunks first, single items at the end.

    ``feasible`` returns whether the given items can hold together, or None if this is unknown; then they are kept. The
    result is the remaining items, and whether it is certain that all of them are needed.
    """
    kept, size = list(items), len(items)
    while True:
        start, certain = 0, True
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            answer = feasible(rest)
            certain = certain and answer is not None
            if answer is False:
                kept = rest
            else:
                start += size
        if size <= 1:
            return kept, certain
        size //= 2
