"""The rules of a conference, read from its settings by the classes of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from agenda_solver.model.reference_fields import Meaning, with_resolved_references
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules, rule_class

__all__ = ["checked_rules", "read_rule", "read_settings", "rules_of"]


@typed
def rules_of(conference: Conference) -> tuple[Rule, ...]:
    """Return the rules that are switched on for a conference: its own settings, then the defaults it does not mention.

    Raises
    ------
    InvalidInput
        With every mistake in the settings, each with its place (``rules[3].sets[0]``).
    """
    rules, mistakes = read_settings(dict(enumerate(conference.rules)), conference.meaning)
    for number, rule in rules.items():
        mistakes.extend(Mistake(_join(f"rules[{number}]", p.place), p.message) for p in rule.problems(conference))
    if mistakes:
        raise InvalidInput(mistakes)
    mentioned = {setting.rule for setting in conference.rules}
    defaults = [cls() for id, cls in built_in_rules().items() if conference.default_rules and id not in mentioned]
    return tuple(rule for rule in [*rules.values(), *defaults] if not rule.severity.is_off)


@typed
def checked_rules(conference: Conference, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return those of some rules made in Python that are switched on, after checking them against a conference.

    InvalidInput is raised if a rule refers to unknown parts, or if two rules have the same key.
    """
    mistakes: list[Mistake] = []
    active: dict[str, Rule] = {}
    for number, written in enumerate(rules):
        rule, place = with_resolved_references(type(written), written, conference.meaning), f"rules[{number}]"
        mistakes.extend(Mistake(_join(place, p.place), p.message) for p in rule.problems(conference))
        if rule.key in active:
            mistakes.append(Mistake(place, f'"{rule.key}" is set twice; use labels to tell them apart'))
        if not rule.severity.is_off:
            active[rule.key] = rule
    if mistakes:
        raise InvalidInput(mistakes)
    return tuple(active.values())


@typed
def read_settings(
    settings: Mapping[int, RuleSetting], meaning: Meaning | None = None
) -> tuple[dict[int, Rule], list[Mistake]]:
    """Read rule settings, given by their numbers in the file, without the checks that need a conference.

    ``meaning`` resolves the names of parts; without it, names stay as they are. Return the rules that could be read, by
    the same numbers, and all mistakes: unknown rules, wrong parameters, and a rule that occurs twice without different
    labels.
    """
    rules: dict[int, Rule] = {}
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for number, setting in settings.items():
        place = f"rules[{number}]"
        try:
            cls = rule_class(setting.rule)
        except InvalidInput as error:
            mistakes.extend(Mistake(f"{place}.rule", mistake.message) for mistake in error.mistakes)
            continue
        try:
            written = setting.parameters()
            rule = cls.model_validate(
                _tuples(written if meaning is None else with_resolved_references(cls, written, meaning))
            )
        except ValidationError as error:
            mistakes.extend(Mistake(_join(place, place_of(e["loc"])), sentence_of(e, cls)) for e in error.errors())
            continue
        if rule.key in first:
            twin = f"rules[{first[rule.key]}]"
            mistakes.append(Mistake(place, f'"{rule.key}" is already set at {twin}; use labels to tell them apart'))
        else:
            first[rule.key] = number
        rules[number] = rule
    return rules, mistakes


def _join(place: str, rest: str) -> str:
    return f"{place}.{rest}" if rest else place


def _tuples(raw: Any) -> Any:
    """Convert lists to tuples recursively, because rules validate types strictly."""
    if isinstance(raw, list | tuple):
        return tuple(_tuples(item) for item in raw)
    if isinstance(raw, dict):
        return {key: _tuples(value) for key, value in raw.items()}
    return raw


@typed
def read_rule(setting: Mapping[str, Any]) -> Rule:
    """Return one rule from a setting in the format of a file: ``{"rule": "plenary", "severity": "hard"}``.

    An unknown rule raises InvalidInput, a wrong parameter pydantic.ValidationError.
    """
    parameters = {name: value for name, value in setting.items() if name != "rule"}
    return rule_class(setting["rule"]).model_validate(_tuples(parameters))
