"""A file that is brought to a board changes what is different in it, and nothing else; all of it as one command."""

from __future__ import annotations

import io
import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver import Conference, InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.command import Step
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.exports import taken
from agenda_solver.board.imports import Bring, brought
from agenda_solver.board.refused_changes import Conflict
from agenda_solver.board.state import BoardState, patch_between
from agenda_solver.board.state_diff import difference
from tests.board.meeting import agenda, meeting
from tests.board.random_commands import random_command
from tests.profiles import rounds

OWN_FORMS = ("workbook", "agenda-workbook", "table", "conference", "agenda")


@pytest.fixture
def state() -> BoardState:
    conference = meeting()
    return BoardState(conference, agenda(conference))


def bring(state: BoardState, name: str, data: bytes) -> tuple[BoardState, list[str]]:
    command = brought(state, name, data)
    after = command.apply(state)
    return after, difference(state, after)


def words(state: BoardState, command: Bring) -> str:
    return command.words(Step(state, command.apply(state)))


def edited_workbook(state: BoardState, edit: Callable[[Any], None]) -> bytes:
    """Return the workbook of the conference, changed as a planner does it in a spreadsheet program."""
    return edited(taken(state, "workbook").content, edit)


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def column(sheet: Any, heading: str) -> int:
    return 1 + [cell.value for cell in sheet[1]].index(heading)


def row(sheet: Any, heading: str, value: str) -> int:
    number = column(sheet, heading)
    return next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, number).value == value)


# --- nothing is lost on the way --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", OWN_FORMS)
def test_what_was_taken_out_changes_nothing_when_it_is_brought_back(state: BoardState, form: str) -> None:
    file = taken(state, form)
    after, told = bring(state, file.name, file.content)
    assert (patch_between(state, after), told) == ({}, [])
    assert words(state, brought(state, file.name, file.content)) == f"imported from {file.name}: no differences"


@pytest.mark.parametrize("form", OWN_FORMS)
def test_so_it_is_whatever_was_done_on_the_board(form: str) -> None:
    for seed in range(rounds(40, 4)):
        rng, state = random.Random(seed), BoardState(meeting(), agenda(meeting()))
        for _ in range(12):
            try:
                state = read_command(random_command(rng, state)).apply(state)
            except InvalidInput:
                continue
        file = taken(state, form)
        after, told = bring(state, file.name, file.content)
        assert (patch_between(state, after), told) == ({}, []), seed


def test_a_board_refuses_what_would_change_nothing(state: BoardState, tmp_path: Path) -> None:
    board = Board.create(tmp_path / "a.board", state.conference, state.agenda)
    file = taken(state, "workbook")
    with pytest.raises(InvalidInput, match="that would change nothing"):
        board.do(brought(board.state, file.name, file.content), "Ada")


def test_a_schedule_of_another_program_is_an_agenda_where_all_of_it_is_found(state: BoardState) -> None:
    for form in ("schedule-xml", "schedule-json"):
        file = taken(state, form)
        assert bring(state, file.name, file.content)[1] == []
        empty = BoardState(state.conference, state.conference.agenda({}))
        after, told = bring(empty, file.name, file.content)
        assert dict(after.agenda) == dict(state.agenda)
        assert told[0] == '"Opening" now has a place: 29 May 09:00-10:00, Hall.'


# --- what was edited -------------------------------------------------------------------------------------------------


def test_an_edited_workbook_comes_back_with_its_ids_and_one_command_takes_all_of_it_back(
    state: BoardState, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        sheet = book["Sessions"]
        sheet.cell(row(sheet, "Title", "Wind"), column(sheet, "Title"), "Storm")
        sheet.delete_rows(row(sheet, "Title", "Dams"))
        last = row(sheet, "Title", "Closing")
        sheet.cell(last + 1, column(sheet, "Title"), "Tides")
        sheet.cell(last + 1, column(sheet, "Minutes"), 30)
        sheet.cell(last + 2, column(sheet, "Title"), "Waves")
        sheet.cell(last + 2, column(sheet, "Minutes"), 30)
        rooms = book["Rooms"]
        rooms.cell(row(rooms, "Name", "Studio"), column(rooms, "Seats"), 45)

    board = Board.create(tmp_path / "a.board", state.conference, state.agenda)
    command = brought(board.state, "my-forum.xlsx", edited_workbook(state, edit))
    told = difference(state, command.apply(state))
    assert told == [
        'Session "Tides" is new.',
        'Session "Waves" is new.',
        'Session "Dams" was removed (it was at 29 May 11:00, Studio).',
        'Session "Wind": title "Storm" instead of "Wind".',
        'Room "Studio": seats 45 instead of 40.',
    ]
    entry = board.do(command, "Ada")
    assert entry.words == "imported from my-forum.xlsx: 2 sessions new, 1 gone, 1 edited, 1 room edited"
    assert board.state.conference.session_by_id["wind"].title == "Storm"
    assert board.state.agenda["wind"] == state.agenda["wind"]
    assert "dams" not in board.state.agenda
    assert board.check()[1] == {}
    board.undo("Bo")
    assert board.state.to_text() == state.to_text()
    board.redo("Bo")
    assert board.state.conference.session_by_id["tides"].duration_minutes == 30


def test_a_card_that_was_moved_in_a_grid_moves_its_session_and_no_other(state: BoardState) -> None:
    def edit(book: Any) -> None:
        sheet = book["Sat 30 May"]
        cells = [cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("Wind")]
        (wind,) = cells
        attic = next(cell.column for cell in sheet[1] if cell.value == "Attic")
        sheet.cell(wind.row, attic, wind.value)
        wind.value = None

    content = edited(taken(state, "agenda-workbook").content, edit)
    after, told = bring(state, "grid.xlsx", content)
    assert told == ['"Wind" is now 30 May 09:00-09:30, Attic (it was 30 May 09:00-09:30, Hall).']
    assert words(state, brought(state, "grid.xlsx", content)) == "imported from grid.xlsx: 1 session moved"
    assert after.conference is state.conference


def test_an_agenda_that_is_older_than_a_cancellation_is_brought_without_the_session(state: BoardState) -> None:
    files = [taken(state, "agenda-workbook"), taken(state, "agenda")]
    fewer = read_command({"do": "change", "change": "cancel:dams"}).apply(state)
    assert bring(fewer, files[0].name, files[0].content)[1] == []
    # A plain agenda file may be somebody's own, in which an unknown id is a slip of the pen.
    with pytest.raises(InvalidInput, match=r'The meeting agenda\.json: placements.*"dams"'):
        brought(fewer, files[1].name, files[1].content)


def test_rules_and_fields_of_every_kind_are_told(state: BoardState) -> None:
    data = json.loads(taken(state, "conference").content)
    data["name"] = "The great meeting"
    data["rules"] = [{"rule": "room_capacity", "severity": 5}, {"rule": "person_gap", "severity": "off"}]
    data["sessions"][2]["speakers"] = ["dee", "cem"]
    data["sessions"][3]["tags"] = ["new"]
    data["people"].append({"id": "eve", "name": "Eve"})
    data["rooms"] = [data["rooms"][n] for n in (1, 0, 2)]
    after, told = bring(state, "a.json", json.dumps(data).encode())
    assert told == [
        'Session "Dams": speakers with "Dee" and with "Cem" and without "Bo".',
        'Session "Wind": tags with "new".',
        'Person "Eve" is new.',
        "Rule room capacity: weight 5 instead of 1.",
        "Rule person gap: off instead of hard.",
        'The conference: name "The great meeting" instead of "The meeting".',
        "The rooms are in another order.",
    ]
    assert difference(after, state)[0] == 'Session "Dams": speakers with "Bo" and without "Dee" and without "Cem".'


def test_another_conference_takes_the_place_of_this_one_and_can_be_undone(state: BoardState, tmp_path: Path) -> None:
    data = json.loads(taken(state, "conference").content)
    data["id"] = "other"
    data["people"] = []
    data["tracks"] = []
    data["sessions"] = [{"id": "only", "title": "Only", "duration_minutes": 30}]
    board = Board.create(tmp_path / "a.board", state.conference, state.agenda)
    entry = board.do(brought(board.state, "other.json", json.dumps(data).encode()), "Ada")
    assert entry.words.startswith("imported from other.json: 1 session new, 7 gone, 4 people gone, 2 tracks gone")
    assert not board.state.agenda
    board.undo("Ada")
    assert board.state.to_text() == state.to_text()


def test_what_somebody_has_changed_since_is_not_lost(state: BoardState, tmp_path: Path) -> None:
    board = Board.create(tmp_path / "a.board", state.conference, state.agenda)
    empty = Bring(agenda={}, source="empty.json")
    board.do(read_command({"do": "take out", "chosen": {"sessions": ["wind"]}}), "Bo")
    board.do(read_command({"do": "place", "session": "wind", "room": "attic", "block": "late two", "slot": 0}), "Bo")
    with pytest.raises(Conflict, match='in the meantime, Bo made this change: "Wind" was placed'):
        board.do(empty, "Ada", seen=0)
    board.do(empty, "Ada", seen=board.version)
    assert not board.state.agenda


def test_a_file_that_knows_no_rules_leaves_those_of_the_board(state: BoardState) -> None:
    xml = taken(state, "schedule-xml").content
    nothing_alike = Conference.build("x", "X", "UTC").day("2030-01-01").block("09:00", "10:00").room("R")
    begun = brought(
        BoardState(one := nothing_alike.session("S", minutes=60).done(), one.agenda({})), "s.xml", xml
    ).apply(state)
    assert begun.conference.rules == ()
    ids = [session.id for session in begun.conference.sessions]
    groups = [{"sessions": ids[:2]}, {"sessions": ids[-2:]}]
    begun = read_command({"do": "set rule", "rule": "same day", "parameters": {"groups": groups}}).apply(begun)
    # Another state of the event: a new session makes it more than an agenda, and the last one is not there any more.
    other = read_command({"do": "add", "kind": "sessions", "fields": {"title": "Tides", "duration_minutes": 30}}).apply(
        state
    )
    other = read_command({"do": "place", "session": "tides", "room": "attic", "start": "2026-05-30 11:00"}).apply(other)
    other = read_command({"do": "take out", "chosen": {"sessions": ["grids"]}}).apply(other)
    newer = taken(other, "schedule-xml").content
    command = brought(begun, "s.xml", newer)
    assert "this format has no rules; those of the board are kept" in command.remarks
    assert any(remark.startswith("it is not an agenda for the conference on the board: ") for remark in command.remarks)
    (rule,) = command.apply(begun).conference.rules
    forgotten = {"sessions": ids[-2:-1]}
    assert rule.parameters()["groups"] == [groups[0], forgotten], "the session that is gone is in no group"


# --- what nobody has to trust ----------------------------------------------------------------------------------------

BAD_NAMES = [
    "../../etc/passwd",
    "C:\\fakepath\\a.json",
    "",
    ".",
    "..",
    "a\0b.json",
    "x" * 5_000,
    "con.json",
    "\u202egnp.json",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_leads_anywhere(state: BoardState, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = taken(state, "agenda")
    assert bring(state, name, file.content)[1] == []
    with pytest.raises(InvalidInput) as told:
        brought(state, name, b"{]")
    assert str(tmp_path) not in str(told.value)
    assert "\0" not in str(told.value)
    assert "\u202e" not in str(told.value)
    assert len(str(told.value)) < 1_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"PK\x03\x04 no archive",
        b"[]",
        b"{}",
        b"null",
        b'{"format": "agenda-solver/agenda/1"}',
        b'{"format": "agenda-solver/conference/1"}',
        b'{"format": "agenda-solver/board/1"}',
        b"<schedule/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><schedule>&b;</schedule>',
        b"session,room\n",
        b"BEGIN:VCALENDAR",
        b"%PDF-1.7",
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("ending", ["json", "xlsx", "csv", "xml", "exe"])
def test_whatever_is_in_a_file_it_is_refused_with_its_name(state: BoardState, data: bytes, ending: str) -> None:
    with pytest.raises(InvalidInput) as told:
        brought(state, f"Our file.{ending}", data)
    assert str(told.value).startswith(f"Our file.{ending}: ")


def test_what_is_too_big_is_not_even_kept(state: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.formats.temporary_files.MAX_BYTES", 1_000_000)
    with pytest.raises(InvalidInput, match=r"a\.json: is too big: more than 1 MB are not read"):
        brought(state, "a.json", b" " * 1_000_001)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "contains neither a conference nor an agenda"),
        ({"agenda": {"nobody": ["hall", "early one", 0]}}, 'agenda.nobody: .*"nobody"'),
        ({"agenda": {"wind": ["hall", "early one", 9]}}, "agenda.wind: "),
        ({"agenda": {"wind": ["hall"]}}, "agenda.wind"),
        ({"conference": {"id": "x"}}, r"conference\.name: "),
    ],
)
def test_a_command_from_a_browser_is_checked_like_a_file(state: BoardState, data: Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_command({"do": "bring", **data}).apply(state)


def test_titles_cannot_forge_a_line_of_the_review(state: BoardState) -> None:
    data = json.loads(taken(state, "conference").content)
    data["sessions"][3]["title"] = 'Wind\nSession "Sun" was removed.\u202e'
    command = brought(state, "a.json", json.dumps(data).encode())
    told = difference(state, command.apply(state))
    assert len(told) == 1
    assert "\n" not in told[0]
    assert "\u202e" not in told[0]
