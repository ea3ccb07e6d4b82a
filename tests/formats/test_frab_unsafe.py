"""Hostile schedule files: nothing is executed, nothing is loaded, and what cannot be read gets a clear sentence."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any
from tests.formats.frab_small import JSON, XML, from_json, from_xml
from tests.formats.small import changed, json_bytes

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TITLE = "<title>Sets</title>"


def with_doctype(doctype: str, title: str) -> str:
    return XML.replace(HEAD, HEAD + doctype).replace(TITLE, f"<title>{title}</title>")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (with_doctype('<!DOCTYPE schedule [<!ENTITY a "x">]>', "&a;"), "has a document type"),
        (with_doctype(f'<!DOCTYPE schedule [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"), "has a document type"),
        (with_doctype('<!DOCTYPE schedule [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"), "has a document type"),
        (with_doctype('<!DOCTYPE schedule SYSTEM "http://127.0.0.1:1/x.dtd">', "Sets"), "has a document type"),
        (with_doctype("", "&nobody;"), "is not XML: Entity 'nobody' not defined"),
        ("<schedule>" + "<a>" * 100 + "</a>" * 100 + "</schedule>", "is nested deeper than 30 levels"),
        ("<schedule>" + "<a>" * 100_000, "is not XML"),
        ("<schedule><day>", "is not XML"),
        ("<html><body>Not found</body></html>", "is XML, but no schedule: it begins with <html>"),
        ('<schedule xmlns="urn:x"/>', "is XML, but no schedule"),
        ("<schedule/>", "holds no event with a time"),
        ("<", "is not XML"),
    ],
)
def test_what_should_not_be_read_is_refused_in_a_sentence(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.data"  # what it is, its content says
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_any(path)
    assert words in str(caught.value)
    assert caught.value.source == str(path)


def test_a_document_type_is_refused_in_any_encoding() -> None:
    text = with_doctype('<!DOCTYPE schedule [<!ENTITY a "x">]>', "&a;").replace("UTF-8", "UTF-16")
    with pytest.raises(InvalidInput, match="has a document type"):
        from_xml(text.encode("utf-16"))


def test_entities_in_attributes_do_not_blow_up() -> None:
    # A billion laughs in an attribute is expanded by the parser itself, up to a limit of its own.
    text = with_doctype(f'<!DOCTYPE schedule [<!ENTITY l0 "ha">{LAUGHS}]>', "Sets").replace('index="1"', 'index="&l9;"')
    with pytest.raises(InvalidInput, match="has a document type"):
        from_xml(text)


def test_comments_and_instructions_are_not_read() -> None:
    text = XML.replace(TITLE, "<title>Se<!-- no -->ts</title><?php evil() ?><!-- <event/> -->")
    assert from_xml(text).conference == from_xml(XML).conference


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "=HYPERLINK(0)", "../../etc/passwd", "[red]a[/red]", "\u202eabc"]
)
def test_odd_titles_are_only_text(title: str) -> None:
    escaped = title.replace("<", "&lt;")
    assert from_xml(XML.replace(TITLE, f"<title>{escaped}</title>")).conference.sessions[0].title == title
    place = "schedule.conference.days[0].rooms.Hall[0].title"
    assert from_json(changed(JSON, {place: title})).conference.sessions[0].title == title


@pytest.mark.parametrize("size", [9_000_000, 11_000_000])
def test_descriptions_of_ten_megabytes_are_kept_or_refused(size: int) -> None:
    long = XML.replace("Long.", "x" * size)
    if size < 10_000_000:
        assert len(from_xml(long).conference.sessions[0].description or "") == size
    else:  # what one text may hold in XML
        with pytest.raises(InvalidInput, match="is not XML"):
            from_xml(long)
    place = "schedule.conference.days[0].rooms.Hall[0].description"
    assert len(from_json(changed(JSON, {place: "x" * size})).conference.sessions[0].description or "") == size


def test_broken_bytes_are_told() -> None:
    with pytest.raises(InvalidInput, match="is not XML"):
        from_xml(XML.encode().replace(b"Ada", b"Ad\xe9"))


def test_json_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "schedule"
    path.write_bytes(b"\xef\xbb\xbf" + json_bytes(JSON))
    assert read_any(path).format == "schedule.json"


def test_no_file_is_opened_while_xml_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a file was opened")

    from_xml(XML)  # imports what it needs
    monkeypatch.setattr(builtins, "open", refuse)
    assert from_xml(XML).conference.id == "small"
