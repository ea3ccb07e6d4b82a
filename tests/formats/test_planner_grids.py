"""Grids are read by what can be seen in them, whatever was done to the rest of the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any_agenda, read_earlier_agenda
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.template import example_conference
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats.test_planner_agenda import PLACES

# Without the breaks, whose rows would stand between those that are spoken of here.
CONFERENCE = example_conference().replace(breaks=())
# A workshop of three hours over the break between two blocks, which begins when one of them does.
LONG = {"id": "long", "day": "day-1", "start": "14:00", "end": "17:00", "session_types": ["workshop"]}


@pytest.fixture
def agenda() -> Agenda:
    return CONFERENCE.agenda(PLACES)


@pytest.fixture
def book(agenda: Agenda, tmp_path: Path) -> Path:
    path = tmp_path / "agenda.xlsx"
    write_agenda_workbook(agenda, path, None)
    return path


def edit(book: Path, *, keep_ids: bool) -> Any:
    """Return an open workbook, with every merged cell taken apart, as cutting and pasting needs it."""
    workbook = openpyxl.load_workbook(book)
    for sheet in workbook:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
    if not keep_ids:
        del workbook["Ids"]
    return workbook


def read(book: Path, conference: Conference = CONFERENCE) -> tuple[Agenda, list[str]]:
    remarks: list[Remark] = []
    return read_any_agenda(book, conference, remarks), [str(remark) for remark in remarks]


def hide_nothing(sheet: Any) -> None:
    sheet.delete_cols(2)


def clear_the_mark(sheet: Any) -> None:
    sheet["B1"] = None


def put_a_title_above(sheet: Any) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Draft of May"


def put_a_column_before(sheet: Any) -> None:
    sheet.insert_cols(1)
    sheet["A2"] = "no."


def type_the_hours_anew(sheet: Any) -> None:
    sheet["A2"], sheet["A5"], sheet["A6"] = "9.00", "11:00:00", 11.5 / 24


CHANGES = [hide_nothing, clear_the_mark, put_a_title_above, put_a_column_before, type_the_hours_anew]


@pytest.mark.parametrize("keep_ids", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_a_day_is_read_by_what_is_visible(book: Path, agenda: Agenda, change: Any, keep_ids: bool) -> None:
    workbook = edit(book, keep_ids=keep_ids)
    change(workbook["Thu 3 Jun"])
    workbook.save(book)
    assert read(book) == (agenda, [])


def test_a_grid_that_cannot_be_known_is_a_mistake_with_its_sheet(book: Path) -> None:
    workbook = edit(book, keep_ids=False)
    sheet = workbook["Thu 3 Jun"]
    sheet.title, sheet["A1"], sheet["B1"] = "Draft", None, None
    workbook.save(book)
    with pytest.raises(InvalidInput, match="Draft: does not say which day it is for"):
        read_any_agenda(book, CONFERENCE)


def test_a_day_without_a_grid_is_told(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book)
    del workbook["Fri 4 Jun"]
    workbook.save(book)
    found, remarks = read(book)
    assert set(found) == {id for id in agenda if agenda[id].block.startswith("day-1")}
    assert remarks == ["there is no grid for Fri 4 Jun, so nothing is read for this day"]


def test_a_copy_of_a_grid_is_told_and_not_read(book: Path, agenda: Agenda) -> None:
    workbook = openpyxl.load_workbook(book, rich_text=True)
    workbook.copy_worksheet(workbook["Thu 3 Jun"]).title = "Thu 3 Jun (2)"
    workbook.move_sheet("Thu 3 Jun (2)", -9)
    workbook.save(book)
    assert read(book) == (agenda, ['Thu 3 Jun (2): is another grid for the day of "Thu 3 Jun" and is not read'])


def test_a_lunch_row_and_a_note_in_a_free_cell_are_told_and_not_read(book: Path, agenda: Agenda) -> None:
    workbook = edit(book, keep_ids=True)
    sheet = workbook["Thu 3 Jun"]
    sheet.insert_rows(8)
    sheet["C8"], sheet["E3"] = "Lunch", "water for the panel?"
    workbook.save(book)
    assert read(book) == (
        agenda,
        [
            'Thu 3 Jun!E3: "water for the panel?" is not a session and is not read',
            'Thu 3 Jun!C8: "Lunch" is not a session and is not read',
        ],
    )


def test_a_session_across_several_rooms_is_in_the_first_and_that_is_told(book: Path, agenda: Agenda) -> None:
    workbook = edit(book, keep_ids=True)
    workbook["Thu 3 Jun"].merge_cells("C2:E4")
    workbook.save(book)
    found, remarks = read(book)
    assert found == agenda
    assert remarks == ['Thu 3 Jun!C2: "Opening" spans several rooms; it is placed in "Great Hall"']


def test_titles_and_rooms_are_known_whatever_their_capitals_and_blanks(book: Path, agenda: Agenda) -> None:
    workbook = edit(book, keep_ids=False)
    sheet = workbook["Thu 3 Jun"]
    sheet["C1"], sheet["C2"] = "great\u00a0hall", "OPENING\nMira Okafor"
    workbook.save(book)
    assert read(book) == (agenda, [])


# --- blocks that overlap ---------------------------------------------------------------------------------------------


@pytest.fixture
def overlapping() -> Agenda:
    sessions = [
        s if s.id != "workshop" else s.model_copy(update={"type": "workshop", "duration_minutes": 180})
        for s in CONFERENCE.sessions
    ]
    evening = {"id": "evening", "day": "day-1", "start": "16:00", "end": "17:30", "slot_minutes": 30}
    raw = CONFERENCE.model_dump(mode="json")
    blocks = [*raw["blocks"], LONG, evening]
    conference = Conference.model_validate({**raw, "blocks": blocks, "sessions": [s.model_dump() for s in sessions]})
    return conference.agenda({"workshop": ("library", "long", 0), "grids": ("garden", "day-1-afternoon", 0)})


def test_a_session_over_a_break_is_drawn_as_one_in_the_order_of_time(overlapping: Agenda, tmp_path: Path) -> None:
    write_agenda_workbook(overlapping, tmp_path / "a.xlsx", None)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Thu 3 Jun"]
    clocks = [cell.value for cell in sheet["A"][1:13]]
    assert clocks == sorted(clocks)
    # At 14:00 slots of two lengths begin, so that no end is clear.
    ends = ["14:00", "14:30\u201315:00", "15:00\u201315:30", "16:00\u201316:30", "16:30\u201317:00", "17:00\u201317:30"]
    assert clocks[6:] == ends
    # From 14:00 to 17:00: the rows 8 to 12, the break between 15:30 and 16:00 lies among them.
    assert "E8:E12" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert read_any_agenda(tmp_path / "a.xlsx", overlapping.conference) == overlapping


def test_the_block_that_suits_a_session_is_found_where_several_begin(overlapping: Agenda, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_agenda_workbook(overlapping, path, None)
    workbook = edit(path, keep_ids=False)
    sheet = workbook["Thu 3 Jun"]
    sheet.delete_cols(2)
    # The two change rooms; both still begin at 14:00, each in the block that is open to it.
    sheet["D8"], sheet["C8"] = sheet["C8"].value, sheet["D8"].value
    workbook.save(path)
    found = read_any_agenda(path, overlapping.conference)
    assert (found["workshop"].block, found["workshop"].room) == ("long", "garden")
    assert (found["grids"].block, found["grids"].room) == ("day-1-afternoon", "library")


def test_a_session_that_cannot_begin_in_its_row_is_told_when_it_can(overlapping: Agenda, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_agenda_workbook(overlapping, path, None)
    workbook = edit(path, keep_ids=True)
    sheet = workbook["Thu 3 Jun"]
    sheet["E9"], sheet["E8"] = sheet["E8"].value, None
    workbook.save(path)
    why = "it takes 180 minutes, and too little of the block is left; it can begin at 14:00"
    with pytest.raises(InvalidInput, match=f"Thu 3 Jun!E9: .* cannot begin at 14:30: {why}"):
        read_any_agenda(path, overlapping.conference)


# --- what was deleted or renamed since -------------------------------------------------------------------------------


def changed(**parts: Any) -> Conference:
    return CONFERENCE.replace(votes=(), rules=(), **parts)


@pytest.mark.parametrize("keep_ids", [True, False])
def test_a_renamed_session_is_followed(book: Path, agenda: Agenda, keep_ids: bool) -> None:
    workbook = edit(book, keep_ids=keep_ids)
    workbook.save(book)
    # Its id was made of its title, so that is another one as well.
    sessions = [
        s if s.id != "drought" else s.model_copy(update={"id": "dry", "title": "Dry cities"})
        for s in CONFERENCE.sessions
    ]
    found, remarks = read(book, changed(sessions=tuple(sessions)))
    assert found["dry"].block == agenda["drought"].block
    assert remarks == [
        'Fri 4 Jun!D2: "Cities without rain" is read as "Dry cities", which has the same people, track and length'
    ]


def test_a_session_with_a_new_title_and_its_old_id_is_followed_without_a_word(book: Path, agenda: Agenda) -> None:
    sessions = [
        s if s.id != "drought" else s.model_copy(update={"title": "Dry cities", "speakers": ()})
        for s in CONFERENCE.sessions
    ]
    assert read(book, changed(sessions=tuple(sessions))) == (agenda, [])


@pytest.mark.parametrize("keep_ids", [True, False])
def test_a_deleted_session_is_cancelled_and_a_deleted_room_lost(book: Path, agenda: Agenda, keep_ids: bool) -> None:
    workbook = openpyxl.load_workbook(book)
    if not keep_ids:
        del workbook["Ids"]
    workbook.save(book)
    sessions = tuple(session for session in CONFERENCE.sessions if session.id != "drought")
    smaller = changed(sessions=sessions, rooms=CONFERENCE.rooms[:2])  # without the Library
    remarks: list[Remark] = []
    earlier = read_earlier_agenda(book, smaller, remarks)
    assert len(earlier.agenda) == len(agenda)
    (session,), (room,) = earlier.lost["sessions"], earlier.lost["rooms"]
    assert earlier.agenda.conference.session_by_id[session].title == "Cities without rain"
    assert earlier.agenda["workshop"].room == room
    assert earlier.changes == [{"change": "cancel", "session": session}, {"change": "room lost", "room": room}]
    assert 'the conference no longer has the room "Library": it counts as lost' in map(str, remarks)


def test_a_deleted_day_is_lost_with_its_blocks(book: Path) -> None:
    rooms = tuple(room.model_copy(update={"closed_blocks": ()}) for room in CONFERENCE.rooms)
    sessions = tuple(session for session in CONFERENCE.sessions if session.id != "closing")
    days, blocks = CONFERENCE.days[:1], CONFERENCE.blocks[:3]
    earlier = read_earlier_agenda(book, changed(days=days, blocks=blocks, rooms=rooms, sessions=sessions), [])
    assert earlier.lost["days"] == ("day-2",)
    assert earlier.lost["blocks"] == ("day-2-morning", "day-2-noon", "day-2-afternoon")
    assert earlier.agenda["workshop"].block == "day-2-noon"


def test_a_session_that_is_gone_is_left_out_of_what_is_scored_and_told(book: Path, agenda: Agenda) -> None:
    sessions = tuple(session for session in CONFERENCE.sessions if session.id != "drought")
    found, remarks = read(book, changed(sessions=sessions))
    assert set(found) == set(agenda) - {"drought"}
    assert remarks == ['Fri 4 Jun!D2: "Cities without rain" is no longer a session of the conference; it is left out']
