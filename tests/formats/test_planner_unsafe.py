"""A planner's workbook from anywhere: what points elsewhere is not followed, and what is left of it is read."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any_conference
from agenda_solver.formats.planner.conference_workbook import write_workbook
from agenda_solver.formats.planner.csv_folder import write_csv_folder
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.conference import Conference
from tests.profiles import some

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


@pytest.mark.parametrize("letter", some(["x", "\u00fc", "\U0001f48c", "\x00"], of=4))
@pytest.mark.parametrize("write", [write_workbook, write_csv_folder])
def test_a_description_of_ten_megabytes_is_written_so_that_it_can_be_read(
    tmp_path: Path, letter: str, write: Callable[[Conference, Path], object]
) -> None:
    # A workbook and a CSV file may have 20 MB; the letters take one, two, four bytes, and six where it is escaped.
    text = letter * (10_000_000 // len(json.dumps(letter, ensure_ascii=False).encode()))
    example = example_conference()
    first = example.sessions[0].model_copy(update={"description": text})
    conference = example.replace(sessions=(first, *example.sessions[1:]))
    write(conference, tmp_path / "forum.xlsx")
    assert read_any_conference(tmp_path / "forum.xlsx") == conference


def test_a_text_whose_letters_count_twice_in_spreadsheets_is_kept_whole(tmp_path: Path) -> None:
    # 20,000 letters are fewer than the 32,767 that a cell holds; but spreadsheets count each of these as two.
    example = example_conference()
    first = example.sessions[0].model_copy(update={"description": "\U0001f48c" * 20_000})
    conference = example.replace(sessions=(first, *example.sessions[1:]))
    write_workbook(conference, tmp_path / "forum.xlsx")
    assert read_any_conference(tmp_path / "forum.xlsx") == conference
