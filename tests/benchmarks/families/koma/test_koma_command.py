"""The command solves a folder of problems, has them judged, and says what is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.families.koma.document import problem_of
from benchmarks.families.koma.read import Case
from benchmarks.harness.family import peers_of
from benchmarks.harness.record import load
from tests.benchmarks.families.koma.small import JUDGE, group, needs_judge, participant, problem, room

# Both people wish both groups, and there are two slots: each attends both, (2 + 1) / 2 and (1 + 1) / 2.
SMALL = problem(
    [group(1), group(2)], [participant(1, {1: 2, 2: 1}), participant(2, {1: 1, 2: 1})], [room(1)], [[[], []]]
)
OPTIONS = ["--seconds", "10", "--seeds", "1", "--workers", "1"]


pytestmark = pytest.mark.usefixtures("in_process")


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
    assert "small seed 0: optimal, 2.500" in output
    stored = load(folder / "out" / "koma.json")
    (run,) = stored.runs
    assert (run.figures, run.bounds, run.verdict) == ({"value": 2.5}, {"value": 2.5}, None)
    assert stored.problems["small"].facts == {"everybody everywhere": 2.5}
    page = (folder / "out" / "koma.md").read_text(encoding="utf-8")
    assert "| small | 2 | seed 0 | optimal | 2.500* | 2.500 |" in page
    assert "Not judged: there was no judge." in page
    placed = run.solution["scheduled_aks"]
    assert {entry["ak_id"]: sorted(entry["participant_ids"]) for entry in placed} == {1: [1, 2], 2: [1, 2]}


@needs_judge
def test_the_judge_beside_the_data_agrees(folder: Path) -> None:
    assert JUDGE is not None
    (folder / "judge").mkdir()
    shutil.copy(JUDGE, folder / "judge" / "koma_judge.py")
    code, output = ran(folder)
    assert code == 0, output
    assert "small seed 0: optimal, 2.500" in output
    assert "agrees" in output


def test_what_the_judge_says_is_a_value_and_what_is_illegal() -> None:
    case = Case(problem_of(SMALL))
    legal = case.judged({"hard": 0, "violations": {}, "objective": 2.5})
    assert (legal.figures, list(legal.faults)) == ({"value": 2.5}, [])
    illegal = case.judged({"hard": 1, "violations": {"room_clash": 1}, "objective": 2.5})
    assert list(illegal.faults) == ["room_clash: 1"]


def test_an_objection_of_the_judge_ends_with_1_and_is_told(folder: Path) -> None:
    judge = folder / "strict.py"
    judge.write_text('print(\'{"hard": 1, "violations": {"room_clash": 1}, "objective": 2.5}\'); raise SystemExit(1)')
    code, output = ran(folder, "--judge", str(judge))
    assert code == 1
    assert "small seed 0: the judge calls it ILLEGAL.\n    room_clash: 1" in output


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
    assert "small seed 0 found no agenda: infeasible." in output


def test_a_broken_file_is_told_with_its_place_and_without_a_traceback(folder: Path) -> None:
    (folder / "data" / "koma" / "small.json").write_text(json.dumps({**SMALL, "rooms": 3}), encoding="utf-8")
    code, output = ran(folder)
    assert code == 2
    assert "rooms: must be a list" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("more", [["--only", "large"], ["--judge", "nowhere.py"]])
def test_what_is_not_there_is_refused(folder: Path, more: list[str]) -> None:
    code, output = ran(folder, *more)
    assert code == 2
    assert "there is no" in output


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    code, output = ran(tmp_path)
    assert code == 2
    assert "there is no problem there" in output


def test_the_peer_of_the_family_is_known() -> None:
    (planner,) = peers_of("koma")["koma90"]
    assert planner.figures["value"] == pytest.approx(103.4504)
