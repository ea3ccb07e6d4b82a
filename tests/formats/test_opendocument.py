"""Workbooks of LibreOffice (.ods) are read like those of Excel, and trusted as little."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.any_format import looks_like_workbook, read_any, read_any_agenda
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.conference_workbook import write_workbook
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.formats.workbook.workbook_reading import Sheet, open_workbook
from tests.formats.opendocuments import as_opendocument, cell, content, opendocument, row, table
from tests.formats.test_planner_agenda import PLACES

MACRO = "<script:module/>"
EMPTY_ROWS = row(
    '<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:number-rows-repeated="1048570"'
)


def sheet_of(path: Path, *rows: str) -> Sheet:
    return open_workbook(opendocument(path / "a.ods", {"content.xml": content(table(*rows))})).first


def test_a_conference_is_the_same_whichever_program_saved_it(tmp_path: Path) -> None:
    conference = example_conference()
    write_workbook(conference, tmp_path / "a.xlsx")
    path = as_opendocument(tmp_path / "a.xlsx", tmp_path / "a.ods")
    assert looks_like_workbook(path)
    assert read_any(path).conference == conference


def test_an_agenda_saved_again_by_another_program_is_the_same(tmp_path: Path) -> None:
    agenda = example_conference().agenda(PLACES)
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", score(agenda.conference, agenda))
    path = as_opendocument(tmp_path / "a.xlsx", tmp_path / "a.ods")
    assert read_any_agenda(path, agenda.conference) == agenda


def test_cells_have_the_values_of_their_kinds(tmp_path: Path) -> None:
    values = (0.5, True, datetime(2026, 5, 1, 9, 30), time(9, 30), "a\nb")
    assert sheet_of(tmp_path, row(*map(cell, values))).rows == (values,)


def test_a_number_typed_into_a_cell_of_times_is_not_lost(tmp_path: Path) -> None:
    """LibreOffice makes nine days of a 9 that is typed where times stand; planners mean nine o'clock."""
    assert sheet_of(tmp_path, row(cell(timedelta(days=9)))).rows == ((timedelta(days=9),),)


def test_what_stands_for_many_cells_is_many_cells(tmp_path: Path) -> None:
    alike = row(cell("x", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="3"')
    assert sheet_of(tmp_path, alike, row(cell("y"))).rows == (("x", "x"),) * 3 + (("y", ""),)


def test_coloured_but_empty_rows_to_the_end_of_a_sheet_do_not_count(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, row(cell("x")), EMPTY_ROWS).rows == (("x",),)


def test_a_note_at_a_cell_is_no_part_of_its_value(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>ask Ada</text:p></office:annotation>"
    noted = f'<table:table-cell office:value-type="string">{note}<text:p>Rivers</text:p></table:table-cell>'
    assert sheet_of(tmp_path, row(noted, cell("y"))).rows == (("Rivers", "y"),)


def test_rows_in_groups_and_headings_are_rows(tmp_path: Path) -> None:
    heading = f"<table:table-header-rows>{row(cell('h'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{row(cell('g'))}</table:table-row-group>"
    assert sheet_of(tmp_path, heading, group).rows == (("h",), ("g",))


def test_merged_cells_are_known_by_their_area(tmp_path: Path) -> None:
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    sheet = sheet_of(tmp_path, row(cell("top")), row(cell("a"), cell("b", spans), "<table:covered-table-cell/>"))
    # Row 1 and column 1, counted from 0, and as many more as it spans.
    assert sheet.merged == ((1, 1, 3, 2),)


def test_an_error_and_a_formula_never_computed_are_told_by_their_cells(tmp_path: Path) -> None:
    error = cell("#DIV/0!", 'table:formula="of:=1/0" calcext:value-type="error"')
    sheet = sheet_of(tmp_path, row(cell("a"), error, '<table:table-cell table:formula="of:=1+1"/>', cell("d")))
    assert sheet.rows == (("a", "", "", "d"),)
    assert sheet.fault(0, 1) == "holds the error #DIV/0!"
    assert "never computed" in (sheet.fault(0, 2) or "")


REFUSED = {
    "entities": (
        {"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + content(table(row(cell("x"))))},
        "holds a document type or entities",
    ),
    "no XML": ({"content.xml": "<a>"}, "is damaged: content.xml is not XML"),
    "no content": ({"styles.xml": "<a/>"}, "is damaged: content.xml is missing"),
    "no sheet": ({"content.xml": content()}, "has no sheet"),
    "macros": ({"content.xml": content(table()), "Basic/Standard/Module1.xml": MACRO}, "holds macros"),
    "a password": (
        {"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"},
        "is encrypted: save it without a password",
    ),
    "far cells": (
        {"content.xml": content(table(row('<table:table-cell table:number-columns-repeated="9999"/>', cell("x"))))},
        # Column 10,000 is NTP: (14 * 26 + 20) * 26 + 16.
        "has a sheet that is too big: it reaches to the cell NTP1",
    ),
    "a bomb of full rows": (
        {"content.xml": content(table(row(cell("x"), attributes='table:number-rows-repeated="1000000"')))},
        "has a sheet that is too big",
    ),
    "an absurd number": (
        {"content.xml": content(table(row(cell("x", 'table:number-columns-repeated="99999999999"'))))},
        'repeats something "99999999999" times',
    ),
    "errors without end": (
        {
            "content.xml": content(
                table(row(cell("", 'calcext:value-type="error" table:number-columns-repeated="9000000"')))
            )
        },
        "has a sheet that is too big",
    ),
}


@pytest.mark.parametrize(("parts", "message"), REFUSED.values(), ids=REFUSED)
def test_what_no_spreadsheet_program_writes_is_refused(parts: dict[str, str], message: str, tmp_path: Path) -> None:
    path = opendocument(tmp_path / "a.ods", parts)
    with pytest.raises(InvalidInput, match=r"a\.ods") as refused:
        read_any(path)
    assert message in str(refused.value)


def test_a_document_of_text_is_called_one(tmp_path: Path) -> None:
    path = opendocument(
        tmp_path / "a.odt", {"content.xml": "<a/>"}, mime_type="application/vnd.oasis.opendocument.text"
    )
    with pytest.raises(InvalidInput, match=r"an OpenDocument text \(\.odt\), which is not supported"):
        read_any(path)
