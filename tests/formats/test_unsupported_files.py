"""Of a file that is not read it is said what it is, and what can be done, by whatever command reads it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any, read_any_agenda
from tests.formats.frab_small import XML, from_xml


def zipped(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


def old(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def data(value: Any) -> bytes:
    return json.dumps(value).encode()


SECOND = {"schedule": {"conference": {"title": "T", "days": [{"index": 1}]}, "events": [{"title": "Sets"}]}}
SAMPLES: dict[str, tuple[str, bytes, str]] = {
    "calendar": ("a.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "is an iCalendar file"),
    "calendar of another name": ("plan", b"BEGIN:VCALENDAR\r\n", "is an iCalendar file"),
    "table": ("talks.csv", b"Title;Room\nSets;Hall\n", "is a single CSV table"),
    "table with tabs": ("talks.tsv", b"Title\tRoom\nSets\tHall\n", "is a single TSV table; a conference as CSV"),
    "table of another name": ("talks", b"Title,Room\nSets,Hall\nTrees,Den\n", "is a single CSV table"),
    "table in UTF-16": ("talks.csv", "Title,Room\n".encode("utf-16"), "is a single CSV table"),
    "pdf": ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "is a PDF, which is not supported"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "is a picture (PNG)"),
    "web page": ("a.html", b"<!doctype html>\n<p>Hello<br>you", "is a web page (HTML)"),
    "web page without a type": ("a.html", b"<html lang=en><p>Hello<br>", "is a web page (HTML)"),
    "old workbook": ("a.xls", old("Workbook"), "is an old .xls workbook: save it as .xlsx"),
    "old text": ("a.doc", old("WordDocument"), "is an old Word document"),
    "new text": ("a.docx", zipped(word__document="x", **{"[Content_Types].xml": "x"}), "is a Word document"),
    "archive": ("a.zip", zipped(sessions="x"), "is an archive (zip); unpack it first"),
    "packed": ("a.xml.gz", b"\x1f\x8b\x08\0", "is packed with gzip; unpack it first"),
    "text": ("notes.txt", b"Sets in the hall\n", "is a text, which is not supported"),
    "yaml": ("a.yaml", b"title: Sets\n", "is YAML, which is not supported"),
    "bytes": ("a.bin", bytes(range(256)), "is a file in none of the supported formats"),
    "text called a workbook": (
        "a.xlsx",
        b"Title,Room\nSets,Hall\n",
        "is not a workbook (.xlsx or .ods), but a single CSV table",
    ),
    "second form": ("schedule.json", data(SECOND), "is a schedule.json of the second form"),
    "another view": ("all.json", data([{"groupId": 1, "sessions": []}]), "is another view of Sessionize"),
    "answers of a server": (
        "events.json",
        data({"count": 0, "next": None, "previous": None, "results": []}),
        "let `agenda-solver pretalx pull` fetch the whole event",
    ),
    "linked data": ("a.json", data({"@context": "https://schema.org"}), "is linked data of a web page"),
    "calendar as JSON": ("a.json", data(["vcalendar", [], []]), "is a calendar as JSON (jCal)"),
    "calendar as XML": (
        "a.xml",
        b'<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"/>',
        "icalendar>, not <schedule>; it is a calendar as XML (xCal)",
    ),
    "feed": ("a.xml", b"<rss><channel/></rss>", "it is a news feed (RSS)"),
    "empty": ("a.json", b"", "is empty"),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_file_that_is_not_read_is_named_whoever_reads_it(sample: str, tmp_path: Path) -> None:
    name, content, words = SAMPLES[sample]
    path = tmp_path / name
    path.write_bytes(content)
    conference = from_xml(XML).conference
    with pytest.raises(InvalidInput) as caught:
        read_any(path)
    told = [str(caught.value)]
    if not name.endswith(".csv"):  # that is an agenda, for a conference that is there
        with pytest.raises(InvalidInput) as caught:
            read_any_agenda(path, conference)
        told.append(str(caught.value))
    assert all(text.startswith(f"{path}: ") and words in text for text in told)


def test_json_with_a_mistake_keeps_the_place_of_the_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"id": 1,}')
    with pytest.raises(InvalidInput, match=r"line 1, column 10"):
        read_any(tmp_path / "a.json")
