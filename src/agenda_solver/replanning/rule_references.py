"""Rule settings without references to parts that no longer exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_settings import read_rule

__all__ = ["settings_without_strangers"]

STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def settings_without_strangers(conference: Conference) -> tuple[RuleSetting, ...]:
    """Return the rule settings of a conference without references to parts that no longer exist.

    Each rule reports the places of its invalid references. The list entry that contains such a reference is removed. If
    the list is then too short for the rule, the enclosing list entry is removed instead. If nothing else makes the
    setting valid, the rule is switched off.
    """
    return tuple(_without_strangers(setting, conference) for setting in conference.rules)


def _without_strangers(setting: RuleSetting, conference: Conference) -> RuleSetting:
    parameters: Any = setting.parameters()
    while True:
        place = next((p.place for p in _rule(setting, parameters).problems(conference)), None)
        if place is None:
            return RuleSetting.model_validate({"rule": setting.rule, **parameters})
        shorter = next(filter(lambda p: _is_sound(setting, p), _shortened(parameters, place)), None)
        if shorter is None:
            off = {"rule": setting.rule, "severity": "off"}
            return RuleSetting.model_validate(off | {k: v for k, v in parameters.items() if k == "label"})
        parameters = shorter


def _shortened(parameters: Mapping[str, Any], place: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters without the innermost list entry that contains a place, then without the next outer one."""
    steps: list[str | int] = [int(number) if number else name for number, name in STEP.findall(place)]
    for depth in reversed(range(len(steps))):
        if isinstance(steps[depth], int):
            shorter: dict[str, Any] = _without(parameters, steps[: depth + 1])
            yield shorter


def _without(node: Any, steps: list[str | int]) -> Any:
    step, *rest = steps
    if isinstance(step, int):
        items = list(node)
        items[step : step + 1] = [_without(items[step], rest)] if rest else []
        return items
    return {**node, step: _without(node[step], rest)}


def _rule(setting: RuleSetting, parameters: Mapping[str, Any]) -> Any:
    return read_rule({"rule": setting.rule, **parameters})


def _is_sound(setting: RuleSetting, parameters: Mapping[str, Any]) -> bool:
    try:
        _rule(setting, parameters)
    except ValidationError:
        return False
    return True
