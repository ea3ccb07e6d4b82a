"""A conference as cells: single values with paths, so that states can be compared and restored value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.model.conference import Conference

__all__ = ["AGENDA", "Cell", "cells_of", "conference_of", "is_of_conference"]

Cell: TypeAlias = tuple[str, ...]
"""The path of a value: ``("sessions", "keynote", "title")``."""

AGENDA = "agenda"
"""The first word of the cells that say where sessions are: ``("agenda", "keynote")``."""

# The lists of parts, each with the field that identifies a part in it.
PARTS = {
    "days": "id",
    "blocks": "id",
    "buildings": "id",
    "rooms": "id",
    "people": "id",
    "tracks": "id",
    "sessions": "id",
    "votes": "voter",
}
ORDER, FIELD, RULES = "order", "conference", "rules"


def is_of_conference(cell: Cell) -> bool:
    """Whether a cell belongs to the conference, and not to the agenda or the notes."""
    return cell[0] in PARTS or cell[0] in (ORDER, FIELD, RULES)


def cells_of(conference: Conference) -> dict[Cell, Any]:
    """Return all values of a conference by cell, without defaults."""
    return dict(_cells(json.loads(conference_to_json(conference))))


def _cells(data: Mapping[str, Any]) -> Iterator[tuple[Cell, Any]]:
    for name, value in data.items():
        if name == RULES:
            keys = _rule_keys(value)
            yield (ORDER, RULES), keys
            yield from (((RULES, key), setting) for key, setting in zip(keys, value, strict=True))
        elif name in PARTS:
            ids = [part[PARTS[name]] for part in value]
            yield (ORDER, name), ids
            for id, part in zip(ids, value, strict=True):
                yield from (((name, id, field), each) for field, each in part.items())
        else:
            yield (FIELD, name), value


def _rule_keys(settings: list[dict[str, Any]]) -> list[str]:
    """Return a unique key for each setting: the rule with its label, and a number if these are repeated."""
    keys: list[str] = []
    for setting in settings:
        key = " ".join(filter(None, (setting["rule"], setting.get("label"))))
        again = sum(1 for other in keys if other.partition("#")[0] == key)
        keys.append(f"{key}#{again + 1}" if again else key)
    return keys


def conference_of(cells: Mapping[Cell, Any]) -> Conference:
    """Return the conference with these values; InvalidInput is raised if they make no valid conference."""
    data: dict[str, Any] = {cell[1]: value for cell, value in cells.items() if cell[0] == FIELD}
    parts: dict[tuple[str, str], dict[str, Any]] = {}
    for cell, value in cells.items():
        if cell[0] in PARTS:
            parts.setdefault((cell[0], cell[1]), {})[cell[2]] = value
    for cell, ids in cells.items():
        if cell[0] == ORDER:
            kind = cell[1]
            data[kind] = [cells[RULES, id] if kind == RULES else parts[kind, id] for id in ids]
    return conference_from_data(data)
