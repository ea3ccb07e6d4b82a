"""Versions of a board can be compared and come back to, and everybody who is touched is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board import board as boards
from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.versions import (
    accepted,
    changes_between,
    changes_since,
    going_back,
    people_to_tell,
    version_agenda,
    version_at,
    version_names,
)
from tests.board.meeting import agenda, meeting

EIGHT = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """Return a board on which every change takes place an hour after the one before, the first one at nine."""
    times = (EIGHT + timedelta(hours=number) for number in range(1, 100))
    monkeypatch.setattr(boards, "now", lambda: next(times))
    conference = meeting()
    return Board.create(tmp_path / "a.board", conference, agenda(conference))


def do(board: Board, **data: Any) -> str:
    return board.do(read_command(data), "Ada").words


def move(board: Board, session: str, room: str) -> None:
    do(board, do="move", chosen={"sessions": [session]}, room=room)


def test_two_versions_differ_by_what_was_done_between_them(board: Board) -> None:
    move(board, "wind", "attic")
    do(board, do="name version", name="draft")
    move(board, "sun", "attic")
    move(board, "wind", "hall")
    assert [m.session for m in changes_between(board, 0, 3)] == ["wind", "sun"]
    # Wind has gone back to where it was.
    assert [m.sentence for m in changes_between(board, 0, 4)] == [
        '"Sun" is now 30 May 09:30-10:00, Attic (it was 30 May 09:30-10:00, Hall).'
    ]
    assert [m.session for m in changes_between(board, 4, 0)] == ["sun"]
    with pytest.raises(InvalidInput, match="there is no version 9"):
        changes_between(board, 0, 9)


def test_each_person_is_told_of_each_own_session(board: Board) -> None:
    move(board, "wind", "attic")
    move(board, "sun", "attic")
    told = people_to_tell(changes_between(board, 0, 2))
    assert list(told) == [("cem", "Cem"), ("dee", "Dee")]
    assert [len(sentences) for sentences in told.values()] == [2, 1]
    assert told["dee", "Dee"][0].startswith('"Sun" is now 30 May 09:30-10:00, Attic')


def test_what_changed_since_a_time_begins_with_the_version_of_that_time(board: Board) -> None:
    for session in ("wind", "sun", "dams"):  # at nine, ten and eleven
        move(board, session, "attic")
    assert [version_at(board, EIGHT + timedelta(minutes=30 * n)) for n in range(8)] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert [m.session for m in changes_since(board, EIGHT + timedelta(hours=1, minutes=30))] == ["dams", "sun"]
    assert changes_since(board, EIGHT + timedelta(days=1)) == []
    with pytest.raises(InvalidInput, match="when: needs its offset from UTC"):
        changes_since(board, datetime(2026, 5, 1, 8))


def test_the_agenda_of_a_named_version_is_in_the_conference_of_today(board: Board) -> None:
    do(board, do="name version", name="draft")
    move(board, "wind", "attic")
    do(board, do="change", change="cancel:dams")
    do(board, do="change", change="length:sun:90")
    assert version_names(board.state) == ["draft"]
    then = version_agenda(board.state, "draft")
    assert then["wind"].room == "hall"
    assert "dams" not in then, "it is no session any more"
    assert "sun" not in then, "it is too long for its place"
    with pytest.raises(InvalidInput, match='there is no version "final"; choose from "draft"'):
        version_agenda(board.state, "final")


def test_the_way_back_is_one_command_by_name_or_by_number(board: Board) -> None:
    begin = dict(board.state.agenda)
    do(board, do="name version", name="draft")
    move(board, "wind", "attic")
    do(board, do="take out", chosen={"day": "one"})
    changed = dict(board.state.agenda)
    assert do(board, do="go back", name="draft") == 'back to the agenda of version "draft": 4 sessions were moved'
    assert dict(board.state.agenda) == begin
    board.undo("Bo")
    assert dict(board.state.agenda) == changed
    entry = board.do(going_back(board, 2), "Ada")
    # Only what was taken out on the first day comes back: the opening, the rivers and the dams.
    assert entry.words == "back to the agenda of version 2: 3 sessions were moved"
    assert board.state.agenda["wind"].room == "attic"
    assert going_back(board, "draft").name == "draft"


def test_what_has_no_place_any_more_is_said_on_the_way_back(board: Board) -> None:
    do(board, do="name version", name="draft")
    move(board, "wind", "attic")
    do(board, do="change", change="cancel:dams")
    assert do(board, do="go back", name="draft").endswith("1 of its places no longer exist")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "give the name of a version or its number"),
        ({"name": "a", "version": 1}, "give the name of a version or its number"),
        ({"name": "a"}, 'there is no version "a"$'),
        ({"name": "a", "places": {}}, "the places of a named version are already known"),
        ({"version": 1}, "a version given by its number needs the places"),
    ],
)
def test_a_way_back_to_nowhere_is_refused(board: Board, data: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do(board, do="go back", **data)


def test_a_violation_is_accepted_up_to_its_last_day(board: Board) -> None:
    do(board, do="accept", rule="room_capacity", sentence="too full", note="they stand", until="2026-05-29")
    do(board, do="accept", rule="person_gap", sentence="a long day", note="she wants it")
    both = {("room_capacity", "too full"): "they stand", ("person_gap", "a long day"): "she wants it"}
    assert accepted(board.state, date(2026, 5, 29)) == both
    assert list(accepted(board.state, date(2026, 5, 30))) == [("person_gap", "a long day")]
    do(board, do="accept", rule="person_gap", sentence="a long day")
    assert accepted(board.state, date(2026, 5, 30)) == {}
