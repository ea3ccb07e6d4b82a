"""Files that cannot be read: their format in a planner's words, and what can be done instead.

This module is used only if no reader takes a file. The content decides; the name matters only if it is ambiguous.
Nothing is unpacked or parsed here; a few bytes at the beginning, and names in the directory of an archive, say enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

__all__ = ["READ", "json_kind", "kind_of", "xml_kind"]

READ = (
    "use a conference of this program (.json), a workbook (.xlsx or .ods), a folder of CSV files, the schedule.xml or "
    "schedule.json of frab or pretalx, or an export of Sessionize or Indico"
)
SCHEDULE = (
    "export the programme as schedule.xml or schedule.json, or fill in the workbook that `agenda-solver init` makes"
)
SPREADSHEET = "save it as an Excel workbook (.xlsx) with the sheets of the workbook that `agenda-solver init` makes"
CALENDAR = f"an iCalendar file; calendars can be written (`agenda-solver export`), but not read: {SCHEDULE}"
FOLDER = (
    "a conference as CSV is a folder with the files that `agenda-solver init` makes, such as sessions.csv and "
    "rooms.csv: put it into that form, or into that of the workbook"
)
TABLE = f"a single CSV table; {FOLDER}"
HEAD = 4_096

# The first bytes of files that are no text.
BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"a PDF, which is not supported: {SCHEDULE}"),
    (b"{\\rtf", f"a text document (RTF), which is not supported: {SCHEDULE}"),
    (b"\x89PNG", f"a picture (PNG), which is not supported: {SCHEDULE}"),
    (b"\xff\xd8\xff", f"a picture (JPEG), which is not supported: {SCHEDULE}"),
    (b"GIF8", f"a picture (GIF), which is not supported: {SCHEDULE}"),
    (b"II*\0", f"a picture (TIFF), which is not supported: {SCHEDULE}"),
    (b"MM\0*", f"a picture (TIFF), which is not supported: {SCHEDULE}"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "an archive (7z); unpack it first"),
    (b"Rar!", "an archive (RAR); unpack it first"),
    (b"SQLite format 3", f"a database (SQLite), which is not supported: {SCHEDULE}"),
)
# Names in the directory of a zip, of which many formats are made.
ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"opendocument.text", f"an OpenDocument text (.odt), which is not supported: {SCHEDULE}"),
    (b"opendocument", f"an OpenDocument file, which is not supported: {SCHEDULE}"),
    (b"word/", f"a Word document (.docx), which is not supported: {SCHEDULE}"),
    (b"ppt/", f"a presentation (.pptx), which is not supported: {SCHEDULE}"),
    (b"epub+zip", f"an e-book (EPUB), which is not supported: {SCHEDULE}"),
    (b"Index/", f"a document of Numbers, Pages or Keynote, which is not supported: {SPREADSHEET}"),
)
# Names in the directory of an old Office file, in UTF-16.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD: tuple[tuple[str, str], ...] = (
    ("WordDocument", f"an old Word document (.doc), which is not supported: {SCHEDULE}"),
    ("PowerPoint Document", f"an old presentation (.ppt), which is not supported: {SCHEDULE}"),
)
# The beginnings of texts; small letters.
TEXTS: tuple[tuple[str, str], ...] = (
    ("begin:vcalendar", CALENDAR),
    ("begin:vcard", f"an address book (vCard), which is not supported: {SCHEDULE}"),
    ("<!doctype html", f"a web page (HTML), which is not supported: save the file behind the link, or {SCHEDULE}"),
    ("<html", f"a web page (HTML), which is not supported: save the file behind the link, or {SCHEDULE}"),
)
NAMES: Mapping[str, str] = {
    ".csv": TABLE,
    ".tsv": f"a single TSV table; {FOLDER}",
    ".ics": CALENDAR,
    ".yaml": f"YAML, which is not supported: {READ}",
    ".yml": f"YAML, which is not supported: {READ}",
    ".toml": f"TOML, which is not supported: {READ}",
    ".md": f"a text (Markdown), which is not supported: {SCHEDULE}",
    ".tex": f"a text (TeX), which is not supported: {SCHEDULE}",
    ".txt": f"a text, which is not supported: {SCHEDULE}",
    ".html": f"a web page (HTML), which is not supported: save the file behind the link, or {SCHEDULE}",
}
# The first elements of XML files.
ROOTS: Mapping[str, str] = {
    "icalendar": f"a calendar as XML (xCal), which is not supported: {SCHEDULE}",
    "vcalendar": f"a calendar as XML (xCal), which is not supported: {SCHEDULE}",
    "html": "a web page; save the file behind the link instead",
    "rss": f"a news feed (RSS), which is not supported: {SCHEDULE}",
    "feed": f"a news feed (Atom), which is not supported: {SCHEDULE}",
    "svg": f"a picture (SVG), which is not supported: {SCHEDULE}",
    "workbook": f"a workbook of Excel 2003 as XML: {SPREADSHEET}",
    "document": f"an OpenDocument file as XML: {SPREADSHEET}",
    "conference": "a part of a schedule.xml without its <schedule>; export the whole file",
    "error": "an error of the server it was fetched from; fetch it again",
}


def kind_of(content: bytes, name: str) -> str | None:
    """Return what a file is that is neither JSON nor XML, and what can be done; None if that is not known.

    Its name decides where the content does not.
    """
    for mark, words in BINARY:
        if content.startswith(mark):
            return words
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return f"a picture (WebP), which is not supported: {SCHEDULE}"
    if content[257:262] == b"ustar":
        return "an archive (tar); unpack it first"
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(OLE):
        return next((words for stream, words in OLD if stream.encode("utf-16-le") in content), None)
    return _text_kind(content, name)


def _zipped(content: bytes) -> str | None:
    """Return what a zip is, by the names in it; None for a workbook, whose reader says what is wrong with it."""
    is_other = any(mark in content for mark, _ in ZIPPED)
    if b"opendocument.spreadsheet" in content or b"xl/" in content:
        return None
    if b"[Content_Types].xml" in content and not is_other:
        return None
    found = next((words for mark, words in ZIPPED if mark in content), None)
    return found or "an archive (zip); unpack it first, and name the file or the folder of CSV files in it"


def _text_kind(content: bytes, name: str) -> str | None:
    text = _beginning(content)
    if text is None and content.lstrip()[:1] in (b"<", b"{", b"["):
        return None  # JSON or XML with a stray control character; its reader reports the place
    if text is None:
        return f"a file in none of the supported formats: {READ}"
    start = text.lstrip("\ufeff \t\r\n").lower()
    for mark, words in TEXTS:
        if start.startswith(mark):
            return words
    suffix = PurePath(name).suffix.lower()
    if not start or start[0] in '{["<' or suffix == ".json":
        return None  # JSON or XML with a mistake, which its reader tells with its place
    if suffix in NAMES:
        return NAMES[suffix]
    return TABLE if _is_table(text) else f"a text in none of the supported formats: {READ}"


def _beginning(content: bytes) -> str | None:
    """Return the beginning of a text, or None if the content is no text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = content[:HEAD].decode(encoding, errors="replace")
    control = sum(1 for letter in text if letter < " " and letter not in "\t\r\n\f")
    odd = control + text.count("\N{REPLACEMENT CHARACTER}")
    return None if "\0" in text or odd > len(text) // 10 + 1 else text


def _is_table(text: str) -> bool:
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    return len(lines) > 1 and any(
        lines[0].count(mark) > 0 and all(line.count(mark) >= lines[0].count(mark) for line in lines[1:-1] or lines[1:])
        for mark in ",;\t|"
    )


def xml_kind(root: str) -> str | None:
    """Return what an XML file is by the name of its root, and what can be done; None if that is not known."""
    return ROOTS.get(re.sub(r"^\{.*\}", "", root).lower())


def json_kind(data: Any) -> str | None:
    """Return what parsed JSON is that no reader takes, and what can be done; None if that is not known."""
    if isinstance(data, list):
        return _list_kind(data)
    if not isinstance(data, Mapping) or "format" in data:
        return None
    if _is_second_form(data.get("schedule")):
        return (
            "a schedule.json of the second form, with its events in one list, which is not supported: export it as "
            "schedule.xml, or as the schedule.json whose events are under their days and rooms"
        )
    fields = data.keys()
    for needed, words in FIELDS:
        if needed <= fields:
            return words
    return None


def _is_second_form(schedule: Any) -> bool:
    if not isinstance(schedule, Mapping) or not isinstance(schedule.get("events"), list):
        return False
    conference = schedule.get("conference")
    days = conference.get("days") if isinstance(conference, Mapping) else None
    return not any(isinstance(day, Mapping) and (day.get("rooms") or day.get("events")) for day in days or ())


FIELDS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"count", "next", "previous", "results"}),
        "a page of a server's answers, such as pretalx gives: let `agenda-solver pretalx pull` fetch the whole event",
    ),
    (frozenset({"@context"}), f"linked data of a web page (JSON-LD), which can be written, but not read: {SCHEDULE}"),
    (frozenset({"$schema", "properties"}), "a JSON schema, which describes conference files but is not one"),
    (frozenset({"type", "features"}), f"a map (GeoJSON), which is not supported: {READ}"),
    (frozenset({"slots", "rooms", "talks"}), f"the state of a schedule editor, such as pretalx has: {SCHEDULE}"),
    (frozenset({"error"}), "an error of the server it was fetched from; fetch it again"),
    (frozenset({"detail"}), "an error of the server it was fetched from; fetch it again"),
)


def _list_kind(data: list[Any]) -> str | None:
    if data and isinstance(data[0], str) and data[0].lower() == "vcalendar":
        return f"a calendar as JSON (jCal), which is not supported: {SCHEDULE}"
    fields = data[0].keys() if data and isinstance(data[0], Mapping) else frozenset()
    if {"groupId", "sessions"} <= fields or {"date", "rooms", "timeSlots"} <= fields:
        return 'another view of Sessionize; only "All" is supported: choose it in the API settings of the event'
    if {"startsAt", "roomId"} <= fields or {"fullName", "sessions"} <= fields:
        return 'a part of a view of Sessionize; only "All" is supported: choose it in the API settings of the event'
    return f"a list, which is in none of the supported formats: {READ}"
