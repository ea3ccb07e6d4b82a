"""``solve --cluster``: addresses are read, bad ones told, and processes of this machine work on a solve."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from agenda_solver.cli.cluster import working_for
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_conference
from tests.commands import Command
from tests.conferences import three_talks

# Dask leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talks.json"
    write_conference(three_talks(), path)
    return path


@pytest.mark.parametrize(
    "address",
    ["", "local", "local:0", "local:1001", "local:two", "tcp://", "tcp://host", "tcp://host:0", "tcp://host:99999",
     "http://host:80", "host:8786", "tcp://a b:80", "tcp://host:80/path"],
)  # fmt: skip
def test_what_is_no_address_of_a_cluster_is_a_mistake_on_the_command_line(
    command: Command, file: Path, address: str
) -> None:
    done = command("solve", file, "--cluster", address)
    assert done.code == Exit.INVALID
    assert "is neither the address of a Dask scheduler" in " ".join(done.err.replace("│", " ").split())


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda_solver.cli.cluster.PATIENCE", 1)
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        done = command("solve", file, "--cluster", address, "--quiet")
    assert (done.code, done.err) == (Exit.INVALID, f"--cluster: no Dask scheduler answers at {address} (OSError)\n")


def test_a_cluster_and_a_deterministic_limit_are_refused_together(command: Command, file: Path) -> None:
    done = command("solve", file, "--cluster", "local:2", "--deterministic-limit", "1")
    assert done.code == Exit.INVALID
    assert "its answers depend on the clock" in " ".join(done.err.split())


def test_processes_of_this_machine_work_on_a_solve(command: Command, file: Path) -> None:
    done = command("solve", file, "--cluster", "local:1", "--json", "-o", "talks-agenda.json")
    assert done.code == Exit.SUCCESS
    assert '"optimal"' in done.out


def test_ctrl_c_is_for_the_command_and_not_for_its_processes() -> None:
    """A terminal sends it to all of them; the command ends the search, keeps what there is, and then ends them."""
    # Tests that were started in the background have inherited that it is ignored, and so would the processes.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with working_for("local:1") as executor:
        assert executor is not None
        assert executor.submit(signal.getsignal, signal.SIGINT).result(60) == signal.SIG_IGN
    signal.signal(signal.SIGINT, before)
