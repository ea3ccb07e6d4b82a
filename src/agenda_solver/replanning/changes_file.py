"""The file of changes, and changes in short for a command line."""

from __future__ import annotations

import os
from typing import Any

from pydantic.json_schema import models_json_schema

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.plain import fields_of
from agenda_solver.formats.schema import REFERENCE, document
from agenda_solver.formats.strict_json import read_json
from agenda_solver.model.words import guess
from agenda_solver.replanning.applying import read_changes_from_data
from agenda_solver.replanning.changes import ASPECTS, KINDS, Change

__all__ = ["CHANGES_FORMAT", "SHORT", "change_in_short", "changes_from_data", "changes_schema", "read_changes"]

CHANGES_FORMAT = "agenda-solver/changes/1"
FIELDS = ("format", "conference", "changes")

SHORT = {
    "cancel": "cancel:SESSION",
    "length": "length:SESSION:MINUTES",
    "room-lost": "room-lost:ROOM or room-lost:ROOM:DAY",
    "day-lost": "day-lost:DAY",
    "block-lost": "block-lost:BLOCK",
    "person-gone": "person-gone:PERSON",
    "person-from": "person-from:PERSON:TIME",
    "person-until": "person-until:PERSON:TIME",
    "lock": "lock:all, lock:plenary, lock:session=ID, lock:day=ID, lock:track=ID or lock:type=TYPE, and perhaps "
    ":room,day,start",
    "unlock": "unlock: like lock",
}
CHOICES = ("session", "day", "track", "type")


def read_changes(path: str | os.PathLike[str]) -> list[Change]:
    """Return the changes of a JSON file.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its place, when something is wrong.
    """
    raw = read_json(path)
    try:
        return changes_from_data(raw)
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


def changes_from_data(raw: Any) -> list[Change]:
    """Return the changes that plain data (a parsed file) describes; see :func:`read_changes`."""
    fields = fields_of(raw, CHANGES_FORMAT, "changes")
    mistakes = [Mistake(name, f"there is no such field{guess(name, FIELDS)}") for name in fields if name not in FIELDS]
    if "conference" in fields and not isinstance(fields["conference"], str):
        mistakes.append(Mistake("conference", "must be text"))
    listed = fields.get("changes")
    if not isinstance(listed, list):
        mistakes.append(Mistake("changes", "is missing" if "changes" not in fields else "must be a list"))
        raise InvalidInput(mistakes)
    try:
        found = read_changes_from_data(listed)
    except InvalidInput as error:
        raise InvalidInput([*mistakes, *error.mistakes]) from error
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def changes_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of changes."""
    found, shared = models_json_schema([(cls, "validation") for cls in KINDS.values()], ref_template=REFERENCE)
    definitions = shared["$defs"]
    names = [found[cls, "validation"]["$ref"].rpartition("/")[2] for cls in KINDS.values()]
    for name in names:
        definitions[name]["required"] = sorted({"change", *definitions[name].get("required", ())})
    top: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": ["changes"],
        "properties": {
            "conference": {"type": "string", "description": "The id of the conference; for people only."},
            "changes": {
                "type": "array",
                "items": {"anyOf": [{"$ref": REFERENCE.format(model=name)} for name in names]},
            },
        },
    }
    return document(CHANGES_FORMAT, "Changes of a conference", top, definitions)


def change_in_short(text: str) -> dict[str, Any]:
    """Return a change that is written in short, as it would stand in a file: ``cancel:keynote``.

    Raises
    ------
    InvalidInput
        When it is none of those in ``SHORT``.
    """
    kind, _, rest = text.partition(":")
    if kind not in SHORT:
        message = f'there is no change "{kind}"{guess(kind, SHORT)}; there are: {"; ".join(SHORT.values())}'
        raise InvalidInput.single(message, "--change")
    what, _, more = rest.partition(":")
    made = _meant(kind, what, more) if what else None
    if made is None:
        raise InvalidInput.single(f'"{text}" is not complete, or too much; it is written {SHORT[kind]}', "--change")
    return made


def _meant(kind: str, what: str, more: str) -> dict[str, Any] | None:
    """Return the change, or None where something is missing or too much."""
    if kind in ("lock", "unlock"):
        return _chosen(kind, what, more)
    if kind == "length":
        return {"change": kind, "session": what, "minutes": int(more)} if more.isdecimal() else None
    if kind == "room-lost":
        return {"change": "room lost", "room": what, **({"day": more} if more else {})}
    if kind in ("person-from", "person-until"):
        field = "not_before" if kind == "person-from" else "not_after"
        return {"change": "person available", "person": what, field: more} if more else None
    field = {"cancel": "session", "person-gone": "person", "day-lost": "day", "block-lost": "block"}[kind]
    return None if more else {"change": kind.replace("-", " "), field: what}


def _chosen(kind: str, what: str, more: str) -> dict[str, Any] | None:
    name, equals, id = what.partition("=")
    aspects = more.split(",") if more else list(ASPECTS)
    if not set(aspects) <= set(ASPECTS):
        return None
    if what in ("all", "plenary"):
        return {"change": kind, what: True, "aspects": aspects}
    if not equals or not id or name not in CHOICES:
        return None
    selected = {"sessions": [id]} if name == "session" else {name: id}
    return {"change": kind, **selected, "aspects": aspects}
