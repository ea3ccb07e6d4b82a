"""Interrupting the command: at any moment it ends with its exit code, a word, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_conference
from tests.cli.small import small

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
INTERRUPT = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"


def ended(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)


def test_while_the_command_is_loaded_it_ends_at_once(tmp_path: Path) -> None:
    """A module of the name of a library interrupts the process when it is imported, before there is a command."""
    (tmp_path / "typer.py").write_text(INTERRUPT)
    done = ended(tmp_path, "-m", "agenda_solver.cli", "rules")
    assert (done.returncode, done.stdout, done.stderr) == (Exit.STOPPED, "", "Stopped.\n")


DEMONSTRATION = """
import os, signal, sys
from pathlib import Path
from agenda_solver import demo
from agenda_solver.cli import main, solve
from agenda_solver.cli.signals import stopping_on_signals
demo.demo_path = lambda: Path("small.json")
with stopping_on_signals():
    os.kill(os.getpid(), getattr(signal, sys.argv.pop()))
solve.board_of = solve.serve_board = lambda *_: print("served")
sys.argv[1:] = ["demo", "--board"]
main()
"""


@pytest.mark.parametrize(("name", "is_served"), [("SIGTERM", False), ("SIGINT", True)])
def test_who_terminates_the_demonstration_while_it_solves_gets_no_board(
    tmp_path: Path, name: str, is_served: bool
) -> None:
    """Ctrl-C ends the search alone; a request to terminate ends the command, which would else serve for ever."""
    write_conference(small().done(), tmp_path / "small.json")
    done = ended(tmp_path, "-c", DEMONSTRATION, name)
    assert done.returncode == Exit.SUCCESS, done.stderr
    assert ("served" in done.stdout) == is_served


def test_while_something_is_imported_later_it_ends_with_the_same_code(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(INTERRUPT)
    done = ended(tmp_path, "-m", "agenda_solver.cli", "--with-rules", "mine.py", "rules")
    assert (done.returncode, done.stdout, done.stderr) == (Exit.STOPPED, "", "Stopped.\n")


def test_a_library_that_takes_it_for_an_error_of_its_own_does_not_change_the_code(tmp_path: Path) -> None:
    """Some libraries turn what interrupts their import into an ImportError; numpy does."""
    words = INTERRUPT.replace("\n", "\n    ").rstrip()
    (tmp_path / "mine.py").write_text(
        f"try:\n    {words}\nexcept KeyboardInterrupt:\n    raise ImportError('broken')\n"
    )
    done = ended(tmp_path, "-m", "agenda_solver.cli", "--with-rules", "mine.py", "rules")
    assert (done.returncode, done.stdout, done.stderr) == (Exit.STOPPED, "", "Stopped.\n")


TWICE = """
import os, signal, sys
from agenda_solver.cli.signals import stopping_on_signals
with stopping_on_signals() as stop:
    for name in sys.argv[1:]:
        os.kill(os.getpid(), getattr(signal, name))
        print("stopping", stop.is_set(), flush=True)
"""


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        (["SIGINT"], 0),
        (["SIGTERM"], 0),
        (["SIGINT", "SIGINT"], 130),
        (["SIGINT", "SIGTERM"], 143),
        (["SIGTERM", "SIGINT"], 130),
    ],
)
def test_the_first_signal_stops_a_search_and_the_second_everything(
    tmp_path: Path, signals: list[str], code: int
) -> None:
    """A second one ends the process with 128 and its number, as shells have it."""
    done = ended(tmp_path, "-c", TWICE, *signals)
    assert (done.returncode, done.stdout, done.stderr) == (code, "stopping True\n", "")


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--json"], ["--help"], ["solve", "--help"], ["--version"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_standard_output_on_a_full_disk_has_its_exit_code(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "agenda_solver.cli", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == Exit.NOT_WRITTEN
    assert done.stderr == "standard output: cannot be written: no space left on device\n"


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--json"], ["--help"]])
def test_a_reader_that_has_gone_away_has_its_exit_code(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "agenda_solver.cli", *arguments]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (Exit.READER_GONE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_nothing_depends_on_standard_error(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "agenda_solver.cli", "check", "nowhere.json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (Exit.INVALID, "")
