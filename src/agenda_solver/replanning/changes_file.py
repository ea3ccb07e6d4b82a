"""The file of changes."""

from __future__ import annotations

import os
from typing import Any

from pydantic.json_schema import models_json_schema

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.json_fields import fields_of
from agenda_solver.formats.schema import REFERENCE, document
from agenda_solver.formats.strict_json import read_json
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.replanning.change_parsing import read_changes_from_data
from agenda_solver.replanning.changes import KINDS, Change

__all__ = ["CHANGES_FORMAT", "changes_from_data", "changes_schema", "read_changes"]

CHANGES_FORMAT = "agenda-solver/changes/1"
FIELDS = ("format", "conference", "changes")


@typed
def read_changes(path: str | os.PathLike[str], conference: Conference | None = None) -> list[Change]:
    """Return the changes of a JSON file.

    Parameters
    ----------
    path
        The file.
    conference
        The conference to which they belong: times without an offset are in its zone. Without it they are invalid. Names
        are resolved when the changes are applied.

    Raises
    ------
    InvalidInput
        If the file is invalid; every mistake is listed with its place.
    """
    with in_file(path):
        return changes_from_data(read_json(path), conference)


@typed
def changes_from_data(raw: Any, conference: Conference | None = None) -> list[Change]:
    """Return the changes in plain data (a parsed file); see :func:`read_changes`.

    InvalidInput lists every mistake with its place.
    """
    fields = fields_of(raw, CHANGES_FORMAT, "changes")
    mistakes = [Mistake(name, f"there is no such field{guess(name, FIELDS)}") for name in fields if name not in FIELDS]
    if "conference" in fields and not isinstance(fields["conference"], str):
        mistakes.append(Mistake("conference", "must be text"))
    listed = fields.get("changes")
    if not isinstance(listed, list):
        mistakes.append(Mistake("changes", "is missing" if "changes" not in fields else "must be a list"))
        raise InvalidInput(mistakes)
    try:
        found = read_changes_from_data(listed, None if conference is None else conference.zone)
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
