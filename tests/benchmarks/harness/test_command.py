"""The command measures, judges and goes on after failures; its exit code says whether all was well."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.harness import isolate, picture
from benchmarks.harness.isolate import Task
from benchmarks.harness.record import Run, Verdict, load, save
from tests.benchmarks.records import document, run
from tests.formats.cosplib_small import DATA, INSTANCES, needs_judge
from tests.formats.cosplib_small import save as save_workbook

Command = Callable[..., Result]
HONEST = '{"objective": 10, "legal": true, "failures": [], "terms": {}}'
AGREED = {"objective": 10}


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

    monkeypatch.setattr(isolate, "run_apart", at_once)
    monkeypatch.setattr(picture, "save_figure", lambda figure, stem: [])
    return tasks


def results(tmp_path: Path) -> Any:
    return load(tmp_path / "out" / "cosplib.json")


# --- what is measured ------------------------------------------------------------------------------------------------


def test_every_instance_is_solved_with_every_seed(command: Command, solved: list[Task], tmp_path: Path) -> None:
    judge = tmp_path / "judge.py"
    judge.touch()
    found = command("--seeds", 2, "--seconds", 7, "--workers", 3, "--judge", judge, "--memory", 500)
    assert found.exit_code == 0, found.output
    assert [(task.instance, task.seed) for task in solved] == [("alpha", 0), ("alpha", 1), ("Beta", 0), ("Beta", 1)]
    assert {(task.seconds, task.workers, task.judge, task.memory) for task in solved} == {(7.0, 3, str(judge), 500)}
    stored = results(tmp_path)
    assert stored.settings == {"seconds": 7.0, "workers": 3, "seeds": 2, "judged": True, "memory": 500}
    assert list(stored.problems) == ["alpha", "Beta"]
    assert len(stored.files["Beta.xlsx"]) == 64
    assert {"date", "package", "ortools", "commit", "cores", "load"} <= stored.provenance.keys()
    page = (tmp_path / "out" / "cosplib.md").read_text(encoding="utf-8")
    assert page.startswith("Measured on ")
    assert "**What was found**" in page


def test_some_instances_can_be_chosen_by_name_or_as_the_smallest(command: Command, solved: list[Task]) -> None:
    command("--only", "Beta")
    command("--smallest", 1)
    assert [task.instance for task in solved] == ["Beta", "alpha"]  # both files are of one size


def test_an_unknown_instance_is_one_clear_message(command: Command, solved: list[Task]) -> None:
    found = command("--only", "Beta,alpah")
    assert found.exit_code == 2
    told = 'there is no instance with "alpah" in its name (did you mean "alpha"?); there are alpha, Beta'
    assert found.output == f"--only: {told}\n"
    assert solved == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--data", "nowhere"), "there is no instance there"),
        (("--only", " , "), "--only: names no instance"),
        (("--judge", "nobody.py"), "there is no file nobody.py"),
    ],
)
def test_what_is_not_there_is_told(command: Command, arguments: tuple[str, ...], message: str) -> None:
    found = command(*arguments)
    assert (found.exit_code, message in found.output) == (2, True)


@pytest.mark.parametrize("words", [["table", "nothing.json"], ["compare", "nothing.json", "nothing.json"]])
def test_results_that_are_not_there_are_told(words: list[str]) -> None:
    found = CliRunner().invoke(app, words)
    assert (found.exit_code, "cannot be read" in found.output) == (2, True)


def test_a_folder_that_cannot_be_made_is_named_before_anything_is_measured(
    command: Command, solved: list[Task], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    found = command()
    assert (found.exit_code, "out cannot be made" in found.output, solved) == (2, True, [])


# --- the judge -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["differs", "illegal", "no answer"])
def test_a_judge_who_objects_or_is_silent_gives_exit_code_1(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    verdict = Verdict(kind, None, ["s1: 0 slots, needs 1"])
    monkeypatch.setattr(isolate, "run_apart", lambda task: run(task.instance, task.seed, verdict=verdict))
    found = command()
    assert found.exit_code == 1
    assert [run.verdict.kind for run in results(tmp_path).runs] == [kind, kind]
    assert f"1 {kind}" in found.output
    assert "s1: 0 slots, needs 1" in found.output


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
    monkeypatch.setattr(isolate, "CHILD", (sys.executable, "-c", code))
    found = command()
    assert found.exit_code == 1
    assert [run.status for run in results(tmp_path).runs] == ["failed", "failed"]
    assert results(tmp_path).runs[0].failure[-1] == last
    assert last in found.output
    assert "no more memory" in found.output or "memory" not in code


def test_a_run_without_an_agenda_gives_exit_code_1(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, Any] = {"status": "no answer in time", "objective": None, "curve": [[1.0, None, 3]]}
    monkeypatch.setattr(isolate, "run_apart", lambda task: run(task.instance, **nothing))
    found = command()
    assert (found.exit_code, "alpha seed 0 found no agenda: no answer in time." in found.output) == (1, True)


def test_an_interruption_leaves_what_there_is(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second_is_interrupted(task: Task) -> Run:
        if task.instance == "Beta":
            raise KeyboardInterrupt
        return run(task.instance)

    monkeypatch.setattr(isolate, "run_apart", second_is_interrupted)
    found = command()
    assert found.exit_code == 130
    assert results(tmp_path).instances == ["alpha"]
    assert "What was found" in found.output
    assert "only 1 of 2 runs are there" in found.output


# --- more questions --------------------------------------------------------------------------------------------------


def test_each_rule_that_costs_something_is_solved_alone(command: Command, solved: list[Task], tmp_path: Path) -> None:
    found = command("--only", "Beta", "--terms", 3)
    assert found.exit_code == 0, found.output
    assert [(task.only, task.seconds) for task in solved] == [(None, 120.0), ("track_rooms", 3.0)]
    # The made-up answer proves 5 of 10; the rule without a cost has nothing to be proven.
    terms = {term.rule: (term.cost, term.bound, term.status) for term in results(tmp_path).terms}
    assert terms == {"track_rooms": (10, 5, "feasible"), "track_order": (0, 0, "free")}
    assert "The gap by term" in found.output


def test_the_model_is_looked_at_when_it_is_asked_for(command: Command, solved: list[Task]) -> None:
    command("--profile", "--only", "Beta", "--seeds", 2)
    command("--only", "Beta")
    # The model is the same with each seed, so it is counted with the first one.
    assert [task.in_detail for task in solved] == [True, False, False]


def test_without_matplotlib_there_are_results_but_no_pictures(
    command: Command, solved: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    found = command("--only", "Beta")
    assert (found.exit_code, len(solved)) == (0, 1)
    assert "No pictures: Matplotlib is not installed" in found.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cosplib.json", "cosplib.md"]


def test_stored_results_are_shown_and_compared_without_measuring(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    save(document(run(), run(seed=1)), before)
    save(document(run(objective=7), run(seed=1, objective=8), workers=8), after)
    table = CliRunner().invoke(app, ["table", str(before), "--markdown"])
    assert table.exit_code == 0
    assert "| one | 7 | 2 seeds | feasible | 10 | 5 |" in table.output
    assert "Measured on 2026-03-09" in table.output
    compared = CliRunner().invoke(app, ["compare", str(before), str(after)])
    assert compared.exit_code == 0
    assert "better" in compared.output
    assert "Warning: workers differs: 2 before, 8 after." in compared.output


def test_copies_are_measured_one_number_after_the_other(library: Path, solved: list[Task], tmp_path: Path) -> None:
    words = ["cosplib-growth", "--data", library, "--only", "Beta", "--times", "1,3", "--seeds", "1"]
    found = CliRunner().invoke(app, [str(word) for word in (*words, "--output", tmp_path / "out")])
    assert found.exit_code == 0, found.output
    assert [(task.instance, task.item["given"], task.in_detail) for task in solved] == [
        ("Beta x 1", {"copies": 1}, True),
        ("Beta x 3", {"copies": 3}, True),
    ]
    stored = load(tmp_path / "out" / "cosplib-growth.json")
    assert stored.problems["Beta x 3"].sessions == 3 * (stored.problems["Beta x 1"].sessions or 0) > 0
    assert "With which power of the sessions it grows" in found.output


@pytest.mark.parametrize("times", ["", "0", "1,x", "-2", "1.5"])
def test_copies_are_whole_numbers(library: Path, times: str) -> None:
    words = ["cosplib-growth", "--data", str(library), "--only", "Beta", f"--times={times}"]
    found = CliRunner().invoke(app, words)
    assert (found.exit_code, "must be whole numbers from 1 on" in found.output) == (2, True)


# --- for real --------------------------------------------------------------------------------------------------------


def task_for(library: Path, **more: Any) -> Task:
    workbook = library / "cosplib" / "instances" / "Beta.xlsx"
    return Task("cosplib", {"name": "Beta", "path": str(workbook), "given": {}}, 60.0, 2, 0, **more)


@pytest.mark.thorough
def test_a_process_of_its_own_solves_has_judged_and_tells_its_memory(library: Path, tmp_path: Path) -> None:
    judge = tmp_path / "judge.py"
    judge.write_text(f"import sys; assert sys.argv[2].endswith('.xlsx'); print({HONEST!r})", encoding="utf-8")
    found = isolate.run_apart(task_for(library, in_detail=True, judge=str(judge)))
    assert (found.failure, found.status) == ([], "optimal")
    assert found.figures["objective"] == found.bounds["objective"] == sum(found.costs.values())
    assert None not in (found.first_legal, found.to_best, found.to_near, found.to_proof)
    assert {"read", "compile", "presolve", "check", "total"} <= set(found.seconds)
    assert found.memory is not None
    assert found.memory > 10
    assert found.size["variables"] > 0
    assert found.verdict is not None
    assert (found.verdict.kind, found.verdict.figures) == ("differs", AGREED)


@pytest.mark.thorough
def test_a_process_that_needs_more_memory_than_it_may_use_fails_and_says_so(library: Path) -> None:
    found = isolate.run_apart(task_for(library, memory=200))
    assert found.status == "failed"
    assert found.failure


@needs_judge
@pytest.mark.data
@pytest.mark.thorough
def test_the_smallest_real_instance_is_judged_as_it_is_scored(tmp_path: Path) -> None:
    assert DATA is not None
    words = ["cosplib", "--data", DATA, "--smallest", 1, "--seconds", 60, "--seeds", 1, "--workers", 8]
    found = CliRunner().invoke(app, [str(word) for word in (*words, "--output", tmp_path / "out")])
    assert found.exit_code == 0, found.output
    measured = results(tmp_path).runs
    assert [(one.status, one.verdict and one.verdict.kind) for one in measured] == [("optimal", "agrees")]
    smallest = min(INSTANCES, key=lambda path: path.stat().st_size)
    assert measured[0].instance == smallest.stem
    assert measured[0].verdict is not None
    assert measured[0].verdict.figures == measured[0].figures
    assert str(smallest.parent) not in (tmp_path / "out" / "cosplib.json").read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["out"]  # noqa: PTH208 - nothing is left beside the results
