"""The committee's rules and wishes as tables, and back."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from agenda_solver.formats.json_fields import plain
from agenda_solver.formats.planner.cell_writing import plain_text
from agenda_solver.formats.workbook.writing import Value
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_registry import built_in_rules, find_rule
from agenda_solver.rules.base.severity import MAX_WEIGHT

__all__ = [
    "NEVER",
    "RULE_HEADINGS",
    "SEVERITIES",
    "USUAL",
    "rules_table",
    "setting_in",
    "wish_settings",
    "wishes_table",
]

USUAL = "as usual"
SEVERITIES = ("hard", "weight", "off", USUAL)
RULE_HEADINGS = ("Rule", "Severity", "Weight", "Level", "Label", "More settings", "What it means", "Usually")
NEVER = "never"
TIME_PREFERENCE = "time_preference"
MOST_CELLS = 20_000


# --- rules -----------------------------------------------------------------------------------------------------------


def rules_table(settings: Sequence[RuleSetting]) -> tuple[list[Sequence[Value]], list[tuple[str, str]]]:
    """Return the rows of the rules, and the settings that are too long for a cell, by the keys of their rules.

    The rules that the conference sets come first, then all others, with nothing set.
    """
    rows: list[Sequence[Value]] = [RULE_HEADINGS]
    long: list[tuple[str, str]] = []
    for setting in settings:
        severity, weight, level, label, rest = _cells_of(setting)
        text = json.dumps(rest, ensure_ascii=False) if rest else None
        if text is not None and not plain_text(text):
            long.append((f"{setting.rule}:{label}" if label else setting.rule, json.dumps(rest)))
            text = None
        rows.append((setting.rule, severity, weight, level, label, text, *_meaning(setting.rule)))
    mentioned = {setting.rule for setting in settings}
    rows += [(id, None, None, None, None, None, *_meaning(id)) for id in built_in_rules() if id not in mentioned]
    return rows, long


def _cells_of(setting: RuleSetting) -> tuple[str, int | None, int | None, str | None, dict[str, Any]]:
    rest = {name: plain(value) for name, value in setting.parameters().items()}
    label = rest.get("label")
    if isinstance(label, str) and plain_text(label) and label:
        del rest["label"]
    else:
        label = None
    severity = rest.get("severity")
    if severity in ("hard", "off"):
        del rest["severity"]
        return severity, None, None, label, rest
    if _is_whole(severity):
        del rest["severity"]
        return "weight", severity, None, label, rest
    if (
        isinstance(severity, dict)
        and set(severity) == {"priority", "weight"}
        and all(map(_is_whole, severity.values()))
    ):
        del rest["severity"]
        return "weight", severity["weight"], severity["priority"], label, rest
    return USUAL, None, None, label, rest


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_WEIGHT


def _meaning(id: str) -> tuple[str, str]:
    cls = find_rule(id)
    if cls is None:
        return "", ""
    return (inspect.getdoc(cls) or "").split("\n", 1)[0], str(cls.default_severity)


def setting_in(
    rule: str, severity: str, weight: Any, level: Any, label: str, settings: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the rule setting that a row means, or None if it sets nothing.

    A ValueError says why severity and weight do not go together.
    """
    severity = severity.lower()
    if not severity and weight is None and level is None and not label and not settings:
        return None
    found: dict[str, Any] = {"rule": rule, **settings, **({"label": label} if label else {})}
    if severity not in ("", *SEVERITIES):
        hint = "; choose weight, and put the number under Weight" if severity.isdecimal() else ""
        raise ValueError(f'"{severity}" is not one of {", ".join(SEVERITIES)}{hint}')
    if severity in ("hard", "off"):
        if weight is not None or level is not None:
            raise ValueError(f"a rule that is {severity} has no weight and no level")
        return {**found, "severity": severity}
    if weight is None and level is None:
        if severity == "weight":
            raise ValueError("the weight is missing")
        return found
    if severity == USUAL:
        raise ValueError(f'a rule that is "{USUAL}" has no weight and no level: choose "weight"')
    if level is None:
        return {**found, "severity": weight}
    return {**found, "severity": {"priority": level, **({} if weight is None else {"weight": weight})}}


# --- wishes ----------------------------------------------------------------------------------------------------------


def wish_settings(
    wishes: Mapping[tuple[str, str], int | str], others: Sequence[Mapping[str, Any]], *, default_rules: bool
) -> list[dict[str, Any]]:
    """Return the rule settings that the wishes of the sheet mean.

    The wishes are what a session costs in a block, or ``"never"``. ``others`` are the settings of the sheet of rules;
    ``default_rules`` says whether rules that are not mentioned run as usual.
    """
    if not wishes:
        return []
    rows = {
        kind: [
            {"session": session, "block": block, "amount": 1 if amount == NEVER else amount}
            for (session, block), amount in wishes.items()
            if (amount == NEVER) == (kind == NEVER)
        ]
        for kind in ("wishes", NEVER)
    }
    # A rule that is mentioned no longer has its default setting, so this setting also covers the sessions' own tags of
    # times.
    is_free = default_rules and all(other.get("rule") != TIME_PREFERENCE for other in others)
    tags: dict[str, Any] = {} if is_free else {"tags": []}
    found = [{"rule": TIME_PREFERENCE, "label": "wishes", "severity": 1, **tags, "tables": rows["wishes"]}]
    if rows[NEVER]:
        found.append({"rule": TIME_PREFERENCE, "label": NEVER, "severity": "hard", "tags": [], "tables": rows[NEVER]})
    return found


def wishes_table(conference: Conference) -> tuple[list[Sequence[Value]], Sequence[RuleSetting]]:
    """Return the matrix of sessions and blocks, and the rule settings that it does not contain.

    The matrix holds the last settings of a conference if the sheet would mean exactly them; others stay with the rules.
    """
    for count in (2, 1):
        others, last = conference.rules[:-count], conference.rules[-count:]
        wishes = _wishes_of(conference, last)
        settings = [{"rule": setting.rule, **setting.parameters()} for setting in others]
        meant = wish_settings(wishes, settings, default_rules=conference.default_rules)
        if wishes and len(meant) == len(last) and tuple(RuleSetting.model_validate(item) for item in meant) == last:
            return _matrix(conference, wishes), others
    return _matrix(conference, {}), conference.rules


def _wishes_of(conference: Conference, settings: Sequence[RuleSetting]) -> dict[tuple[str, str], int | str]:
    found: dict[tuple[str, str], int | str] = {}
    for setting in settings:
        label = setting.parameters().get("label")
        tables = setting.parameters().get("tables")
        for row in tables if setting.rule == TIME_PREFERENCE and isinstance(tables, list) else ():
            if isinstance(row, dict) and row.get("session") and row.get("block") and row.get("amount"):
                found[row["session"], row["block"]] = NEVER if label == NEVER else row["amount"]
    blocks = {block.id: number for number, block in enumerate(conference.blocks)}
    places = conference.session_rank
    return {pair: found[pair] for pair in sorted(found, key=lambda pair: (places[pair[0]], blocks[pair[1]]))}


def _matrix(conference: Conference, wishes: Mapping[tuple[str, str], int | str]) -> list[Sequence[Value]]:
    """Return the rows of all sessions if the table stays small enough for people, else of those with a wish."""
    rows: list[Sequence[Value]] = [("Session", *(block.id for block in conference.blocks))]
    wishing = {session for session, _ in wishes}
    is_small = len(conference.sessions) * len(conference.blocks) <= MOST_CELLS
    titles = Counter(session.title for session in conference.sessions)
    for session in conference.sessions:
        if is_small or session.id in wishing:
            is_name = titles[session.title] == 1 and session.title not in conference.session_by_id
            name = session.title if is_name and plain_text(session.title) else session.id
            rows.append((name, *(wishes.get((session.id, block.id)) for block in conference.blocks)))
    return rows
