"""The command draws, measures, stores and shows; its exit code says whether all was well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.families.growth.read import FAMILY
from benchmarks.harness import isolate
from benchmarks.harness.isolate import Task
from benchmarks.harness.record import Document, Entry, Plan, Run, load
from benchmarks.harness.scaling import exponents
from benchmarks.harness.sheets import answers, plans_of, times
from tests.benchmarks.records import document, run


def made_up(task: Task) -> Run:
    """Return a run whose times and sizes grow with the square of the sessions."""
    sessions = task.item["given"]["sessions"]
    square = sessions**2
    size = {"variables": square, "constraints": 2 * square} if task.in_detail else {}
    seconds = {"compile": square / 1_000, "check": 0.1, "total": 3.0} | ({"presolve": 1.0} if task.in_detail else {})
    return run(task.instance, task.seed, sessions=sessions, size=size, seconds=seconds, verdict=None)


def growth(tmp_path: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["growth", "--output", str(tmp_path / "out"), *map(str, words)])


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Let every task be solved at once with a made-up answer; return the tasks."""
    tasks: list[Task] = []

    def at_once(task: Task) -> Run:
        tasks.append(task)
        return made_up(task)

    monkeypatch.setattr(isolate, "run_apart", at_once)
    return tasks


def test_every_size_is_solved_with_every_seed_and_stored(solved: list[Task], tmp_path: Path) -> None:
    found = growth(tmp_path, "--sizes", "10,20", "--seeds", 2, "--seconds", 7, "--workers", 3, "--drawn", 4)
    assert found.exit_code == 0, found.output
    asked = [(task.item["given"]["sessions"], task.seed, task.item["given"]["drawn"]) for task in solved]
    assert asked == [(10, 0, 4), (10, 1, 4), (20, 0, 4), (20, 1, 4)]
    # The model is the same with each seed, so it is counted with the first one.
    assert [task.in_detail for task in solved] == [True, False, True, False]
    stored = load(tmp_path / "out" / "growth.json")
    assert [entry.sessions for entry in stored.problems.values()] == [10, 20]
    assert stored.settings == {"sizes": "10,20", "drawn": 4, "seconds": 7.0, "workers": 3, "seeds": 2}
    for title in ("The problems", "Where the time goes", "What was found", "With which power of the sessions it grows"):
        assert title in found.output


def test_the_picture_is_drawn(solved: list[Task], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    growth(tmp_path, "--sizes", "10,20", "--seeds", 1)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["growth.json", "growth.md", "growth.png", "growth.svg"]


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


# --- tables ----------------------------------------------------------------------------------------------------------


def measured() -> Document:
    """Return a measurement of 10 and 20 sessions in which everything grows with the square."""
    runs, entries = [], {}
    for sessions in (10, 20):
        name = f"drawn-{sessions}-0"
        entries[name] = Entry(name, sessions, {"rooms": 3}, [Plan("planted", {"objective": 40})])
        item = {"name": name, "given": {"sessions": sessions, "drawn": 0}}
        runs += [made_up(Task("growth", item, 7.0, 2, seed, in_detail=seed == 0)) for seed in (0, 1)]
    return document(*runs, family="growth", entries=entries)


def column(sheet: Any, heading: str) -> list[tuple[str, str]]:
    at = sheet.headings.index(heading)
    return [tuple(row[at]) for row in sheet.rows]


def test_the_power_of_the_sessions_is_told() -> None:
    """Twice the sessions take four times as long, so the power is 2; the memory is the same, so its power is 0."""
    sheet = exponents(measured())
    assert column(sheet, "sessions") == [("10 to 20", "")]
    assert column(sheet, "compile") == column(sheet, "variables") == [("2.0", "")]
    assert column(sheet, "memory") == [("0.0", "")]


def test_the_planted_agenda_is_a_plan_to_be_compared_with() -> None:
    sheet = answers(FAMILY, measured(), {})
    assert column(sheet, "best of others") == [("40", "planted")] * 2
    assert column(sheet, "beside") == [("better", "")] * 2


def test_the_best_known_is_the_best_of_all_runs_or_the_planted_one() -> None:
    """Both runs of 20 sessions end with 10, which is not near the 4 that one more finds after a second."""
    found = measured()
    found.runs.append(run("drawn-20-0", 2, objective=4, curve=[[1.0, 4, 0]]))
    assert column(times(FAMILY, found, {}), "near the best known s") == [("2.00", ""), ("1.00", "2 without")]
    assert [plan.by for plan in plans_of(found, {}, "drawn-10-0")] == ["planted"]


# --- for real --------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_process_of_its_own_draws_and_solves() -> None:
    item = {"name": "drawn-12-0", "given": {"sessions": 12, "drawn": 0}}
    found = isolate.run_apart(Task("growth", item, 20.0, 2, 0, in_detail=True))
    assert (found.failure, found.sessions) == ([], 12)
    assert found.figures["objective"] is not None
    assert found.size["variables"] > 0
    assert {"read", "compile", "presolve", "check", "total"} <= set(found.seconds)
