"""The command measures, keeps everything that is needed to repeat it, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.families.fosdem.command import troubles
from benchmarks.families.fosdem.judging import Faults
from benchmarks.families.fosdem.measuring import Replanned, Run, run_from
from tests.benchmarks.families.fosdem.made import GO, RUST, event, schedule, written

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
    document = json.loads((tmp_path / "out" / "fosdem.json").read_text(encoding="utf-8"))
    assert document["format"] == "agenda-solver/fosdem-benchmark/1"
    assert {"commit", "ortools", "cpu"} <= document["provenance"].keys()
    (run,) = map(run_from, document["runs"])
    assert (run.talks, run.devrooms, run.status) == (8, 3, "optimal")
    assert (run.faults, run.published) == (Faults(), Faults(speakers=1))
    assert run.replanned is not None
    assert (run.replanned.room, run.replanned.talks, run.replanned.moved) == ("K.1", 5, 5)
    assert run.memory is not None
    assert run.curve[-1][1:] == [run.objective, run.bound]
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
    assert "faults: none; no room was lost: none is spare" in done.output
    (run,) = map(run_from, json.loads((tmp_path / "out" / "fosdem.json").read_text(encoding="utf-8"))["runs"])
    assert (run.status, run.talks) == ("optimal", 8)
    assert (run.replanned, run.nothing_lost) == (None, "none is spare on the first day")


def test_failures_faults_and_missing_agendas_are_troubles() -> None:
    lost = Replanned("no answer in time", "K.1", 5, None, None, None, 10.0, None)
    runs = [
        Run("a", 0, failure="killed"),
        Run("b", 0, status="no answer in time"),
        Run("c", 0, status="optimal", faults=Faults(speakers=2)),
        Run("d", 0, status="optimal", faults=Faults()),
        Run("e", 0, status="optimal", faults=Faults(), replanned=lost),
    ]
    assert list(troubles(runs)) == [
        "a seed 0 failed: killed",
        "b seed 0 found no agenda: no answer in time.",
        "c seed 0 has faults: speakers in two places: 2.",
        "e seed 0 found no agenda without K.1: no answer in time.",
    ]
