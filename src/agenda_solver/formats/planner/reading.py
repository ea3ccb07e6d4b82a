"""From sheets to a conference: every mistake at once, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import conference_from_data
from agenda_solver.formats.planner.cells import NOTHING, Names, text_in, value_in
from agenda_solver.formats.planner.columns import CONFERENCE, MORE, SETTINGS, SHEETS, Column, Sheets
from agenda_solver.formats.planner.headings import columns_in, sheets_by_name, unknown_sheets
from agenda_solver.formats.planner.more import add_more, more_in
from agenda_solver.formats.planner.naming import Naming
from agenda_solver.formats.planner.places import Places
from agenda_solver.formats.planner.rule_reading import read_rules, read_wishes
from agenda_solver.formats.planner.settings import wish_settings
from agenda_solver.formats.planner.tables import WORKBOOK_FORMAT
from agenda_solver.formats.workbook.reading import Sheet
from agenda_solver.model.clocks import zone_of
from agenda_solver.model.conference import Conference
from agenda_solver.model.ids import id_of_name

__all__ = ["conference_in_sheets"]


def conference_in_sheets(sheets: Mapping[str, Sheet]) -> Conference:
    """Return the conference that sheets describe.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its sheet and cell, when something is wrong.
    """
    places = Places(unknown_sheets(sheets))
    found = sheets_by_name(sheets)
    raw = _settings(found.get(CONFERENCE), places)
    more = more_in(found.get(MORE), places)
    zone = zone_of(raw.get("time_zone")) or ZoneInfo("UTC")
    grids = {kind: _Grid(kind, found[kind.name], places) for kind in SHEETS if kind.name in found}
    naming = Naming(zone)
    for kind, grid in grids.items():
        naming.learn(kind, [(row, grid.text(row, kind.key), grid.text(row, kind.label or "")) for row in grid.rows])
    for kind in SHEETS:
        places.put(kind.parts, found[kind.name].name if kind.name in found else kind.name)
        if kind in grids:
            items = list(grids[kind].items(naming))
            if items or kind.needed:
                raw[kind.parts] = items
        elif kind.needed:
            places.say(kind.name, "the sheet is missing")
            places.told.add(kind.name)
            raw[kind.parts] = []
    raw["rules"] = read_rules(found.get("Rules"), places, more)
    wishes = read_wishes(found.get("Wishes"), naming.names(), places)
    said = wish_settings(wishes, raw["rules"], default_rules=raw.get("default_rules", True) is not False)
    for number in range(len(raw["rules"]), len(raw["rules"]) + len(said)):
        places.put(f"rules[{number}]", "Wishes")
    raw["rules"] += said
    add_more(raw, more)
    for item in (item for grid in grids.values() for item in grid.named_by_id):
        item.setdefault("name", item["id"])
    return _checked(raw, places)


def _checked(raw: dict[str, Any], places: Places) -> Conference:
    try:
        conference = conference_from_data(raw)
    except InvalidInput as error:
        mistakes = places.all_with(error.mistakes)
        raise (InvalidInput if places.mistakes else type(error))(mistakes) from error
    if places.mistakes:
        raise InvalidInput(places.all_with(()))
    return conference


def _settings(sheet: Sheet | None, places: Places) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    if sheet is None:
        places.say(CONFERENCE, "the sheet is missing: it names the conference and its time zone")
        return {"id": "conference", "name": "conference", "time_zone": "UTC"}
    known = {column.heading.casefold(): column for column in SETTINGS}
    for row in range(1, sheet.height):
        heading = text_in(sheet.value(row, 0))
        column = known.get(heading.casefold())
        place = sheet.place(row, 1)
        if heading.casefold() == "format":
            if (format := text_in(sheet.value(row, 1))) not in ("", WORKBOOK_FORMAT):
                places.say(place, f'is "{format[:80]}"; only "{WORKBOOK_FORMAT}" can be read here')
        elif column is None:
            if heading and not heading.startswith("#"):
                places.say(
                    sheet.place(row, 0), f'there is no setting "{heading[:80]}"; begin it with # if it is your own'
                )
        else:
            places.put(column.field, place)
            value = _value(column, sheet, row, 1, Names(ZoneInfo("UTC")), places)
            if value is not NOTHING:
                raw[column.field] = value
    for field in ("name", "time_zone"):
        places.put_new(field, CONFERENCE)
    if "id" not in raw and isinstance(raw.get("name"), str):
        raw["id"] = id_of_name(raw["name"])[:200] or "conference"
    return raw


def _value(column: Column, sheet: Sheet, row: int, number: int, names: Names, places: Places) -> Any:
    place = sheet.place(row, number)
    if (fault := sheet.fault(row, number)) is not None:
        places.say(place, fault)
        return NOTHING
    try:
        return value_in(column, sheet.value(row, number), names)
    except ValueError as error:
        places.say(place, str(error))
        return NOTHING


class _Grid:
    """A sheet with a row for each part."""

    def __init__(self, kind: Sheets, sheet: Sheet, places: Places) -> None:
        self.kind, self.sheet, self.places = kind, sheet, places
        self.columns, wrong = columns_in(sheet, [column.heading for column in kind.columns])
        places.mistakes += wrong
        self.by_field = {column.field: self.columns.get(column.heading) for column in kind.columns}
        self.named_by_id: list[dict[str, Any]] = []
        used = list(self.columns.values())
        self.rows = [
            row
            for row in range(1, sheet.height)
            if any(text_in(sheet.value(row, number)) or sheet.fault(row, number) for number in used)
        ]

    def text(self, row: int, field: str) -> str:
        number = self.by_field.get(field)
        if number is None:
            return ""
        value = self.sheet.value(row, number)
        return value.isoformat()[:10] if field == "date" and hasattr(value, "isoformat") else text_in(value)

    def items(self, naming: Naming) -> Iterator[dict[str, Any]]:
        """Return the parts of the sheet as a conference file would say them."""
        for number, row in enumerate(self.rows):
            place = f"{self.kind.parts}[{number}]"
            self.places.put(place, f"{self.sheet.name} row {row + 1}")
            item: dict[str, Any] = {}
            if self.kind.key == "id":
                item["id"] = naming.id_at(self.kind.parts, row)
            for column in self.kind.columns:
                self._read(column, row, place, naming.names(), item)
            if self.kind.parts in ("rooms", "people", "tracks", "buildings") and self.text(row, "id"):
                self.named_by_id.append(item)
            yield item

    def _read(self, column: Column, row: int, place: str, names: Names, item: dict[str, Any]) -> None:
        number = self.columns.get(column.heading)
        if number is None:
            return
        self.places.put(f"{place}.{column.field}", self.sheet.place(row, number))
        value = _value(column, self.sheet, row, number, names, self.places)
        if value is NOTHING:
            return
        outer, _, inner = column.field.rpartition(".")
        (item.setdefault(outer, {}) if outer else item)[inner] = value
