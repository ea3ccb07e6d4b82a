"""Mistakes in a planner's sheets are told by sheet and cell, all at once; what planners write is understood."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.planner.csv_folder import read_csv_folder, write_csv_folder
from agenda_solver.formats.planner.template import example_conference
from tests.formats.planner_small import Grid, conference_in, grids_of, put


def mistakes_in(grids: Grid) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        conference_in(grids)
    return [str(mistake) for mistake in caught.value.mistakes]


# Sessions stand in rows 2 to 9, in the order of the example; the letters are those of the columns of their sheets.
ONE_MISTAKE = [
    (
        "Sessions",
        3,
        "Minutes",
        "an hour",
        'Sessions!C3: "an hour" is not a number of minutes such as 90 (or 1:30, or 1h30)',
    ),
    ("Sessions", 3, "Minutes", None, "Sessions row 3: give exactly one of Minutes and Slots"),
    ("Sessions", 3, "Title", None, "Sessions!B3: is missing"),
    (
        "Sessions",
        3,
        "Speakers",
        "Jonas Lindqvist; Aiko Tanka",
        'Sessions!F3: nobody is called "Aiko Tanka" (did you mean "Aiko Tanaka"?)',
    ),
    ("Sessions", 3, "Track", "Wind", 'Sessions!E3: there is no track "Wind"'),
    ("Sessions", 3, "Plenary", "perhaps", 'Sessions!J3: "perhaps" is neither yes nor no'),
    ("Sessions", 3, "Fixed start", "noon", 'Sessions!Q3: "noon" is not a date and time such as 2027-06-03 09:30'),
    ("Sessions", 3, "Id", "opening", 'Sessions!A3: "opening" already occurs at Sessions row 2'),
    ("Sessions", 3, "Occurrences", "often", 'Sessions!AL3: "often" is not a whole number such as 120'),
    ("Sessions", 3, "Occurrence of", "rovers", 'Sessions!AM3: there is no session "rovers" (did you mean "rivers"?)'),
    ("Sessions", 3, "Occurrence of", "opening", 'Sessions!AM3: "opening" takes place once; this would be number 2'),
    ("Rooms", 2, "Seats", 250.5, 'Rooms!C2: "250.5" is not a whole number such as 120'),
    ("Rooms", 4, "Closed in", "day-2-mornin", 'Rooms!H4: there is no block "day-2-mornin" (did you'),
    (
        "People",
        4,
        "Available",
        "Someday",
        'People!C4: "Someday" is not a stretch of time such as "Thu", "Thu 9-12" or "2027',
    ),
    ("People", 4, "Available", "2027-06-03 12:00-09:00", "People!C4: ends before it starts"),
    ("Days", 3, "Date", "Friday", 'Days!B3: "Friday" is not a date such as 2026-06-01'),
    ("Time", 3, "Start", "half past", 'Time!C3: "half past" is not a time of day such as 09:30'),
    ("Time", 3, "Start", 11.5, 'Time!C3: "11.5" may be 11:50 or 11:30; write a colon'),
    ("Sessions", 3, "Moderators", "Mira Okafor and Leila Haddad", "Sessions!G3: nobody is called"),
    ("Tracks", 2, "Colour", "blue", 'Tracks!C2: must be a colour such as "#1f77b4", not "blue"'),
    ("Sessions", 3, "Minutes", -5, 'Sessions!C3: must be a whole number from 1 to 10080, not "-5"'),
    ("Time", 3, "Day", "day-3", 'Time!B3: there is no day "day-3"'),
    ("Time", 3, "Start", "25:00", 'Time!C3: "25:00" is not a time of day'),
    ("Tracks", 2, "Colour", "blue", "Tracks!C2: must be a colour"),
    ("Votes", 2, "Sessions", "rivers; rovers", 'Votes!B2: there is no session "rovers"'),
    ("Rules", 2, "Severity", "very", 'Rules!B2: "very" is not one of hard, weight, off, as usual'),
    ("Rules", 2, "Severity", "weight", None),
    ("Rules", 2, "Weight", None, "Rules!B2: the weight is missing"),
    ("Rules", 2, "Weight", -3, "Rules!C2"),
    ("Rules", 2, "Rule", "person_day_lode", 'Rules!A2: there is no rule "person_day_lode" (did you mean'),
    ("Rules", 2, "More settings", "{limit: 2}", "Rules!F2: is not JSON with fields"),
    ("Rules", 2, "More settings", '{"limits": 2}', "Rules!F2: there is no such field"),
    ("Wishes", 5, "day-1-noon", "gladly", 'Wishes!C5: "gladly" is neither "never" nor a whole number of points'),
    ("Wishes", 5, "Session", "Grids that listn", 'Wishes!A5: there is no session "Grids that listn"'),
]


@pytest.mark.parametrize(("sheet", "row", "heading", "value", "told"), [c for c in ONE_MISTAKE if c[4]])
def test_a_mistake_is_told_with_its_sheet_and_cell(sheet: str, row: int, heading: str, value: Any, told: str) -> None:
    grids = grids_of()
    put(grids, sheet, row, heading, value)
    found = mistakes_in(grids)
    assert any(mistake.startswith(told) for mistake in found), found
    # A mistake brings no others with it, but where something else refers to what is wrong.
    assert len(found) == 1 or heading in ("Date", "Id", "Start"), found


def test_all_mistakes_are_told_at_once() -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Minutes", "an hour")
    put(grids, "Sessions", 4, "Plenary", "perhaps")
    put(grids, "Rooms", 2, "Seats", -1)
    put(grids, "Rules", 2, "Severity", "very")
    places = [mistake.split(":")[0] for mistake in mistakes_in(grids)]
    assert places == ["Sessions!C3", "Sessions!J4", "Rooms!C2", "Rules!B2"]  # in the order of the sheets


def test_a_column_or_sheet_that_is_not_known_is_told_and_one_of_the_planners_own_is_not_read() -> None:
    grids = grids_of()
    for row, value in zip(grids["People"], ["E-mail", "mira@example.org"], strict=False):
        row.append(value)
    grids["Budget"] = [["1000"]]
    assert mistakes_in(grids) == [
        "Budget: there is no such sheet; begin its name with # if it is your own",
        'People!I1: there is no column "E-mail"; begin it with # to keep a column of your own',
    ]
    grids["People"][0][-1] = "#E-mail"
    grids["#Budget"] = grids.pop("Budget")
    assert conference_in(grids) == example_conference()


def test_a_missing_sheet_is_told_by_its_name() -> None:
    grids = grids_of()
    del grids["Days"]
    assert "Days: the sheet is missing" in mistakes_in(grids)


def test_what_does_not_fit_together_is_told_at_its_cell_too() -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Minutes", 300)
    assert mistakes_in(grids) == ["Sessions!C3: 300 minutes are longer than every block open to it; the longest has 90"]


def test_a_row_of_wishes_without_a_wish_may_name_a_session_that_is_gone() -> None:
    grids = grids_of()
    del grids["Sessions"][6]  # the workshop; one vote and one empty row of wishes still name it
    (told,) = mistakes_in(grids)
    assert told.startswith('Votes!B3: there is no session "workshop"; choose from "Opening", "Who owns a river?", ')


def test_a_session_takes_place_several_times_and_a_row_may_be_one_of_them() -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Occurrences", 3)
    put(grids, "Sessions", 4, "Occurrence of", "Rivers on the grid")
    put(grids, "Sessions", 3, "Title", "Rivers on the grid")
    assert conference_in(grids).occurrences == {"rivers": ("rivers", "drought", "rivers#2")}


def test_an_occurrence_whose_id_is_taken_is_told_with_its_cell() -> None:
    grids = grids_of()
    put(grids, "Sessions", 3, "Occurrences", 2)
    put(grids, "Sessions", 2, "Id", "rivers#2")
    assert mistakes_in(grids)[-1] == (
        'Sessions!AL3: one of its 2 occurrences would get the id "rivers#2", which already occurs at Sessions row 2; '
        "if that session is the occurrence, set its Occurrence of"
    )


def test_ids_may_be_left_out_and_names_used_instead() -> None:
    grids = grids_of()
    for name in ("Sessions", "People", "Rooms", "Tracks"):
        for row in range(2, len(grids[name]) + 1):
            put(grids, name, row, "Id", None)
    put(grids, "Votes", 2, "Sessions", "Who owns a river?; Grids that listen")
    put(grids, "Votes", 3, "Sessions", "Storing a summer")
    conference = conference_in(grids)
    rivers = conference.sessions[1]
    assert (rivers.id, rivers.speakers, rivers.track) == (
        "who-owns-a-river",
        ("jonas-lindqvist", "aiko-tanaka"),
        "water",
    )


def test_a_name_with_a_comma_is_one_person_and_commas_divide_where_no_semicolon_does() -> None:
    grids = grids_of()
    put(grids, "People", 2, "Name", "Okafor, Mira")
    put(grids, "Sessions", 2, "Speakers", "Okafor, Mira")
    put(grids, "Sessions", 3, "Moderators", "Okafor, Mira")
    put(grids, "Tracks", 2, "Chairs", "mira, leila")
    conference = conference_in(grids)
    assert conference.sessions[0].speakers == ("mira",)
    assert conference.tracks[0].chairs == ("mira", "leila")


def test_a_name_that_two_people_have_is_told_where_it_is_used() -> None:
    grids = grids_of()
    put(grids, "People", 3, "Name", "Mira Okafor")
    # "Jonas Lindqvist" is no longer there, "Mira Okafor" is two people.
    told = '"Mira Okafor" fits several; write the id: mira ("Mira Okafor"), jonas ("Mira Okafor")'
    assert any(told in mistake for mistake in mistakes_in(grids))


@pytest.mark.parametrize(
    "start", ["9:00", "09:00", dt.time(9), dt.datetime(1899, 12, 31, 9), dt.timedelta(hours=9), "2027-06-03 09:00"]
)
def test_a_time_of_day_is_understood_however_the_spreadsheet_keeps_it(start: Any) -> None:
    grids = grids_of()
    put(grids, "Time", 2, "Start", start)
    assert conference_in(grids) == example_conference()


def test_a_date_alone_is_a_whole_day_and_several_windows_have_semicolons_between_them() -> None:
    grids = grids_of()
    put(grids, "People", 2, "Available", "2027-06-03; 2027-06-04 09:00-12:30")
    windows = conference_in(grids).people[0].available
    # Berlin is two hours ahead of UTC in June; the first window has 24 hours, the second three and a half.
    assert [window.end - window.start for window in windows] == [dt.timedelta(hours=24), dt.timedelta(hours=3.5)]
    assert windows[1].start == dt.datetime(2027, 6, 4, 7, tzinfo=dt.UTC)


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_whatever_stands_between_the_fields(tmp_path: Path, delimiter: str, encoding: str) -> None:
    write_csv_folder(example_conference(), tmp_path)
    text = f"Id{delimiter}Name{delimiter}Seats\r\nhall{delimiter}Große Halle{delimiter}250\r\n"
    text += f"garden{delimiter}Garden Room{delimiter}90\nlibrary{delimiter}Library{delimiter}30\n"
    (tmp_path / "rooms.csv").write_bytes(text.encode(encoding))
    (tmp_path / "sessions.csv").write_text("Title,Minutes\nOpening,60\n")
    for name in ("votes", "wishes"):
        (tmp_path / f"{name}.csv").unlink()
    rooms = read_csv_folder(tmp_path).rooms
    assert (rooms[0].id, rooms[0].name, rooms[0].capacity) == ("hall", "Große Halle", 250)


def test_formulas_are_written_into_csv_as_text(tmp_path: Path) -> None:
    title = '=HYPERLINK("http://evil.example";"click")'
    first = example_conference().sessions[0]
    conference = example_conference().replace(
        sessions=({**first.model_dump(), "title": title}, *example_conference().sessions[1:])
    )
    write_csv_folder(conference, tmp_path)
    text = (tmp_path / "sessions.csv").read_text("utf-8-sig")
    assert "\"'=HYPERLINK(" in text
    assert read_csv_folder(tmp_path) == conference


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'Id,Name\n"hall,Hall\n', "rooms.csv: is not CSV"),
        (b"Id,Name\nhall,Gro\xdfe Halle\n", "rooms.csv line 2: is not UTF-8 text"),
        (b"Id,Name\nhall,\0\n", "rooms.csv: holds characters of value 0"),
        (b"Id,Name,Seats\nhall,Hall,many\n", 'rooms.csv!C2: "many" is not a whole number'),
        (b"", "rooms.csv: a conference needs at least one room"),
    ],
)
def test_bad_csv_is_told_with_its_file_and_place(tmp_path: Path, content: bytes, told: str) -> None:
    write_csv_folder(example_conference(), tmp_path)
    (tmp_path / "rooms.csv").write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        read_csv_folder(tmp_path)
    assert any(str(mistake).startswith(told) or told in str(mistake) for mistake in caught.value.mistakes), caught.value


def test_a_folder_without_the_sheets_is_no_conference(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n")
    with pytest.raises(InvalidInput, match="is a folder, but not a conference"):
        read_csv_folder(tmp_path)
