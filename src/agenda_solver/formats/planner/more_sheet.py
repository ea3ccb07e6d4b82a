"""The sheet More: everything that the cells of the other sheets cannot express, as JSON."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.sheet_columns import SHEETS
from agenda_solver.formats.workbook.workbook_reading import Sheet

__all__ = ["Kept", "add_more", "more_in"]

Kept: TypeAlias = dict[tuple[str, str, str], Any]
"""Values by the kind of part, its id and the field."""
KEYS = {kind.parts: kind.key for kind in SHEETS if kind.key}


def more_in(sheet: Sheet | None, places: MistakeCells) -> Kept:
    """Return what the sheet holds; what is no JSON is a mistake."""
    kept: Kept = {}
    for row in range(1, sheet.height if sheet is not None else 0):
        assert sheet is not None  # noqa: S101 - said by the range
        kind, id, name = (sheet.text(row, column) for column in range(3))
        text = "".join(str(sheet.value(row, column)) for column in range(3, sheet.width))
        if not (kind or text):
            continue
        if kind not in (*KEYS, "conference", "rules") or not name:
            places.say(sheet.place(row, 0), "is not a kind of part with a field; leave this sheet as it was written")
            continue
        try:
            kept[kind, id, name] = json.loads(text)
        except (ValueError, RecursionError):
            places.say(sheet.place(row, 3), "is not JSON; leave this sheet as it was written")
    return kept


def add_more(raw: dict[str, Any], kept: Kept) -> None:
    """Put what was kept into the parts that it belongs to, where their cells are empty.

    What belongs to a part that is no longer there goes with it.
    """
    items = {
        (kind, str(item.get(key))): item
        for kind, key in KEYS.items()
        for item in raw.get(kind, ())
        if isinstance(item.get(key), str)
    }
    for (kind, id, path), value in kept.items():
        target = raw if kind == "conference" else items.get((kind, id))
        if target is None:
            continue
        outer, _, inner = path.rpartition(".")
        (target.setdefault(outer, {}) if outer else target).setdefault(inner, value)
