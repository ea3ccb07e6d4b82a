"""A board keeps everything that was done: undone, done again, by several people at once, and through any crash."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, read_conference
from agenda_solver.board.board import Board
from agenda_solver.board.change_log import Entry, Log
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.refused_changes import Conflict
from agenda_solver.errors import NotWritten
from benchmarks.families.growth.generator import generate
from tests.board.meeting import meeting
from tests.board.random_commands import random_command
from tests.profiles import rounds

COMMANDS = rounds(1_000, 60)


def do(board: Board, author: str = "Ada", seen: int | None = None, **data: Any) -> Entry:
    return board.do(read_command(data), author, seen)


def try_random(board: Board, rng: random.Random, author: str = "Ada", seen: int | None = None) -> bool:
    """Give a random command, and return whether it was done; what makes no sense is refused and changes nothing."""
    before = board.version
    try:
        board.do(read_command(random_command(rng, board.state)), author, seen)
    except InvalidInput:
        assert board.version == before or seen is not None
        return False
    return True


def drawn() -> Conference:
    return generate(30, 3).conference


def forum() -> Conference:
    return read_conference("examples/astana_forum_2025/conference.json")


# --- undo ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "commands"), [(meeting, COMMANDS), pytest.param(drawn, 200, marks=pytest.mark.thorough)]
)
def test_all_commands_undone_lead_to_the_beginning_and_all_done_again_to_the_end(
    make: Any, commands: int, tmp_path: Path
) -> None:
    board, rng, done = Board.create(tmp_path / "a.board", make()), random.Random(0), 0
    first = board.state.to_text()
    while done < commands:
        done += try_random(board, rng)
    last = board.state.to_text()
    assert last != first
    for _ in range(done):
        board.undo("Bo")
    assert board.state.to_text() == first
    assert not board.can_undo
    for _ in range(done):
        board.redo("Cem")
    assert board.state.to_text() == last
    assert not board.can_redo
    assert Board(board._log.path).state.to_text() == last, "the file has it as well"


def test_undo_and_redo_of_anything_at_any_moment_keep_to_the_log(tmp_path: Path) -> None:
    """Whatever is done, undone and redone: every version can be had again, and is what it was."""
    board, rng = Board.create(tmp_path / "a.board", meeting()), random.Random(1)
    texts = [board.state.to_text()]
    while board.version < COMMANDS:
        way = rng.random()
        before = board.version
        if way < 0.2 and board.can_undo:
            board.undo("Ada")
        elif way < 0.35 and board.can_redo:
            board.redo("Ada")
        else:
            try_random(board, rng)
        if board.version > before:
            texts.append(board.state.to_text())
    for version in rng.sample(range(board.version + 1), min(30, board.version)):
        assert board.state_of(version).to_text() == texts[version]


def test_an_older_change_can_be_undone_by_itself(board: Board) -> None:
    do(board, do="place", session="wind", room="attic", block="late one", slot=0)
    do(board, "Bo", do="place", session="sun", room="attic", block="late one", slot=1)
    board.undo("Ada", 1)
    assert board.state.agenda["wind"].room == "hall"
    assert board.state.agenda["sun"].room == "attic"
    assert [entry.words for entry in board.entries(2)] == [
        'undone: "Wind" was placed at 29 May 11:00-11:30, Attic (it was 30 May 09:00-09:30, Hall)'
    ]


def test_what_was_changed_again_since_cannot_be_undone_by_itself_and_it_is_said_by_whom(board: Board) -> None:
    do(board, do="place", session="wind", room="attic", block="late one", slot=0)
    do(board, "Bo", do="place", session="wind", room="studio", block="late one", slot=1)
    with pytest.raises(Conflict, match=r'since then, Bo made this change: "Wind" was placed at 29 May 11:30'):
        board.undo("Ada", 1)
    assert board.version == 2


def test_after_something_new_nothing_can_be_done_again(board: Board) -> None:
    do(board, do="place", session="wind", room="attic", block="late one", slot=0)
    board.undo("Ada")
    assert board.can_redo
    do(board, do="comment", session="wind", text="why?")
    assert not board.can_redo
    with pytest.raises(InvalidInput, match="nothing to redo"):
        board.redo("Ada")


def test_there_is_nothing_to_undo_at_the_beginning(board: Board) -> None:
    with pytest.raises(InvalidInput, match="nothing to undo"):
        board.undo("Ada")
    with pytest.raises(InvalidInput, match="no change 7"):
        board.undo("Ada", 7)


def test_a_cancelled_session_comes_back_with_its_place(board: Board) -> None:
    before = board.state.to_text()
    do(board, do="change", change="cancel:wind")
    assert "wind" not in board.state.conference.session_by_id
    board.undo("Bo")
    assert board.state.to_text() == before


# --- several people --------------------------------------------------------------------------------------------------


def test_what_somebody_has_not_seen_is_not_overwritten(board: Board) -> None:
    do(board, "Ada", do="place", session="wind", room="attic", block="late one", slot=0)
    with pytest.raises(Conflict, match=r'in the meantime, Ada made this change: "Wind" was placed'):
        do(board, "Bo", seen=0, do="place", session="wind", room="studio", block="late one", slot=0)
    assert board.state.agenda["wind"].room == "attic"
    do(board, "Bo", seen=0, do="place", session="sun", room="studio", block="late one", slot=0)
    do(board, "Bo", seen=2, do="place", session="wind", room="studio", block="late one", slot=0)
    assert board.version == 3


def test_two_people_may_edit_two_fields_of_one_session(board: Board) -> None:
    do(board, "Ada", seen=0, do="edit", kind="sessions", part="wind", fields={"title": "Storm"})
    do(board, "Bo", seen=0, do="edit", kind="sessions", part="wind", fields={"expected_audience": 7})
    session = board.state.conference.session_by_id["wind"]
    assert (session.title, session.expected_audience) == ("Storm", 7)


def test_two_clients_at_once_lose_no_update_and_end_with_the_same(tmp_path: Path) -> None:
    board = Board.create(tmp_path / "a.board", meeting())
    heard: dict[str, list[int]] = {"Ada": [], "Bo": []}
    failures: list[BaseException] = []

    def work(name: str) -> None:
        rng, end = random.Random(name), board.subscribe(lambda entry: heard[name].append(entry.version))
        try:
            done = 0
            while done < COMMANDS // 2:
                done += try_random(board, rng, name, board.version)
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            end()

    threads = [threading.Thread(target=work, args=(name,)) for name in heard]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.version for entry in board.entries()] == list(range(1, board.version + 1))
    # Every entry is applied exactly once and in order: repeating the log leads to the same state.
    assert board.state_of(board.version).to_text() == board.state.to_text()
    assert {entry.author for entry in board.entries()} == {"Ada", "Bo"}


# --- what it costs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [meeting, *(pytest.param(each, marks=pytest.mark.thorough) for each in (drawn, forum))]
)
def test_the_ledger_counts_what_the_score_does_after_every_command(make: Any, tmp_path: Path) -> None:
    board, rng = Board.create(tmp_path / "a.board", make()), random.Random(2)
    for _ in range(rounds(150, 30)):
        try_random(board, rng)
        card, differences = board.check()
        assert differences == {}
        assert board.ledger.costs == card.costs
        assert board.ledger.is_legal == card.is_legal


# --- the file --------------------------------------------------------------------------------------------------------

CHILD = """
import random, sys
from agenda_solver import InvalidInput
from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import read_command
from tests.board.random_commands import random_command
board, rng = Board(sys.argv[1]), random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    try:
        entry = board.do(read_command(random_command(rng, board.state)), "child")
    except InvalidInput:
        continue
    print(entry.version, flush=True)
"""


def test_a_kill_at_any_moment_loses_no_command_that_was_accepted(tmp_path: Path) -> None:
    path, rng = tmp_path / "a.board", random.Random(0)
    Board.create(path, meeting()).close()
    told = 0
    for number in range(rounds(30, 2)):
        command = [sys.executable, "-c", CHILD, str(path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0.01, 0.3))
            os.kill(child.pid, signal.SIGKILL)
            told = max([told, *map(int, child.stdout.read().split())])
        board = Board(path)
        assert told <= board.version <= told + 1, "one may be in the file that nobody was told of"
        assert board.state_of(board.version).to_text() == board.state.to_text()
        board.close()
        told = max(told, board.version)
    assert told > 0


def test_a_board_is_never_written_over(board: Board, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="already exists"):
        Board.create(tmp_path / "meeting.board", meeting())


def test_a_file_that_is_no_board_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.board: this board does not exist"):
        Board(tmp_path / "none.board")
    (tmp_path / "text.board").write_text("no database, but long enough to look like one" * 100)
    with pytest.raises(InvalidInput, match=r"text\.board: .*is not a board"):
        Board(tmp_path / "text.board")
    sqlite3.connect(tmp_path / "other.board").execute("CREATE TABLE a (b)").connection.close()
    with pytest.raises(InvalidInput, match=r"other\.board"):
        Board(tmp_path / "other.board")


def test_a_command_that_cannot_be_written_is_not_done(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_log: Log, _entry: Entry, _state: Any) -> None:
        raise NotWritten.single("cannot be written: the disk is full")

    monkeypatch.setattr(Log, "append", full)
    before = board.state.to_text()
    with pytest.raises(NotWritten, match="the disk is full"):
        do(board, do="place", session="wind", room="attic", block="late one", slot=0)
    assert (board.version, board.state.to_text()) == (0, before)
    assert board.check()[1] == {}


def test_two_processes_cannot_write_the_same_version(board: Board) -> None:
    other = Board(board._log.path)
    do(board, do="place", session="wind", room="attic", block="late one", slot=0)
    with pytest.raises(NotWritten, match="cannot be read or written"):
        do(other, "Bo", do="place", session="sun", room="attic", block="late one", slot=1)
    assert other.version == 0


def test_a_change_has_its_author_its_time_and_its_sentence(board: Board) -> None:
    do(board, "  Ada\nLovelace ", do="take out", chosen={"sessions": ["wind"]})
    (entry,) = Board(board._log.path).entries()
    assert (entry.author, entry.kind, entry.version) == ("Ada Lovelace", "take out", 1)
    assert entry.at.tzinfo is not None
    assert entry.words == '"Wind" was taken out (it was 30 May 09:00-09:30, Hall)'


def test_nobody_works_without_a_name_and_nothing_is_entered_that_changes_nothing(board: Board) -> None:
    with pytest.raises(InvalidInput, match="author: must not be empty"):
        do(board, " ", do="take out", chosen={"sessions": ["wind"]})
    with pytest.raises(InvalidInput, match="would change nothing"):
        do(board, do="place", session="wind", room="hall", block="early two", slot=0)
    assert board.version == 0
