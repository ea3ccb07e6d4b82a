"""The command ``board``: what it refuses, how it ends, and that nothing that was accepted is lost."""

from __future__ import annotations

import os
import random
import signal
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from agenda_solver import write_conference
from agenda_solver.board.board import Board
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.errors import InvalidInput, NotWritten
from agenda_solver.web.server_lock import alone
from agenda_solver.web.serving import served
from tests.board.meeting import agenda, meeting
from tests.commands import Command
from tests.profiles import rounds
from tests.web.boards import Process

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_conference(meeting(), tmp_path / "meeting.json")
    return tmp_path / "meeting.json"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    conference = meeting()
    Board.create(tmp_path / "meeting.board", conference, agenda(conference)).close()
    return tmp_path / "meeting.board"


def test_a_file_that_is_not_there_or_is_none_is_told_in_one_line(command: Command, file: Path) -> None:
    (file.parent / "folder.board").mkdir()
    (file.parent / "other.board").write_bytes(b"something else")
    for name, told in (
        ("none.json", "none.json: "),
        ("none.board", "none.board: this board does not exist"),
        (".", ".: is a folder"),
        ("folder.board", "folder.board: is a folder"),
        ("other.board", "other.board: is not a board: "),
    ):
        run = command("board", name, "--no-browser", "--quiet")
        assert run.code == Exit.INVALID, run.err
        assert told in run.err
        assert run.err.count("\n") == 1, run.err
        assert run.out == ""
    assert list(file.parent.glob("none*")) == []


def test_an_agenda_for_a_board_that_is_there_already_is_refused(command: Command, file: Path, board: Path) -> None:
    run = command("board", file.name, "--agenda", "agenda.json", "--no-browser")
    assert run.code == Exit.INVALID
    assert "--agenda: the board meeting.board already exists" in run.err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
def test_others_are_let_in_by_encrypted_connections_only(command: Command, board: Path, host: str) -> None:
    run = command("board", board.name, "--host", host, "--no-browser")
    assert run.code == Exit.INVALID
    assert "others could read the traffic; give --certificate and --key as well" in run.err


def test_a_port_that_is_in_use_is_told(command: Command, board: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = command("board", board.name, "--port", port, "--no-browser")
    assert run.code == Exit.INVALID
    assert run.err == f"--port: cannot listen on 127.0.0.1, port {port}: Address already in use\n"


def test_a_certificate_that_is_none_is_told(command: Command, board: Path) -> None:
    for made in (False, True):
        if made:
            (board.parent / "a.pem").write_text("no certificate")
        run = command("board", board.name, "--certificate", "a.pem", "--key", "a.pem", "--no-browser")
        assert run.code == Exit.INVALID, run.err
        assert "certificate" in run.err
        assert "Traceback" not in run.err


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="for root no folder is read-only")
def test_a_folder_that_cannot_be_written_is_told(command: Command, file: Path) -> None:
    file.parent.chmod(0o500)
    run = command("board", file.name, "--no-browser")
    file.parent.chmod(0o700)
    assert run.code == Exit.NOT_WRITTEN
    assert "meeting.board: cannot be written" in run.err


def test_a_file_that_cannot_be_made_is_told(command: Command, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a folder is read-only, which for root none is."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    run = command("board", file.name, "--no-browser", "--quiet")
    assert run.code == Exit.NOT_WRITTEN
    assert run.err == "meeting.board: cannot be written: unable to open database file\n"
    with pytest.raises(NotWritten), alone(file):
        pass


def test_a_board_is_served_by_one_process_and_by_the_next_when_that_is_killed(command: Command, file: Path) -> None:
    first = Process(file)
    run = command("board", file.name, "--no-browser", "--quiet")
    assert run.code == Exit.INVALID
    assert run.err == "meeting.board: is open in another process\n"
    link = file.parent / "other.board"
    link.symlink_to("meeting.board")
    assert "open in another process" in command("board", link.name, "--no-browser").err, "it is the same board"
    assert first.end(signal.SIGKILL)[0] == -signal.SIGKILL
    second = Process(file)
    assert second.end(signal.SIGINT)[0] == Exit.SUCCESS
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "meeting.board",
        "meeting.board-lock",
        "meeting.json",
        "other.board",
    ], "nothing else is left behind"


def test_within_one_process_a_board_is_locked_as_well(board: Path) -> None:
    with alone(board), pytest.raises(InvalidInput, match="is open in another process"), alone(board):
        pass
    with alone(board):
        pass


def test_ctrl_c_ends_it_with_a_browser_listening_and_the_board_is_whole(file: Path) -> None:
    """Those who listen for news would never go by themselves; nobody is cut off, and nothing is complained of."""
    process, lines = Process(file), list[str]()
    is_open = threading.Event()

    def listen() -> None:
        with process.browser.stream("GET", "/events", params={"client": "a"}) as stream:
            for line in stream.iter_lines():
                lines.append(line)
                is_open.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert is_open.wait(30)
    assert process.do(do="place", session="rivers", room="hall", block="late one", slot=0).status_code == 200
    code, _, err = process.end(signal.SIGINT)
    listener.join(30)
    assert not listener.is_alive(), "its stream has come to its end"
    assert code == Exit.SUCCESS
    assert err == "Created meeting.board; it stores everything that is done on the board.\n"
    assert "event: change" in lines
    assert whole(file) == 1


def whole(file: Path) -> int:
    """Return the version of a board that is read from its file anew, and is what its log leads to."""
    board = Board(file.with_suffix(".board"))
    try:
        assert board.check()[1] == {}
        begin = board.state_of(0)
        for entry in board.entries():
            begin = begin.patched(entry.patch)
        assert begin == board.state
        return board.version
    finally:
        board.close()


@pytest.mark.parametrize("seed", range(rounds(10, 2)))
def test_what_was_accepted_is_there_after_the_process_was_killed(file: Path, seed: int) -> None:
    """Commands come one after the other until the process is killed at a random moment between or within them."""
    process, rng, accepted = Process(file), random.Random(seed), 0
    threading.Timer(rng.uniform(0.05, 0.6), process.process.kill).start()
    try:
        while True:
            slot, room = rng.randrange(3), rng.choice(["hall", "studio", "attic"])
            answer = process.do(do="place", session="dams", room=room, block="late one", slot=slot)
            if answer.status_code == 200:
                accepted = answer.json()["version"]
            elif answer.status_code == 429:
                threading.Event().wait(0.05)  # the wall lets so many through at a time
            else:
                assert answer.status_code == 400, answer.text  # it is there already
    except httpx.TransportError:
        pass
    assert process.end()[0] == -signal.SIGKILL
    assert whole(file) in (accepted, accepted + 1), "the last one may be in the file before anybody has heard of it"


def test_a_board_that_is_served_comes_down_with_all_that_belongs_to_it(board: Path) -> None:
    """A browser listens and the solver works: both end with the server, and the board can be served again."""
    before = set(threading.enumerate())
    for _ in range(2):
        with served(board, port=0) as house:
            _, token = house.access.invite("chair", "Ada")
            thread = threading.Thread(target=house.run)
            thread.start()
            with httpx.Client(base_url=house.address, headers={"Origin": house.address}) as browser:
                assert browser.get(house.link(token)).status_code == 200
                job = browser.post("/ask", json={"kind": "anew", "seconds": 500}).json()
                assert job["state"] in ("waiting", "running")
            house.server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()
        for thread in set(threading.enumerate()) - before:
            if thread.name.startswith("board"):  # on a busy machine the solver hears of it a moment later
                thread.join(60)
                assert not thread.is_alive()
