"""The commands for reference: ``rules`` and ``schema``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from agenda_solver.cli.options import AsJson
from agenda_solver.cli.printing import answer, answer_json, new_table

if TYPE_CHECKING:
    from agenda_solver.rules.base.rule import Rule

__all__ = ["rules", "schema"]


class What(StrEnum):
    """The kinds of files."""

    CONFERENCE = "conference"
    AGENDA = "agenda"
    CHANGES = "changes"


def rules(
    id: Annotated[
        str | None, typer.Argument(metavar="RULE", help="The rule to describe in full.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules that a committee can set, or explain one in full."""
    from agenda_solver.rules.base.rule_registry import all_rules

    chosen = [_rule(id)] if id is not None else list(all_rules().values())
    if as_json:
        described = [_described(rule) for rule in chosen]
        answer_json({"status": "done", "rules": described} if id is None else {"status": "done", **described[0]})
    elif id is not None:
        _explain(chosen[0])
    else:
        _list(chosen)


def schema(
    what: Annotated[What, typer.Argument(help="Which kind of file.")] = What.CONFERENCE,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.", show_default="standard output"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the JSON schema of a file format, for editors that complete and check while you type.

    The schema is JSON anyway; --json only changes how errors are reported, and with -o the answer.
    """
    from agenda_solver.formats.files import write_text
    from agenda_solver.formats.schema import agenda_schema, conference_schema
    from agenda_solver.formats.strict_json import write_json_text
    from agenda_solver.replanning.changes_file import changes_schema

    made = {What.CONFERENCE: conference_schema, What.AGENDA: agenda_schema, What.CHANGES: changes_schema}[what]()
    if output is None:
        answer_json(made)
        return
    write_text(output, write_json_text(made))
    if as_json:
        answer_json({"status": "done", "files": [str(output)]})
    else:
        answer(f"Saved {output}")


def _rule(text: str) -> type[Rule]:
    """Return the rule with this id, regardless of case and with blanks or underscores."""
    from agenda_solver.model.name_lookup import folded
    from agenda_solver.rules.base.rule_registry import all_rules, rule_class

    meant = folded(text).replace(" ", "_")
    return rule_class(meant if meant in all_rules() else text)


def _list(chosen: list[type[Rule]]) -> None:
    from agenda_solver.rules.base.summary import summary

    listed = new_table("Rule", "What it asks for", "Unit", "Default")
    for rule in chosen:
        listed.add_row(rule.id, summary(rule), rule.unit, str(rule.default_severity))
    answer(listed)
    severities = "Severities are hard, off, a weight, or a priority and a weight."
    answer("", f"agenda-solver rules RULE explains one. {severities}")


def _explain(rule: type[Rule]) -> None:
    from agenda_solver.rules.base.summary import plain, summary

    answer(rule.id, style="bold")
    answer(f"unit: {rule.unit}; default severity: {rule.default_severity}", "")
    answer(summary(rule))
    parameters = list(_parameters(rule))
    answer("", "Parameters" if parameters else "It has no parameters of its own.", style="bold")
    for depth, name, default, description in parameters:
        indent = "  " * (depth + 1)
        answer(f"{indent}{name} ({default})" + (f": {description}" if description else ""))
    answer("", "In the file", style="bold")
    answer(f'  "rules": [{{"rule": "{rule.id}", "severity": {_example(rule)}}}]')
    # The formula comes last: few readers need it.
    answer("", "Exactly", style="bold")
    answer(*plain(inspect.getdoc(rule) or "").partition("\n\n")[2].split("\n"))


def _example(rule: type[Rule]) -> str:
    severity = rule.default_severity
    return f'"{severity.kind}"' if severity.kind != "soft" else str(severity.weight)


def _described(rule: type[Rule]) -> dict[str, Any]:
    from agenda_solver.rules.base.summary import summary

    return {
        "id": rule.id,
        "summary": summary(rule),
        "unit": rule.unit,
        "default_severity": str(rule.default_severity),
        "description": inspect.getdoc(rule),
        "parameters": rule.model_json_schema(mode="validation")["properties"],
    }


def _parameters(model: Any, depth: int = 0) -> Iterator[tuple[int, str, str, str]]:
    """Yield depth, name, default and description of each field, and of the fields of nested models."""
    for name, field in model.model_fields.items():
        if depth == 0 and name in ("severity", "label"):
            continue
        default = (
            "required" if field.is_required() else f"default {_as_json(field.get_default(call_default_factory=True))}"
        )
        yield depth, name, default, field.description or ""
        for part in _models_in(field.annotation):
            yield from _parameters(part, depth + 1)


def _as_json(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_as_json(item) for item in value) + "]"
    words = {None: "none", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def _models_in(annotation: Any) -> list[Any]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for piece in get_args(annotation) for model in _models_in(piece)]
