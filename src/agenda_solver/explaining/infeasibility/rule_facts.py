"""The facts in the rule settings: a rule is hard, and each entry of the lists in its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from agenda_solver.explaining.infeasibility.fact import Change, Fact
from agenda_solver.explaining.infeasibility.fact_sentences import entry_in_words, is_id
from agenda_solver.explaining.infeasibility.relaxed_conference import ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["facts_of_rule", "meaning"]

COMMON = ("severity", "label")


def facts_of_rule(conference: Conference, rule: Rule) -> Iterator[Fact]:
    """Yield the facts of a hard rule; the first one is that it is hard."""
    words = f"{rule.key} is a hard rule{_numbers(rule)}: {meaning(rule)}"
    yield Fact("rule", words, "rules", rule.key, lambda draft: draft.drop_rule(rule.key))
    for name in type(rule).model_fields:
        value = getattr(rule, name)
        if name in COMMON or not isinstance(value, tuple):
            continue
        for entry in dict.fromkeys(value):
            if isinstance(entry, BaseModel) or is_id(conference, name, entry):
                words = entry_in_words(conference, rule, name, entry)
                change = _without_entry(rule.key, name, entry)
                yield Fact("parameter", words, "rules", rule.key, change, name, entry)


def meaning(rule: Rule) -> str:
    """Return the first paragraph of a rule's description."""
    first = (inspect.getdoc(type(rule)) or rule.id).split("\n\n")[0]
    return " ".join(first.split())


def _numbers(rule: Rule) -> str:
    """Return in words the numeric and text parameters that differ from their defaults."""
    changed = []
    for name, info in type(rule).model_fields.items():
        value = getattr(rule, name)
        if name not in COMMON and isinstance(value, int | str) and value != info.default:
            words = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            changed.append(f"{name.replace('_', ' ')}: {words}")
    return f" ({', '.join(changed)})" if changed else ""


def _without_entry(key: str, name: str, entry: Any) -> Change:
    def change(draft: ConferenceDraft) -> None:
        if key in draft.rules:
            left = tuple(other for other in getattr(draft.rules[key], name) if other != entry)
            draft.change_rule(key, **{name: left})

    return change
