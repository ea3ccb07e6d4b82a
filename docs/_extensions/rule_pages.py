"""Pages about the rules, made from their docstrings and fields whenever the documentation is built.

For each rule it writes ``rules/generated/<id>.rst``, and for the index ``rules/generated/_table.rst``.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, NumpyDocstring

from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.severity import Severity

OF_EVERY_RULE = ("severity", "label")


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx write the pages before it looks for files."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "rules" / "generated"))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(folder: Path) -> None:
    """Write a page for each rule and the table of all; take away pages of rules that are no more."""
    rules = built_in_rules()
    pages = {f"{id}.rst": "\n".join(page_of(cls)) for id, cls in rules.items()}
    pages["_table.rst"] = "\n".join(table_of(rules))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:  # an unchanged page is not read again
            path.write_text(text, "utf-8")


def table_of(rules: Mapping[str, type[Rule]]) -> Iterator[str]:
    """Return the lines of the table of all rules."""
    rows = [
        (f":doc:`{id} </rules/generated/{id}>`", meaning_of(cls), cls.unit, severity_in_words(cls.default_severity))
        for id, cls in rules.items()
    ]
    yield from list_table(("Rule", "What it wants", "Unit", "Default"), rows, (22, 46, 16, 16))


def page_of(cls: type[Rule]) -> Iterator[str]:
    """Return the lines of a rule's page."""
    yield from (cls.id, "=" * len(cls.id), "")
    meaning, _, more = body_of(cls).partition("\n\n")
    yield from (*meaning.splitlines(), "")
    yield from (f":Unit of the amount: {cls.unit}", f":Default severity: {severity_in_words(cls.default_severity)}", "")
    yield from (*more.splitlines(), "")
    schema = cls.model_json_schema()
    own = {name: field for name, field in schema["properties"].items() if name not in OF_EVERY_RULE}
    yield from ("Parameters", "----------", "")
    if own:
        yield from fields_table(own, schema)
        for name, definition in schema.get("$defs", {}).items():
            if "properties" in definition:
                yield from (f"**{heading_of(name)}**", "")
                yield from fields_table(definition["properties"], {"$defs": schema["$defs"], **definition})
    else:
        yield "None of its own."
    yield from ("", "Every rule also takes a ``severity`` and a ``label``; see :doc:`/howto/set-the-rules`.", "")
    yield from ("In the file", "-----------", "", ".. code-block:: json", "")
    yield from (f"   {line}" for line in setting_of(cls, own).splitlines())
    yield ""


def meaning_of(cls: type[Rule]) -> str:
    """Return the first sentence of a rule's docstring."""
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ")


def body_of(cls: type[Rule]) -> str:
    """Return a rule's docstring as reStructuredText."""
    config = Config(napoleon_google_docstring=False, napoleon_use_rtype=False)
    return str(NumpyDocstring(inspect.getdoc(cls) or "", config, what="class"))


def severity_in_words(severity: Severity) -> str:
    """Return "hard", "off" or the weight."""
    return str(severity)


def setting_of(cls: type[Rule], own: Mapping[str, Any]) -> str:
    """Return how the rule stands in a conference file with its defaults."""
    written = cls.model_construct(severity=cls.default_severity).model_dump(mode="json")["severity"]
    setting = {"rule": cls.id, "severity": written}
    setting |= {name: field["default"] for name, field in own.items() if "default" in field}
    fields = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in setting.items()]
    return "{" + ", ".join(fields) + "}" if len(fields) <= 3 else "{\n  " + ",\n  ".join(fields) + "\n}"


def heading_of(name: str) -> str:
    """Return the name of a nested object as the tables above refer to it."""
    return name.lstrip("_")


def fields_table(fields: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """Return the lines of a table of fields: name, type, default, meaning."""
    required = schema.get("required", ())
    rows = []
    for name, field in fields.items():
        default = "required" if name in required else f"``{json.dumps(field.get('default'), ensure_ascii=False)}``"
        rows.append((f"``{name}``", type_in_words(field, schema), default, field.get("description", "")))
    yield from list_table(("Name", "Type", "Default", "Meaning"), rows, (18, 26, 16, 40))


def type_in_words(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the type of a field in words, from its JSON schema."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        definition = schema["$defs"][name]
        return heading_of(name) if "properties" in definition else type_in_words(definition, schema)
    if "anyOf" in field:
        kinds = [type_in_words(kind, schema) for kind in field["anyOf"] if kind.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "const" in field:
        return f"``{json.dumps(field['const'])}``"
    if "enum" in field:
        return " or ".join(f"``{json.dumps(value)}``" for value in field["enum"])
    if field.get("type") == "array":
        return _list_in_words(field, schema)
    return _simple_type(field)


def _list_in_words(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "prefixItems" in field:
        kinds = dict.fromkeys(type_in_words(item, schema) for item in field["prefixItems"])
        return f"list of {len(field['prefixItems'])}: {', '.join(kinds)}"
    return f"list of {type_in_words(field.get('items', {}), schema)}"


def _simple_type(field: Mapping[str, Any]) -> str:
    kind = {"integer": "whole number", "string": "text", "boolean": "true or false", "number": "number"}.get(
        field.get("type", ""), "anything"
    )
    low = field.get("minimum", field.get("exclusiveMinimum"))
    return kind if low is None or kind != "whole number" else f"{kind}, {low} or more"


def list_table(head: tuple[str, ...], rows: list[tuple[str, ...]], widths: tuple[int, ...]) -> Iterator[str]:
    """Return the lines of a ``list-table`` directive."""
    yield from (".. list-table::", "   :header-rows: 1", f"   :widths: {' '.join(map(str, widths))}", "")
    for row in (head, *rows):
        for number, cell in enumerate(row):
            yield f"   {'* -' if number == 0 else '  -'} {' '.join(cell.split())}"
    yield ""
