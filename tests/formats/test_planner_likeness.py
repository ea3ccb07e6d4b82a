"""Lists beside the grids are no grids, names that differ in capitals only are two, and one cause is told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any_agenda, read_earlier_agenda
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.tables_to_conference import conference_in_sheets
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.commands import Command
from tests.formats.planner_small import grids_of, put, sheet_of

MORNING, NOON = "2027-06-01T09:00+02:00", "2027-06-01T11:00+02:00"


def conference(*sessions: str, start: str = MORNING, end: str = NOON, **parts: Any) -> Conference:
    """Return a day of four half hours in rooms that differ in their capitals only."""
    fields = {
        "id": "night",
        "name": "Night",
        "time_zone": "Europe/Berlin",
        "days": [{"id": "day", "date": start[:10]}],
        "blocks": [{"id": "all", "day": "day", "start": start, "end": end, "slot_minutes": 30}],
        "rooms": [{"id": "small", "name": "Hall"}, {"id": "large", "name": "HALL"}],
        "people": [{"id": "ada", "name": "Ada"}],
        "sessions": [
            {"id": name.lower(), "title": name, "duration_slots": 1, "speakers": ["ada"]} for name in sessions
        ],
    }
    return Conference.model_validate({**fields, **parts})


def book_of(agenda: Agenda, tmp_path: Path) -> Path:
    path = tmp_path / "agenda.xlsx"
    write_agenda_workbook(agenda, path, None)
    return path


def places(agenda: Agenda) -> dict[str, tuple[str, int]]:
    return {id: (place.room, place.start) for id, place in agenda.items()}


def placed(of: Conference, **rooms: str) -> Agenda:
    """Return an agenda with one session after the other, each in its room."""
    return of.agenda({id: (room, "all", slot) for slot, (id, room) in enumerate(rooms.items())})


@pytest.mark.parametrize("name", ["By person", "By person (2)", "For the desk"])
def test_a_list_with_times_of_the_hour_that_comes_twice_is_no_grid(tmp_path: Path, name: str) -> None:
    # The clocks go back at 3:00, so that 2:00 and 2:30 come twice: the lists show them with their offset.
    small = conference("One", "Two", "Three", "Four", start="2027-10-31T02:00+02:00", end="2027-10-31T03:00+01:00")
    agenda = placed(small, one="small", two="small", three="small", four="small")
    book = book_of(agenda, tmp_path)
    workbook = openpyxl.load_workbook(book)
    workbook["By person"].title = name
    workbook.save(book)
    remarks: list[Remark] = []
    assert places(read_any_agenda(book, small, remarks)) == places(agenda)
    assert remarks == []


@pytest.mark.parametrize("keep_ids", [True, False])
def test_names_that_differ_in_capitals_only_stay_two_rooms_and_two_sessions(tmp_path: Path, keep_ids: bool) -> None:
    small = conference(
        sessions=[
            {"id": "a", "title": "Intro", "duration_slots": 1},
            {"id": "b", "title": "INTRO", "duration_slots": 1},
        ]
    )
    agenda = placed(small, a="small", b="large")
    book = book_of(agenda, tmp_path)
    if not keep_ids:
        workbook = openpyxl.load_workbook(book)
        del workbook["Ids"]
        workbook.save(book)
    assert places(read_any_agenda(book, small)) == places(agenda)


def test_a_room_that_is_gone_is_not_taken_for_one_that_differs_in_capitals_only(tmp_path: Path) -> None:
    small = conference("One", "Two")
    book = book_of(placed(small, one="small", two="large"), tmp_path)
    without = small.replace(rooms=small.rooms[:1])
    assert read_earlier_agenda(book, without, []).lost["rooms"] == ("large",)


def test_a_room_that_may_be_two_is_told_with_both(tmp_path: Path) -> None:
    small = conference("One")
    assert mistakes_after(book_of(placed(small, one="small"), tmp_path), small, {"C1": "hall"}) == [
        'Tue 1 Jun!C1: "hall" may be "Hall" or "HALL": write one of these exactly'
    ]


def mistakes_after(book: Path, of: Conference, cells: dict[str, Any]) -> list[str]:
    """Return the mistakes that are told after some cells of the first grid were changed."""
    workbook = openpyxl.load_workbook(book)
    for cell, value in cells.items():
        workbook.worksheets[0][cell] = value
    workbook.save(book)
    with pytest.raises(InvalidInput) as error:
        read_any_agenda(book, of)
    return [str(mistake) for mistake in error.value.mistakes]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"C1": None}, "Tue 1 Jun!C1: a session is in this column, but its heading names no room"),
        ({"C1": None, "B1": None}, "Tue 1 Jun!C1: a session is in this column, but its heading names no room"),
        (
            {"D3": None, "D2": "Two", "A2": None, "B2": None},
            'Tue 1 Jun!A2: the time of the row is missing, next to "One" and 1 more',
        ),
        (
            {"D3": None, "D2": "Two", "A2": "after tea"},
            'Tue 1 Jun!A2: "after tea" is not a time of day such as 09:30, next to "One" and 1 more',
        ),
        (
            {"D3": None, "D2": "Two", "A2": "9:10"},
            'Tue 1 Jun!A2: no slot begins at 09:10, next to "One" and 1 more; choose from 09:00, 09:30, 10:00, 10:30',
        ),
        (
            {f"{column}{row}": None for column in "AB" for row in range(2, 6)},
            'Tue 1 Jun: the times of its rows are missing, next to "One" and 1 more',
        ),
    ],
)
def test_what_is_wrong_with_a_row_or_column_of_a_grid_is_told_once(
    tmp_path: Path, cells: dict[str, Any], told: str
) -> None:
    small = conference("One", "Two")
    assert mistakes_after(book_of(placed(small, one="small", two="large"), tmp_path), small, cells) == [told]


def mistakes_in(grids: Any) -> list[str]:
    with pytest.raises(InvalidInput) as error:
        conference_in_sheets({name: sheet_of(name, rows) for name, rows in grids.items()})
    return [str(mistake) for mistake in error.value.mistakes]


def test_a_name_that_several_cells_of_a_column_miss_is_one_mistake() -> None:
    grids = grids_of()
    for row in (3, 4, 6):
        put(grids, "Sessions", row, "Fixed day", "Doomsday")
    (told,) = mistakes_in(grids)
    assert told.startswith('Sessions!O3: there is no day "Doomsday"')
    assert told.endswith("; the same in O4, O6")


@pytest.mark.parametrize("heading", ["Weight", "Level"])
def test_a_weight_that_is_no_number_is_repeated(heading: str) -> None:
    grids = grids_of()
    put(grids, "Rules", 2, heading, "two")
    (told,) = mistakes_in(grids)
    assert '"two" is not a whole number such as' in told


def test_a_column_that_others_call_otherwise_is_suggested() -> None:
    grids = grids_of()
    grids["Rooms"][0][grids["Rooms"][0].index("Seats")] = "Capacity"
    assert mistakes_in(grids) == ['Rooms!C1: there is no column "Capacity" (did you mean "Seats"?)']


def test_a_session_of_a_type_in_other_capitals_is_told_where_it_would_fit() -> None:
    small = conference("One").replace
    blocks = [
        {"id": "all", "day": "day", "start": "09:00", "end": "10:00", "slot_minutes": 30},
        {
            "id": "long",
            "day": "day",
            "start": "11:00",
            "end": "14:00",
            "slot_minutes": 30,
            "session_types": ["workshop"],
        },
    ]
    with pytest.raises(InvalidInput) as error:
        small(blocks=blocks, sessions=[{"id": "w", "title": "W", "duration_minutes": 120, "type": "Workshop"}])
    assert 'of the type "workshop" it would fit, but its type is "Workshop"' in str(error.value)


def test_a_tag_that_nothing_has_is_told_once_with_its_first_cell(command: Command) -> None:
    command("init", "my-forum.xlsx")
    workbook = openpyxl.load_workbook("my-forum.xlsx")
    sheet = workbook["Sessions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Likes of time")
    sheet.cell(3, column).value = sheet.cell(4, column).value = "afternoons"
    workbook.save("my-forum.xlsx")
    told = command("check", "my-forum.xlsx")
    assert (told.out + told.err).count("afternoons") == 1
    assert (
        '- Sessions!AD3: no block has the tag "afternoons" (did you mean "afternoon"?); it is in 2 cells.' in told.out
    )
