"""A conference in pieces: facts are changed one by one, and the result is validated at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Part
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule import OFF, Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.unscheduled import Unscheduled

__all__ = ["Case", "Draft"]

KINDS = ("days", "blocks", "rooms", "people", "tracks", "sessions")


@dataclass(frozen=True)
class Case:
    """A conference and the rules that are switched on for it."""

    conference: Conference
    rules: tuple[Rule, ...]

    @property
    def hard(self) -> tuple[Rule, ...]:
        """The hard rules that have something to say."""
        return tuple(rule for rule in self.rules if rule.is_hard and rule.applies(self.conference))

    def with_optional(self, sessions: Iterable[str]) -> Case:
        """Return a case in which these sessions may be left out."""
        draft = Draft(self)
        draft.let_off(sessions)
        return draft.case()


class Draft:
    """The parts of a conference by their ids, and its rules by their keys; all of them may be exchanged.

    Parameters
    ----------
    case
        What to take apart. A hard wish for the optional sessions is said by the sessions instead: none is optional
        then, so that each can be let off by itself.
    """

    def __init__(self, case: Case) -> None:
        self._before = case
        self.parts: dict[str, dict[str, Any]] = {
            kind: {part.id: part for part in getattr(case.conference, kind)} for kind in KINDS
        }
        self.walks: dict[tuple[str, str], Part] = {walk.between: walk for walk in case.conference.walks}
        self.votes: dict[str, Part] = {votes.voter: votes for votes in case.conference.votes}
        self.rules: dict[str, Rule] = {rule.key: rule for rule in case.rules}
        for rule in case.rules:
            if isinstance(rule, Unscheduled) and rule.is_hard:
                self.rules[rule.key] = rule.model_copy(update={"severity": type(rule).default_severity})
                for session in case.conference.sessions:
                    self.change("sessions", session.id, optional=False)

    @classmethod
    def of(cls, conference: Conference, rules: Sequence[Rule] | None = None) -> Draft:
        """Take a conference apart, with its own rules unless others are given."""
        return cls(Case(conference, tuple(rules_of(conference) if rules is None else rules)))

    def part(self, kind: str, id: str) -> Any:
        """Return a part as it is now.

        Raises
        ------
        InvalidInput
            If there is no such part.
        """
        if id not in self.parts[kind]:
            raise InvalidInput.single(f'nothing has the id "{id}"', kind)
        return self.parts[kind][id]

    def rule(self, key: str) -> Rule:
        """Return a rule as it is now.

        Raises
        ------
        InvalidInput
            If there is no such rule.
        """
        if key not in self.rules:
            raise InvalidInput.single(f'the conference does not have the rule "{key}"', "rules")
        return self.rules[key]

    def change(self, kind: str, id: str, **fields: Any) -> None:
        """Exchange some fields of a part, which has to be there."""
        self.parts[kind][id] = self.part(kind, id).model_copy(update=fields)

    def let_off(self, sessions: Iterable[str]) -> None:
        """Let sessions be left out."""
        for session in sessions:
            self.change("sessions", session, optional=True)

    def change_rule(self, key: str, **fields: Any) -> None:
        """Exchange some parameters of a rule, which has to be there."""
        self.rules[key] = self.rule(key).model_copy(update=fields)

    def case(self) -> Case:
        """Return the conference with the rules as they are now, without looking for mistakes, which takes longer."""
        before = self._before.conference
        fields = {name: getattr(before, name) for name in type(before).model_fields} | self._fields()
        return Case(type(before).model_construct(**fields), tuple(self.rules.values()))

    def _fields(self) -> dict[str, Any]:
        parts: dict[str, Any] = {kind: tuple(parts.values()) for kind, parts in self.parts.items()}
        return parts | {"walks": tuple(self.walks.values()), "votes": tuple(self.votes.values())}

    def checked(self) -> Case:
        """Return the conference, checked like a new one, with the rules as they are now.

        Raises
        ------
        InvalidInput
            If a change does not suit the rest.
        """
        return Case(self._before.conference.with_fields(**self._fields()), tuple(self.rules.values()))

    def conference(self) -> Conference:
        """Return the conference with the rules among its settings.

        Raises
        ------
        InvalidInput
            If a change does not suit the rest.
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
    """Put a rule among the settings, in the place of the one with its id and label if there is one."""
    fields = rule.model_dump(mode="json", exclude_defaults=True) | {
        "severity": rule.model_dump(mode="json")["severity"]
    }
    setting = RuleSetting(rule=rule.id, **fields)
    for number, old in enumerate(settings):
        if (old.rule, old.parameters().get("label")) == (rule.id, rule.label):
            settings[number] = setting
            return
    settings.append(setting)
