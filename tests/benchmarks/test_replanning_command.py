"""The measurement of replanning goes on where it ended, and says what it falls short of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agenda_solver import write_conference
from agenda_solver.replanning.apply_changes import apply_changes
from benchmarks.__main__ import app
from benchmarks.replanning.command import REPLANNING, Goal, sheets, shortfalls, summary
from benchmarks.replanning.draw import KINDS, draw_change
from benchmarks.replanning.measuring import Row
from tests.replanning.meeting import meeting, published

Command = Callable[..., Result]
GOAL = Goal("x", 2, 1)
KEPT = Row("x", 0, "cancelled", "legal", legal=0.2, in_time=1, in_room=2, minimal=True, proof=0.5, anew=7)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run the command on the small meeting, with results in a folder of their own."""
    file = tmp_path / "meeting.json"
    write_conference(meeting().replace(published=None), file)

    def call(goal: str, *arguments: object) -> Result:
        # The limits are never reached: the meeting has four sessions.
        words = ["replanning", f"{file}:{goal}", "--workers", 1, "--legal", 60, "-o", tmp_path / "out", *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


def test_every_change_gets_a_row_and_the_page_sums_them_up(command: Command, tmp_path: Path) -> None:
    found = command("2:0")
    assert found.exit_code == 0, found.output
    raw = json.loads((tmp_path / "out" / "replanning.json").read_text(encoding="utf-8"))
    assert [row["number"] for row in raw["rows"]] == [0, 1]
    assert {"date", "commit", "source", "cpu"} <= set(raw["provenance"])
    assert "Of 2 changes" in (tmp_path / "out" / "replanning.md").read_text(encoding="utf-8")


def test_what_was_measured_before_is_not_measured_again(command: Command, tmp_path: Path) -> None:
    command("1:0")
    path = tmp_path / "out" / "replanning.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["rows"][0]["kind"] = "kept"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert command("2:0").exit_code == 0
    kinds = [row["kind"] for row in json.loads(path.read_text(encoding="utf-8"))["rows"]]
    assert (kinds[0], len(kinds)) == ("kept", 2)


def test_other_settings_do_not_go_into_the_same_table(command: Command) -> None:
    command("1:0")
    found = command("1:0", "--seed", 1)
    assert found.exit_code == 2
    assert "other settings" in found.output


def test_a_goal_that_is_not_reached_ends_with_1(command: Command) -> None:
    found = command("1:2")
    assert found.exit_code == 1
    assert "not for 2" in found.output


def test_a_goal_that_is_none_ends_with_2(command: Command) -> None:
    assert command("many:1").exit_code == 2


def test_what_cannot_be_is_counted_apart_and_is_no_shortfall() -> None:
    rows = [KEPT, Row("x", 1, "longer", "infeasible")]
    assert list(shortfalls(rows, [GOAL], 5.0)) == []
    assert "1 have a legal agenda. 1 cannot be" in summary(rows, 5.0)
    journal = REPLANNING.begin({})
    journal.lists["rows"] += rows
    assert [cell.text for cell in sheets(journal)[0].rows[1]] == ["1", "longer", "cannot be", *[""] * 5]


@pytest.mark.parametrize("status", ["illegal", "no answer in time"])
def test_no_agenda_or_an_illegal_one_is_a_shortfall(status: str) -> None:
    rows = [KEPT, Row("x", 1, "longer", status)]
    assert list(shortfalls(rows, [GOAL], 5.0)) == [f"x, change 1: {status}."]


def test_a_legal_agenda_that_came_late_is_a_shortfall() -> None:
    assert list(shortfalls([KEPT], [GOAL], 0.1)) == ["x, change 0: a legal agenda after 0.2 s only."]


def test_the_same_seed_draws_the_same_changes_and_each_suits_the_conference() -> None:
    conference = meeting()
    agenda = published(conference)
    drawn = [draw_change(number, conference, agenda) for number in range(2 * len(KINDS))]
    assert drawn == [draw_change(number, conference, agenda) for number in range(2 * len(KINDS))]
    assert {kind for kind, _ in drawn} <= set(KINDS)
    for _, change in drawn:
        apply_changes(conference, [change])  # raises where it does not suit
