"""Discovery of the rules, and the reading of a conference's rule settings.

A rule is a module of this package whose file name is the rule's id. Adding a file adds a rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

import agenda_solver.rules as package
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.validation import _guess, place_of, sentence_of
from agenda_solver.rules.rule import Rule

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["all_rules", "read_rule", "rule_class", "rules_of"]

NOT_RULES = frozenset({"rule", "registry", "selection"})


@cache
def all_rules() -> Mapping[str, type[Rule]]:
    """Return every rule class by its id, in alphabetical order.

    Raises
    ------
    RuntimeError
        When a file holds no rule, or one whose id is not the file's name.
    """
    stems = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in NOT_RULES)
    return {stem: _rule_in(stem) for stem in stems if not stem.startswith("_")}


def _rule_in(stem: str) -> type[Rule]:
    module = importlib.import_module(f"{package.__name__}.{stem}")
    classes = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
    ]
    if len(classes) != 1 or classes[0].id != stem:
        raise RuntimeError(f'rules/{stem}.py must hold exactly one rule, with the id "{stem}"')
    return classes[0]


def rule_class(id: str) -> type[Rule]:
    """Return the class of a rule.

    Raises
    ------
    InvalidInput
        When there is no such rule.
    """
    if id not in all_rules():
        raise InvalidInput.single(f'there is no rule "{id}"{_guess(id, all_rules())}')
    return all_rules()[id]


def rules_of(conference: Conference) -> tuple[Rule, ...]:
    """Return the rules that are switched on for a conference: its own settings, then the defaults it does not mention.

    Raises
    ------
    InvalidInput
        With every mistake in the settings, each with its place (``rules[3].sets[0]``).
    """
    mistakes: list[Mistake] = []
    rules = list(_set_rules(conference, mistakes))
    keys: dict[str, int] = {}
    for number, rule in rules:
        if rule.key in keys:
            mistakes.append(Mistake(f"rules[{number}]", f'"{rule.key}" is already set at rules[{keys[rule.key]}]; a label tells them apart'))
        keys.setdefault(rule.key, number)
        mistakes.extend(Mistake(f"rules[{number}].{p.place}", p.message) for p in rule.problems(conference))
    if mistakes:
        raise InvalidInput(mistakes)
    mentioned = {setting.rule for setting in conference.rules}
    defaults = [cls() for id, cls in all_rules().items() if conference.default_rules and id not in mentioned]
    return tuple(rule for rule in [*(rule for _, rule in rules), *defaults] if not rule.severity.is_off)


def _set_rules(conference: Conference, mistakes: list[Mistake]) -> Iterator[tuple[int, Rule]]:
    for number, setting in enumerate(conference.rules):
        place = f"rules[{number}]"
        if setting.rule not in all_rules():
            mistakes.append(Mistake(f"{place}.rule", f'there is no rule "{setting.rule}"{_guess(setting.rule, all_rules())}'))
            continue
        try:
            yield number, all_rules()[setting.rule].model_validate(_tuples(setting.parameters()))
        except ValidationError as error:
            mistakes.extend(Mistake(f"{place}.{place_of(e['loc'])}", sentence_of(e)) for e in error.errors())


def _tuples(raw: Any) -> Any:
    """Lists as tuples all the way down: rules are strict about everything else."""
    if isinstance(raw, list | tuple):
        return tuple(_tuples(item) for item in raw)
    if isinstance(raw, dict):
        return {key: _tuples(value) for key, value in raw.items()}
    return raw


def read_rule(setting: Mapping[str, Any]) -> Rule:
    """Return one rule from a setting as it stands in a file: ``{"rule": "plenary", "severity": "hard"}``.

    Raises
    ------
    InvalidInput
        When there is no such rule.
    pydantic.ValidationError
        When a parameter is wrong.
    """
    parameters = {name: value for name, value in setting.items() if name != "rule"}
    return rule_class(setting["rule"]).model_validate(_tuples(parameters))
