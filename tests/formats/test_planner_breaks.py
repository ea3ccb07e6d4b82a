"""Breaks in workbooks: a sheet of their own, a row in the grid of their day, which is not read as a session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.csv_folder import read_csv_folder, write_csv_folder
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats.planner_small import conference_in, grids_of, put
from tests.formats.test_planner_agenda import PLACES
from tests.formats.test_planner_mistakes import mistakes_in

BREAKS = (
    {"day": "day-1", "start": "12:30", "end": "14:00", "title": "Lunch"},
    {"day": "day-1", "start": "10:30", "end": "10:45", "title": "Coffee"},
    {"day": "day-2", "start": "18:00", "end": "2027-06-05T01:00", "title": "Dinner\nand dance"},
)


def with_breaks(*breaks: dict[str, str]) -> Conference:
    return Conference.model_validate({**example_conference().model_dump(mode="json"), "breaks": breaks})


@pytest.fixture
def agenda() -> Agenda:
    return with_breaks(*BREAKS).agenda(PLACES)


@pytest.fixture
def book(agenda: Agenda, tmp_path: Path) -> Path:
    path = tmp_path / "agenda.xlsx"
    write_agenda_workbook(agenda, path, None)
    return path


def read(book: Path, conference: Conference) -> tuple[Agenda, list[str]]:
    remarks: list[Remark] = []
    return read_any_agenda(book, conference, remarks), [str(remark) for remark in remarks]


def test_breaks_go_through_the_sheets_and_through_csv_files(tmp_path: Path) -> None:
    conference = with_breaks(*BREAKS)
    grids = grids_of(conference)
    assert grids["Breaks"][0] == ["Day", "Start", "End", "Title"]
    assert conference_in(grids) == conference
    write_csv_folder(conference, tmp_path / "forum")
    assert (tmp_path / "forum" / "breaks.csv").is_file()
    assert read_csv_folder(tmp_path / "forum") == conference


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        ("Day", "Monday", 'Breaks!A2: there is no day "Monday"'),
        ("Start", "half past", 'Breaks!B2: "half past" is not a time of day such as 09:30'),
        ("End", "12:00", "Breaks row 2: ends before it starts, or at the same time"),
        ("Title", None, "Breaks!D2: is missing"),
    ],
)
def test_a_mistake_in_a_break_is_told_with_its_cell(heading: str, value: Any, told: str) -> None:
    grids = grids_of(with_breaks(*BREAKS))
    put(grids, "Breaks", 2, heading, value)
    assert [mistake[: len(told)] for mistake in mistakes_in(grids)] == [told]


def test_a_title_that_no_cell_gives_back_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput, match=r"breaks\[0\].title: holds characters that cannot be in a cell"):
        grids_of(with_breaks({**BREAKS[0], "title": "Lunch\x07"}))


def test_a_break_has_a_row_over_all_rooms_in_the_grid_of_its_day(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Thu 3 Jun"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, 13)}
    # Three half hours of the morning in rows 2 to 4, then the coffee; three in rows 6 to 8, then lunch.
    assert (rows["10:30\u201310:45"], rows["12:30\u201314:00"]) == (5, 9)
    assert {"C5:E5", "C9:E9"} <= {str(merged) for merged in sheet.merged_cells.ranges}
    assert (sheet["C5"].value, sheet["C9"].value) == ("Coffee", "Lunch")


def test_an_agenda_with_breaks_comes_back_without_a_remark(book: Path, agenda: Agenda) -> None:
    assert read(book, agenda.conference) == (agenda, [])


def test_a_session_may_be_called_like_a_break(tmp_path: Path) -> None:
    conference = with_breaks({**BREAKS[0], "title": "Opening"})
    agenda = conference.agenda(PLACES)
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", None)
    assert read(tmp_path / "a.xlsx", conference) == (agenda, [])


def test_a_session_that_is_put_into_a_break_cannot_begin_there(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Thu 3 Jun"]
    sheet["C9"] = "Storing a summer"
    workbook.save(book)
    with pytest.raises(InvalidInput, match=r"Thu 3 Jun!C9: .* cannot begin at 12:30: no slot begins then"):
        read(book, agenda.conference)


def test_a_break_that_the_conference_has_no_more_is_told_and_not_read(book: Path) -> None:
    conference = example_conference().replace(breaks=())
    found, remarks = read(book, conference)
    assert found == conference.agenda(PLACES)
    assert remarks == [
        'Thu 3 Jun!C5: "Coffee" is not a session and is not read',
        'Thu 3 Jun!C9: "Lunch" is not a session and is not read',
        'Fri 4 Jun!C11: "Dinner" is not a session and is not read',
    ]


def test_a_break_in_a_block_leaves_its_row_and_the_sessions_in_it_as_they_are(tmp_path: Path) -> None:
    # At 11:30 a slot begins, and the river with it; at 11:45 none does, and the river goes on.
    beside = ({**BREAKS[0], "start": "11:30", "end": "11:40"}, {**BREAKS[1], "start": "11:45", "end": "11:50"})
    conference = with_breaks(*beside)
    agenda = conference.agenda(PLACES)
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", None)
    assert read(tmp_path / "a.xlsx", conference) == (agenda, [])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Thu 3 Jun"]
    assert sheet["A6"].comment.text == "Lunch, 11:30-11:40"
    assert (sheet["A7"].value, sheet["D7"].value) == ("11:45\u201311:50", "Coffee")
    assert {"C6:C8", "D7:E7"} <= {str(merged) for merged in sheet.merged_cells.ranges}
