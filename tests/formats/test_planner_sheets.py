"""Sheets as planners leave them: renamed headings, copies, notes, merged cells; one cause is one mistake."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.conference_workbook import read_workbook, write_workbook
from agenda_solver.formats.planner.sheet_columns import SETTINGS, SHEETS
from agenda_solver.formats.planner.tables_to_conference import conference_in_sheets
from agenda_solver.formats.planner.template import example_conference
from tests.formats.planner_small import Grid, conference_in, grids_of, put, sheet_of
from tests.formats.test_planner_mistakes import mistakes_in


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "forum.xlsx"
    write_workbook(example_conference(), path)
    return path


def remarks_on(grids: Grid) -> list[str]:
    remarks: list[Remark] = []
    sheets = {name: sheet_of(name, rows) for name, rows in grids.items()}
    assert conference_in_sheets(sheets, remarks) == example_conference()
    return [str(remark) for remark in remarks]


@pytest.mark.parametrize(
    ("sheet", "old", "new", "told"),
    [
        (
            "Sessions",
            "Title",
            "Session title",
            'Sessions!B1: there is no column "Session title" (did you mean "Title"?',
        ),
        ("Sessions", "Minutes", "Duration", 'Sessions!C1: there is no column "Duration" (did you mean "Minutes"?'),
        ("Rooms", "Name", "Hall", 'Rooms!B1: there is no column "Hall"'),
        ("Days", "Date", "Dates", 'Days!B1: there is no column "Dates" (did you mean "Date"?'),
        ("Time", "Start", "Begins", 'Time!C1: there is no column "Begins" (did you mean "Start"?'),
        (
            "People",
            "Available",
            "Availability",
            'People!C1: there is no column "Availability" (did you mean "Available"?)',
        ),
    ],
)
def test_a_renamed_heading_is_one_mistake_that_suggests_the_right_one(
    sheet: str, old: str, new: str, told: str
) -> None:
    grids = grids_of()
    grids[sheet][0][grids[sheet][0].index(old)] = new
    (mistake,) = mistakes_in(grids)
    assert mistake.startswith(told)


def test_a_deleted_column_that_is_needed_is_one_mistake() -> None:
    grids = grids_of()
    grids["Sessions"] = [[*row[:1], *row[2:]] for row in grids["Sessions"]]
    assert mistakes_in(grids) == ['Sessions!A1: the column "Title" is missing and required']


def test_a_heading_is_found_whatever_its_capitals_and_blanks() -> None:
    grids = grids_of()
    grids["Sessions"][0][grids["Sessions"][0].index("Fixed room")] = " fixed\u00a0ROOM"
    assert conference_in(grids) == example_conference()


def test_a_renamed_sheet_is_one_mistake_that_says_how_to_call_it() -> None:
    grids = grids_of()
    grids["Talks"] = grids.pop("Sessions")
    assert mistakes_in(grids) == ['Talks: has the headings of the sheet "Sessions", which is missing; rename it']


@pytest.mark.parametrize(
    "name", ["Sessions (2)", "Copy of Sessions", "Sessions_2", "Kopie von Sessions", "Sessions - Copy"]
)
def test_a_copied_sheet_does_not_stop_the_reader_and_is_told(name: str) -> None:
    grids = grids_of()
    grids[name] = [list(row) for row in grids["Sessions"]]
    assert remarks_on(grids) == [f'{name}: is a copy of the sheet "Sessions" and is not read']


def test_a_note_beside_or_below_the_table_does_not_stop_the_reader_and_is_told() -> None:
    grids = grids_of()
    width = len(grids["Rooms"][0])
    grids["Rooms"][1] = [*grids["Rooms"][1], None, "ask for the key"]
    grids["Rooms"].append([None] * (width - 1) + ["all rooms lock at ten"])
    assert remarks_on(grids) == [
        'Rooms!L2: "ask for the key" is under no heading and is not read',
        'Rooms!J5: "all rooms lock at ten" is alone in its row and is not read',
    ]


def test_a_column_that_has_lost_its_heading_is_a_mistake_and_no_note() -> None:
    grids = grids_of()
    grids["Sessions"][0][grids["Sessions"][0].index("Audience")] = None
    assert mistakes_in(grids) == ["Sessions!H1: this column has entries, but no heading"]


def test_a_needed_column_that_has_lost_its_heading_is_one_mistake() -> None:
    grids = grids_of()
    grids["Sessions"][0][grids["Sessions"][0].index("Title")] = None
    assert mistakes_in(grids) == ["Sessions!B1: this column has entries, but no heading"]


def test_empty_rows_between_the_others_are_left_out() -> None:
    grids = grids_of()
    grids["Sessions"].insert(3, [None] * len(grids["Sessions"][0]))
    grids["Rooms"] += [[None] * len(grids["Rooms"][0])] * 3
    assert conference_in(grids) == example_conference()


def test_wishes_for_blocks_that_are_gone_are_one_mistake_that_lists_those_there_are() -> None:
    grids = grids_of()
    grids["Wishes"][0][1:3] = ["dawn", "dusk"]
    for row, column in ((3, 1), (4, 2)):
        grids["Wishes"][row - 1][column] = 5
    (told,) = mistakes_in(grids)
    start, _, listed = told.partition("; choose from ")
    assert start == (
        'Wishes!B1: there is no block "dawn"; nor is there "dusk"; '
        "write your own blocks above the columns, or empty the wishes below"
    )
    assert listed.split(", ") == [f'"{block.id}"' for block in example_conference().blocks]


def test_a_wish_for_a_tag_that_nothing_has_is_told_with_its_cell() -> None:
    grids = grids_of()
    put(grids, "Sessions", 7, "Likes of time", "afternoons")
    put(grids, "Sessions", 3, "Needs in room", "Projector")
    remarks: list[Remark] = []
    conference_in_sheets({name: sheet_of(name, rows) for name, rows in grids.items()}, remarks)
    assert [str(remark) for remark in remarks] == [
        'Sessions!R3: no room has the tag "Projector" (did you mean "projector"?)',
        'Sessions!AD7: no block has the tag "afternoons" (did you mean "afternoon"?)',
    ]


def test_a_title_above_the_headings_is_one_mistake() -> None:
    grids = grids_of()
    grids["Sessions"].insert(0, ["Sessions of my forum"])
    assert mistakes_in(grids) == [
        "Sessions!A1: the headings have to be in row 1, but are in row 2: delete what is above them"
    ]


def test_a_row_that_only_names_a_break_is_told_and_not_read() -> None:
    grids = grids_of()
    grids["Time"].insert(3, ["Lunch"] + [None] * (len(grids["Time"][0]) - 1))
    assert remarks_on(grids) == [
        'Time!A4: "Lunch" is alone in its row and is not read; the sheet Breaks takes a break, with its day and hours'
    ]


def test_a_block_that_is_called_like_a_break_is_remarked_on() -> None:
    grids = grids_of()
    put(grids, "Time", 3, "Name", "Lunch break")
    remarks: list[Remark] = []
    conference_in_sheets({name: sheet_of(name, rows) for name, rows in grids.items()}, remarks)
    assert [str(r) for r in remarks] == [
        'Time row 3: sessions may be in "Lunch break"; if it is a break, move the row to the sheet Breaks'
    ]


def test_a_banner_over_several_columns_is_told_and_not_read(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Sessions"].append(["SPARE SESSIONS"])
    workbook["Sessions"].merge_cells("A10:J10")
    workbook.save(book)
    remarks: list[Remark] = []
    assert read_workbook(book, remarks) == example_conference()
    assert [str(remark) for remark in remarks] == ['Sessions!A10: "SPARE SESSIONS" is alone in its row and is not read']


# --- merged cells ----------------------------------------------------------------------------------------------------


def test_cells_that_are_merged_count_for_all_their_rows(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Sessions"]
    track, seats = "E", "H"
    assert (sheet[f"{track}1"].value, sheet[f"{seats}1"].value) == ("Track", "Audience")
    sheet[f"{track}6"] = "Energy"
    sheet.merge_cells(f"{track}6:{track}8")
    sheet.merge_cells(f"{seats}3:{seats}4")
    workbook["Wishes"]["B3"] = "never"
    workbook["Wishes"].merge_cells("B3:C3")
    workbook.save(book)
    conference = read_workbook(book)
    assert [session.track for session in conference.sessions][4:7] == ["energy", "energy", "energy"]
    assert [session.expected_audience for session in conference.sessions][1:3] == [120, 120]
    never = next(r for r in conference.rules if r.parameters().get("label") == "never").parameters()["tables"]
    assert [row["block"] for row in never if row["session"] == "rivers"] == ["day-1-morning", "day-1-noon"]


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("B3:B4", r'Sessions!B3: "Who owns a river\?" is merged over several rows \(B3:B4\): unmerge'),
        ("E3:F3", r'Sessions!E3: "Water" is merged over several columns \(E3:F3\): unmerge'),
    ],
)
def test_a_merge_that_has_no_meaning_is_told_as_merged(book: Path, area: str, told: str) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Sessions"].merge_cells(area)
    workbook.save(book)
    with pytest.raises(InvalidInput, match=told):
        read_workbook(book)


# --- what the workbook says of itself --------------------------------------------------------------------------------


def test_headings_that_are_needed_are_dark_on_every_sheet_and_their_notes_say_so(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)

    def colour(sheet: str, cell: str) -> str:
        return str(workbook[sheet][cell].fill.start_color.rgb)

    dark, light = colour("Sessions", "B1"), colour("Sessions", "A1")
    assert dark != light
    for kind in SHEETS:
        for cell, column in zip(workbook[kind.name][1], kind.columns, strict=True):
            is_needed = any(column.heading in names and names[0] == column.heading for names in kind.needs)
            assert (colour(kind.name, cell.coordinate) == dark) == is_needed, (kind.name, column.heading)
            assert ("Needed" in cell.comment.text) == is_needed
    marked = [
        row[0].value
        for row in workbook["Conference"].iter_rows(min_row=2)
        if colour("Conference", row[0].coordinate) == dark
    ]
    assert marked == [column.heading for column in SETTINGS if "Needed" in column.help] == ["Name", "Time zone"]
    assert [colour("Rules", f"{letter}1") == dark for letter in "ABC"] == [True, False, False]


def test_what_is_shown_beside_a_cell_fits_there() -> None:
    # A spreadsheet program shows 255 characters beside a cell, and 32 above them.
    for kind in SHEETS:
        for column in kind.columns:
            assert len(column.help) <= 255
            assert len(column.heading) <= 32


def test_the_examples_in_the_notes_are_understood() -> None:
    """Each time in the note of a column is one that the column takes."""
    for sheet, row, heading in (
        ("People", 2, "Available"),
        ("Rooms", 4, "Closed in"),
        ("Sessions", 3, "Fixed start"),
        ("Sessions", 3, "Fixed block"),
        ("Time", 2, "Start"),
    ):
        column = next(c for kind in SHEETS if kind.name == sheet for c in kind.columns if c.heading == heading)
        pattern = r"20\d\d-\d\d-\d\d(?: \d\d:\d\d(?:-\d\d:\d\d)?)?|Tue(?: morning| 9-12| \d\d:\d\d)?|\b\d\d:\d\d\b"
        examples = re.findall(pattern, column.help)
        assert examples, heading
        for example in examples:
            grids = grids_of()
            for number, name in ((2, "morning"), (3, "noon"), (4, "afternoon")):
                put(grids, "Time", number, "Name", name)
            typed = example.replace("2026-06-01", "2027-06-03").replace("Tue", "Thu").replace("09:30", "11:00")
            put(grids, sheet, row, heading, typed)
            conference_in(grids)


def test_remarks_come_with_the_conference_of_a_file(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook.copy_worksheet(workbook["Rooms"])
    workbook.save(book)
    found = read_any(book)
    assert found.conference == example_conference()
    assert [remark.place for remark in found.remarks] == ["Rooms Copy"]


def test_titles_that_are_typed_over_the_example_take_nothing_of_its_sessions_along(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(example_conference(), path, to_overwrite=True)
    assert [s.title for s in read_workbook(path).sessions] == [s.title for s in example_conference().sessions]
    book = openpyxl.load_workbook(path)
    sessions = book["Sessions"]
    column = [cell.value for cell in sessions[1]].index("Title") + 1
    for row in range(2, sessions.max_row + 1):
        sessions.cell(row, column).value = f"Ours {row}"
    book.save(path)
    with pytest.raises(InvalidInput) as caught:
        read_workbook(path)
    # The votes and the wishes of the example are told, instead of being taken for votes for other sessions.
    assert {mistake.place.split("!")[0] for mistake in caught.value.mistakes} == {"Votes", "Wishes"}


@pytest.mark.parametrize("typed", ["3.6.2027", "2027-06-03", "3 June 2027"])
def test_ids_of_days_and_blocks_do_not_depend_on_how_a_date_was_typed(typed: str) -> None:
    grids = grids_of(example_conference().replace(rules=(), votes=(), breaks=(), published=None))
    grids["Days"][1][0:2] = [None, typed]
    for row in grids["Time"][1:4]:
        row[0:2] = [None, typed]
    for sheet, heading in (("Sessions", "Fixed block"), ("Sessions", "Fixed start")):
        for row in range(2, len(grids[sheet]) + 1):
            put(grids, sheet, row, heading, None)
    conference = conference_in(grids)
    assert conference.days[0].id == "2027-06-03"
    assert [block.id for block in conference.blocks[:3]] == ["2027-06-03-0900", "2027-06-03-1100", "2027-06-03-1400"]


def test_the_name_of_a_room_among_the_tags_is_told_with_the_column_that_it_belongs_in() -> None:
    grids = grids_of()
    put(grids, "Sessions", 4, "Needs in room", "great hall")
    remarks: list[Remark] = []
    conference_in_sheets({name: sheet_of(name, rows) for name, rows in grids.items()}, remarks)
    (told,) = [remark for remark in remarks if remark.kind == "tag"]
    assert str(told).endswith("one has this name: if the session must be in it, use Fixed room")


def test_lists_of_days_show_dates_which_every_day_has_and_readers_take(tmp_path: Path) -> None:
    write_workbook(example_conference(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sources = [rule.formula1 for rule in book["Time"].data_validations.dataValidation if "Days" in str(rule.formula1)]
    assert sources == ["'Days'!$B$2:$B$500"]
    days, time = book["Days"], book["Time"]
    for row in range(2, time.max_row + 1):
        time.cell(row, 2).value = days["B2" if time.cell(row, 2).value == "day-1" else "B3"].value
    book.save(tmp_path / "b.xlsx")
    assert read_workbook(tmp_path / "b.xlsx") == example_conference()
