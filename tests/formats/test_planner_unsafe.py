"""A planner's workbook from anywhere: what points elsewhere is not followed, and what is left of it is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.planner.book import write_workbook
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.formats.reading import read_any_conference

LINK = b"""<?xml version="1.0" encoding="UTF-8"?>
<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <externalBook r:id="rId1"/></externalLink>"""
TARGET = b"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
 Target="file:///etc/passwd" TargetMode="External"/></Relationships>"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "forum.xlsx"
    write_workbook(example_conference(), path)
    return path


def test_links_to_other_workbooks_are_not_followed(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", LINK)
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", TARGET)
    assert read_any_conference(book) == example_conference()


def test_a_formula_into_another_workbook_without_a_result_is_told_at_its_cell(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Sessions"]["B2"] = "='file:///etc/[passwd]Sheet1'!A1"
    workbook.save(book)
    with pytest.raises(InvalidInput) as caught:
        read_any_conference(book)
    assert "Sessions!B2" in [mistake.place for mistake in caught.value.mistakes]


def test_the_address_of_a_link_in_a_cell_is_not_taken_for_its_text(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    title = workbook["Sessions"]["B2"].value
    workbook["Sessions"]["B2"].hyperlink = 'http://example.org/"><script>alert(1)</script>'
    workbook["Sessions"]["B2"].value = title
    workbook.save(book)
    assert [s.title for s in read_any_conference(book).sessions] == [s.title for s in example_conference().sessions]
