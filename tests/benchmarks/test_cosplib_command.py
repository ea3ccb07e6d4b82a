"""The command measures, judges and goes on after failures; its exit code says whether all was well."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.cosplib import isolation, pictures
from benchmarks.cosplib.library import find_judge, find_library
from benchmarks.cosplib.record import Run, load, save
from benchmarks.cosplib.task import Task
from tests.benchmarks.records import document, run
from tests.formats.cosplib_small import DATA, INSTANCES, needs_judge
from tests.formats.cosplib_small import save as save_workbook

Command = Callable[..., Result]
HONEST = '{"objective": 10, "legal": true, "failures": [], "terms": {}}'


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder of data as people keep it, with two small instances and files that are none."""
    folder = tmp_path / "data" / "cosplib" / "instances"
    folder.mkdir(parents=True)
    save_workbook(folder / "Beta.xlsx")
    shutil.copy(folder / "Beta.xlsx", folder / "alpha.xlsx")
    (folder / "notes.xlsx").write_text("no workbook", encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def command(library: Path, tmp_path: Path) -> Command:
    """Run the command with the small instances, and results in a folder of their own."""

    def call(*arguments: object) -> Result:
        words = ["cosplib", "--data", library, "--output", tmp_path / "out", "--seeds", 1, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Let every task be solved at once with a made-up answer, and pictures stay undrawn; return the tasks."""
    tasks: list[Task] = []

    def at_once(task: Task) -> Run:
        tasks.append(task)
        return run(task.instance, task.seed, verdict=None, costs={"track_rooms": 10, "track_order": 0})

    monkeypatch.setattr(isolation, "run_apart", at_once)
    monkeypatch.setattr(pictures, "save_figure", lambda figure, stem: [])
    return tasks


def judge_that(tmp_path: Path, *, says: str = "", code: int = 0) -> Path:
    """Write a judge that says the same of everything."""
    path = tmp_path / "judge.py"
    path.write_text(f"import sys\nprint({says!r})\nsys.exit({code})\n", encoding="utf-8")
    return path


def results(tmp_path: Path) -> Any:
    return load(tmp_path / "out" / "cosplib.json")


# --- what is measured ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "cosplib", "cosplib/instances"])
def test_the_instances_are_found_in_any_of_the_folders_by_what_the_files_hold(library: Path, place: str) -> None:
    assert list(find_library(library / place).instances) == ["alpha", "Beta"]


def test_the_judge_is_found_beside_the_data(library: Path) -> None:
    assert find_judge(find_library(library)) is None
    judge = library.parent / "judge" / "cosplib_judge.py"
    judge.parent.mkdir()
    judge.touch()
    for place in ("", "cosplib", "cosplib/instances"):
        assert find_judge(find_library(library / place)) == judge


def test_every_instance_is_solved_with_every_seed(command: Command, solved: list[Task], tmp_path: Path) -> None:
    judge = judge_that(tmp_path, says=HONEST)
    found = command("--seeds", 2, "--seconds", 7, "--workers", 3, "--judge", judge)
    assert found.exit_code == 0, found.output
    assert [(task.instance, task.seed) for task in solved] == [("alpha", 0), ("alpha", 1), ("Beta", 0), ("Beta", 1)]
    assert {(task.seconds, task.workers) for task in solved} == {(7.0, 3)}
    assert results(tmp_path).settings["seeds"] == 2
    assert [run.verdict.kind for run in results(tmp_path).runs] == ["agrees"] * 4


def test_some_instances_can_be_chosen_by_name_or_as_the_smallest(command: Command, solved: list[Task]) -> None:
    command("--instances", "Beta")
    command("--smallest", 1)
    assert [task.instance for task in solved] == ["Beta", "Beta"]  # both files are of one size; capitals come first


def test_an_unknown_instance_is_one_clear_message(command: Command, solved: list[Task]) -> None:
    found = command("--instances", "Beta,alpah")
    assert found.exit_code == 2
    assert found.output == '--instances: there is no instance "alpah" (did you mean "alpha"?); there are alpha, Beta\n'
    assert solved == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--data", "nowhere"), "there is no workbook of a CoSPLib instance"),
        (("--instances", " , "), "--instances: names no instance"),
        (("--judge", "nobody.py"), "there is no file nobody.py"),
        (("--table", "nothing.json"), "cannot be read"),
        (("--compare", "nothing.json", "nothing.json"), "cannot be read"),
    ],
)
def test_what_is_not_there_is_told(command: Command, arguments: tuple[str, ...], message: str) -> None:
    found = command(*arguments)
    assert (found.exit_code, message in found.output) == (2, True)


# --- the judge -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "code", "kind"),
    [
        ('{"objective": 11, "legal": true}', 0, "differs"),
        ('{"objective": 10, "legal": true, "terms": {"num_rooms_per_track": {"cost": 9}}}', 0, "differs"),
        ('{"objective": 10, "legal": false, "failures": ["s1: 0 slots, needs 1"]}', 1, "illegal"),
        ("no JSON", 0, "no answer"),
        (HONEST, 2, "no answer"),
    ],
)
def test_a_judge_who_objects_or_is_silent_gives_exit_code_1(
    command: Command, solved: list[Task], tmp_path: Path, says: str, code: int, kind: str
) -> None:
    found = command("--judge", judge_that(tmp_path, says=says, code=code))
    assert found.exit_code == 1
    assert len(solved) == 2
    assert [run.verdict.kind for run in results(tmp_path).runs] == [kind, kind]
    assert f"1 {kind}" in found.output
    assert "s1: 0 slots, needs 1" in found.output or kind != "illegal"


def test_without_a_judge_the_output_says_so(command: Command, solved: list[Task], tmp_path: Path) -> None:
    found = command()
    assert (found.exit_code, len(solved)) == (0, 2)
    assert "NOT JUDGED" in found.output
    assert "not judged" in found.output
    assert results(tmp_path).settings["judged"] is False


# --- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("import sys; sys.exit('no more memory')", "the process ended with code 1"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the process was killed by signal 9"),
        ("pass", "the process ended without an answer"),
    ],
)
def test_a_process_that_fails_is_recorded_and_the_others_go_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, last: str
) -> None:
    monkeypatch.setattr(isolation, "CHILD", (sys.executable, "-c", code))
    found = command()
    assert found.exit_code == 1
    assert [run.status for run in results(tmp_path).runs] == ["failed", "failed"]
    assert results(tmp_path).runs[0].failure[-1] == last
    assert last in found.output
    assert "no more memory" in found.output or "memory" not in code


def test_a_run_without_an_agenda_gives_exit_code_1(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = {"status": "no answer in time", "objective": None, "gap": None, "curve": [[1.0, None, 3]]}
    monkeypatch.setattr(isolation, "run_apart", lambda task: run(task.instance, **nothing))
    found = command("--judge", judge_that(tmp_path))
    assert (found.exit_code, "alpha seed 0 found no agenda: no answer in time." in found.output) == (1, True)


def test_an_interruption_leaves_what_there_is(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second_is_interrupted(task: Task) -> Run:
        if task.instance == "Beta":
            raise KeyboardInterrupt
        return run(task.instance)

    monkeypatch.setattr(isolation, "run_apart", second_is_interrupted)
    found = command()
    assert found.exit_code == 130
    assert results(tmp_path).instances == ["alpha"]
    assert "What was found" in found.output
    assert "only 1 of 2 runs are there" in found.output


# --- more questions --------------------------------------------------------------------------------------------------


def test_each_rule_that_costs_something_is_solved_alone(command: Command, solved: list[Task], tmp_path: Path) -> None:
    found = command("--instances", "Beta", "--terms", 3)
    assert found.exit_code == 0, found.output
    assert [(task.only, task.seconds) for task in solved] == [(None, 120.0), ("track_rooms", 3.0)]
    # The made-up answer proves 5 of 10; the rule without a cost has nothing to be proven.
    terms = {term.rule: (term.cost, term.bound, term.status) for term in results(tmp_path).terms}
    assert terms == {"track_rooms": (10, 5, "feasible"), "track_order": (0, 0, "free")}
    assert "The gap by term" in found.output


def test_the_profile_is_shown_when_it_is_asked_for(command: Command, solved: list[Task]) -> None:
    assert "Where the time goes" in command("--profile", "--instances", "Beta").output
    assert "Where the time goes" not in command("--instances", "Beta").output
    assert [task.in_detail for task in solved] == [True, False]


def test_without_matplotlib_there_are_results_but_no_pictures(
    command: Command, solved: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    found = command("--instances", "Beta")
    assert (found.exit_code, len(solved)) == (0, 1)
    assert "No pictures: Matplotlib is not installed" in found.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["cosplib.json"]


def test_stored_results_are_shown_and_compared_without_measuring(command: Command, tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    save(document(run(), run(seed=1)), before)
    save(document(run(objective=7), run(seed=1, objective=8), workers=8), after)
    table = command("--table", before, "--markdown")
    assert table.exit_code == 0
    assert "| one | feasible | 10 | 5 |" in table.output
    assert "Measured on 2026-03-09" in table.output
    compared = command("--compare", before, after)
    assert compared.exit_code == 0
    assert "better" in compared.output
    assert "Warning: workers differs: 2 before, 8 after." in compared.output


def test_growth_is_measured_for_each_number_of_copies(library: Path, solved: list[Task], tmp_path: Path) -> None:
    words = ["cosplib-growth", "--data", library, "--instance", "Beta", "--times", "1,3", "--output", tmp_path / "out"]
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    assert [(task.times, task.in_detail, task.solution) for task in solved] == [(1, True, None), (3, True, None)]
    stored = json.loads((tmp_path / "out" / "cosplib-growth.json").read_text(encoding="utf-8"))
    assert [run["instance"] for run in stored["runs"]] == ["Beta", "Beta"]
    assert "How Beta grows" in found.output


def test_growth_is_of_one_instance(library: Path) -> None:
    words = ["cosplib-growth", "--data", str(library), "--instance", "alpha,Beta"]
    found = CliRunner().invoke(app, words)
    assert (found.exit_code, '--instance: there is no instance "alpha,Beta"' in found.output) == (2, True)


@pytest.mark.parametrize("times", ["", "0", "1,x", "-2", "1.5"])
def test_copies_are_whole_numbers(library: Path, times: str) -> None:
    words = ["cosplib-growth", "--data", str(library), "--instance", "Beta", "--times", times]
    found = CliRunner().invoke(app, words)
    assert (found.exit_code, "must be whole numbers from 1 on" in found.output) == (2, True)


# --- for real --------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_process_of_its_own_solves_writes_and_tells_its_memory(library: Path, tmp_path: Path) -> None:
    workbook, solution = library / "cosplib" / "instances" / "Beta.xlsx", tmp_path / "solution.xlsx"
    task = Task(str(workbook), 60.0, 8, 0, in_detail=True, solution=str(solution))
    found = isolation.run_apart(task)
    assert (found.failure, found.status) == ([], "optimal")
    assert found.objective == found.bound == sum(found.costs.values())
    assert found.gap == 0.0
    assert None not in (found.first_legal, found.to_best, found.to_near, found.to_proof)
    assert {"read", "compile", "presolve", "check", "write", "total"} <= set(found.seconds)
    assert found.memory is not None
    assert found.memory > 10
    assert found.size["variables"] > 0
    assert solution.is_file()


@needs_judge
@pytest.mark.data
@pytest.mark.thorough
def test_the_smallest_real_instance_is_judged_as_it_is_scored(tmp_path: Path) -> None:
    assert DATA is not None
    words = ["cosplib", "--data", DATA, "--smallest", 1, "--seconds", 60, "--seeds", 1, "--workers", 8]
    found = CliRunner().invoke(app, [str(word) for word in (*words, "--output", tmp_path / "out")])
    assert found.exit_code == 0, found.output
    measured = load(tmp_path / "out" / "cosplib.json").runs
    assert [(one.status, one.verdict and one.verdict.kind) for one in measured] == [("optimal", "agrees")]
    smallest = min(INSTANCES, key=lambda path: path.stat().st_size)
    assert measured[0].instance == smallest.stem
    assert str(smallest.parent) not in (tmp_path / "out" / "cosplib.json").read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["out"]  # noqa: PTH208 - nothing is left beside the results
