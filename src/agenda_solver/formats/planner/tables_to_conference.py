"""From sheets to a conference: every mistake at once, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.native import conference_from_data
from agenda_solver.formats.planner.cell_meaning import NOTHING
from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.column_types import CONFERENCE, MORE, RULES, WISHES
from agenda_solver.formats.planner.headings import sheets_by_name, unknown_sheets
from agenda_solver.formats.planner.ids_for_rows import Naming
from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.more_sheet import add_more, more_in
from agenda_solver.formats.planner.part_rows import PartRows, read_cell
from agenda_solver.formats.planner.rule_reading import read_rules
from agenda_solver.formats.planner.rule_tables import wish_settings
from agenda_solver.formats.planner.sheet_columns import SETTINGS, SHEETS
from agenda_solver.formats.planner.tables import WORKBOOK_FORMAT
from agenda_solver.formats.planner.tag_remarks import blocks_of_breaks, unknown_tags
from agenda_solver.formats.planner.wish_reading import read_wishes
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.model.conference import Conference
from agenda_solver.model.ids import id_of_name
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["conference_in_sheets"]

# Others refer to days and blocks by their times, so these are read first.
FIRST = ("days", "blocks")


def conference_in_sheets(sheets: Mapping[str, Sheet], remarks: list[Remark] | None = None) -> Conference:
    """Return the conference that sheets describe.

    Remarks are made on what was not read (copies of sheets, notes in free cells), and on tags that nothing has. All
    mistakes are raised together, each with its sheet and cell.
    """
    remarks = [] if remarks is None else remarks
    mistakes, renamed = unknown_sheets(sheets, remarks)
    places = MistakeCells(mistakes)
    found = sheets_by_name(sheets)
    raw = _settings(found.get(CONFERENCE), places, renamed)
    more = more_in(found.get(MORE), places)
    naming = Naming(zone_of(raw.get("time_zone")) or ZoneInfo("UTC"))
    rows = {kind.parts: PartRows(kind, found[kind.name], places, remarks) for kind in SHEETS if kind.name in found}
    raw |= _parts(rows, naming)
    is_whole = all(each.is_whole for each in rows.values()) and not renamed
    for kind in SHEETS:
        places.put(kind.parts, found[kind.name].name if kind.name in found else kind.name)
        if kind.parts in rows and not raw[kind.parts] and not kind.needed:
            del raw[kind.parts]
        elif kind.parts not in rows and kind.needed:
            if kind.name not in renamed:
                places.say(kind.name, "the sheet is missing")
            places.reported.add(kind.name)
            raw[kind.parts] = []
    raw["rules"] = read_rules(found.get(RULES), places, more, remarks)
    wishes = read_wishes(found.get(WISHES), naming.names(), places)
    settings = wish_settings(wishes, raw["rules"], default_rules=raw.get("default_rules", True) is not False)
    for number in range(len(raw["rules"]), len(raw["rules"]) + len(settings)):
        places.put(f"rules[{number}]", WISHES)
    raw["rules"] += settings
    add_more(raw, more)
    for item in (item for each in rows.values() for item in each.named_by_id):
        item.setdefault("name", item["id"])
    if not is_whole:  # what follows from a missing column is no mistake of its own
        raise InvalidInput(places.all_with(()))
    conference = _checked(raw, places)
    remarks += [*unknown_tags(conference, places), *blocks_of_breaks(conference, places)]
    return conference


def _parts(rows: Mapping[str, PartRows], naming: Naming) -> dict[str, Any]:
    """Return the parts of all sheets, days and blocks first."""
    raw: dict[str, Any] = {}
    for parts in (*(name for name in FIRST if name in rows), *(name for name in rows if name not in FIRST)):
        if parts not in FIRST and "sessions" not in raw:
            _learn(rows, naming)
        if parts in FIRST:
            naming.learn(rows[parts].kind, rows[parts].called(naming.names()))
        raw[parts] = list(rows[parts].items(naming))
        if parts == "days":
            naming.learn_days(raw[parts])
        elif parts == "blocks":
            naming.learn_blocks(raw[parts])
        if parts in FIRST and not rows[parts].is_whole:
            naming.forget(parts)
    return raw


def _learn(rows: Mapping[str, PartRows], naming: Naming) -> None:
    """Take in what all other parts are called, before anything refers to them."""
    for parts, each in rows.items():
        if parts not in FIRST:
            naming.learn(each.kind, each.called(naming.names()))
            if not each.is_whole:
                naming.forget(parts)


def _checked(raw: dict[str, Any], places: MistakeCells) -> Conference:
    try:
        conference = conference_from_data(raw)
    except InvalidInput as error:
        mistakes = places.all_with(error.mistakes)
        raise (InvalidInput if places.mistakes else type(error))(mistakes) from error
    if places.mistakes:
        raise InvalidInput(places.all_with(()))
    return conference


def _settings(sheet: Sheet | None, places: MistakeCells, renamed: set[str]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    if sheet is None:
        if CONFERENCE not in renamed:
            places.say(CONFERENCE, "the sheet is missing: it names the conference and its time zone")
        return {"id": "conference", "name": "conference", "time_zone": "UTC"}
    for row in range(1, sheet.height):
        _setting(sheet, row, raw, places)
    for field in ("name", "time_zone"):
        places.put_new(field, CONFERENCE)
    if "id" not in raw and isinstance(raw.get("name"), str):
        raw["id"] = id_of_name(raw["name"])[:200] or "conference"
    return raw


def _setting(sheet: Sheet, row: int, raw: dict[str, Any], places: MistakeCells) -> None:
    """Read a row of the first sheet."""
    heading, typed, place = sheet.text(row, 0), sheet.text(row, 1), sheet.place(row, 1)
    column = next((column for column in SETTINGS if folded(column.heading) == folded(heading)), None)
    if folded(heading) == "format":
        if typed not in ("", WORKBOOK_FORMAT):
            places.say(place, f'is "{typed[:80]}"; only "{WORKBOOK_FORMAT}" can be read')
    elif column is not None:
        places.put(column.field, place, typed)
        value = read_cell(column, sheet, row, 1, References(ZoneInfo("UTC")), places)
        if value is not NOTHING:
            raw[column.field] = value
    elif heading and not heading.startswith("#"):
        known = ", ".join(setting.heading for setting in SETTINGS)
        message = f'there is no setting "{heading[:80]}"; begin it with # if it is your own (the settings are {known})'
        places.say(sheet.place(row, 0), message)
