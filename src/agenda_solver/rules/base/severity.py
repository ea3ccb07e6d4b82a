"""The severity of a rule: hard, off, or a weight on a priority level."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_serializer

from agenda_solver.model.python_parts import CheckedModel

__all__ = ["HARD", "OFF", "Severity", "SeverityField", "soft"]

MAX_WEIGHT = 1_000_000_000


class Severity(CheckedModel):
    """How much a rule matters: hard, off, or a weight on a priority level.

    The costs of one level are added up; a higher level takes precedence over every lower one, whatever the weights
    (lexicographic order). Ordinary wishes are on level 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["hard", "soft", "off"] = "soft"
    weight: int = Field(default=1, ge=1, le=MAX_WEIGHT)
    priority: int = Field(default=0, ge=0, le=9)

    @property
    def is_hard(self) -> bool:
        """Whether violations are forbidden."""
        return self.kind == "hard"

    @property
    def is_off(self) -> bool:
        """Whether the rule is switched off."""
        return self.kind == "off"

    @model_serializer
    def _as_in_a_file(self) -> str | int | dict[str, int]:
        if self.kind != "soft":
            return self.kind
        return {"priority": self.priority, "weight": self.weight} if self.priority else self.weight

    def __str__(self) -> str:
        if self.kind != "soft":
            return self.kind
        return f"weight {self.weight}" + (f", priority {self.priority}" if self.priority else "")


HARD = Severity(kind="hard")
OFF = Severity(kind="off")


def soft(weight: int, priority: int = 0) -> Severity:
    """Return the severity of a wish with this weight on this priority level."""
    return Severity(weight=weight, priority=priority)


def _read_severity(raw: Any) -> Any:
    if isinstance(raw, Severity):
        return raw
    if raw in ("hard", "off"):
        return Severity(kind=raw)
    _refuse_no_weight(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = {"weight": raw}
    if isinstance(raw, dict) and set(raw) <= {"weight", "priority"} and raw:
        return Severity.model_validate(raw)
    raise ValueError('must be "hard", "off", a weight, or {"priority": 1, "weight": 5}')


def _refuse_no_weight(raw: Any) -> None:
    weight = raw.get("weight") if isinstance(raw, dict) else raw
    if isinstance(weight, int | float) and not isinstance(weight, bool) and weight == 0:
        raise ValueError('a weight must be at least 1; use "off" to switch the rule off')


SEVERITY_SCHEMA = {
    "anyOf": [
        {"enum": ["hard", "off"]},
        {"type": "integer", "minimum": 1, "maximum": MAX_WEIGHT},
        {
            "type": "object",
            "properties": {
                "priority": {"type": "integer", "minimum": 0, "maximum": 9},
                "weight": {"type": "integer", "minimum": 1, "maximum": MAX_WEIGHT},
            },
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
SeverityField = Annotated[Severity, BeforeValidator(_read_severity), WithJsonSchema(SEVERITY_SCHEMA)]
