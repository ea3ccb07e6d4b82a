"""Who may do what on a board, and how long an invitation opens it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.change_log import Entry
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.conference_cells import Cell
from agenda_solver.board.refused_changes import NotAllowed
from agenda_solver.board.state import BoardState, Patch, is_new_conference
from agenda_solver.web.access import Access, Seat
from tests.board.meeting import meeting
from tests.board.random_commands import random_command
from tests.profiles import rounds


def editor(**scope: tuple[str, ...]) -> Seat:
    return Seat("seat", "Bo", "editor", **scope)


def give(board: Board, seat: Seat, **data: Any) -> Entry:
    return board.do(read_command(data), seat.name, allowed=seat.refuses)


def refused(board: Board, seat: Seat, **data: Any) -> str:
    """Return why a seat may not give a command; nothing where it may."""
    before = board.version, board.state
    try:
        give(board, seat, **data)
    except NotAllowed as error:
        assert (board.version, board.state) == before, "what is refused changes nothing"
        return str(error)
    return ""


def place(session: str, room: str, block: str, slot: int = 0) -> dict[str, Any]:
    return {"do": "place", "session": session, "room": room, "block": block, "slot": slot}


MOVE = place("rivers", "attic", "late one")
OUT = {"do": "take out", "chosen": {"sessions": ["rivers"]}}
LOCK = {"do": "lock", "chosen": {"sessions": ["rivers"]}}
COMMENT = {"do": "comment", "session": "rivers", "text": "no beamer"}
RULE = {"do": "change", "change": {"change": "rule", "setting": {"rule": "room_capacity", "severity": 3}}}
CANCEL = {"do": "change", "change": "cancel:rivers"}
GONE = {"do": "change", "change": "person-gone:ada"}
TITLE = {"do": "edit", "kind": "sessions", "part": "rivers", "fields": {"title": "Lakes"}}
ROOM = {"do": "edit", "kind": "rooms", "part": "hall", "fields": {"capacity": 5}}
DAY = {"do": "edit", "kind": "days", "part": "one", "fields": {"name": "Monday"}}
ACCEPT = {"do": "accept", "rule": "room_capacity", "sentence": "s", "note": "fine"}
NAME = {"do": "name version", "name": "first"}
PUBLISH = {"do": "publish"}
EVERY = [MOVE, OUT, LOCK, COMMENT, RULE, CANCEL, GONE, TITLE, ROOM, DAY, ACCEPT, NAME, PUBLISH]


# --- roles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", EVERY)
def test_a_viewer_changes_nothing_and_a_chair_everything(board: Board, command: dict[str, Any]) -> None:
    looking_on = "You can look at this board, but not change it; only editors and the chair can."
    assert refused(board, Seat("1", "Ada", "viewer"), **command) == looking_on
    assert refused(board, Seat("2", "Bo", "chair"), **command) == ""


@pytest.mark.parametrize("command", [MOVE, OUT, LOCK, COMMENT])
def test_an_editor_moves_and_locks_sessions_and_comments_on_them(board: Board, command: dict[str, Any]) -> None:
    assert refused(board, editor(), **command) == ""


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (RULE, "Only the chair can change rules."),
        (TITLE, "Only the chair can change sessions; you can move, lock and comment on them."),
        (ROOM, "Only the chair can change rooms."),
        (DAY, "Only the chair can change days."),
        (CANCEL, "Only the chair can cancel sessions or make new ones."),
        (ACCEPT, "Only the chair can accept violations."),
        (NAME, "Only the chair can name versions."),
        (PUBLISH, "Only the chair can publish the agenda."),
    ],
)
def test_an_editor_is_told_what_only_the_chair_can_do(board: Board, command: dict[str, Any], sentence: str) -> None:
    assert refused(board, editor(), **command) == sentence


@pytest.mark.parametrize("command", [CANCEL, GONE])
def test_what_also_changes_more_than_an_editor_may_is_refused_as_a_whole(board: Board, command: dict[str, Any]) -> None:
    """A session that is cancelled is taken out of the agenda as well, which alone an editor might do."""
    assert refused(board, editor(), **command).startswith("Only the chair can ")


def test_a_kind_of_cell_that_nobody_has_thought_of_is_the_chairs(board: Board) -> None:
    new: Patch = {("something new", "rivers"): (1, 2)}
    assert editor().refuses(board.state, board.state, new) == "Only the chair can change that."
    assert Seat("1", "Ada", "king").refuses(board.state, board.state, new) != ""  # type: ignore[arg-type]


# --- scopes ----------------------------------------------------------------------------------------------------------


def test_an_editor_of_a_track_changes_its_sessions_wherever_they_go(board: Board) -> None:
    seat = editor(tracks=("water",))
    assert refused(board, seat, **MOVE) == refused(board, seat, **LOCK) == refused(board, seat, **COMMENT) == ""
    sentence = '"Wind" is not yours to change; you edit the track Water.'
    assert refused(board, seat, **place("wind", "attic", "late one")) == sentence
    assert refused(board, seat, do="comment", session="wind", text="loud") == sentence
    assert refused(board, seat, do="lock", chosen={"sessions": ["wind"]}) == sentence


def test_an_editor_of_rooms_neither_takes_from_others_nor_brings_to_them(board: Board) -> None:
    """Rivers stands in the hall, dams in the studio."""
    seat = editor(rooms=("studio", "attic"))
    sentence = "Hall is not yours to plan; you edit Studio and Attic."
    assert refused(board, seat, **MOVE) == sentence, "it would come from the hall"
    assert refused(board, seat, **place("dams", "hall", "early one")) == sentence, "it would go there"
    assert refused(board, seat, do="swap", session="rivers", other="dams") == sentence
    assert refused(board, seat, do="move", chosen={"track": "water"}, room="attic") == sentence
    assert refused(board, seat, **place("dams", "attic", "early two")) == ""
    assert refused(board, seat, do="take out", chosen={"sessions": ["dams"]}) == ""


def test_what_has_no_place_is_whoevers_who_gives_it_one(board: Board) -> None:
    seat = editor(rooms=("studio",))
    assert refused(board, seat, **place("closing", "hall", "late two")).startswith("Hall is not yours")
    assert refused(board, seat, do="comment", session="closing", text="who closes?") == ""
    assert refused(board, seat, **place("closing", "studio", "late two", 2)) == ""


def test_an_editor_of_a_day_stays_on_it(board: Board) -> None:
    seat = editor(days=("two",))
    sentence = "29 May 2026 is not yours to plan; you edit 30 May 2026."
    assert refused(board, seat, **place("wind", "hall", "early one")) == sentence
    assert refused(board, seat, **place("rivers", "hall", "late two")) == sentence
    assert refused(board, seat, **place("wind", "attic", "late two")) == ""


def test_each_part_of_a_scope_narrows_it(board: Board) -> None:
    seat = editor(tracks=("energy",), rooms=("hall",), days=("two",))
    assert seat.scope(board.state.conference) == "the track Energy, in Hall, on 30 May 2026"
    assert refused(board, seat, **place("wind", "hall", "late two")) == ""
    for command in (
        place("opening", "hall", "early two"),
        place("grids", "hall", "late two"),
        place("wind", "studio", "late two"),
        place("wind", "hall", "late one"),
    ):
        assert refused(board, seat, **command) != ""


@pytest.mark.parametrize(
    ("pin", "is_free"),
    [
        ({"room": "hall"}, False),
        ({"room": "studio"}, True),
        ({"day": "two"}, False),
        ({"block": "late two"}, False),
        ({"start": "2026-05-30T11:00:00+05:00"}, False),
        ({"day": "one"}, True),
        ({"start": "2026-05-29T11:00:00+05:00"}, True),
    ],
)
def test_what_the_chair_has_locked_elsewhere_only_its_editors_unlock(
    board: Board, pin: dict[str, str], is_free: bool
) -> None:
    """The closing has no place; what it is pinned to says whose it is."""
    board.do(read_command({"do": "edit", "kind": "sessions", "part": "closing", "fields": {"pin": pin}}), "Ada")
    unlock = {"do": "unlock", "chosen": {"sessions": ["closing"]}}
    assert (refused(board, editor(rooms=("studio",), days=("one",)), **unlock) == "") is is_free


def test_who_edits_a_part_of_the_agenda_takes_back_only_what_is_about_it(board: Board) -> None:
    water, energy = editor(tracks=("water",)), editor(tracks=("energy",))
    give(board, water, **MOVE)
    with pytest.raises(NotAllowed, match='"Rivers" is not yours'):
        board.undo("Cem", allowed=energy.refuses)
    assert board.version == 1
    board.undo("Bo", allowed=water.refuses)
    with pytest.raises(NotAllowed):
        board.redo("Cem", allowed=energy.refuses)
    assert board.redo("Bo", allowed=water.refuses).version == 3


def test_the_scope_is_said_in_words(board: Board) -> None:
    conference = board.state.conference
    for seat, words in (
        (Seat("1", "Ada", "viewer"), "nothing"),
        (Seat("1", "Ada", "chair"), "everything"),
        (editor(), "the whole agenda"),
        (editor(tracks=("water",)), "the track Water"),
        (editor(tracks=("water", "energy")), "the tracks Water and Energy"),
        (editor(rooms=("hall", "studio", "attic")), "Hall, Studio and Attic"),
        (editor(rooms=("hall",), days=("one",)), "Hall, on 29 May 2026"),
        (editor(rooms=("a room that is gone",)), "a room that is gone"),
    ):
        assert seat.scope(conference) == words


def but_for_pins(state: BoardState) -> dict[Cell, Any]:
    return {cell: value for cell, value in state.conference_cells.items() if cell[-1] != "pin"}


def is_within(seat: Seat, before: BoardState, after: BoardState, patch: Patch) -> bool:
    """Say independently of the seat whether a change is within its scope: by what stands where, before and after."""
    sessions = before.conference.session_by_id
    for cell in patch:
        if seat.tracks and sessions[cell[1]].track not in seat.tracks:
            return False
        for state in (before, after):
            if place := state.agenda.get(cell[1]):
                day = state.conference.block_by_id[place.block].day
                if (seat.rooms and place.room not in seat.rooms) or (seat.days and day not in seat.days):
                    return False
    return True


@pytest.mark.parametrize(
    "seat",
    [
        editor(tracks=("water",)),
        editor(rooms=("hall", "studio")),
        editor(days=("one",)),
        editor(tracks=("energy",), rooms=("studio", "attic")),
        editor(rooms=("hall",), days=("two",)),
    ],
    ids=lambda seat: seat.scope(meeting()),
)
def test_whatever_an_editor_tries_only_their_part_of_the_agenda_changes(board: Board, seat: Seat) -> None:
    """Random commands, undo and redo of an editor and a chair; every change of the editor is within the scope."""
    rng = random.Random(seat.scope(meeting()))
    done = 0
    for _ in range(rounds(400, 100)):
        before = board.state
        mine = rng.random() < 0.7
        allowed = seat.refuses if mine else Seat("2", "Ada", "chair").refuses
        try:
            if (kind := rng.random()) < 0.15:
                entry = board.undo("Bo", allowed=allowed)
            elif kind < 0.2:
                entry = board.redo("Bo", allowed=allowed)
            else:
                entry = board.do(read_command(random_command(rng, before)), "Bo", allowed=allowed)
        except InvalidInput:
            assert board.state is before
            continue
        if mine:
            done += 1
            assert is_within(seat, before, board.state, entry.patch), entry.words
            changed = {cell[0] for cell in entry.patch}
            assert changed <= {"agenda", "sessions", "comments"}
            assert {cell[2] for cell in entry.patch if cell[0] == "sessions"} <= {"pin"}
            assert but_for_pins(before) == but_for_pins(board.state)
            assert is_new_conference(entry.patch) == ("sessions" in changed)
    assert done, "something was allowed"


def test_the_log_and_the_invitations_share_the_file(access: Access, board: Board, path: Path) -> None:
    secret = access.join(access.invite("editor", tracks=["water"])[1], "Bo") or ""
    seat = access.seat_of(secret)
    assert seat
    give(board, seat, **MOVE)
    assert access.seat_of(secret) == seat
    assert [entry.author for entry in Board(path).entries()] == ["Bo"]
