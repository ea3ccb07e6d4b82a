"""The description of a rule for users: its class docstring without documentation markup."""

from __future__ import annotations

import inspect
import re

from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import find_rule

__all__ = ["plain", "summary", "summary_of"]


def plain(text: str) -> str:
    """Return a docstring without the markup for the documentation builder."""
    text = re.sub(r"(?::\w+:|`)`~?([^`]*)``?", r"\1", text).replace(".. math::", "   ")
    return re.sub(r"\\(left|right|bigl|bigr|,|!)", "", text)


def summary(rule: type[Rule]) -> str:
    """Return the first paragraph of a rule's description, on one line."""
    return plain((inspect.getdoc(rule) or "").partition("\n\n")[0].replace("\n", " "))


def summary_of(id: str) -> str:
    """Return the summary of the rule with an id; an empty text if there is no such rule any more."""
    rule = find_rule(id)
    return "" if rule is None else summary(rule)
