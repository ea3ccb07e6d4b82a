"""One pass over an XML part of a workbook: nothing is expanded, little is kept, and absurd sizes end it early."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from agenda_solver.errors import InvalidInput

__all__ = [
    "PackagePart",
    "cell_name",
    "column_name",
    "expat_parser",
    "local_name",
    "parse",
    "parts_by_sheet",
    "refuse_far_cell",
    "scan",
]

MAX_ROWS = 100_000
MAX_COLUMNS = 4_000
MAX_AREA = 2_000_000
MAX_ELEMENTS = 10_000
MAX_MERGES = 100_000
NEVER_COMPUTED = "holds a formula that was never computed: open the workbook in a spreadsheet program and save it"
KEPT = frozenset({"Default", "Override", "Relationship", "sheet"})


@dataclass
class PackagePart:
    """What was seen in an XML part."""

    # The elements that say how the parts hang together, with their attributes.
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # Cells of a sheet whose value cannot be used, by name: errors, and formulas that were never computed. The library
    # that reads cells would call them empty.
    faults: dict[str, str] = field(default_factory=dict)
    # The areas of merged cells: first row, first column, last row, last column, counted from 0.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 0: ``A``, ``B``, ..., ``Z``, ``AA``."""
    letters = ""
    while column >= 0:
        column, digit = divmod(column, 26)
        letters, column = chr(ord("A") + digit) + letters, column - 1
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, row and column counted from 0: ``B14``."""
    return f"{column_name(column)}{row + 1}"


def scan(data: bytes, name: str) -> PackagePart:
    """Return what is seen in an XML part.

    InvalidInput is raised if it is not XML, declares entities or a document type, or is a sheet of absurd size.
    """
    scanner = _Scanner(name)
    parse(scanner.parser, data, name)
    return scanner.part


def parse(parser: expat.XMLParserType, data: bytes, name: str) -> None:
    """Feed a part of that name to a parser."""
    try:
        # In one piece: a very long word would be looked at again with every piece that is added.
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InvalidInput.single(f"is damaged: {name} is not XML ({str(error).lower()})") from error


def expat_parser(name: str) -> expat.XMLParserType:
    """Return a parser for the part of that name, which refuses document types and entities."""

    def refuse(*_: object) -> None:
        raise InvalidInput.single(f"holds a document type or entities (in {name}), which are not allowed in a workbook")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def refuse_far_cell(last: tuple[int, int], cell: str, name: str) -> None:
    """Refuse a sheet whose last row and last column that hold something are absurdly far away.

    Both are counted from 0; ``cell`` is the name of the cell that reached so far, in the part ``name`` of the workbook.
    """
    rows, columns = last[0] + 1, last[1] + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        raise InvalidInput.single(f"has a sheet that is too big: it reaches to the cell {cell} ({name})")


class _Scanner:
    """The handlers of one pass."""

    def __init__(self, name: str) -> None:
        self.part = PackagePart()
        self.name = name
        self.row, self.column = -1, -1
        self.last_row, self.last_column = -1, -1
        self.kind, self.formula, self.value, self.in_value = "", False, "", False
        self.parser = expat_parser(name)
        self.parser.StartElementHandler = self._root

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) != "worksheet":
            self.parser.StartElementHandler = self._keep
            self._keep(tag, attributes)
            return
        self.parser.StartElementHandler = self._in_sheet
        self.parser.EndElementHandler = self._out_of_sheet
        self.parser.CharacterDataHandler = self._text

    def _keep(self, tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) in KEPT:
            self.part.elements.append((local_name(tag), {local_name(key): value for key, value in attributes.items()}))
            if len(self.part.elements) > MAX_ELEMENTS:
                raise InvalidInput.single(f"has too many parts ({self.name})")

    def _in_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        match local_name(tag):
            case "row":
                if not re.fullmatch("[0-9]{1,7}", number := attributes.get("r", str(self.row + 2))):
                    raise InvalidInput.single(f'is damaged: {self.name} has a row "{number[:40]}"')
                self.row, self.column = int(number) - 1, -1
            case "c":
                self.row, self.column = self._position(attributes)
                self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
            case "f":
                self.formula = True
                self._count()
            case "v":
                self.in_value = True
                self._count()
            case "is":
                self._count()
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _position(self, attributes: dict[str, str]) -> tuple[int, int]:
        if "r" not in attributes:
            return self.row, self.column + 1
        return self._cell(attributes["r"])

    def _cell(self, name: str) -> tuple[int, int]:
        match = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", name)
        if match is None:
            raise InvalidInput.single(f'is damaged: {self.name} has a cell "{name[:40]}"')
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(match[2]) - 1, column - 1

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        if len(self.part.merged) >= MAX_MERGES:
            raise InvalidInput.single(f"has a sheet with too many merged cells ({self.name})")
        self.part.merged.append((*self._cell(first), *self._cell(last or first)))

    def _count(self) -> None:
        """Extend the sheet to a cell that holds something; coloured but empty cells do not count."""
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        refuse_far_cell((self.last_row, self.last_column), cell_name(self.row, self.column), self.name)

    def _out_of_sheet(self, tag: str) -> None:
        tag = local_name(tag)
        if tag == "v":
            self.in_value = False
        elif tag == "c" and self.kind == "e":
            self.part.faults[cell_name(self.row, self.column)] = f"holds the error {self.value.strip()[:40]}"
        elif tag == "c" and self.formula and self.kind != "str" and not self.value.strip():
            self.part.faults[cell_name(self.row, self.column)] = NEVER_COMPUTED

    def _text(self, text: str) -> None:
        if self.in_value and (self.formula or self.kind == "e"):
            self.value += text[:100]


def local_name(tag: str) -> str:
    """Return a name without the prefix of its namespace; some programs write one, most do not."""
    return tag.rpartition(":")[2]


def parts_by_sheet(parts: Mapping[str, PackagePart]) -> dict[str, PackagePart]:
    """Return what was seen in the sheets of an .xlsx workbook by their names, which are not those of their parts."""
    targets = {
        attributes.get("Id"): posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
        for _, attributes in _elements(parts, "xl/_rels/workbook.xml.rels")
    }
    named = {attributes.get("name", ""): attributes.get("id") for _, attributes in _elements(parts, "xl/workbook.xml")}
    found = {name: parts.get(targets.get(id, "")) for name, id in named.items()}
    return {name: part for name, part in found.items() if part is not None}


def _elements(parts: Mapping[str, PackagePart], name: str) -> list[tuple[str, dict[str, str]]]:
    return parts[name].elements if name in parts else []
