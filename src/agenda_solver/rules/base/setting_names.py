"""Resolution of names in rule settings, and of the names of rules."""

from __future__ import annotations

from collections.abc import Iterable

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import NameIndex, UnknownName
from agenda_solver.model.parts import RuleSetting
from agenda_solver.model.pydantic_messages import guess, shortened
from agenda_solver.model.reference_fields import Meaning, with_resolved_references
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import rule_class
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["rule_named", "settings_with_ids", "with_checked_settings"]


def settings_with_ids(conference: Conference) -> tuple[RuleSetting, ...]:
    """Return the rule settings of a conference with the names of sessions, rooms and other parts replaced by ids.

    Names that cannot be resolved stay as they are, as do the parameters of unknown rules.
    """
    return tuple(_with_ids(setting, conference.meaning) for setting in conference.rules)


def with_checked_settings(conference: Conference) -> Conference:
    """Check the rule settings of a conference, and return it with ids instead of names in them.

    InvalidInput lists every mistake in the settings with its place (``rules[3].sets[0]``).
    """
    rules_of(conference)
    settings = settings_with_ids(conference)
    return conference if settings == conference.rules else conference.with_fields(rules=settings)


def _with_ids(setting: RuleSetting, meaning: Meaning) -> RuleSetting:
    written = setting.parameters()
    try:
        clear = with_resolved_references(rule_class(setting.rule), written, meaning)
    except InvalidInput:
        return setting
    return setting if clear is written else type(setting).model_validate({"rule": setting.rule, **clear})


def rule_named(rules: Iterable[Rule], text: str, noun: str = "rule of this conference that is switched on") -> str:
    """Return the key of the rule that a text names, or the id of several rules that differ by their labels.

    Case is ignored, and underscores may be written as spaces. ``noun`` describes the rules in messages. ValueError is
    raised if the text names no rule, or several; the message suggests similar names.
    """
    names = [name for rule in rules for name in (rule.key, rule.id)]
    index = NameIndex("rule", ((name, None) for name in names), aliases=((n, n.replace("_", " ")) for n in names))
    try:
        return index.id_of(text, hint=False)
    except UnknownName as error:
        close = guess(shortened(text.casefold()), names)
        message = f'no {noun} is "{shortened(text)}"{close}'
        raise UnknownName(message) from error
