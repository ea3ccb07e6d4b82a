"""Workbooks are not trusted: what is no plain .xlsx is refused with a sentence, before anything is made of it."""

from __future__ import annotations

import io
import resource
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any_conference
from agenda_solver.formats.workbook import safety, xml_parts
from agenda_solver.formats.workbook.workbook_reading import open_workbook
from tests.formats.cosplib_small import save

TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "small.xlsx")


def packed(book: Path, changes: dict[str, bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook with some parts replaced or added; None takes one away."""
    content = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(content, "w", method) as new:
        names = dict.fromkeys([*old.namelist(), *changes])
        for name in names:
            data = changes[name] if name in changes else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return content.getvalue()


def part(book: Path, name: str) -> bytes:
    with zipfile.ZipFile(book) as archive:
        return archive.read(name)


def sheet_with(cell: bytes) -> bytes:
    """Return a sheet with one more row."""
    namespace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + namespace + b"><sheetData>" + cell + b"</sheetData></worksheet>"


def macro_types(book: Path) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return part(book, TYPES).replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def renamed_twice(book: Path) -> bytes:
    """Two parts of the same name: programs differ in which one they take."""
    content = packed(book, {"xl/workbook.xmk": part(book, "xl/workbook.xml")})
    return content.replace(b"xl/workbook.xmk", b"xl/workbook.xml")


def locked(book: Path) -> bytes:
    """Set the flag of encryption on every entry, in the directory and before the data."""
    content = bytearray(book.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(magic)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(magic, at + 1)
    return bytes(content)


def understated(book: Path) -> bytes:
    """A part that unpacks to more than its entries say."""
    big = b"<a>" + b" " * 3_000_000 + b"</a>"
    content = packed(book, {"xl/big.xml": big})
    return content.replace(len(big).to_bytes(4, "little"), (40_000).to_bytes(4, "little"))


def too_many(book: Path) -> bytes:
    return packed(book, {f"xl/media/{number}.png": b"" for number in range(2_001)}, zipfile.ZIP_STORED)


def huge_directory(book: Path) -> bytes:
    return packed(book, {f"xl/media/{'x' * 900}{number}.png": b"" for number in range(1_200)}, zipfile.ZIP_STORED)


Maker = Callable[[Path], bytes]
UNSAFE: dict[str, tuple[Maker, str]] = {
    "empty": (lambda b: b"", "is not a workbook (.xlsx or .ods)"),
    "text": (lambda b: b"Reference,Track\n", "is not a workbook (.xlsx or .ods)"),
    "old": (lambda b: safety.OLE + bytes(600), "is an old .xls workbook: save it as .xlsx"),
    "encrypted": (lambda b: safety.OLE + bytes(600) + safety.ENCRYPTED, "is encrypted: save it without a password"),
    "encrypted zip": (locked, "is encrypted: save it without a password"),
    "macros": (lambda b: packed(b, {"xl/vbaProject.bin": b"x"}), "holds macros; its macros are never run"),
    "macros elsewhere": (lambda b: packed(b, {"xl/Other/VBAPROJECT.BIN": b"x"}), "holds macros"),
    "macro type": (lambda b: packed(b, {TYPES: macro_types(b)}), "holds macros"),
    "other zip": (lambda b: packed(b, {TYPES: None}), "is not a workbook (.xlsx or .ods)"),
    "cut off": (lambda b: b.read_bytes()[:2_000], "is damaged: its end is missing"),
    "bomb": (lambda b: packed(b, {SHEET: b"<a>" + bytes(50_000_000)}), "would unpack to far more"),
    "bomb of pictures": (lambda b: packed(b, {"xl/media/a.png": bytes(50_000_000)}), "would unpack to far more"),
    "lie": (understated, "is damaged"),
    "parts": (too_many, "has too many parts"),
    "directory": (huge_directory, "has too many parts"),
    "twice": (renamed_twice, "is damaged: two of its parts have the same name"),
    "document type": (lambda b: packed(b, {SHEET: DTD + b"<a>&c;</a>"}), "holds a document type or entities"),
    "utf-16": (
        lambda b: packed(b, {SHEET: (DTD + b"<a>&c;</a>").decode().replace("?>", "?>", 1).encode("utf-16")}),
        "holds a document type or entities",
    ),
    "type in styles": (lambda b: packed(b, {"xl/styles.xml": DTD + b"<a/>"}), "(in xl/styles.xml), which are not"),
    "no xml": (lambda b: packed(b, {SHEET: b"<worksheet><sheetData>"}), f"is damaged: {SHEET} is not XML"),
    "far cell": (
        lambda b: packed(b, {SHEET: sheet_with(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
        "has a sheet that is too big: it reaches to the cell XFD1048576",
    ),
    "far row": (
        lambda b: packed(b, {SHEET: sheet_with(b'<row r="999999"><c><v>1</v></c></row>')}),
        "too big: it reaches",
    ),
    "wide and long": (
        lambda b: packed(
            b,
            {
                SHEET: sheet_with(
                    b'<row r="1"><c r="ZZZ1"/><c r="DZZ1"><v>1</v></c></row><row r="9999"><c><v>1</v></c></row>'
                )
            },
        ),
        "too big: it reaches to the cell A9999",
    ),
    "no cell": (lambda b: packed(b, {SHEET: sheet_with(b'<row><c r="ABCD1"><v>1</v></c></row>')}), 'a cell "ABCD1"'),
    "no row": (
        lambda b: packed(b, {SHEET: sheet_with(b'<row r="-1"/>')}),
        "is damaged: xl/worksheets/sheet1.xml has a row",
    ),
    "no book": (lambda b: packed(b, {"xl/workbook.xml": None}), "has no sheet"),
    "no sheet": (lambda b: packed(b, {SHEET: None}), "is damaged"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_no_plain_workbook_is_refused_with_one_sentence(name: str, book: Path, tmp_path: Path) -> None:
    make, words = UNSAFE[name]
    path = tmp_path / "unsafe.xlsx"
    path.write_bytes(make(book))
    with pytest.raises(InvalidInput) as caught:
        read_any_conference(path)
    assert caught.value.source == str(path)
    assert len(caught.value.mistakes) == 1
    assert words in str(caught.value)


def test_a_workbook_is_known_by_its_content_whatever_it_is_called(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "conference.json"
    path.write_bytes(book.read_bytes())
    assert len(read_any_conference(path).sessions) == 5


def test_a_bomb_is_refused_without_being_unpacked(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(packed(book, {SHEET: b"<a>" + bytes(90_000_000)}))
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput, match="would unpack to far more"):
            open_workbook(path)
        assert tracemalloc.get_traced_memory()[1] < 25_000_000  # 20 MB of them to read a file of unknown size
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for the memory in use")
def test_a_far_cell_takes_no_memory(book: Path, tmp_path: Path) -> None:
    """As one dense table, the sheet would have 17 thousand million cells."""
    path = tmp_path / "far.xlsx"
    path.write_bytes(UNSAFE["far cell"][0](book))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InvalidInput, match="too big"):
        open_workbook(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_far_cell_that_is_only_coloured_does_no_harm(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "coloured.xlsx"
    sheet = part(book, SHEET).replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    path.write_bytes(packed(book, {SHEET: sheet}))
    assert len(read_any_conference(path).sessions) == 5


def test_only_checked_parts_are_handed_on(book: Path) -> None:
    """Whatever stands between the entries, or in parts that are not XML, the reader of cells never sees."""
    unpacked = safety.unpack(packed(book, {"xl/media/a.png": b"not looked at"}))
    with zipfile.ZipFile(io.BytesIO(unpacked.packed)) as archive:
        assert all(name.endswith((".xml", ".rels")) for name in archive.namelist())
        assert archive.read(SHEET) == part(book, SHEET)


def test_an_error_and_a_formula_without_result_are_no_empty_cells(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    row = (
        b'<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>1+1</f><v/></c>'
        b'<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>T("")</f><v></v></c></row>'
    )
    path.write_bytes(packed(book, {SHEET: sheet_with(row)}))
    sheet = open_workbook(path).first
    assert sheet.fault(0, 0) == "holds the error #DIV/0!"
    assert "never computed" in str(sheet.fault(0, 1))
    assert (sheet.fault(0, 2), sheet.value(0, 2)) == (None, 2)
    assert (sheet.fault(0, 3), sheet.value(0, 3)) == (None, "")


def test_columns_are_named_as_spreadsheet_programs_name_them() -> None:
    assert [xml_parts.column_name(n) for n in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
    assert xml_parts.cell_name(13, 1) == "B14"
