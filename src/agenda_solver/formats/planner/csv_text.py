"""CSV text that is safe to open in a spreadsheet, and reading of CSV text from any source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, time

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.workbook.workbook_reading import Sheet
from agenda_solver.formats.workbook.writing import MAX_TEXT, Value
from agenda_solver.formats.workbook.xml_parts import MAX_AREA, MAX_COLUMNS, MAX_ROWS, cell_name

__all__ = ["MAX_CSV", "csv_of", "sheet_of_csv"]

MAX_CSV = 20_000_000
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "'")
"""The first characters of texts that a spreadsheet takes for formulas; such a text gets an apostrophe in front."""


def csv_of(rows: Iterable[Sequence[Value]]) -> str:
    """Return rows as CSV text with commas, a byte order mark in front so that spreadsheets see that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_field(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _field(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return "'" + text if isinstance(value, str) and text.startswith(FORMULAS) else text


def sheet_of_csv(name: str, text: str) -> Sheet:
    """Return the cells of CSV text; the delimiter (comma, semicolon or tab) is detected."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise InvalidInput.single("holds characters of value 0: it is not text", name)
    if len(text) > MAX_CSV:
        raise InvalidInput.single(f"is too big: more than {MAX_CSV / 1_000_000:g} MB are not read", name)
    rows: list[tuple[str, ...]] = []
    # The size of the file bounds its fields already; Python's own limit, which counts for the whole process, is too low
    # for a long description.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            width = max(width, len(row))
            if len(rows) >= MAX_ROWS or width > MAX_COLUMNS:
                raise InvalidInput.single(f"has more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns", name)
            if (len(rows) + 1) * width > MAX_AREA:
                raise InvalidInput.single(f"has more than {MAX_AREA:,} cells, empty ones included", name)
            for column, field in enumerate(row):
                if len(field) > MAX_TEXT:
                    where = f"{name}!{cell_name(len(rows), column)}"
                    raise InvalidInput.single(f"has more than {MAX_TEXT:,} characters", where)
            rows.append(tuple(_plain(field) for field in row))
    except csv.Error as error:
        raise InvalidInput.single(f"is not CSV: {error} (in row {len(rows) + 1})", name) from error
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((number for row in rows for number, field in enumerate(row, 1) if field), default=0)
    return Sheet(name, tuple((row + ("",) * width)[:width] for row in rows))


def _delimiter(text: str) -> str:
    """Return the delimiter: the one of the three that is most frequent in the headings, outside of quotes."""
    head = "".join(piece for number, piece in enumerate(text[:10_000].split('"')) if number % 2 == 0)
    line = next((line for line in head.splitlines() if line.strip()), "")
    return max(",;\t", key=line.count)


def _plain(field: str) -> str:
    field = field.replace("\r\n", "\n")
    return field[1:] if field.startswith("'") and field[1:2] in FORMULAS and len(field) > 1 else field
