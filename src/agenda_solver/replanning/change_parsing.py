"""Parsing of changes: all of them are checked for form before the first is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import guess, place_of, sentence_of, shortened
from agenda_solver.model.reference_fields import Meaning, with_resolved_references
from agenda_solver.replanning.change_shorthand import change_in_short, kind_in_short
from agenda_solver.replanning.changes import KINDS, Change

__all__ = ["read_changes_from_data", "read_short", "well_formed"]

ADAPTER: TypeAdapter[Change] = TypeAdapter(Change)


def well_formed(changes: Iterable[Change | Mapping[str, Any] | str], conference: Conference) -> list[Change | str]:
    """Return the changes as objects, except those in short form: their meaning depends on the changes before them."""
    listed = list(changes)
    mistakes: list[Mistake] = []
    found: list[Change | str] = []
    for number, raw in enumerate(listed):
        try:
            if isinstance(raw, str):
                kind_in_short(raw, f"changes[{number}]")
                found.append(raw)
            else:
                found += read_changes_from_data([raw], conference.zone, first=number)
        except InvalidInput as error:
            mistakes += error.mistakes
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def read_short(text: str, conference: Conference, place: str) -> Change:
    """Return a change in short form as an object; ``conference`` is the conference before that change."""
    (change,) = read_changes_from_data([change_in_short(text, conference, place)], conference.zone)
    return change


def read_changes_from_data(
    changes: Iterable[Change | Mapping[str, Any]], zone: ZoneInfo | None = None, *, first: int = 0
) -> list[Change]:
    """Return changes as objects; names in them are not resolved.

    Without a ``zone``, times without an offset are invalid. ``first`` is the number of the first change in messages.
    InvalidInput lists every malformed change with its place: ``changes[3].minutes``.
    """
    found: list[Change] = []
    mistakes: list[Mistake] = []
    for number, raw in enumerate(changes, first):
        try:
            found.append(ADAPTER.validate_python(_on_the_clock(raw, zone)))
        except ValidationError as error:
            mistakes += [_finding(finding, raw, f"changes[{number}]") for finding in error.errors()]
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def _on_the_clock(raw: Any, zone: ZoneInfo | None) -> Any:
    model = KINDS.get(str(raw.get("change"))) if isinstance(raw, Mapping) else None
    return raw if model is None or zone is None else with_resolved_references(model, raw, Meaning({}, zone))


def _finding(finding: Any, raw: Any, place: str) -> Mistake:
    if finding["type"].startswith("union_tag") or not isinstance(raw, Mapping):
        kind = raw.get("change") if isinstance(raw, Mapping) else None
        known = ", ".join(f'"{name}"' for name in KINDS)
        if kind is None:
            return Mistake(place, f'must be an object with the field "change": {known}')
        return Mistake(
            f"{place}.change",
            f'there is no change "{shortened(str(kind))}"{guess(str(kind), KINDS)}; choose from {known}',
        )
    cls = KINDS[raw["change"]]
    # The first item of the location is the tag of the union, which does not appear in a file.
    location = finding["loc"][1:]
    return Mistake(".".join(filter(None, (place, place_of(location)))), sentence_of({**finding, "loc": location}, cls))
