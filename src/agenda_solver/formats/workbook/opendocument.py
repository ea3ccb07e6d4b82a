"""One pass over the content of an OpenDocument spreadsheet (.ods): where its cells are, and which cannot be used.

What the format calls a table is a sheet. Its cells have no names: a cell is where it is because others come before it,
and one element may stand for many cells or rows that are alike (``number-columns-repeated``). Spreadsheet programs
stretch coloured but empty cells over a million rows in this way, so only what holds something counts.

Source: OASIS Open Document Format for Office Applications 1.3, part 3, chapter 9.
"""

from __future__ import annotations

from collections.abc import Mapping

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.workbook.xml_parts import (
    MAX_MERGES,
    NEVER_COMPUTED,
    PackagePart,
    cell_name,
    expat_parser,
    local_name,
    parse,
    refuse_far_cell,
)

__all__ = ["CONTENT", "MIME_TYPES", "scan_content"]

CONTENT = "content.xml"
# A spreadsheet, and a template of one.
MIME_TYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
MAX_SHEETS = 1_000
MAX_REPEAT = 10**7


def scan_content(data: bytes) -> Mapping[str, PackagePart]:
    """Return what is seen in the part ``content.xml`` of a spreadsheet, by the names of its sheets.

    InvalidInput is raised if it is not XML, declares entities or a document type, or has a sheet of absurd size.
    """
    scanner = _Scanner()
    parse(scanner.parser, data, CONTENT)
    return scanner.sheets


class _Scanner:
    """The handlers of one pass; rows and columns are counted from 0."""

    def __init__(self) -> None:
        self.sheets: dict[str, PackagePart] = {}
        self.part = PackagePart()
        self.row, self.column = 0, 0
        self.last_row, self.last_column = -1, -1
        self.rows_alike, self.cells_alike = 1, 1
        self.fault: str | None = None
        self.text = ""
        self.nested = 0  # notes and drawings in a cell hold paragraphs, and tables, of their own
        self.in_cell = self.is_full = False
        self.parser = expat_parser(CONTENT)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if self.in_cell:
            self._start_in_cell(name)
            return
        match name:
            case "table":
                self._open_sheet(attributes)
            case "table-row":
                self.rows_alike = _repeat(attributes, "number-rows-repeated")
                self.column = 0
            case "table-cell" | "covered-table-cell":
                self._open_cell(attributes)

    def _open_sheet(self, attributes: dict[str, str]) -> None:
        name = _attribute(attributes, "name")
        if len(self.sheets) >= MAX_SHEETS:
            raise InvalidInput.single(f"has more than {MAX_SHEETS} sheets")
        self.part = self.sheets.setdefault(name, PackagePart())
        self.row, self.column, self.last_row, self.last_column = 0, 0, -1, -1

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.cells_alike = _repeat(attributes, "number-columns-repeated")
        kind = _attribute(attributes, "value-type")
        has_formula = bool(_attribute(attributes, "formula"))
        self.in_cell, self.nested, self.text = True, 0, ""
        self.fault = NEVER_COMPUTED if has_formula and not kind else None
        if _attribute(attributes, "value-type", prefix="calcext") == "error":
            self.fault = "holds the error"
        self.is_full = bool(kind) or self.fault is not None
        across = _repeat(attributes, "number-columns-spanned")
        down = _repeat(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            if len(self.part.merged) >= MAX_MERGES:
                raise InvalidInput.single("has a sheet with too many merged cells")
            self.part.merged.append((self.row, self.column, self.row + down - 1, self.column + across - 1))

    def _start_in_cell(self, name: str) -> None:
        if self.nested or name not in ("p", "span", "s", "line-break", "tab", "a"):
            self.nested += 1
        elif name == "p":
            self.is_full = True

    def _end(self, tag: str) -> None:
        name = local_name(tag)
        if self.in_cell and self.nested:
            self.nested -= 1
        elif self.in_cell and name in ("table-cell", "covered-table-cell"):
            self._close_cell()
        elif not self.in_cell and name == "table-row":
            self.row += self.rows_alike

    def _close_cell(self) -> None:
        self.in_cell = False
        if self.is_full:
            row, column = self.row + self.rows_alike - 1, self.column + self.cells_alike - 1
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
            refuse_far_cell((self.last_row, self.last_column), cell_name(row, column), CONTENT)
        if self.fault is not None:
            words = f"{self.fault} {self.text.strip()[:40]}" if self.fault == "holds the error" else self.fault
            for row in range(self.row, self.row + self.rows_alike):
                for column in range(self.column, self.column + self.cells_alike):
                    self.part.faults[cell_name(row, column)] = words
        self.column += self.cells_alike

    def _add_text(self, text: str) -> None:
        if self.in_cell and not self.nested and self.fault is not None:
            self.text += text[:100]


def _attribute(attributes: Mapping[str, str], name: str, *, prefix: str | None = None) -> str:
    """Return an attribute by its name, whatever its prefix, or only with one; ``""`` where there is none."""
    for key, value in attributes.items():
        before, _, after = key.rpartition(":")
        if after == name and (before == prefix if prefix is not None else before != "calcext"):
            return value
    return ""


def _repeat(attributes: Mapping[str, str], name: str) -> int:
    """Return how many cells or rows an element stands for."""
    written = _attribute(attributes, name) or "1"
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= MAX_REPEAT or len(written) > 8:
        raise InvalidInput.single(f'is damaged: {CONTENT} repeats something "{written[:40]}" times')
    return int(written)
