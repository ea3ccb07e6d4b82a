"""Discovery of the rules, and the reading of a conference's rule settings.

A rule of the library is a module of this package whose file name is the rule's id: adding a file adds a rule. Rules of
others come from packages that name them as entry points of the group ``agenda_solver.rules``, or are registered by
:func:`register_rule`. They run only where a conference mentions them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

import agenda_solver.rules as package
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.words import guess, place_of, sentence_of
from agenda_solver.rules.rule import Rule

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference
    from agenda_solver.model.parts import RuleSetting

__all__ = [
    "all_rules",
    "built_in_rules",
    "checked_rules",
    "read_rule",
    "read_settings",
    "register_rule",
    "rule_class",
    "rules_of",
]

ENTRY_POINTS = "agenda_solver.rules"
RuleClass = TypeVar("RuleClass", bound=Rule)
_REGISTERED: dict[str, type[Rule]] = {}

NOT_RULES = frozenset({"rule", "registry", "loading", "selection", "reach", "tables"})


def all_rules() -> Mapping[str, type[Rule]]:
    """Return every rule class by its id: those of the library in alphabetical order, then those of others.

    Raises
    ------
    RuntimeError
        When an installed package offers what is no rule, or one whose id is taken.
    """
    return {**built_in_rules(), **_installed_rules(), **_REGISTERED}


def register_rule(cls: type[RuleClass]) -> type[RuleClass]:
    """Make a rule known by its id, so that conferences can mention it; also a decorator.

    Registering the same class again does nothing, and a new version of it from the same module takes its place (a
    notebook's cell that runs twice).

    Raises
    ------
    TypeError
        When it is no rule, or lacks one of the class attributes of a rule.
    ValueError
        When another rule has its id already.
    """
    _refuse_unusable(cls)
    known = all_rules().get(cls.id)
    is_same = known is not None and (known.__module__, known.__qualname__) == (cls.__module__, cls.__qualname__)
    if known is not None and not is_same:
        raise ValueError(f'there is a rule "{cls.id}" already: {known.__module__}.{known.__qualname__}')
    _REGISTERED[cls.id] = cls
    return cls


def _refuse_unusable(cls: Any) -> None:
    if not (isinstance(cls, type) and issubclass(cls, Rule)):
        raise TypeError(f"{cls!r} is not a subclass of Rule")
    lacking = [name for name in ("id", "unit", "default_severity") if not hasattr(cls, name)]
    lacking += sorted(getattr(cls, "__abstractmethods__", ()))
    if lacking:
        raise TypeError(f"the rule {cls.__qualname__} lacks {', '.join(lacking)}")


@cache
def _installed_rules() -> Mapping[str, type[Rule]]:
    found: dict[str, type[Rule]] = {}
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value)):
        cls = entry.load()
        try:
            _refuse_unusable(cls)
        except TypeError as error:
            raise RuntimeError(f"the entry point {entry.value} of {ENTRY_POINTS} is no rule: {error}") from error
        if cls.id != entry.name or cls.id in built_in_rules() or cls.id in found:
            raise RuntimeError(f'the entry point {entry.value} has the id "{cls.id}", which is taken or not its name')
        found[cls.id] = cls
    return found


@cache
def built_in_rules() -> Mapping[str, type[Rule]]:
    """Return the library's own rule classes by their ids, in alphabetical order.

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
        raise InvalidInput.single(f'there is no rule "{id}"{guess(id, all_rules())}')
    return all_rules()[id]


def rules_of(conference: Conference) -> tuple[Rule, ...]:
    """Return the rules that are switched on for a conference: its own settings, then the defaults it does not mention.

    Raises
    ------
    InvalidInput
        With every mistake in the settings, each with its place (``rules[3].sets[0]``).
    """
    rules, mistakes = read_settings(dict(enumerate(conference.rules)))
    for number, rule in rules.items():
        mistakes.extend(Mistake(_join(f"rules[{number}]", p.place), p.message) for p in rule.problems(conference))
    if mistakes:
        raise InvalidInput(mistakes)
    mentioned = {setting.rule for setting in conference.rules}
    defaults = [cls() for id, cls in built_in_rules().items() if conference.default_rules and id not in mentioned]
    return tuple(rule for rule in [*rules.values(), *defaults] if not rule.severity.is_off)


def checked_rules(conference: Conference, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that are switched on among some that were made in Python for a conference.

    Raises
    ------
    InvalidInput
        When a rule speaks of what the conference does not have, or two have the same key.
    """
    mistakes: list[Mistake] = []
    active: dict[str, Rule] = {}
    for number, rule in enumerate(rules):
        place = f"rules[{number}]"
        mistakes.extend(Mistake(_join(place, p.place), p.message) for p in rule.problems(conference))
        if rule.key in active:
            mistakes.append(Mistake(place, f'"{rule.key}" is there twice; a label tells them apart'))
        if not rule.severity.is_off:
            active[rule.key] = rule
    if mistakes:
        raise InvalidInput(mistakes)
    return tuple(active.values())


def read_settings(settings: Mapping[int, RuleSetting]) -> tuple[dict[int, Rule], list[Mistake]]:
    """Read rule settings as far as it goes without a conference.

    Parameters
    ----------
    settings
        The settings by their numbers in the file.

    Returns
    -------
    The rules that could be read, by the same numbers, and what is wrong with the others: unknown rules, parameters of
    the wrong type, the same rule twice without labels that tell them apart.
    """
    rules: dict[int, Rule] = {}
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for number, setting in settings.items():
        place = f"rules[{number}]"
        cls = all_rules().get(setting.rule)
        if cls is None:
            message = f'there is no rule "{setting.rule}"{guess(setting.rule, all_rules())}'
            mistakes.append(Mistake(f"{place}.rule", message))
            continue
        try:
            rule = cls.model_validate(_tuples(setting.parameters()))
        except ValidationError as error:
            mistakes.extend(Mistake(_join(place, place_of(e["loc"])), sentence_of(e, cls)) for e in error.errors())
            continue
        if rule.key in first:
            twin = f"rules[{first[rule.key]}]"
            mistakes.append(Mistake(place, f'"{rule.key}" is already set at {twin}; a label tells them apart'))
        else:
            first[rule.key] = number
        rules[number] = rule
    return rules, mistakes


def _join(place: str, rest: str) -> str:
    return f"{place}.{rest}" if rest else place


def _tuples(raw: Any) -> Any:
    """Return lists as tuples all the way down: rules are strict about everything else."""
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
