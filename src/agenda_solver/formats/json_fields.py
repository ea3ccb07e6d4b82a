"""The top-level fields of this library's JSON files, and the order of mistakes in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.plain_values import plain
from agenda_solver.model.pydantic_messages import item_of

__all__ = ["fields_of", "in_order_of", "plain"]


def fields_of(raw: Any, format: str, noun: str) -> dict[str, Any]:
    """Return the fields of a file's data, without ``$schema``, which is for editors.

    InvalidInput is raised for data of another kind of file, without a search for further mistakes, which would only
    confuse.
    """
    if not isinstance(raw, Mapping):
        raise InvalidInput.single(f"must be an object with the fields of a file of format {format}")
    if raw.get("format", format) != format:
        raise InvalidInput.single(f'must be "{format}"; only {noun} files of this version can be read', "format")
    return {name: value for name, value in raw.items() if name != "$schema"}


def in_order_of(raw: Mapping[str, Any], mistakes: list[Mistake]) -> list[Mistake]:
    """Sort mistakes by the fields of the file; those of one list by their numbers."""
    rank = {name: number for number, name in enumerate(raw)}

    def key(mistake: Mistake) -> tuple[int, int]:
        field, number = item_of(mistake.place)
        return rank.get(field.partition(".")[0], -1), number

    return sorted(mistakes, key=key)
