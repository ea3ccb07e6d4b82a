"""Ids made from names."""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["free_id", "id_of_name"]


def id_of_name(name: str) -> str:
    """Return a name as an id, ``Hall A`` as ``hall-a``; an empty text if it has neither letters nor digits."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")


def free_id(stem: str, taken: Container[str], longest: int | None = None) -> str:
    """Return the stem if it is free, else the first free id of stem and number, of at most ``longest`` characters."""
    number, id = 1, stem
    while id in taken:
        number += 1
        ending = f"-{number}"
        id = f"{stem if longest is None else stem[: longest - len(ending)]}{ending}"
    return id
