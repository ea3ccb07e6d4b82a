"""How the command ends of a defect, a signal, or a reader that goes away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

import agenda_solver.solving
from agenda_solver import ScoreMismatch, Status
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.demo import demo_path
from agenda_solver.formats.native import read_agenda, read_conference
from agenda_solver.model.conference import Conference
from agenda_solver.result import Result
from tests.cli.small import COMMAND
from tests.commands import Command
from tests.profiles import some

# --- defects of ours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ScoreMismatch("solved 1, scored 2"), ZeroDivisionError("oops"), MemoryError()])
def test_a_defect_asks_for_a_report_and_shows_no_traceback(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*arguments: object, **options: object) -> Result:
        raise error

    monkeypatch.setattr(agenda_solver.solving, "solve", fail)
    ended = command("solve", file)
    assert ended.code == Exit.INTERNAL
    assert type(error).__name__ in ended.err
    assert "Please report it with the conference file." in ended.err
    assert "Traceback" not in ended.err
    assert command("solve", file, "--json").json["status"] == "internal error"
    monkeypatch.setenv("AGENDA_SOLVER_DEBUG", "1")
    assert "Traceback" in command("solve", file).err


# --- signals --------------------------------------------------------------------------------------------------------


def stopped_by(number: signal.Signals, seen: list[bool]) -> Callable[..., Result]:
    """A solve that is told to stop before it has an agenda."""

    def solve(conference: Conference, *, stop: Event, **options: object) -> Result:
        os.kill(os.getpid(), number)
        seen.append(stop.wait(30))
        return Result(Status.NO_ANSWER, None, None, {0: None}, reason=("Too late.",), interrupted=True)

    return solve


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_set_the_stop_and_without_an_agenda_the_code_says_so(
    command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    seen: list[bool] = []
    # Tests that were started in the background have inherited that Ctrl-C is ignored, which is respected.
    before = signal.default_int_handler
    started_with = signal.signal(number, before)
    monkeypatch.setattr(agenda_solver.solving, "solve", stopped_by(number, seen))
    ended = command("solve", file)
    assert ended.code == Exit.STOPPED
    assert "Stopped by you before there was an agenda." in ended.err
    assert seen == [True]
    assert signal.getsignal(number) is before
    answer = command("solve", file, "--json")
    assert (answer.code, answer.json["interrupted"]) == (Exit.STOPPED, True)
    signal.signal(number, started_with)


def start_the_demo(folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start a long solve, and wait until it has an agenda."""
    process = subprocess.Popen(
        [*COMMAND, "demo", "-o", str(folder), "--time-limit", "600", "--workers", "2", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "best cost" in line:
            break
    return process


def test_a_request_to_terminate_saves_the_best_agenda_so_far(tmp_path: Path) -> None:
    with start_the_demo(tmp_path / "out", "--json") as process:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
    assert process.returncode == Exit.SUCCESS, err
    answer = json.loads(out)
    assert answer["interrupted"] is True
    assert "Stopped by you." in answer["message"]
    agenda = read_agenda(tmp_path / "out" / "agenda.json", read_conference(demo_path()))
    assert len(agenda) > 0
    assert (tmp_path / "out" / "agenda.html").stat().st_size > 0


def test_a_second_signal_ends_at_once() -> None:
    # A shell starts what it runs in the background with SIGINT ignored, and children inherit that.
    code = (
        "import os, signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from agenda_solver.cli.signals import stopping_on_signals\n"
        "with stopping_on_signals() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    assert stop.wait(30)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    stop.wait(30)\n"
        "print('still there')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + signal.SIGINT, "", "")


def test_a_signal_that_was_ignored_stays_so() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from agenda_solver.cli.signals import stopping_on_signals\n"
        "with stopping_on_signals() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print(stop.is_set())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "False\n")


# --- a reader that goes away -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", some([["rules"], ["rules", "--json"], ["schema"], ["rules", "series"]], of=2))
def test_a_reader_that_goes_away_gets_no_traceback(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run([*COMMAND, *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (Exit.READER_GONE, "")
