"""The sheets of a workbook as plain values."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from agenda_solver.errors import InvalidInput, in_file
from agenda_solver.formats.files import read_bytes
from agenda_solver.formats.workbook.safety import MAX_FILE_BYTES, unpack
from agenda_solver.formats.workbook.xml_parts import PackagePart, cell_name

__all__ = ["Cell", "Sheet", "Workbook", "open_workbook", "text_in"]

LONG_TIME = re.compile(r"PT([0-9]{1,6})H([0-9]{2})M([0-9]{2})(?:[.,][0-9]+)?S")

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta


def text_in(cell: Cell) -> str:
    """Return what a cell shows, without blanks around it; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


@dataclass(frozen=True)
class Sheet:
    """One sheet, from its first cell on: rows of equal length, ``""`` where nothing stands.

    ``faults`` says of some cells, by name, why their values cannot be used; they are ``""`` in the rows. ``merged`` are
    areas of cells that are one: first row, first column, last row, last column, counted from 0. Only the first cell of
    such an area has a value.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    faults: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def value(self, row: int, column: int) -> Cell:
        """Return the value of a cell, row and column counted from 0; ``""`` also beyond the sheet's end."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows; see :func:`text_in`."""
        return text_in(self.value(row, column))

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell as formulas have it: ``rooms!B14``."""
        return f"{self.name}!{cell_name(row, column)}"

    def area(self, top: int, left: int, bottom: int, right: int) -> str:
        """Return the name of an area of cells: ``B3:B5``."""
        return f"{cell_name(top, left)}:{cell_name(bottom, right)}"

    def fault(self, row: int, column: int) -> str | None:
        """Return why the value of a cell cannot be used, or None if it can."""
        return self.faults.get(cell_name(row, column))

    @property
    def height(self) -> int:
        """Number of rows down to the last one that holds something."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns up to the last one that holds something."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook by name, in their order."""

    source: str
    sheets: Mapping[str, Sheet]

    @property
    def first(self) -> Sheet:
        """The first sheet."""
        return next(iter(self.sheets.values()))


def open_workbook(path: str | os.PathLike[str]) -> Workbook:
    """Return the sheets of a workbook that passes :func:`agenda_solver.formats.workbook.safety.unpack`."""
    source = os.fspath(path)
    content = read_bytes(path, MAX_FILE_BYTES)
    with in_file(source):
        unpacked = unpack(content)
        sheets = {
            name: Sheet(name, _without_faults(rows, part), part.faults, tuple(part.merged))
            for name, rows in _values(unpacked.packed).items()
            for part in [unpacked.sheets.get(name, PackagePart())]
        }
        if not sheets:
            raise InvalidInput.single("has no sheet")
    return Workbook(source, sheets)


def _values(packed: bytes) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(packed))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        return {name: _rows(book.get_sheet_by_name(name)) for name in names}
    except Exception as error:
        raise InvalidInput.single(f"is damaged: {str(error).lower()}") from error
    except BaseException as error:
        # Its parser is written in Rust; a panic there is no Exception here, and has no public name either.
        if type(error).__name__ != "PanicException":
            raise
        raise InvalidInput.single("is damaged") from error


def _rows(sheet: Any) -> tuple[tuple[Cell, ...], ...]:
    rows = [tuple(map(_time_from_a_day_on, row)) for row in sheet.to_python(skip_empty_area=False)]
    while rows and all(value == "" for value in rows[-1]):
        rows.pop()
    width = max((number for row in rows for number, value in enumerate(row, 1) if value != ""), default=0)
    return tuple(row[:width] for row in rows)


def _without_faults(rows: tuple[tuple[Cell, ...], ...], part: PackagePart) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows without the text of cells that cannot be used, such as that of an error."""
    if not part.faults:
        return rows
    return tuple(
        tuple("" if cell_name(row, column) in part.faults else value for column, value in enumerate(values))
        for row, values in enumerate(rows)
    )


def _time_from_a_day_on(value: Cell) -> Cell:
    """Return a time of 24 hours and more as one; the library hands it over as an .ods workbook spells it."""
    match = LONG_TIME.fullmatch(value) if isinstance(value, str) and value.startswith("PT") else None
    if match is None:
        return value
    return timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3]))
