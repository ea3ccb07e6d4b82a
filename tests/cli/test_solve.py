"""``solve`` and ``demo``: what is saved, what is printed, and how a result is told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import agenda_solver.solving
from agenda_solver import Status
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.result_words import verdict
from agenda_solver.demo import demo_path
from agenda_solver.formats.native import read_agenda, read_conference, write_conference
from tests.cli.small import small
from tests.commands import Command, Run

# --- solve ----------------------------------------------------------------------------------------------------------


def test_solve_saves_the_best_agenda_and_says_what_it_costs(command: Command, file: Path, tmp_path: Path) -> None:
    ended = command("solve", file, "--workers", 1)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "Optimal: no agenda costs less than 20."
    assert ended.out.splitlines()[1].startswith("3 of 3 sessions placed in ")
    assert re.search(r"room_capacity +20 seats +20", ended.out)
    assert ended.out.splitlines()[-2:] == ["Saved small-agenda.json", "Saved small-agenda.html"]
    assert "A small one: 3 sessions, 2 rooms, 1 block." in ended.err
    assert "building the model" in ended.err
    assert len(read_agenda(tmp_path / "small-agenda.json", small().done())) == 3
    assert "<!doctype html>" in (tmp_path / "small-agenda.html").read_text("utf-8").lower()


def test_solve_writes_what_it_is_told_to(command: Command, file: Path, tmp_path: Path) -> None:
    assert command("solve", file, "-o", "x.json", "-o", tmp_path / "y.HTML", "-o", "z.json", "-q").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.json", "x.json", "y.HTML", "z.json"]


def test_solve_with_json_prints_one_object_and_nothing_else(command: Command, file: Path) -> None:
    answer = command("solve", file, "--json").json
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == ("optimal", 20, 20, 0.0)
    assert answer["files"] == ["small-agenda.json", "small-agenda.html"]
    assert answer["scorecard"]["legal"] is True
    assert answer["interrupted"] is False


def test_quiet_prints_nothing(command: Command, file: Path) -> None:
    assert command("solve", file, "--quiet") == Run(0, "", "")


def test_a_deterministic_limit_gives_the_same_agenda_each_time(command: Command, file: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        assert command("solve", file, "-o", name, "--deterministic-limit", "5", "-q").code == 0
    one, two = (json.loads((tmp_path / name).read_text("utf-8"))["placements"] for name in ("one.json", "two.json"))
    assert one == two


def test_an_agenda_can_be_a_hint_and_be_replaced_by_a_better_one(command: Command, file: Path) -> None:
    assert command("solve", file, "-o", "a.json", "-q").code == 0
    assert command("solve", file, "-o", "a.json", "--hint", "a.json", "--gap", "2%", "-q").code == 0


def test_a_hint_that_is_no_agenda_of_the_conference_is_invalid(command: Command, file: Path) -> None:
    ended = command("solve", file, "--hint", file)
    assert ended.code == Exit.INVALID
    assert 'format: must be "agenda-solver/agenda/1"' in ended.err


def test_an_infeasible_conference_gives_its_reason_and_writes_nothing(
    command: Command, infeasible: Path, tmp_path: Path
) -> None:
    ended = command("solve", infeasible, "-o", "x.json")
    assert (ended.code, ended.out) == (Exit.INFEASIBLE, "")
    assert "Infeasible: no agenda keeps every hard rule." in ended.err
    assert "cannot all be placed: Ada is in each of them." in ended.err
    assert not (tmp_path / "x.json").exists()
    answer = command("solve", infeasible, "-o", "x.json", "--json").json
    assert (answer["status"], answer["files"], answer["scorecard"]) == ("infeasible", [], None)
    assert "Ada" in answer["reason"][0]


def test_no_answer_in_time_is_not_called_infeasible(command: Command) -> None:
    ended = command("solve", demo_path(), "--deterministic-limit", "0.000001", "-o", "x.json")
    assert (ended.code, ended.out) == (Exit.NO_ANSWER, "")
    assert "The time ran out before a legal agenda was found" in ended.err
    answer = command("solve", demo_path(), "--deterministic-limit", "0.000001", "-o", "x.json", "--json")
    assert (answer.code, answer.json["status"]) == (Exit.NO_ANSWER, "no answer in time")


# --- demo -----------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_demo_writes_the_agenda_of_the_forum(command: Command, tmp_path: Path) -> None:
    ended = command("demo", "-o", "deep/folder", "--time-limit", "600", "--gap", "99%")
    assert ended.code == 0, ended.err
    page = Path("deep/folder/agenda.html")
    assert ended.out.splitlines()[-1] == f"Open {page} in a browser. The conference itself is {demo_path()}"
    assert sorted(path.name for path in (tmp_path / "deep" / "folder").iterdir()) == ["agenda.html", "agenda.json"]


def test_the_demo_tells_that_its_folder_cannot_be_made(command: Command, file: Path) -> None:
    ended = command("demo", "-o", file)
    assert ended.code == Exit.NOT_WRITTEN
    assert "cannot be made: file exists" in ended.err


def test_a_result_in_words_is_honest_about_its_proof(file: Path) -> None:
    result = agenda_solver.solving.solve(read_conference(file), workers=1)
    feasible = replace(result, status=Status.FEASIBLE, bounds={0: 15}, interrupted=True)
    words = verdict(feasible)
    assert words[0] == (
        "Feasible: every hard rule is kept, at a cost of 20; no agenda can cost less than 15, a gap of 25.0%."
    )
    assert words[-1] == "Stopped by you."
    assert verdict(replace(feasible, bounds={0: None}))[0] == "Feasible: every hard rule is kept, at a cost of 20."


def test_higher_priority_levels_are_told_with_their_proof(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "levels.json"
    write_conference(small().rule("room_capacity", {"priority": 1, "weight": 1}).done(), path)
    ended = command("solve", path, "--workers", 1)
    assert "On priority level 1 it costs 20, proven to be the least." in ended.out
    assert re.search(r"room_capacity +20 seats +20 on level 1", ended.out)
    assert "Cost: 20 on priority level 1, 0." in command("score", path, "levels-agenda.json").out
