"""A sheet with a row for each part of one kind: which rows are parts, and what their cells mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.cell_meaning import NOTHING, date_of, value_in
from agenda_solver.formats.planner.cell_references import References
from agenda_solver.formats.planner.column_types import IGNORED, Column, Sheets
from agenda_solver.formats.planner.headings import columns_in
from agenda_solver.formats.planner.ids_for_rows import Naming, Row
from agenda_solver.formats.planner.mistake_cells import MistakeCells
from agenda_solver.formats.planner.number_texts import clock_in
from agenda_solver.formats.workbook.workbook_reading import Cell, Sheet, text_in

__all__ = ["PartRows", "read_cell"]

NAMED_BY_ID = ("rooms", "people", "tracks", "buildings")


def read_cell(column: Column, sheet: Sheet, row: int, number: int, names: References, places: MistakeCells) -> Any:
    """Return what a cell means; a mistake is noted, and of a number that cannot be read the text is returned."""
    return _read(column, sheet.value(row, number), sheet.fault(row, number), sheet.place(row, number), names, places)


def _read(column: Column, cell: Cell, fault: str | None, place: str, names: References, places: MistakeCells) -> Any:
    # The text is kept, so that the checks of the conference find a wrong number and not a missing one. Their finding is
    # then dropped, because the mistake in this cell is already reported.
    is_number = column.kind in ("number", "percent", "minutes")
    if fault is not None:
        places.say(place, fault)
        return fault if is_number else NOTHING
    try:
        return value_in(column, cell, names)
    except ValueError as error:
        places.say(place, str(error))
        return text_in(cell) if is_number else NOTHING


class PartRows:
    """The rows of a sheet that are parts of one kind; mistakes and what is not read are noted."""

    def __init__(self, kind: Sheets, sheet: Sheet, places: MistakeCells, remarks: list[Remark]) -> None:
        self.kind, self.sheet, self.places = kind, sheet, places
        found = columns_in(sheet, [column.heading for column in kind.columns], needs=kind.needs, remarks=remarks)
        self.columns = found.columns
        places.mistakes += found.mistakes
        label = next((column.heading for column in kind.columns if column.field == kind.label), None)
        # Other sheets refer to the parts by what may stand under the wrong heading.
        is_nameless = bool(found.mistakes) and label is not None and label not in found.columns
        self.is_whole = not found.missing and not is_nameless
        places.absent |= {
            f"{kind.parts}.{column.field}"
            for column in kind.columns
            if any(column.heading in names for names in found.missing)
        }
        self.by_field = {column.field: self.columns.get(column.heading) for column in kind.columns}
        self.named_by_id: list[dict[str, Any]] = []
        self._banners = self._find_banners()
        self._merged = self._merges()
        self.rows = [row for row in range(1, sheet.height) if self._is_part(row, remarks)]

    def _merges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return, for the cells that are merged with one above them, that one; other merges are mistakes."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        singular = {self.by_field.get(field) for field in (self.kind.key, self.kind.label or "")}
        for top, left, bottom, right in self.sheet.merged:
            text = self.sheet.text(top, left)
            used = [number for number in range(left, right + 1) if number in self.columns.values()]
            if top == 0 or not text or not used or top in self._banners:
                continue
            rows = range(top + 1, min(bottom, self.sheet.height - 1) + 1)
            if len(used) > 1 or left in singular:
                parts = "columns" if len(used) > 1 else "rows"
                self.places.say(
                    self.sheet.place(top, left),
                    f'"{text[:40]}" is merged over several {parts} ({self.sheet.area(top, left, bottom, right)}): '
                    "unmerge them and fill in each one",
                )
                # That the cells below are empty follows from it.
                self.places.reported |= {self.sheet.place(row, number) for row in rows for number in used}
            else:
                found |= {(row, left): (top, left) for row in rows}
        return found

    def _find_banners(self) -> dict[int, int]:
        """Return the rows that hold nothing but one text over several columns, and where it stands."""
        found = {}
        for top, left, bottom, right in self.sheet.merged:
            filled = [n for n in range(self.sheet.width) if self.sheet.text(top, n)]
            if 0 < top == bottom and right > left and filled == [left]:
                found[top] = left
        return found

    def _is_part(self, row: int, remarks: list[Remark]) -> bool:
        """Whether a row is a part: not empty, not the planner's own, and no note in a free cell."""
        filled = {
            field: text
            for field, number in self.by_field.items()
            if number is not None and (text := self.sheet.text(row, number) or self.sheet.fault(row, number))
        }
        first = next((t for n in range(self.sheet.width) if (t := self.sheet.text(row, n))), "")
        if not filled or (first.startswith(IGNORED) and not self._has_needed(filled)):
            return False
        if row in self._banners or set(filled) <= {"notes"} or self._is_break(filled):
            number = next(n for n in range(self.sheet.width) if self.sheet.text(row, n))
            text = self.sheet.text(row, number).splitlines()[0]
            message = f'"{text[:60]}" is alone in its row and is not read'
            if self.kind.parts == "blocks":
                message += "; the sheet Breaks takes a break, with its day and hours"
            remarks.append(Remark("note", self.sheet.place(row, number), message))
            return False
        return True

    def _is_break(self, filled: dict[str, str]) -> bool:
        """Whether a row of the sheet Time is only there to show a break: it has a name, but neither day nor hours."""
        return self.kind.parts == "blocks" and set(filled) <= {"id", "name"}

    def _has_needed(self, filled: dict[str, str]) -> bool:
        """Whether a row has all that such a part needs."""
        fields = {column.heading: column.field for column in self.kind.columns}
        return all(any(fields[name] in filled for name in names) for names in self.kind.needs)

    def value(self, row: int, field: str) -> Cell:
        """Return the content of a cell, which may be merged with one above it."""
        number = self.by_field.get(field)
        return "" if number is None else self.sheet.value(*self._merged.get((row, number), (row, number)))

    def _text(self, row: int, field: str) -> str:
        value = self.value(row, field)
        if field == "date":
            # Ids are made of it: they do not depend on how the date was typed.
            try:
                return date_of(value).isoformat()
            except ValueError:  # reported where the cells are read
                return text_in(value)
        return text_in(value)

    def called(self, names: References) -> Iterator[Row]:
        """Return what the rows are called, and what ids for them are made of."""
        for row in self.rows:
            name = self._text(row, self.kind.label or "")
            stem = self._block_stem(row, names) if self.kind.parts == "blocks" else name
            # A day is learned with its date later; as the name of a block its name will do.
            name = self._text(row, "name") if self.kind.parts in ("days", "blocks") else name
            yield Row(row, self._text(row, self.kind.key), name, stem)

    def _block_stem(self, row: int, names: References) -> str:
        """Return the day and the start of a block."""
        day = self._text(row, "day")
        try:
            day = names.id_of("days", day)
            return f"{day} {clock_in(self.value(row, 'start')).replace(':', '')}"
        except ValueError:  # reported where the cells are read
            return f"{day} {self._text(row, 'start')}"

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
            if self.kind.parts in NAMED_BY_ID and self._text(row, "id"):
                self.named_by_id.append(item)
            yield item

    def _read(self, column: Column, row: int, place: str, names: References, item: dict[str, Any]) -> None:
        number = self.columns.get(column.heading)
        if number is None:
            return
        cell = self.value(row, column.field)
        where = self.sheet.place(row, number)
        self.places.put(f"{place}.{column.field}", where, text_in(cell))
        value = _read(column, cell, self.sheet.fault(row, number), where, names, self.places)
        if value is NOTHING:
            return
        outer, _, inner = column.field.rpartition(".")
        (item.setdefault(outer, {}) if outer else item)[inner] = value
