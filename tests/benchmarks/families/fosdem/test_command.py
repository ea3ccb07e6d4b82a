"""The command measures, keeps everything that is needed to repeat it, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.families.fosdem.read import FAMILY
from benchmarks.harness.record import Run, load
from tests.benchmarks.families.fosdem.made import GO, RUST, event, schedule, written

pytestmark = pytest.mark.usefixtures("in_process")

NO_FAULTS = dict.fromkeys(("missing", "lengths", "rooms", "speakers", "away"), 0)
Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    def call(*arguments: object) -> Result:
        words = ["fosdem", "--output", tmp_path / "out", "--seeds", 1, "--seconds", 20, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


@pytest.mark.thorough
def test_a_measurement_has_the_answer_the_count_and_the_lost_room(tmp_path: Path, command: Command) -> None:
    (tmp_path / "fosdem").mkdir()
    written(tmp_path / "fosdem")
    done = command("--data", tmp_path)
    assert done.exit_code == 0, done.output
    document = load(tmp_path / "out" / "fosdem.json")
    (run,), (entry,) = document.runs, document.problems.values()
    assert (run.sessions, run.status) == (8, "optimal")
    assert entry.facts == {"devrooms": 3, "faults as published": "speakers in two places: 1"}
    assert run.verdict is not None
    assert (run.verdict.kind, run.verdict.figures) == ("agrees", NO_FAULTS)
    replanned = run.more["replanned"]
    assert (replanned["room"], replanned["talks"], replanned["moved"]) == ("K.1", 5, 5)
    assert run.memory is not None
    assert run.curve[-1][1:] == [run.figures["objective"], run.bounds["objective"]]
    page = (tmp_path / "out" / "fosdem.md").read_text(encoding="utf-8")
    assert "speakers in two places: 1" in page


def test_a_file_that_is_no_schedule_is_told_before_anything_is_measured(tmp_path: Path, command: Command) -> None:
    written(tmp_path, "<schedule>")
    done = command("--data", tmp_path)
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_folder_without_schedules_is_told(tmp_path: Path, command: Command) -> None:
    done = command("--data", tmp_path)
    assert (done.exit_code, "there is no schedule there" in done.output) == (2, True)


def test_a_time_that_cannot_be_read_is_told_before_anything_is_measured(tmp_path: Path, command: Command) -> None:
    written(tmp_path, schedule(RUST + event("9", "12:00", "soon", "Rust", "Whenever")))
    done = command("--data", tmp_path)
    assert (done.exit_code, "made.xml: event 9: its date, start or duration cannot be read" in done.output) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough
def test_without_a_spare_room_the_solve_counts_and_it_is_said_that_nothing_was_lost(
    tmp_path: Path, command: Command
) -> None:
    # A talk without a time is in no devroom, and no fault of anybody either.
    written(tmp_path, schedule(RUST + GO + event("9", "", "00:30", "Go", "Whenever"), spare=""), "any name.xml")
    done = command("--data", tmp_path)
    assert done.exit_code == 0, done.output
    assert "any name.xml: left out, because they have no time: 9" in done.output
    (run,) = load(tmp_path / "out" / "fosdem.json").runs
    assert (run.status, run.sessions) == ("optimal", 8)
    assert run.more == {"nothing_lost": "none is spare on the first day"}


def test_a_lost_room_that_leaves_faults_or_nothing_is_trouble() -> None:
    lost = {"room": "K.1", "status": "no answer in time", "moved": None, "faults": None}
    runs = [
        Run("a", 0),
        Run("b", 0, more={"replanned": lost}),
        Run("c", 0, more={"replanned": {**lost, "moved": 3, "faults": NO_FAULTS}}),
        Run("d", 0, more={"replanned": {**lost, "moved": 3, "faults": {**NO_FAULTS, "speakers": 2}}}),
    ]
    assert [trouble for run in runs for trouble in FAMILY.troubles(run)] == [
        "b seed 0 found no agenda without K.1: no answer in time.",
        "d seed 0 has faults without K.1: speakers in two places: 2.",
    ]
