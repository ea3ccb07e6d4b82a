"""Resolves a conference's data: names become ids, and times get their offsets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.model.display_names import Names
from agenda_solver.model.partial_conference import KINDS
from agenda_solver.model.reference_fields import Meaning, with_resolved_fields, with_resolved_references
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["with_early_ids", "with_ids"]

# The references that are needed to resolve wall-clock times and to make occurrences.
EARLY = {
    "blocks": frozenset({"day"}),
    "breaks": frozenset({"day"}),
    "sessions": frozenset({"occurrence_of"}),
}


def with_early_ids(raw: Any) -> Any:
    """Return the data of a conference with ids for the days of blocks and breaks, and for ``occurrence_of``."""
    return _changed(raw, EARLY)


def with_ids(raw: Any) -> Any:
    """Return the data of a conference with ids for all names and offsets for all times.

    Unresolved references stay as they are; validation reports them.
    """
    return _changed(raw, dict.fromkeys(KINDS))


def _changed(raw: Any, wanted: Mapping[str, frozenset[str] | None]) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    zone = zone_of(raw.get("time_zone"))
    # If the zone is invalid, only that is reported, and not that times lack an offset.
    meaning = Meaning(Names(raw, zone), zone or ZoneInfo(str(UTC)))
    changed: dict[str, Any] = {}
    for kind, fields in wanted.items():
        parts, model = raw.get(kind), KINDS[kind]
        if not isinstance(parts, list | tuple):
            continue
        made = [
            with_resolved_references(model, part, meaning)
            if fields is None
            else with_resolved_fields(model, fields, part, meaning)
            for part in parts
        ]
        if any(new is not old for new, old in zip(made, parts, strict=True)):
            changed[kind] = type(parts)(made)
    return {**raw, **changed} if changed else raw
