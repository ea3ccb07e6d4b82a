"""The meaning of a rule as people read it: the docstring of its class without the markup of the documentation."""

from __future__ import annotations

import inspect
import re

from agenda_solver.rules.base.registry import find_rule
from agenda_solver.rules.base.rule import Rule

__all__ = ["plain", "summary", "summary_of"]


def plain(text: str) -> str:
    """Return a docstring without the marks that only a documentation builder reads."""
    text = re.sub(r"(?::\w+:|`)`~?([^`]*)``?", r"\1", text).replace(".. math::", "   ")
    return re.sub(r"\\(left|right|bigl|bigr|,|!)", "", text)


def summary(rule: type[Rule]) -> str:
    """Return the first sentence of a rule's text, on one line."""
    return plain((inspect.getdoc(rule) or "").partition("\n\n")[0].replace("\n", " "))


def summary_of(id: str) -> str:
    """Return what the rule of an id means; nothing where there is no such rule any more."""
    rule = find_rule(id)
    return "" if rule is None else summary(rule)
