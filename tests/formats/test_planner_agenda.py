"""An agenda goes out as grids and lists, is edited there as planners do, and comes back."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.summary import summary_of
from agenda_solver.testing.strategies import conferences
from tests.formats.small import SMALL, changed
from tests.formats.test_planner_round_trip import TEXTS
from tests.profiles import examples

PLACES = {
    "opening": ("hall", "day-1-morning", 0),
    "rivers": ("hall", "day-1-noon", 1),
    "drought": ("garden", "day-2-morning", 0),
    "grids": ("garden", "day-1-afternoon", 0),
    "workshop": ("library", "day-2-noon", 0),
    "closing": ("hall", "day-2-afternoon", 1),
}


@pytest.fixture
def agenda() -> Agenda:
    # Without the breaks, whose rows would stand between those that are spoken of here.
    return example_conference().replace(breaks=()).agenda(PLACES)


@pytest.fixture
def book(agenda: Agenda, tmp_path: Path) -> Path:
    path = tmp_path / "agenda.xlsx"
    write_agenda_workbook(agenda, path, score(agenda.conference, agenda), subtitle="Feasible.")
    return path


def through_a_workbook(agenda: Agenda) -> Agenda:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "agenda.xlsx"
        write_agenda_workbook(agenda, path, score(agenda.conference, agenda))
        return read_any_agenda(path, agenda.conference)


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """Return a strategy for any agenda: partial, illegal, with several sessions in one place."""
    conference = draw(conferences())
    places = {}
    for session in conference.sessions:
        if draw(st.integers(0, 4)):
            position = draw(st.sampled_from(conference.positions[session.id]))
            places[session.id] = (draw(st.sampled_from(conference.rooms)).id, position.block, position.slot)
    return conference.agenda(places)


@given(agendas())
@settings(max_examples=examples(20), deadline=None)
def test_any_agenda_comes_back_from_its_grids_as_it_was(agenda: Agenda) -> None:
    assert through_a_workbook(agenda) == agenda


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=examples(20), deadline=None)
def test_odd_and_equal_titles_and_rooms_are_told_apart(title: str, other: str, room: str) -> None:
    if not (title.strip() and other.strip() and room.strip()):
        return
    changes = {"sessions[0].title": title, "sessions[1].title": other, "sessions[2].title": title}
    rooms = {"rooms[0].name": room, "rooms[1].name": room}
    conference = Conference.model_validate(changed(SMALL, changes | rooms))
    agenda = conference.agenda(
        {"opening": ("hall", "sat-am", 0), "sets": ("hall", "sun-am", 0), "lab": ("cabin", "sat-am", 0)}
    )
    assert through_a_workbook(agenda) == agenda


def test_the_workbook_has_a_grid_for_each_day_lists_the_score_and_what_falls_short(book: Path) -> None:
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == [
        "Thu 3 Jun",
        "Fri 4 Jun",
        "Without a place",
        "By time",
        "By room",
        "By track",
        "By person",
        "Score",
        "Falls short",
        "Ids",
    ]
    assert sheets["Ids"].sheet_state == "hidden"
    # The opening takes the three half hours of the first block, below the headings.
    assert "C2:C4" in {str(merged) for merged in sheets["Thu 3 Jun"].merged_cells.ranges}
    assert [cell.value for cell in sheets["Without a place"]["A"]] == ["Session", "Storing a summer", "Posters, guided"]
    assert any("has no place" in str(cell.value) for cell in sheets["Falls short"]["D"])


def test_a_session_that_was_moved_in_the_grid_is_read_where_it_stands_now(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Thu 3 Jun"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    # "Who owns a river?" from 11:30 in the Great Hall (C6) to 14:30 in the Garden Room's neighbour, the Library (E9).
    assert sheet["C6"].value.startswith("Who owns a river?")
    sheet["E9"], sheet["C6"] = sheet["C6"].value, None
    workbook.save(book)
    read = read_any_agenda(book, agenda.conference)
    assert read == agenda.with_placement(
        "rivers", agenda.conference.placement("rivers", "library", "day-1-afternoon", 1)
    )


def test_a_title_alone_is_enough_and_rows_need_no_hidden_block(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book)
    for sheet in (workbook["Thu 3 Jun"], workbook["Fri 4 Jun"]):
        for row in range(2, 11):  # three blocks of three half hours
            sheet.cell(row, 2).value = None
    workbook["Thu 3 Jun"]["D5"] = "Storing a summer"  # 11:00 in the Garden Room
    workbook.save(book)
    read = read_any_agenda(book, agenda.conference)
    assert read == agenda.with_placement("storage", agenda.conference.placement("storage", "garden", "day-1-noon", 0))


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        (
            "D5",
            "Storing a sumer",
            'Thu 3 Jun!D5: there is no session "Storing a sumer" (did you mean "Storing a summer"?)',
        ),
        ("D5", "Opening", 'Thu 3 Jun!D5: "Opening" already occurs at Thu 3 Jun!C2'),
        ("C1", "Grate Hall", 'Thu 3 Jun!C1: there is no room "Grate Hall" (did you mean "Great Hall"?)'),
        ("B1", "agenda-solver grid 2027-06-09", 'Thu 3 Jun!B1: the conference has no day on "2027-06-09"'),
        ("A6", "11:45", 'Thu 3 Jun!C6: "Who owns a river?" cannot begin at 11:45'),
        ("A6", "soon", 'Thu 3 Jun!A6: "soon" is not a time of day such as 09:30, next to "Who owns a river?"'),
    ],
)
def test_what_cannot_be_understood_in_a_grid_is_told_with_its_cell(
    book: Path, agenda: Agenda, cell: str, value: str, told: str
) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Thu 3 Jun"][cell] = value
    workbook.save(book)
    with pytest.raises(InvalidInput) as caught:
        read_any_agenda(book, agenda.conference)
    assert [str(mistake)[: len(told)] for mistake in caught.value.mistakes] == [told]


def test_formulas_in_titles_stay_text(tmp_path: Path) -> None:
    title = '=HYPERLINK("http://evil.example","click")'
    conference = Conference.model_validate(changed(SMALL, {"sessions[0].title": title}))
    agenda = conference.agenda({"opening": ("hall", "sat-am", 0)})
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", score(conference, agenda))
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_copy_of_a_grid_in_a_sheet_of_the_planners_own_is_not_read(agenda: Agenda, book: Path) -> None:
    workbook = openpyxl.load_workbook(book, rich_text=True)
    workbook.copy_worksheet(workbook["Thu 3 Jun"]).title = "# as it was"
    workbook.save(book)
    assert read_any_agenda(book, agenda.conference) == agenda


# --- what people read in it ------------------------------------------------------------------------------------------


def test_a_grid_says_what_it_is_of_when_slots_end_how_many_seats_there_are_and_which_track_has_which_colour(
    book: Path,
) -> None:
    sheet = openpyxl.load_workbook(book, rich_text=True)["Thu 3 Jun"]
    assert (str(sheet["C1"].value), str(sheet["E1"].value)) == ("Great Hall\n250 seats", "Library\n30 seats")
    assert [sheet.cell(row, 1).value for row in (2, 4, 5)] == [
        "09:00\u201309:30",
        "10:00\u201310:30",
        "11:00\u201311:30",
    ]
    # Nine half hours in rows 2 to 10, a free row, and what is below.
    assert sheet["A12"].value == "My forum \u00b7 Thursday \u00b7 all times Europe/Berlin (UTC+2)"
    colours = {
        str(sheet["A13"].value[n + 1]).strip(): piece.font.color.rgb for n, piece in _squares(sheet["A13"].value)
    }
    assert colours == {"Water": "FF2F63B4", "Energy": "FFC45A1C"}  # as the sheet Tracks has them


def _squares(legend: Any) -> list[tuple[int, Any]]:
    return [(number, piece) for number, piece in enumerate(legend) if str(piece).startswith("\u25a0")]


def test_a_printed_grid_has_the_names_of_conference_and_day_above_and_its_headings_on_each_page(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Thu 3 Jun"]
    assert (sheet.oddHeader.left.text.strip(), sheet.oddHeader.right.text.strip()) == ("My forum", "Thursday")
    assert sheet.oddFooter.right.text.strip() == "&P / &N"
    assert sheet.print_title_rows == "$1:$1"


def test_a_name_with_commands_of_a_margin_is_a_text_in_it(tmp_path: Path) -> None:
    conference = example_conference().replace(name="2027: R&D &P")
    write_agenda_workbook(conference.agenda({}), tmp_path / "a.xlsx", None)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "&amp;14 2027: R&amp;&amp;D &amp;&amp;P&amp;R" in text


def test_the_heading_of_a_room_with_its_seats_may_be_typed_anew(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Thu 3 Jun"]
    # With other seats than there are, with none, and not as it was written.
    sheet["C1"], sheet["D1"], sheet["E1"] = "Great Hall", "garden room\n95 seats", "Library\nby the river"
    workbook.save(book)
    assert read_any_agenda(book, agenda.conference) == agenda


def test_lists_are_in_the_order_of_time_and_leave_out_a_type_that_all_sessions_have(
    book: Path, agenda: Agenda, tmp_path: Path
) -> None:
    plain = openpyxl.load_workbook(book)["By time"]
    assert [cell.value for cell in plain["E"]] == [
        "Session",
        "Opening",
        "Who owns a river?",
        "Grids that listen",
        "Cities without rain",
        "Workshop: a tariff in an hour",
        "What we promise",
    ]
    assert [cell.value for cell in plain[1]] == ["Day", "Start", "End", "Room", "Session", "Track", "People", "Id"]
    first, *rest = agenda.conference.sessions
    typed = agenda.conference.replace(sessions=(first.model_copy(update={"type": "keynote"}), *rest))
    write_agenda_workbook(typed.agenda(PLACES), tmp_path / "b.xlsx", None)
    assert [row[7].value for row in openpyxl.load_workbook(tmp_path / "b.xlsx")["By time"]][:3] == [
        "Type",
        "keynote",
        "session",
    ]


def test_the_score_says_what_each_rule_means(book: Path) -> None:
    rows = {row[0].value: row[5].value for row in openpyxl.load_workbook(book)["Score"].iter_rows()}
    assert rows["Rule"] == "What it means"
    assert rows["speaker_clash"] == summary_of("speaker_clash") != ""


def test_a_session_that_is_not_confirmed_is_marked_in_the_grid_and_in_the_lists(tmp_path: Path) -> None:
    example = example_conference()
    sessions = [s.model_copy(update={"likelihood": 70} if s.id == "grids" else {}) for s in example.sessions]
    agenda = example.replace(sessions=tuple(sessions)).agenda(PLACES)
    assert through_a_workbook(agenda) == agenda
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", None)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [str(cell.value) for row in book["Thu 3 Jun"].iter_rows() for cell in row if cell.value]
    assert [cell.split("\n")[0] for cell in cells if "not confirmed" in cell] == ["Grids that listen"]
    head, *rows = book["By time"].iter_rows(values_only=True)
    status = {row[head.index("Session")]: row[head.index("Status")] for row in rows}
    assert [title for title, word in status.items() if word] == ["Grids that listen"]
