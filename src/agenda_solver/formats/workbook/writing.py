"""New workbooks: text is written as text, whatever it looks like, and the file is written atomically."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, TypeAlias

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_bytes

__all__ = ["MAX_TEXT", "Value", "WorkbookWriter", "write_cell"]

Value: TypeAlias = str | int | date | time | None
MAX_TEXT = 32_767
TOO_LARGE = "a workbook cannot have so many rows or columns"
# The same data give the same bytes: the clock is not asked.
CREATED = datetime(2000, 1, 1)


def write_cell(sheet: Any, row: int, column: int, value: Value, style: Any) -> None:
    """Write one cell; InvalidInput is raised for a value that a spreadsheet program cannot show."""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise InvalidInput.single(f"a cell cannot hold {len(value):,} characters", sheet.name)
    # Never sheet.write(): it would take "=1+1" in a title for a formula.
    if value is None or value == "":
        failed = sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        failed = sheet.write_string(row, column, value, style)
    elif isinstance(value, date | time):
        failed = sheet.write_datetime(row, column, value, style)
    else:
        failed = sheet.write_number(row, column, value, style)
    if failed:
        raise InvalidInput.single(TOO_LARGE, sheet.name)


class WorkbookWriter:
    """A workbook that is being made."""

    def __init__(self) -> None:
        import xlsxwriter

        self._content = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._content, options)
        self._book.set_properties({"created": CREATED})
        self._bold = self._book.add_format({"bold": True})
        self._date = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._time = self._book.add_format({"num_format": "hh:mm"})

    def sheet(
        self, name: str, rows: Iterable[Sequence[Value]], *, widths: Sequence[int] = (), header: bool = False
    ) -> None:
        """Add a sheet of rows, from the first cell on; None leaves a cell empty.

        The widths are those of its first columns, in characters. A ``header`` in the first row stays in sight.
        """
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    style = self._bold if header and number == 0 else None
                    style = self._date if isinstance(value, date) else self._time if isinstance(value, time) else style
                    write_cell(sheet, number, column, value, style)
        if header:
            sheet.freeze_panes(1, 0)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the workbook to a file, in one step."""
        self._book.close()
        write_bytes(path, self._content.getvalue())
