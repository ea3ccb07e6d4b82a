"""Solves that can be cut short and continued, from Python and by the command."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from agenda_solver import Agenda, InvalidInput, Progress, ScoreMismatch, Status, score, solve, write_conference
from agenda_solver.checkpoints import Checkpoint, read_checkpoint, solve_with_checkpoint
from agenda_solver.checkpoints.checkpoint_file import digest_of, write_checkpoint
from agenda_solver.checkpoints.lock import locked
from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.rules.base.rule_settings import rules_of
from tests.conferences import three_talks, tug_of_war

PLANTED = {"bread": ("attic", "morning", 0), "cheese": ("hall", "morning", 0), "wine": ("attic", "morning", 1)}


def planted(path: Path, bounds: dict[int, int] | None = None, digest: str | None = None) -> Checkpoint:
    """Write a checkpoint with an agenda that is not the best: two of the three talks lack 40 seats."""
    conference = three_talks()
    agenda = conference.agenda(PLANTED)
    found = Checkpoint(agenda, {0: 80}, bounds or {}, 5.0, 0, digest or digest_of(conference, rules_of(conference)))
    write_checkpoint(found, path)
    return found


def test_a_solve_hands_out_each_better_agenda_in_the_thread_of_the_caller() -> None:
    found: list[tuple[Agenda, dict[int, int]]] = []
    threads = set()

    def take(agenda: Agenda, costs: dict[int, int]) -> None:
        found.append((agenda, costs))
        threads.add(threading.current_thread())

    result = solve(tug_of_war(), workers=1, on_agenda=take)
    told = [costs[0] for _, costs in found]
    assert told == sorted(set(told), reverse=True)  # each costs less than the one before
    assert all(score(agenda.conference, agenda).objective <= costs[0] for agenda, costs in found)
    assert (found[-1][0], told[-1]) == (result.agenda, result.objective)
    assert threads == {threading.current_thread()}


def test_the_checkpoint_at_the_end_is_the_result(tmp_path: Path) -> None:
    result = solve_with_checkpoint(three_talks(), tmp_path / "c.json", workers=1, seed=4)
    read = read_checkpoint(tmp_path / "c.json", three_talks())
    assert (result.status, result.objective) == (Status.OPTIMAL, 40)
    assert (read.agenda, read.costs, read.bounds, read.seed) == (result.agenda, {0: 40}, {0: 40}, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["c.json"]


def test_a_resumed_search_goes_on_from_the_agenda_in_the_file(tmp_path: Path) -> None:
    before = planted(tmp_path / "c.json")
    stop, told = Event(), []
    stop.set()  # there is no time to find anything, only to go on from what is there
    result = solve_with_checkpoint(
        three_talks(), tmp_path / "c.json", resume=True, stop=stop, on_resume=lambda *what: told.append(what)
    )
    assert told == [(before, True)]
    assert (result.agenda, result.objective, result.interrupted) == (before.agenda, 80, True)


def test_a_resumed_search_finds_what_is_better(tmp_path: Path) -> None:
    planted(tmp_path / "c.json")
    result = solve_with_checkpoint(three_talks(), tmp_path / "c.json", resume=True, workers=1)
    assert (result.status, result.objective) == (Status.OPTIMAL, 40)
    assert read_checkpoint(tmp_path / "c.json", three_talks()).costs == {0: 40}


def test_bounds_are_believed_only_where_nothing_has_changed(tmp_path: Path) -> None:
    """The bound of 80 is false, to see whether it is believed: with it the first agenda counts as the best."""
    planted(tmp_path / "same.json", {0: 80})
    planted(tmp_path / "changed.json", {0: 80}, digest="of other rules")
    same = solve_with_checkpoint(three_talks(), tmp_path / "same.json", resume=True, workers=1)
    changed = solve_with_checkpoint(three_talks(), tmp_path / "changed.json", resume=True, workers=1)
    assert (same.status, same.objective, same.bound) == (Status.OPTIMAL, 80, 80)
    assert (changed.status, changed.objective, changed.bound) == (Status.OPTIMAL, 40, 40)


def test_an_agenda_in_the_file_is_scored_before_it_is_relied_on(tmp_path: Path) -> None:
    """Bread and Cheese are both in the hall at nine, which the fingerprint says cannot be."""
    found = planted(tmp_path / "c.json")
    together = three_talks().agenda({**PLANTED, "bread": ("hall", "morning", 0)})
    write_checkpoint(replace(found, agenda=together), tmp_path / "c.json")
    with pytest.raises(ScoreMismatch, match="the agenda in the checkpoint breaks a hard rule"):
        solve_with_checkpoint(three_talks(), tmp_path / "c.json", resume=True)


def test_costs_in_the_file_are_not_relied_on(tmp_path: Path) -> None:
    write_checkpoint(replace(planted(tmp_path / "c.json"), costs={0: 1}), tmp_path / "c.json")
    told: list[Checkpoint] = []
    solve_with_checkpoint(
        three_talks(), tmp_path / "c.json", resume=True, workers=1, on_resume=lambda before, same: told.append(before)
    )
    assert told[0].costs == {0: 80}
    assert read_checkpoint(tmp_path / "c.json", three_talks()).costs == {0: 40}  # better than 80, though not than 1


def test_a_bound_is_not_believed_while_a_level_above_it_is_not_settled(tmp_path: Path) -> None:
    """A bound holds under the best costs of the levels above; the planted agenda is not the best on level 1."""
    severities = {"room_capacity": {"priority": 1, "weight": 1}}
    wish = {"rule": "room_preference", "severity": 1, "tables": [{"session": "bread", "room": "hall", "amount": 3}]}
    rules = [{"rule": r.rule, "severity": severities.get(r.rule, "hard")} for r in three_talks().rules]
    conference = three_talks().replace(rules=(*rules, wish))
    stop = Event()
    stop.set()
    hint = planted(tmp_path / "c.json").agenda
    result = solve(conference, hint=Agenda(conference, hint), known_bounds={1: 10, 0: 0}, stop=stop)
    assert result.scorecard is not None
    assert (result.scorecard.costs, result.bounds) == ({1: 80, 0: 0}, {1: 10, 0: None})


def test_a_file_that_is_there_is_not_overwritten_by_a_new_search(tmp_path: Path) -> None:
    planted(tmp_path / "c.json")
    with pytest.raises(InvalidInput, match="already exists and would be overwritten; resume the search from it"):
        solve_with_checkpoint(three_talks(), tmp_path / "c.json")


def test_resuming_without_a_file_begins_anew(tmp_path: Path) -> None:
    result = solve_with_checkpoint(three_talks(), tmp_path / "c.json", resume=True, workers=1)
    assert result.objective == 40


def test_two_searches_do_not_share_a_file(tmp_path: Path) -> None:
    with locked(tmp_path / "c.json"), pytest.raises(InvalidInput, match="another search is writing its checkpoints"):
        solve_with_checkpoint(three_talks(), tmp_path / "c.json")


def test_a_checkpoint_that_cannot_be_written_does_not_cost_the_result(tmp_path: Path) -> None:
    def break_it(progress: Progress) -> None:
        path.mkdir(exist_ok=True)  # a folder takes the place of the file

    path = tmp_path / "c.json"
    with pytest.warns(RuntimeWarning, match="The last checkpoint could not be written: .*c.json: cannot be written"):
        result = solve_with_checkpoint(three_talks(), path, workers=1, on_progress=break_it)
    assert result.objective == 40


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_conference(three_talks(), tmp_path / "three.json")
    return tmp_path / "three.json"


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


def test_the_command_says_from_where_it_goes_on(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted(Path("c.json"), {0: 10})
    code, out, err = call(capsys, "solve", file, "--checkpoint", "c.json", "--resume", "--workers", 1)
    assert code == Exit.SUCCESS
    assert "Resumed after 5 s of search, with 3 of 3 sessions placed at a cost of 80. (from c.json)" in err
    assert "Optimal: no agenda costs less than 40." in out
    assert json.loads(Path("c.json").read_text("utf-8"))["costs"] == {"0": 40}


def test_the_command_says_that_something_has_changed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted(Path("c.json"), digest="of other rules")
    _, _, err = call(capsys, "solve", file, "--checkpoint", "c.json", "--resume", "--workers", 1)
    assert "something has changed since, so its cost and its bounds are not used." in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--resume"], "it needs the --checkpoint to continue from"),
        (["--checkpoint", "c.json"], "c.json: already exists and would be overwritten; resume the search from it"),
        (["--checkpoint", "three.json", "--resume"], 'three.json: format: must be "agenda-solver/checkpoint/1"'),
        (["--checkpoint", "a.json", "-o", "a.json"], "a.json: is also an input and would be overwritten"),
    ],
)
def test_the_command_refuses_what_makes_no_sense(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    planted(Path("c.json"))
    code, out, err = call(capsys, "solve", file, *arguments)
    assert (code, out) == (Exit.INVALID, "")
    assert message in " ".join(err.split())


def test_a_checkpoint_in_a_folder_that_is_missing_cannot_be_written(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(capsys, "solve", file, "--checkpoint", "nowhere/a.json")
    assert (code, out) == (Exit.NOT_WRITTEN, "")
    assert "nowhere/a.json cannot be written: there is no folder nowhere. Nothing was done." in err


KILLED = """
import os, signal, sys
from agenda_solver.checkpoints import keeper as keeping
from agenda_solver.cli.app import run

write = keeping.write_checkpoint

def write_and_die(checkpoint, path):
    write(checkpoint, path)
    os.kill(os.getpid(), signal.SIGKILL)

keeping.write_checkpoint = write_and_die
run(["solve", sys.argv[1], "--checkpoint", "c.json", "--quiet"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_command_can_be_resumed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    killed: Any = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    assert killed.returncode == -9
    found = read_checkpoint("c.json", three_talks())
    assert score(three_talks(), found.agenda).costs == found.costs
    code, _, err = call(capsys, "solve", file, "--checkpoint", "c.json", "--resume", "--workers", 1)
    assert code == Exit.SUCCESS
    assert "Resumed after" in err
