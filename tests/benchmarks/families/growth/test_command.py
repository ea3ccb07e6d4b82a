"""The command draws, measures, stores and shows; its exit code says whether all was well."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from agenda_solver.errors import InvalidInput
from benchmarks.__main__ import app
from benchmarks.cosplib import isolation
from benchmarks.cosplib.record import FAILED, Run
from benchmarks.growth.campaign import CHILD
from benchmarks.growth.record import Document, Drawn, load, save
from benchmarks.growth.tables import answers_sheet, effort_sheet, exponents_sheet, to_near
from benchmarks.growth.task import Task
from tests.benchmarks.records import ABOUT, run


def made_up(task: Task, _child: object = None) -> Run:
    """Return a run whose times and sizes grow with the square of the sessions."""
    square = task.sessions**2
    size = {"variables": square, "constraints": 2 * square} if task.in_detail else {}
    seconds = {"compile": square / 1_000, "check": 0.1, "total": 3.0} | ({"presolve": 1.0} if task.in_detail else {})
    return run(task.instance, task.seed, sessions=task.sessions, size=size, seconds=seconds, verdict=None)


def growth(tmp_path: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["growth", "--output", str(tmp_path / "out"), *map(str, words)])


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Let every task be solved at once with a made-up answer; return the tasks."""
    tasks: list[Task] = []

    def at_once(task: Task, child: object) -> Run:
        assert child == CHILD
        tasks.append(task)
        return made_up(task)

    monkeypatch.setattr(isolation, "run_apart", at_once)
    return tasks


def test_every_size_is_solved_with_every_seed_and_stored(solved: list[Task], tmp_path: Path) -> None:
    found = growth(tmp_path, "--sizes", "10,20", "--seeds", 2, "--seconds", 7, "--workers", 3, "--drawn", 4)
    assert found.exit_code == 0, found.output
    assert [(task.sessions, task.seed, task.drawn) for task in solved] == [
        (10, 0, 4),
        (10, 1, 4),
        (20, 0, 4),
        (20, 1, 4),
    ]
    assert {(task.seconds, task.workers) for task in solved} == {(7.0, 3)}
    # The model is the same with each seed, so it is counted with the first one.
    assert [task.in_detail for task in solved] == [True, False, True, False]
    document = load(tmp_path / "out" / "growth.json")
    assert [drawn.sessions for drawn in document.conferences] == [10, 20]
    assert document.settings == {"sizes": [10, 20], "drawn": 4, "seconds": 7.0, "workers": 3, "seeds": 2}
    assert len(document.provenance["source"]) == 12
    for title in ("The conferences", "What it takes", "What is found", "With which power of the sessions it grows"):
        assert title in found.output


def test_the_picture_is_drawn(solved: list[Task], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    growth(tmp_path, "--sizes", "10,20", "--seeds", 1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["growth.json", "growth.png", "growth.svg"]


def test_without_matplotlib_there_are_results_but_no_picture(
    solved: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    found = growth(tmp_path, "--sizes", "10", "--seeds", 1)
    assert (found.exit_code, "No pictures: Matplotlib is not installed" in found.output) == (0, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["growth.json"]


@pytest.mark.parametrize("sizes", ["", "0", "50,x", "-2", "1.5"])
def test_sizes_are_whole_numbers(tmp_path: Path, sizes: str) -> None:
    found = growth(tmp_path, f"--sizes={sizes}")
    assert (found.exit_code, "--sizes: must be whole numbers from 1 on" in found.output) == (2, True)


def test_a_size_that_cannot_be_is_told_before_anything_is_measured(
    solved: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda_solver.cpsat.size_limit.MOST_POSITIONS", 50_000)  # 10 need 5,600, 100 more than 100,000
    found = growth(tmp_path, "--sizes", "10,100")
    assert (found.exit_code, "too many together" in found.output) == (2, True)
    assert solved == []


def test_a_run_without_an_agenda_and_one_that_failed_give_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_trouble(task: Task, _child: object) -> Run:
        if task.seed:
            return Run(task.instance, task.seed, failure=["MemoryError"])
        nothing: dict[str, Any] = {"objective": None, "bound": None, "gap": None, "first_legal": None, "curve": []}
        return run(task.instance, status="no answer in time", **nothing)

    monkeypatch.setattr(isolation, "run_apart", in_trouble)
    found = growth(tmp_path, "--sizes", "10", "--seeds", 2)
    assert found.exit_code == 1
    assert "drawn-10-0 seed 0 found no agenda: no answer in time." in found.output
    assert "drawn-10-0 seed 1 failed: MemoryError" in found.output


def test_an_interruption_leaves_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def second_is_interrupted(task: Task, _child: object) -> Run:
        if task.sessions == 20:
            raise KeyboardInterrupt
        return made_up(task)

    monkeypatch.setattr(isolation, "run_apart", second_is_interrupted)
    assert growth(tmp_path, "--sizes", "10,20", "--seeds", 1).exit_code == 130
    assert [run.instance for run in load(tmp_path / "out" / "growth.json").runs] == ["drawn-10-0"]


def test_stored_results_are_shown_without_measuring(tmp_path: Path) -> None:
    path = tmp_path / "growth.json"
    save(measured(), path)
    found = growth(tmp_path, "--table", path, "--markdown")
    assert found.exit_code == 0, found.output
    assert "**What is found**" in found.output
    assert "Measured on 2026-03-09" in found.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "agenda-solver/cosplib-benchmark/1"}'])
def test_what_is_no_measurement_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "growth.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="holds no results of the growth benchmark"):
        load(path)
    assert growth(tmp_path, "--table", path).exit_code == 2


# --- tables ----------------------------------------------------------------------------------------------------------


def measured() -> Document:
    """Return a measurement of 10 and 20 sessions in which everything grows with the square."""
    settings = {"sizes": [10, 20], "drawn": 0, "seconds": 7.0, "workers": 2, "seeds": 2}
    document = Document(dict(ABOUT), settings)
    for sessions in (10, 20):
        name = f"drawn-{sessions}-0"
        document.conferences.append(Drawn(name, sessions, 1, 3, 11, 1, 20, 40))
        document.runs.extend(made_up(Task(sessions, 0, 7.0, 2, seed, in_detail=seed == 0)) for seed in (0, 1))
    return document


def column(sheet: Any, heading: str) -> list[tuple[str, str]]:
    at = sheet.headings.index(heading)
    return [tuple(row[at]) for row in sheet.rows]


def test_the_power_of_the_sessions_is_told() -> None:
    """Twice the sessions take four times as long, so the power is 2; the memory is the same, so its power is 0."""
    sheet = exponents_sheet(measured())
    assert column(sheet, "sessions") == [("10 to 20", "")]
    assert column(sheet, "compile") == column(sheet, "variables") == [("2.0", "")]
    assert column(sheet, "memory") == [("0.0", "")]


def test_what_is_counted_with_one_seed_is_not_missing_with_the_others() -> None:
    assert column(effort_sheet(measured()), "variables") == [("100", ""), ("400", "")]
    assert column(effort_sheet(measured()), "presolve s") == [("1.00", ""), ("1.00", "")]


def test_near_is_near_the_best_known_cost_and_not_the_run_s_own() -> None:
    """The run has 20 after half a second and 10 after 2 s. 20 is within 5 % of 20 and of 19.05, and not of 19."""
    one = run()
    assert to_near(one, 20) == 0.5
    assert to_near(one, 19) == 2.0
    assert to_near(one, 9) is None  # 10 is 11 % more


def test_the_best_known_is_the_best_of_all_runs_or_the_planted_one() -> None:
    document = measured()
    document.runs.append(run("drawn-20-0", 2, objective=4, curve=[[1.0, 4, 0]], status="feasible"))
    assert [document.best_known(drawn) for drawn in document.conferences] == [10, 4]
    sheet = answers_sheet(document)
    assert column(sheet, "best known") == [("10", ""), ("4", "")]
    assert column(sheet, "within 5 % s") == [("2.00", ""), ("1.00", "2 without")]
    document.runs[:] = [Run("drawn-10-0", 0, status=FAILED)]
    assert document.best_known(document.conferences[0]) == 40


# --- for real --------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_process_of_its_own_draws_and_solves() -> None:
    found = isolation.run_apart(Task(12, 0, 60.0, 8, 0, in_detail=True), CHILD)
    assert (found.failure, found.instance, found.sessions) == ([], "drawn-12-0", 12)
    assert found.objective is not None
    assert found.first_legal is not None
    assert {"read", "compile", "presolve", "check", "total"} <= set(found.seconds)
    assert found.memory is not None
    assert found.memory > 10
    assert found.size["variables"] > 0
