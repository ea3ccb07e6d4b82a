"""A conference taken apart: facts are changed one by one, and the result is validated at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import OFF
from agenda_solver.rules.unscheduled import Unscheduled

__all__ = ["Case", "ConferenceDraft"]

PLAIN = ("days", "blocks", "rooms", "people", "tracks", "sessions")
KEYS = dict.fromkeys(PLAIN, "id") | {"walks": "between", "votes": "voter"}  # the field that identifies a part


@dataclass(frozen=True)
class Case:
    """A conference and its active rules."""

    conference: Conference
    rules: tuple[Rule, ...]

    @property
    def hard(self) -> tuple[Rule, ...]:
        """The hard rules that apply."""
        return tuple(rule for rule in self.rules if rule.is_hard and rule.applies(self.conference))

    def with_optional(self, sessions: Iterable[str]) -> Case:
        """Return a case in which these sessions may be left out."""
        draft = ConferenceDraft(self)
        draft.make_optional(sessions)
        return draft.case()


class ConferenceDraft:
    """The parts of a conference by id and its rules by key; all of them may be replaced.

    A hard rule that optional sessions must be placed is replaced by making all sessions mandatory, so that they can be
    made optional one by one.
    """

    def __init__(self, case: Case) -> None:
        self._before = case
        self.parts: dict[str, dict[Any, Any]] = {
            kind: {getattr(part, key): part for part in getattr(case.conference, kind)} for kind, key in KEYS.items()
        }
        self.rules: dict[str, Rule] = {rule.key: rule for rule in case.rules}
        for rule in case.rules:
            if isinstance(rule, Unscheduled) and rule.is_hard:
                self.rules[rule.key] = rule.model_copy(update={"severity": type(rule).default_severity})
                for session in case.conference.sessions:
                    self.change("sessions", session.id, optional=False)

    @classmethod
    def of(cls, conference: Conference, rules: Sequence[Rule] | None = None) -> ConferenceDraft:
        """Take a conference apart, by default with its own rules."""
        return cls(Case(conference, tuple(rules_of(conference) if rules is None else rules)))

    def part(self, kind: str, id: Any) -> Any:
        """Return a part as it is now; an unknown id raises InvalidInput."""
        if id not in self.parts[kind]:
            raise InvalidInput.single(f'nothing has the id "{id}"', kind)
        return self.parts[kind][id]

    def rule(self, key: str) -> Rule:
        """Return a rule as it is now; an unknown key raises InvalidInput."""
        if key not in self.rules:
            raise InvalidInput.single(f'the conference does not have the rule "{key}"', "rules")
        return self.rules[key]

    def change(self, kind: str, id: Any, **fields: Any) -> None:
        """Replace some fields of an existing part."""
        self.parts[kind][id] = self.part(kind, id).model_copy(update=fields)

    def drop(self, kind: str, id: Any) -> None:
        """Remove a part if it exists."""
        self.parts[kind].pop(id, None)

    def make_optional(self, sessions: Iterable[str]) -> None:
        """Make sessions optional."""
        for session in sessions:
            self.change("sessions", session, optional=True)

    def change_rule(self, key: str, **fields: Any) -> None:
        """Replace some parameters of an existing rule."""
        self.rules[key] = self.rule(key).model_copy(update=fields)

    def drop_rule(self, key: str) -> None:
        """Remove a rule if it exists."""
        self.rules.pop(key, None)

    def case(self) -> Case:
        """Return the conference with its current rules, without validation, which would take longer."""
        before = self._before.conference
        fields = {name: getattr(before, name) for name in type(before).model_fields} | self._fields()
        return Case(type(before).model_construct(**fields), tuple(self.rules.values()))

    def _fields(self) -> dict[str, Any]:
        return {kind: tuple(parts.values()) for kind, parts in self.parts.items()}

    def checked(self) -> Case:
        """Return the validated conference with its current rules; an invalid one raises InvalidInput."""
        return Case(self._before.conference.with_fields(**self._fields()), tuple(self.rules.values()))

    def conference(self) -> Conference:
        """Return the validated conference with the changed rules in its settings.

        InvalidInput is raised if the changes make it invalid.
        """
        settings = list(self._before.conference.rules)
        for rule in self._before.rules:
            now = self.rules.get(rule.key)
            if now is not rule:
                _set(settings, rule.model_copy(update={"severity": OFF}) if now is None else now)
        changed = self.checked().conference.replace(rules=tuple(settings))
        rules_of(changed)
        return changed


def _set(settings: list[RuleSetting], rule: Rule) -> None:
    """Replace the setting that has the id and the label of a rule, or add a setting."""
    fields = rule.model_dump(mode="json", exclude_defaults=True) | {
        "severity": rule.model_dump(mode="json")["severity"]
    }
    setting = RuleSetting(rule=rule.id, **fields)
    for number, old in enumerate(settings):
        if (old.rule, old.parameters().get("label")) == (rule.id, rule.label):
            settings[number] = setting
            return
    settings.append(setting)
