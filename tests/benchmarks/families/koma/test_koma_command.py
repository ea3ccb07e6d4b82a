"""The command solves a folder of problems, has them judged, and says what is wrong."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.families.koma.judging import judged
from benchmarks.families.koma.record import Peer, Run, read_peers
from benchmarks.families.koma.tables import text_of
from benchmarks.families.measurement import Measurement
from tests.benchmarks.families.koma.small import JUDGE, group, needs_judge, participant, problem, room

# Both people wish both groups, and there are two slots: each attends both, (2 + 1) / 2 and (1 + 1) / 2.
SMALL = problem(
    [group(1), group(2)], [participant(1, {1: 2, 2: 1}), participant(2, {1: 1, 2: 1})], [room(1)], [[[], []]]
)
RUN = Run("small", 0, status="optimal", value=2.5, bound=2.5, most=2.5, seconds=1.0)
OPTIONS = ["--seconds", "10", "--seeds", "1", "--workers", "1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "koma").mkdir(parents=True)
    (tmp_path / "data" / "koma" / "small.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return tmp_path


def ran(folder: Path, *more: str) -> tuple[int, str]:
    found = CliRunner().invoke(
        app, ["koma", "--data", str(folder / "data"), *OPTIONS, "-o", str(folder / "out"), *more]
    )
    return found.exit_code, found.output


def test_without_a_judge_the_results_are_there_and_it_is_said(folder: Path) -> None:
    code, output = ran(folder)
    assert code == 0
    assert "NOT JUDGED" in output
    assert "small seed 0: optimal, 2.5000" in output
    (run,) = json.loads((folder / "out" / "koma.json").read_text(encoding="utf-8"))["runs"]
    assert (run["value"], run["bound"], run["verdict"]) == (2.5, 2.5, "not judged")
    assert "| small | 1 | 2.500 | 2.50 |" in (folder / "out" / "koma.md").read_text(encoding="utf-8")
    placed = json.loads((folder / "out" / "small-0-solution.json").read_text(encoding="utf-8"))["scheduled_aks"]
    assert {entry["ak_id"]: sorted(entry["participant_ids"]) for entry in placed} == {1: [1, 2], 2: [1, 2]}


@needs_judge
def test_the_judge_beside_the_data_agrees(folder: Path) -> None:
    assert JUDGE is not None
    (folder / "judge").mkdir()
    shutil.copy(JUDGE, folder / "judge" / "koma_judge.py")
    code, output = ran(folder)
    assert code == 0, output
    assert "small seed 0: optimal, 2.5000" in output
    assert "agrees" in output


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ('print(\'{"hard": 0, "violations": {}, "objective": 2.5}\')', "agrees"),
        ('print(\'{"hard": 0, "violations": {}, "objective": 2.4}\')', "differs"),
        ('print(\'{"hard": 1, "violations": {"room_clash": 1}, "objective": 2.5}\')', "illegal"),
        ("print('nothing')", "no answer"),
        ("raise SystemExit(2)", "no answer"),
    ],
)
def test_a_judge_may_agree_or_not_and_only_agreement_is_no_trouble(tmp_path: Path, program: str, verdict: str) -> None:
    judge = tmp_path / "judge.py"
    judge.write_text(program, encoding="utf-8")
    run = judged(RUN, judge, tmp_path / "instance.json", tmp_path / "solution.json")
    assert run.verdict == verdict
    assert run.is_trouble == (verdict != "agrees")


def test_an_objection_of_the_judge_ends_with_1_and_is_told(folder: Path) -> None:
    judge = folder / "strict.py"
    judge.write_text('print(\'{"hard": 1, "violations": {"room_clash": 1}, "objective": 2.5}\'); raise SystemExit(1)')
    code, output = ran(folder, "--judge", str(judge))
    assert code == 1
    assert "small seed 0: illegal\n    room_clash: 1" in output


def test_every_file_is_read_before_any_is_measured(folder: Path) -> None:
    never = problem([group(1, time_constraints=["noon"])], [], [room(1)], [[[]]])
    (folder / "data" / "koma" / "zero.json").write_text(json.dumps(never), encoding="utf-8")
    code, output = ran(folder)
    assert code == 2
    assert "zero.json: aks[0].time_constraints: no slot fulfils them all" in output
    assert not (folder / "out").exists()


def test_a_problem_without_an_agenda_is_trouble(folder: Path) -> None:
    crowded = problem([group(1), group(2)], [], [room(1)], [[[]]])
    (folder / "data" / "koma" / "small.json").write_text(json.dumps(crowded), encoding="utf-8")
    code, output = ran(folder)
    assert code == 1
    assert "small seed 0: no agenda" in output


def test_a_broken_file_is_told_with_its_place_and_without_a_traceback(folder: Path) -> None:
    (folder / "data" / "koma" / "small.json").write_text(json.dumps({**SMALL, "rooms": 3}), encoding="utf-8")
    code, output = ran(folder)
    assert code == 2
    assert "rooms: must be a list" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("more", [["--instances", "large"], ["--judge", "nowhere.py"]])
def test_what_is_not_there_is_refused(folder: Path, more: list[str]) -> None:
    code, output = ran(folder, *more)
    assert code == 2
    assert "there is no" in output


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    code, output = ran(tmp_path)
    assert code == 2
    assert "there is no problem there" in output


def test_the_table_has_medians_ranges_and_the_peer() -> None:
    runs = [RUN, replace(RUN, seed=1, value=2.0, bound=None), replace(RUN, seed=2, value=1.0)]
    settings = {"workers": 2, "seconds": 30.0, "seeds": 3}
    text = text_of(Measurement("koma", settings, Path(), runs=runs), {"small": Peer(1.5, 3.0, 300.0)})
    ours, theirs = "2.000 (1.000 to 2.500) | 2.50 (1 without) | 1", "1.500 | 3.00 | 300"
    assert f"| small | 3 | {ours} | {theirs} | 2.50 | not judged |" in text
    assert text.startswith("Measured on ")
    assert "30 s for each solve, 2 workers, 3 seeds." in text


def test_the_peer_of_the_family_is_known() -> None:
    assert read_peers()["koma90"].value == pytest.approx(103.4504)
