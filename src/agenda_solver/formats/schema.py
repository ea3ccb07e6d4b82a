"""JSON Schema (2020-12) of the library's files, for completion and checks in editors.

The schema says what a single value may be. What binds values together (ids that must exist, a session that must fit a
block) only the reader can say, so the schema accepts more than the reader does, and never less.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic.json_schema import models_json_schema

from agenda_solver.formats.agenda_file import AGENDA_FORMAT, AgendaFile, PlacedSession
from agenda_solver.model.conference import Conference
from agenda_solver.model.conference_parts import FORMAT
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import all_rules

__all__ = ["agenda_schema", "conference_schema", "document"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCE = "#/$defs/{model}"
DAY, TIME, FRACTION = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}", "(:[0-9]{2}([.,][0-9]+)?)?"
INSTANT = {
    "type": "string",
    "pattern": rf"^{DAY}[Tt _]{TIME}{FRACTION}([Zz]|[-+\u2212][0-9]{{2}}:?[0-9]{{2}})$",
    "description": 'A time with its UTC offset, to the minute: "2025-05-29T09:30+05:00".',
}
CLOCK = {
    "type": "string",
    "pattern": "^[0-9]{1,2}:[0-9]{2}$",
    "description": 'The time on the wall clock, on the date of its day: "09:30".',
}


def conference_schema() -> dict[str, Any]:
    """Return the JSON Schema of a conference file, with every rule and its parameters."""
    models: list[type[Any]] = [Conference, *all_rules().values()]
    found, shared = models_json_schema([(model, "validation") for model in models], ref_template=REFERENCE)
    definitions = shared["$defs"]
    name_of = {model: found[model, "validation"]["$ref"].rpartition("/")[2] for model in models}
    for rule in all_rules().values():
        definitions[name_of[rule]] = _rule_definition(rule, definitions[name_of[rule]])
    definitions["RuleSetting"] = {
        "description": "How the committee sets one rule.",
        "anyOf": [{"$ref": REFERENCE.format(model=name_of[rule])} for rule in all_rules().values()],
    }
    for part in ("Block", "Break"):
        for end in ("start", "end"):
            definitions[part]["properties"][end] = {"anyOf": [CLOCK, INSTANT]}
    return document(FORMAT, "A conference to schedule", definitions.pop(name_of[Conference]), definitions)


def _rule_definition(rule: type[Rule], definition: dict[str, Any]) -> dict[str, Any]:
    """Return the definition of a rule's setting: its id, and the severity that it has unless the setting says more."""
    properties = dict(definition["properties"])
    plain = rule.model_construct(severity=rule.default_severity).model_dump(mode="json", include={"severity"})
    properties["severity"] = {**properties["severity"], "default": plain["severity"]}
    return {
        **definition,
        "title": rule.id,
        "properties": {"rule": {"const": rule.id}, **properties},
        "required": ["rule", *definition.get("required", ())],
    }


def agenda_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agenda file."""
    models: list[type[Any]] = [AgendaFile, PlacedSession]
    _, shared = models_json_schema([(model, "validation") for model in models], ref_template=REFERENCE)
    definitions = shared["$defs"]
    top = definitions.pop("AgendaFile")
    top["properties"]["placements"] = {"type": "array", "items": {"$ref": REFERENCE.format(model="PlacedSession")}}
    return document(AGENDA_FORMAT, "An agenda of a conference", top, definitions)


def document(format: str, title: str, top: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a file: its format and title, its own fields, and the definitions that they refer to."""
    properties = {"$schema": {"type": "string"}, **top["properties"], "format": {"const": format, "default": format}}
    head = {"$schema": DIALECT, "$id": f"urn:{format.replace('/', ':')}"}
    document = {**head, **top, "title": title, "properties": properties, "$defs": definitions}
    return {name: _refined(value) for name, value in document.items()}


def _refined(node: Any) -> Any:
    """Return a schema with our words for times, without empty ids, and with descriptions free of markup."""
    if isinstance(node, list):
        return [_refined(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "date-time":
        # The format of the standard wants seconds, which nobody writes and nothing here needs.
        return {**{key: value for key, value in node.items() if key not in ("format", "type")}, **INSTANT}
    refined = {key: _refined(value) for key, value in node.items()}
    if node.get("type") == "string" and "maxLength" in node:
        refined.setdefault("minLength", 1)
    if isinstance(node.get("description"), str):
        refined["description"] = _without_markup(node["description"])
    return refined


def _without_markup(text: str) -> str:
    paragraphs = text.split("\n\n")
    text = "\n\n".join(p for p in paragraphs if not p.lstrip().startswith((".. ", "Source:", ":math:")))
    text = re.sub(r"``(.+?)``", r"\1", text)
    text = re.sub(r":[a-z]+:`~?([^`]+)`", r"\1", text)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", text).strip()
