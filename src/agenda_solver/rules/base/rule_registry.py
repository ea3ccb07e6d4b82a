"""Discovery of rules: those of the library, of installed packages, and registered ones.

A rule of the library is a module of ``agenda_solver.rules`` whose file name is the rule's id: a new file adds a rule.
Other rules come from packages with entry points of the group ``agenda_solver.rules``, or are registered by
:func:`register_rule`. They run only if a conference mentions them.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, TypeVar

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.rules.base.rule import Rule

__all__ = ["all_rules", "built_in_rules", "find_rule", "is_from_outside", "register_rule", "rule_class"]

ENTRY_POINTS = "agenda_solver.rules"
# The package that contains the rule modules.
RULES = "agenda_solver.rules"
RuleClass = TypeVar("RuleClass", bound=Rule)
_REGISTERED: dict[str, type[Rule]] = {}


def all_rules() -> Mapping[str, type[Rule]]:
    """Return every rule class by its id: those of the library in alphabetical order, then all others.

    Raises
    ------
    InvalidInput
        If an entry point of an installed package cannot be imported, is no rule, or has an id that is taken.
    """
    return {**built_in_rules(), **{id: _installed_rule(id) for id in _offers()}, **_REGISTERED}


@typed
def find_rule(id: str) -> type[Rule] | None:
    """Return the class of a rule, or None if there is no rule with that id.

    Of the packages that offer rules, only the one that offers this rule is imported, so that errors in other packages
    do not matter. InvalidInput is raised if the rule that a package offers cannot be used.
    """
    if id in _REGISTERED:
        return _REGISTERED[id]
    return _installed_rule(id) if id in _offers() else built_in_rules().get(id)


def is_from_outside(cls: type[Rule]) -> bool:
    """Whether a rule is defined outside this library."""
    return cls.__module__.partition(".")[0] != RULES.partition(".")[0]


def register_rule(cls: type[RuleClass]) -> type[RuleClass]:
    """Register a rule by its id, so that conferences can use it. It can be used as a decorator.

    Registering the same class again has no effect. A new version of the class from the same module replaces it, for
    example when a notebook cell runs twice.

    Raises
    ------
    TypeError
        If it is no rule, or lacks one of the class attributes or abstract methods of a rule.
    ValueError
        If another rule already has its id.
    """
    _refuse_unusable(cls)
    known = built_in_rules().get(cls.id) or _REGISTERED.get(cls.id)
    if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise ValueError(f'there is already a rule "{cls.id}": {_home(known)}')
    for offer in _offers().get(cls.id, ()):
        # The package of the class may also offer it as an entry point, which cannot be loaded during its definition.
        if offer.module.partition(".")[0] != cls.__module__.partition(".")[0]:
            raise ValueError(f'there is already a rule "{cls.id}": {_entry_point_words(offer)}')
    _REGISTERED[cls.id] = cls
    return cls


def _home(cls: type[Rule]) -> str:
    """Return the qualified name of a class, with its file if it is defined outside the library."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) if is_from_outside(cls) else None
    return f"{cls.__module__}.{cls.__qualname__}" + (f" ({file})" if file else "")


def _refuse_unusable(cls: Any) -> None:
    if not (isinstance(cls, type) and issubclass(cls, Rule)):
        raise TypeError(f"{cls!r} is not a subclass of Rule")
    lacking = [name for name in ("id", "unit", "default_severity") if not hasattr(cls, name)]
    lacking += sorted(getattr(cls, "__abstractmethods__", ()))
    if lacking:
        raise TypeError(f"the rule {cls.__qualname__} lacks {', '.join(lacking)}")


@cache
def _offers() -> Mapping[str, tuple[EntryPoint, ...]]:
    """Return the entry points of installed packages by rule id, without importing them."""
    found: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value)):
        found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


def _entry_point_words(entry: EntryPoint) -> str:
    owner = "" if entry.dist is None else f" of the installed package {entry.dist.name}"
    return f'the entry point "{entry.name} = {entry.value}"{owner}'


@cache
def _installed_rule(id: str) -> type[Rule]:
    entry, *others = _offers()[id]
    if id in built_in_rules():
        raise InvalidInput.single(f'{_entry_point_words(entry)} has the id of a rule of the library: "{id}"')
    if others:
        raise InvalidInput.single(f"{_entry_point_words(entry)} has the same id as {_entry_point_words(others[0])}")
    try:
        cls = entry.load()
    except (Exception, SystemExit) as error:  # user code may raise anything
        raise InvalidInput.single(
            f"{_entry_point_words(entry)} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    try:
        _refuse_unusable(cls)
    except TypeError as error:
        raise InvalidInput.single(f"{_entry_point_words(entry)} is not a rule: {error}") from error
    if cls.id != id:
        raise InvalidInput.single(f'{_entry_point_words(entry)} is the rule "{cls.id}", which has to be its name')
    return cls  # type: ignore[no-any-return]


@cache
def built_in_rules() -> Mapping[str, type[Rule]]:
    """Return the library's own rule classes by id, in alphabetical order.

    RuntimeError is raised if a file does not define exactly one rule with the file name as its id.
    """
    stems = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parents[1])]) if not m.ispkg)
    return {stem: _rule_in(stem) for stem in stems}


def _rule_in(stem: str) -> type[Rule]:
    module = importlib.import_module(f"{RULES}.{stem}")
    classes = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
    ]
    if len(classes) != 1 or classes[0].id != stem:
        raise RuntimeError(f'rules/{stem}.py must hold exactly one rule, with the id "{stem}"')
    return classes[0]


@typed
def rule_class(id: str) -> type[Rule]:
    """Return the class of a rule; InvalidInput if there is no rule with that id."""
    if (cls := find_rule(id)) is None:
        raise InvalidInput.single(_unknown(id))
    return cls


def _unknown(id: str) -> str:
    """Return the message for an unknown rule, with a suggestion."""
    close = guess(id, [*built_in_rules(), *_offers(), *_REGISTERED])
    way = "" if close else "; a rule of your own needs --with-rules FILE, register_rule or an installed package"
    return f'there is no rule "{id}"{close}{way}'
