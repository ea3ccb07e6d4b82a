"""Reading the sheet of rules."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.headings import columns_in
from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.more_sheet import Kept
from agenda_solver.formats.planner.rule_tables import RULE_HEADINGS, setting_in
from agenda_solver.formats.workbook.workbook_reading import Cell, Sheet, text_in
from agenda_solver.model.name_lookup import folded
from agenda_solver.rules.base.rule_registry import find_rule

__all__ = ["read_rules"]

READ = RULE_HEADINGS[:6]


def read_rules(sheet: Sheet | None, places: MistakeCells, more: Kept, remarks: list[Remark]) -> list[dict[str, Any]]:
    """Return the settings of the sheet of rules; rows that set nothing are left out."""
    if sheet is None:
        return []
    found = columns_in(sheet, READ, RULE_HEADINGS[6:], (("Rule",),), remarks)
    columns = found.columns
    places.mistakes += found.mistakes
    if found.missing:
        return []
    settings: list[dict[str, Any]] = []
    for row in range(1, sheet.height):
        setting = _setting(sheet, row, columns, places, more)
        if setting is None:
            continue
        path = f"rules[{len(settings)}]"
        for suffix, heading in (
            ("", "More settings"),
            (".rule", "Rule"),
            (".severity", "Severity"),
            (".label", "Label"),
        ):
            places.put(path + suffix, sheet.place(row, columns.get(heading, 0)))
        if "Weight" in columns and sheet.value(row, columns["Weight"]) != "":
            places.put(f"{path}.severity", sheet.place(row, columns["Weight"]))
        settings.append(setting)
    return settings


def _setting(
    sheet: Sheet, row: int, columns: Mapping[str, int], places: MistakeCells, more: Kept
) -> dict[str, Any] | None:
    cells: dict[str, Cell] = {h: sheet.value(row, columns[h]) if h in columns else "" for h in READ}
    texts = {heading: text_in(cell) for heading, cell in cells.items()}
    texts["Rule"] = _rule_id(texts["Rule"])
    for heading, number in columns.items():
        if (fault := sheet.fault(row, number)) is not None:
            places.say(sheet.place(row, number), fault)
            texts[heading] = ""
    for heading in ("Weight", "Level"):
        if texts[heading] and not isinstance(_whole(texts[heading]), int):
            example = 5 if heading == "Weight" else 1
            message = f'"{texts[heading][:40]}" is not a whole number such as {example}'
            places.say(sheet.place(row, columns[heading]), message)
            return None
    if not texts["Rule"]:
        if any(texts.values()):
            places.say(sheet.place(row, columns.get("Rule", 0)), "the rule is missing")
        return None
    settings = _json(texts["More settings"], sheet.place(row, columns.get("More settings", 0)), places)
    key = f"{texts['Rule']}:{texts['Label']}" if texts["Label"] else texts["Rule"]
    if not texts["More settings"] and isinstance(long := more.get(("rules", key, "settings")), dict):
        settings = long
    try:
        return setting_in(
            texts["Rule"], texts["Severity"], _whole(texts["Weight"]), _whole(texts["Level"]), texts["Label"], settings
        )
    except ValueError as error:
        places.say(sheet.place(row, columns.get("Severity", 0)), str(error))
        return None


def _rule_id(text: str) -> str:
    """Return the id of a rule, however its words are joined."""
    plain = re.sub("[ -]", "_", folded(text))
    return text if find_rule(text) is not None or find_rule(plain) is None else plain


def _whole(text: str) -> int | str | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text or None


def _json(text: str, place: str, places: MistakeCells) -> dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        places.say(place, 'is not JSON with fields, such as {"limit": 2}')
        return {}
    if taken := sorted({"rule"} & set(found)):
        places.say(place, f'"{taken[0]}" has a column of its own')
        return {}
    return found
