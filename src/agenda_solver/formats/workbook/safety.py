"""Checks before a workbook is opened: it is one, it is as small as it says, and it contains only data.

A workbook is a zip of XML files, and either can be made to explode, or to hold what no planner put there. So it is
unpacked here under limits, each XML part is read once by a parser that expands nothing, and only what passed is packed
again for the library that reads cells: it can never see anything that was not checked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.workbook.opendocument import CONTENT, MIME_TYPES, scan_content
from agenda_solver.formats.workbook.xml_parts import PackagePart, parts_by_sheet, scan

__all__ = ["Unpacked", "is_workbook", "unpack"]

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 100_000_000
MAX_RATIO = 200
BYTES_OF_ANY_RATIO = 10_000_000
MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 1_000_000
CHUNK = 1 << 16

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Excel files, and of encrypted new ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MIME_TYPE, MANIFEST = "mimetype", "META-INF/manifest.xml"
# What the library that reads cells wants to see, though it needs nothing of it.
NOTHING_ELSE = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
END_OF_DIRECTORY = b"PK\x05\x06"
MAX_COMMENT = 1 << 16
MACROS = "its macros are never run: save it as a workbook without macros (.xlsx)"


@dataclass(frozen=True)
class Unpacked:
    """A workbook that passed, packed again, and what was seen in each of its sheets, by their names."""

    packed: bytes
    sheets: Mapping[str, PackagePart]


def is_workbook(content: bytes) -> bool:
    """Whether a file's first bytes are those of a workbook, new or old."""
    return content.startswith((ZIP, OLE))


def unpack(content: bytes) -> Unpacked:
    """Return what a workbook is made of, after every check.

    InvalidInput is raised if it is neither an .xlsx nor an .ods workbook, is encrypted, holds macros, would unpack to
    more than the limits allow, or holds XML that no spreadsheet program writes.
    """
    _refuse_foreign(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries)
            if _is_opendocument(archive, entries):
                return _opendocument(archive, entries)
            return _office_open(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise InvalidInput.single(f"is damaged: {str(error).lower() or type(error).__name__}") from error


def _office_open(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> Unpacked:
    checked: dict[str, bytes] = {}
    parts: dict[str, PackagePart] = {}
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):  # pictures and printers' settings are not needed
            data = _read(archive, entry, left)
            left -= len(data)
            parts[entry.filename] = scan(data, entry.filename)
            checked[entry.filename] = data
    _refuse_types(parts)
    return Unpacked(_packed(checked), parts_by_sheet(parts))


def _is_opendocument(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the part that names the type of OpenDocument files names that of a spreadsheet."""
    named = next((entry for entry in entries if entry.filename == MIME_TYPE), None)
    return named is not None and _read(archive, named, MAX_UNPACKED_BYTES).strip() in MIME_TYPES


def _opendocument(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> Unpacked:
    """Return the content of an OpenDocument spreadsheet; styles, settings and pictures are not needed."""
    by_name = {entry.filename: entry for entry in entries}
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in by_name):
        raise InvalidInput.single("holds macros; its macros are never run: save it without them")
    manifest = by_name.get(MANIFEST)
    if manifest is not None and b"encryption-data" in _read(archive, manifest, MAX_UNPACKED_BYTES):
        raise InvalidInput.single("is encrypted: save it without a password")
    if CONTENT not in by_name:
        raise InvalidInput.single(f"is damaged: {CONTENT} is missing")
    content = _read(archive, by_name[CONTENT], MAX_UNPACKED_BYTES)
    sheets = scan_content(content)
    return Unpacked(_packed({MIME_TYPE: MIME_TYPES[0], MANIFEST: NOTHING_ELSE, CONTENT: content}), sheets)


def _refuse_foreign(content: bytes) -> None:
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise InvalidInput.single("is encrypted: save it without a password")
        raise InvalidInput.single("is an old .xls workbook: save it as .xlsx")
    if not content.startswith(ZIP):
        raise InvalidInput.single("is not a workbook (.xlsx or .ods)")
    # The directory is read at once and whole, so its size is looked at before.
    end = content.rfind(END_OF_DIRECTORY, max(0, len(content) - MAX_COMMENT - 22))
    if end < 0 or len(content) < end + 22:
        raise InvalidInput.single("is damaged: its end is missing")
    if int.from_bytes(content[end + 12 : end + 16], "little") > MAX_DIRECTORY_BYTES:
        raise InvalidInput.single(f"has too many parts: more than {MAX_ENTRIES} are not read")


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise InvalidInput.single(f"has too many parts: more than {MAX_ENTRIES} are not read")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InvalidInput.single("is encrypted: save it without a password")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise InvalidInput.single(f"holds macros; {MACROS}")
    if len(set(names)) < len(names):
        raise InvalidInput.single("is damaged: two of its parts have the same name")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        _refuse_size()
    for entry in entries:
        if entry.file_size > max(BYTES_OF_ANY_RATIO, MAX_RATIO * entry.compress_size):
            _refuse_size()


def _refuse_size() -> None:
    limit = MAX_UNPACKED_BYTES // 1_000_000
    raise InvalidInput.single(f"would unpack to far more than a workbook needs (at most {limit} MB are read)")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Return the content of a part, counting what really comes out; a zip may lie about that."""
    pieces: list[bytes] = []
    with archive.open(entry) as file:
        while piece := file.read(CHUNK):
            left -= len(piece)
            if left < 0:
                _refuse_size()
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_types(parts: Mapping[str, PackagePart]) -> None:
    types = [kind.lower() for kind in _content_types(parts)]
    if any("macroenabled" in kind or "vbaproject" in kind for kind in types):
        raise InvalidInput.single(f"holds macros; {MACROS}")
    if not any(kind.endswith(("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")) for kind in types):
        raise InvalidInput.single("is not a workbook (.xlsx or .ods)")


def _content_types(parts: Mapping[str, PackagePart]) -> Iterator[str]:
    listed = parts.get("[Content_Types].xml")
    for _, attributes in listed.elements if listed is not None else ():
        yield attributes.get("ContentType", "")


def _packed(checked: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in checked.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()
