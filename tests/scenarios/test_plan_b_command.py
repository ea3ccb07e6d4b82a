"""``plan-b`` on the command line: with processes of this machine, and when somebody stops it half-way."""

from __future__ import annotations

import importlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import write_agenda, write_conference
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.replanning.replan import Replan, replan
from tests.commands import Command
from tests.scenarios.test_plan_b import agenda, camp

# Dask leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# The package has the function of that name.
module = importlib.import_module("agenda_solver.scenarios.plan_b")

# By the argument of test_plan_b: what loses its room has to move, a session whose person does not come stays.
ANSWERS = ["1 move", "1 move", "1 move", "nothing moves", "1 move", "1 move"]
PLAN = ["plan-b", "camp.json", "agenda.json", "--workers", 1]


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    write_conference(camp(), tmp_path / "camp.json")
    write_agenda(agenda(), tmp_path / "agenda.json")


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """Return a signal that is not ignored: tests that were started in the background have inherited that it is."""
    before = signal.signal(request.param, signal.default_int_handler)
    yield request.param
    signal.signal(request.param, before)


def stopping_after(solved: int, number: signal.Signals) -> Any:
    """Return a search that somebody stops as soon as it has answered so many times, or while it first works."""
    answered: list[Replan] = []

    def search(*arguments: Any, stop: Any, **options: Any) -> Replan:
        if len(answered) == solved:
            os.kill(os.getpid(), number)
            assert stop.wait(30)
        answered.append(replan(*arguments, stop=stop, **options))
        if len(answered) == solved:
            os.kill(os.getpid(), number)
            assert stop.wait(30)
        return answered[-1]

    return search


def test_processes_of_this_machine_work_on_a_plan_b(command: Command) -> None:
    done = command(*PLAN, "--cluster", "local:2", "--json", "-o", "plan.json")
    assert done.code == Exit.SUCCESS
    assert [each["answer"] for each in done.json["plans"]] == ANSWERS
    assert all(each["minimal"] for each in done.json["plans"])
    assert json.loads(Path("plan.json").read_text(encoding="utf-8"))["plans"] == done.json["plans"]


def test_what_was_found_before_it_is_stopped_is_told_and_saved(
    command: Command, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(module, "replan", stopping_after(2, number))
    done = command(*PLAN, "--json", "-o", "plan.json")
    assert done.code == Exit.SUCCESS
    # Where nothing has to move no search is needed: that is answered first.
    found = [*ANSWERS[:2], "not tried", "nothing moves", "not tried", "not tried"]
    assert [each["answer"] for each in done.json["plans"]] == found
    assert json.loads(Path("plan.json").read_text(encoding="utf-8"))["plans"] == done.json["plans"]
    assert done.json["files"] == ["plan.json"]


def test_stopped_before_the_first_answer_it_says_so_and_leaves_an_earlier_plan_alone(
    command: Command, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    Path("plan.html").write_text("of earlier", encoding="utf-8")
    monkeypatch.setattr(module, "replan", stopping_after(0, number))
    done = command(*PLAN, "--room", "hall", "--room", "den", "-o", "plan.html")
    assert done.code == Exit.STOPPED
    assert "If Hall is lost on Monday, 1 June 2026: nothing found in time." in done.out
    assert "Den is lost on Monday, 1 June 2026" in done.out.split("not tried in time: ")[1]
    assert "Saved" not in done.out
    assert Path("plan.html").read_text(encoding="utf-8") == "of earlier"
