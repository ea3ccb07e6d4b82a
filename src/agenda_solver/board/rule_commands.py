"""The command that sets the severity, the weight and the parameters of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from agenda_solver.board.command import Command, Step
from agenda_solver.board.rule_words import SettingKey, rule_changes, settings_of, severity_in
from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_registry import rule_class

__all__ = ["SetRule"]

OURS = ("rule", "label", "severity")


class SetRule(Command):
    """Set the weight and the parameters of a rule; everything that is not given stays unchanged.

    Attributes
    ----------
    rule
        Its id, which may be written with blanks: ``room capacity``.
    label
        Distinguishes it from other settings of the same rule; a new label adds another setting.
    severity
        ``hard``, ``soft`` or ``off``.
    weight, priority
        How much a wish counts; a rule that was not soft becomes soft.
    parameters
        Its other parameters, as in a conference file; None for the default.
    """

    do: Literal["set rule"] = "set rule"
    rule: str
    label: str | None = None
    severity: Literal["hard", "soft", "off"] | None = None
    weight: int | None = None
    priority: int | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with the rule set."""
        key, conference = self._key(), state.conference
        if strange := next((name for name in self.parameters if name in OURS), None):
            raise InvalidInput.single(f"give {strange} next to the parameters, not among them", f"parameters.{strange}")
        written = settings_of(conference).get(key, {} if key[1] is None else {"label": key[1]})
        changed = {**written, **self.parameters, **self._severity(conference, key)}
        kept = {name: value for name, value in changed.items() if value is not None}
        setting = RuleSetting.model_validate({"rule": key[0], **kept})
        rules = {(s.rule, s.parameters().get("label")): s for s in conference.rules} | {key: setting}
        place = f"rules[{list(rules).index(key)}]"
        try:
            return state.with_conference(conference.replace(rules=tuple(rules.values())))
        except InvalidInput as error:
            raise InvalidInput(_said_of_command(mistake, place) for mistake in error.mistakes) from error

    def _key(self) -> SettingKey:
        id = "_".join(self.rule.split()).lower()
        try:
            rule_class(id)
        except InvalidInput as error:
            raise InvalidInput(Mistake("rule", mistake.message) for mistake in error.mistakes) from error
        return id, self.label

    def _severity(self, conference: Conference, key: SettingKey) -> Mapping[str, Any]:
        """Return the severity as in a file; empty if it stays."""
        if self.severity is None and self.weight is None and self.priority is None:
            return {}
        if self.severity in ("hard", "off"):
            if self.weight is not None or self.priority is not None:
                raise InvalidInput.single(f"a rule that is {self.severity} has no weight and no priority", "severity")
            return {"severity": self.severity}
        old, default = severity_in(conference, key), rule_class(key[0]).default_severity
        like = next((each for each in (old, default) if each.kind == "soft"), None)
        weight = self.weight if self.weight is not None else like.weight if like else 1
        priority = self.priority if self.priority is not None else like.priority if like else 0
        return {"severity": {"priority": priority, "weight": weight} if priority else weight}

    def words(self, step: Step) -> str:
        """Describe the changes of the rule."""
        return "; ".join(rule_changes(step.before.conference, step.after.conference)) or f"{self.rule}: unchanged"


def _said_of_command(mistake: Mistake, place: str) -> Mistake:
    """Return a mistake in the setting as a mistake in the field of the command that contains it."""
    if not mistake.place.startswith(place):
        return mistake
    inside = mistake.place.removeprefix(place).removeprefix(".")
    if inside.partition(".")[0] in (*OURS, ""):
        return Mistake(inside, mistake.message)
    return Mistake(f"parameters.{inside}", mistake.message)
