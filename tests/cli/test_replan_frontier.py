"""``replan --frontier``: the table, the folder, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver import read_agenda, read_conference, score, write_agenda, write_conference
from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from tests.replanning.meeting import published
from tests.replanning.test_frontier import wishes
from tests.replanning.test_large import LOST_AFTERNOON

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a meeting that has wishes about rooms; see there what moves buy."""
    monkeypatch.chdir(tmp_path)
    write_conference(wishes(), "meeting.json")
    write_agenda(published(wishes()), "published.json")
    return tmp_path


def replan(*arguments: str) -> int:
    return run(["replan", "meeting.json", "--workers", "1", *arguments])


def test_it_prints_what_moves_buy_and_writes_each_better_agenda(folder: Path, capsys: Output) -> None:
    assert replan("--published", "published.json", "--frontier", "4", "-o", "choice") == Exit.SUCCESS
    printed = capsys.readouterr().out
    assert "nothing has to move" in printed
    assert "Saved choice/moves-3.json" in printed.replace("\\", "/")
    # Four moves gain nothing over three.
    names = {path.name for path in (folder / "choice").iterdir()}
    agendas = {f"moves-{number}.{kind}" for number in range(4) for kind in ("json", "html")}
    assert names == agendas | {"frontier.md", "frontier.json", "conference.json"}
    conference = read_conference(folder / "choice" / "conference.json")
    costs = [score(conference, read_agenda(folder / "choice" / f"moves-{n}.json", conference)).costs for n in range(4)]
    assert [cost[0] for cost in costs] == [14, 13, 1, 0]
    assert "| 2 | 1 | 1 | proven |" in (folder / "choice" / "frontier.md").read_text("utf-8")
    assert json.loads((folder / "choice" / "frontier.json").read_text("utf-8"))["least"] == 0


def test_programs_get_it_as_json(capsys: Output) -> None:
    assert replan("--frontier", "1", "--json") == Exit.SUCCESS
    data = json.loads(capsys.readouterr().out)
    assert (data["status"], data["files"]) == ("optimal", [])
    assert [(point["moves"], point["costs"]["0"], point["proven"]) for point in data["points"]] == [
        (0, 14, True),
        (1, 13, True),
    ]
    assert data["points"][1]["told"] == [{"person": "ben", "name": "Ben"}]


def test_it_can_be_drawn(folder: Path) -> None:
    pytest.importorskip("matplotlib")
    assert replan("--frontier", "1", "--picture", "frontier.svg") == Exit.SUCCESS
    assert (folder / "frontier.svg").read_text("utf-8").startswith("<?xml")


def test_too_few_moves_write_nothing(folder: Path, capsys: Output) -> None:
    # Only C is in the hall then, and has to leave it.
    Path("changes.json").write_text(json.dumps({"changes": [LOST_AFTERNOON]}), "utf-8")
    assert replan("--changes", "changes.json", "--frontier", "0", "-o", "choice") == Exit.INFEASIBLE
    assert "At least 1 session has to move; none may move." in " ".join(capsys.readouterr().err.split())
    assert not (folder / "choice").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--frontier", "-1"), "is not a whole number from 0"),
        (("--frontier", "2", "-o", "a", "-o", "b"), "--output: with --frontier, give only one folder"),
        (("--frontier", "2", "--keep", "5"), "--keep: cannot be used with --frontier"),
        (("--frontier", "2", "--comparison", "c.html"), "--comparison: cannot be used with --frontier"),
        (("--picture", "f.png"), "--picture: can only be used with --frontier"),
        (("--frontier", "2", "--picture", "f.txt"), "a picture ends in .png"),
        (("--frontier", "2", "--change", "cancel:x"), '--change "cancel:x": there is no session "x"'),
        (("--frontier", "2", "-o", "published.json"), "published.json"),
    ],
)
def test_mistakes_are_told_with_their_place(arguments: tuple[str, ...], words: str, capsys: Output) -> None:
    assert replan(*arguments) in (Exit.INVALID, Exit.NOT_WRITTEN)
    assert words in " ".join(capsys.readouterr().err.split())
