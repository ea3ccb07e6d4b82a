"""The change of a rule in words: ``room capacity: weight 2 instead of weight 5``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import PydanticUndefined

from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_registry import rule_class
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.base.severity import OFF, Severity

__all__ = ["SettingKey", "rule_changes", "settings_of", "severity_in"]

SettingKey = tuple[str, str | None]
"""A rule and its label: what tells one setting from every other."""
LONGEST = 60


def settings_of(conference: Conference) -> dict[SettingKey, dict[str, Any]]:
    """Return the parameters of each rule setting of a conference, as in its file."""
    return {(s.rule, s.parameters().get("label")): s.parameters() for s in conference.rules}


def severity_in(conference: Conference, key: SettingKey) -> Severity:
    """Return the severity of a rule in a conference, whether it is set there or not."""
    settings = settings_of(conference)
    if key in settings:
        found: Severity = read_rule({"rule": key[0], **settings[key]}).severity
        return found
    is_default = conference.default_rules and key[1] is None and all(rule != key[0] for rule, _ in settings)
    return rule_class(key[0]).default_severity if is_default else OFF


def rule_changes(before: Conference, after: Conference) -> list[str]:
    """Return a sentence for each rule whose setting has changed."""
    old, new = settings_of(before), settings_of(after)
    found = []
    for key in dict.fromkeys([*old, *new]):
        severities = severity_in(before, key), severity_in(after, key)
        parts = [] if severities[0] == severities[1] else [_severity_words(*severities)]
        parts += _parameter_words(key[0], old.get(key, {}), new.get(key, {}))
        if parts:
            found.append(f"{_name(key)}: {', '.join(parts)}")
        elif old.get(key) != new.get(key):
            found.append(
                f"{_name(key)}: {'written differently' if key in new else 'no longer set'}, with the same effect"
            )
    return found


def _name(key: SettingKey) -> str:
    return key[0].replace("_", " ") + (f" ({key[1]})" if key[1] else "")


def _severity_words(old: Severity, new: Severity) -> str:
    if old.kind == new.kind == "soft" and old.priority == new.priority:
        return f"weight {new.weight} instead of {old.weight}"
    return f"{new} instead of {old}"


def _parameter_words(rule: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    found, fields = [], rule_class(rule).model_fields
    for name in dict.fromkeys([*old, *new]):
        default = fields[name].get_default()
        values = [
            None if value is PydanticUndefined else value for value in (old.get(name, default), new.get(name, default))
        ]
        if name in ("severity", "label") or values[0] == values[1]:
            continue
        words = name.replace("_", " ")
        if all(_is_short(value) for value in values):
            was, now = ("nothing" if value is None else str(value) for value in values)
            found.append(f"{words} {now} instead of {was}")
        else:
            found.append(f"{words} changed")
    return found


def _is_short(value: Any) -> bool:
    return not isinstance(value, Mapping | Sequence) or (isinstance(value, str) and len(value) <= LONGEST)
