"""OpenDocument spreadsheets as small as a test needs, and workbooks written as one."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from agenda_solver.formats.workbook.workbook_reading import Cell, open_workbook

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: Cell, attributes: str = "") -> str:
    """A cell as LibreOffice writes it; an empty one where there is no value."""
    kind = {str: "string", int: "float", float: "float", bool: "boolean", time: "time", timedelta: "time"}
    typed = kind.get(type(value), "date")
    if value == "" and isinstance(value, str):
        return f"<table:table-cell {attributes}/>"
    match value:
        case bool():
            held = f'office:boolean-value="{str(value).lower()}"'
        case int() | float():
            held = f'office:value="{value}"'
        case time():
            held = f'office:time-value="PT{value:%HH%MM%SS}"'
        case timedelta():
            minutes = round(value / timedelta(minutes=1))
            held = f'office:time-value="PT{minutes // 60:02}H{minutes % 60:02}M00S"'
        case datetime() | date():
            held = f'office:date-value="{value.isoformat()}"'
        case _:
            held = ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{typed}" {held} {attributes}>{lines}</table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Sheet1") -> str:
    return f"<table:table table:name={quoteattr(name)}>{''.join(rows)}</table:table>"


def content(*tables: str) -> str:
    return (
        f'<office:document-content {NAMES} office:version="1.3"><office:body><office:spreadsheet>'
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )


def opendocument(path: Path, parts: Mapping[str, str], mime_type: str = SPREADSHEET) -> Path:
    """Write a file of these parts, after the one that names its type."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime_type, zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def as_opendocument(workbook: str | os.PathLike[str], path: Path) -> Path:
    """Write the values of an .xlsx workbook, and which of its cells are merged, as an .ods workbook."""
    tables = []
    for sheet in open_workbook(workbook).sheets.values():
        spans = {
            (
                top,
                left,
            ): f'table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
            for top, left, bottom, right in sheet.merged
        }
        rows = [
            row(*(cell(value, spans.get((number, column), "")) for column, value in enumerate(values)))
            for number, values in enumerate(sheet.rows)
        ]
        tables.append(table(*rows, name=sheet.name))
    return opendocument(path, {"content.xml": content(*tables)})
