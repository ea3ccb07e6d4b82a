"""The measurement of the board: what it counts, what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.board.conferences import board_of, forum
from benchmarks.board.record import Count, Hands, Room, counted, hands_sheet, percentile, rooms_sheet, troubles
from benchmarks.board.server_side import compare


def test_a_percentile_is_the_value_that_such_a_share_does_not_exceed():
    """Of 20 numbers 95 % are 19, the greatest of which is the last but one."""
    values = list(range(1, 21))
    assert percentile(values, 0.5) == 10
    assert percentile(values, 0.95) == 19
    assert percentile([7.0], 0.95) == 7.0


def test_every_move_of_a_drawn_conference_is_foreseen_exactly():
    assert compare(board_of(12, 1), 0, 25) == Count("drawn, 12 sessions", 12, 25, 25)


def test_a_ledger_that_counts_wrongly_is_told(monkeypatch: pytest.MonkeyPatch):
    """The fault is planted: no move breaks anything of the structure."""
    from agenda_solver.evaluation.ledger import Ledger
    from agenda_solver.evaluation.move_change_types import Change

    peek = Ledger.peek

    def blind(self: Ledger, *place: object) -> Change:
        amounts = peek(self, *place).amounts  # type: ignore[arg-type]
        return Change({key: amount for key, amount in amounts.items() if key != "structure"})

    monkeypatch.setattr(Ledger, "peek", blind)
    count = compare(board_of(12, 1), 0, 25)
    assert count.equal < count.checks
    assert [line.partition(":")[0] for line in troubles([count])] == ["drawn, 12 sessions"]


def test_the_forum_begins_with_a_place_for_every_session():
    case = forum()
    assert len(case.agenda) == len(case.conference.sessions) == 64


def test_the_tables_have_what_was_measured():
    run = Hands("forum", 64, 0, {"shades": [1.0]}, load=0.5)
    assert hands_sheet([run]).rows == [], "there was no browser"
    rooms = [Room("a", "Hall", 1.0, 3, True), Room("b", "Hall", 2.0, None, False, ("It is locked.",))]
    assert [cell.text for cell in rooms_sheet(rooms).rows[0]] == ["1 of 2", "1", "3", "1.5", "2.0"]
    assert counted([]) == ""
    assert "in 9 of 10 random moves" in counted([Count("forum", 64, 10, 9)])


def test_the_command_says_that_there_is_no_browser_and_stores_everything(tmp_path: Path):
    options = ["--sizes", "12", "--moves", "2", "--rooms", "0", "--checks", "5", "-o", str(tmp_path)]
    ended = CliRunner().invoke(app, ["board", *options], env={"AGENDA_SOLVER_CHROMIUM": None})
    assert ended.exit_code == 0, ended.output
    assert "No browser: " in ended.output
    found = json.loads((tmp_path / "board.json").read_text())
    assert found["format"] == "agenda-solver/benchmark/2"
    assert [len(times) for times in found["runs"][0]["server"].values()] == [2, 2, 2]
    assert found["family"] == "board"
    assert found["counts"] == [{"name": "drawn, 12 sessions", "sessions": 12, "checks": 5, "equal": 5}]
    assert "in 5 of 5 random moves" in (tmp_path / "board.md").read_text()


@pytest.mark.parametrize(
    ("option", "value", "told"), [("--sizes", "0", "--sizes"), ("--browser", "nowhere", "there is no file nowhere")]
)
def test_what_cannot_be_used_is_told(tmp_path: Path, option: str, value: str, told: str):
    ended = CliRunner().invoke(app, ["board", option, value, "--rooms", "0", "-o", str(tmp_path)])
    assert ended.exit_code == 2
    assert told in ended.output
