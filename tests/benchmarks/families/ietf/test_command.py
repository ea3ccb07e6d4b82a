"""The command measures, judges, and says what is wrong; its table has each run beside the plans of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.cosplib.spread import NOTHING
from benchmarks.families.ietf.command import FAMILY
from benchmarks.families.judging import Verdict
from benchmarks.families.placed.campaign import Peer, answers, read_peers, troubles
from benchmarks.families.placed.measuring import Run
from tests.benchmarks.families.ietf.made import group, meeting, session

Command = Callable[..., Result]

# One session, one slot at which it cannot be, one room: 1,000,000 and nothing to decide.
CROWDED = meeting(
    [("2019-11-18", "10:00", 60, "morning")],
    {"nook": 50},
    groups=[group("a", unavailable=["18-morning"])],
    sessions=[session("a-1", "a")],
)
JUDGE = """
import json, sys
problem, solution = (json.load(open(path)) for path in sys.argv[1:3])
assert solution == {"assignments": {"a-1": {"slot": "18-10:00", "room": "nook"}}}
"""


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run the command on one small meeting, with results in a folder of their own."""
    folder = tmp_path / "data" / "ietf"
    folder.mkdir(parents=True)
    (folder / "crowded.json").write_text(json.dumps(CROWDED), encoding="utf-8")

    def call(*arguments: object, judge: str | None = None) -> Result:
        if judge is not None:
            (tmp_path / "judge").mkdir()
            (tmp_path / "judge" / "ietf_judge.py").write_text(JUDGE + judge, encoding="utf-8")
        words = ["ietf", "--data", tmp_path / "data", "--output", tmp_path / "out", "--seeds", 1, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


def says(penalty: int, **penalties: int) -> str:
    answer = {"penalty": penalty, "counts": dict.fromkeys(penalties, 1), "penalties": penalties}
    return f"print({json.dumps(json.dumps(answer))})"


def test_a_meeting_is_solved_judged_and_stored(command: Command, tmp_path: Path):
    result = command(judge=says(1_000_000, **{"time-range": 1_000_000}))
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "out" / "ietf.json").read_text(encoding="utf-8"))
    (run,) = document["runs"]
    assert (run["problem"], run["status"], run["bounds"]) == ("crowded", "optimal", {"penalty": 1_000_000})
    assert run["figures"] == {"penalty": 1_000_000, "time-range": 1_000_000}
    assert run["assignments"] == {"a-1": {"slot": "18-10:00", "room": "nook"}}
    assert run["verdict"] == {"kind": "agrees", "score": [1_000_000], "details": []}
    text = (tmp_path / "out" / "ietf.md").read_text(encoding="utf-8")
    assert "| crowded | 1 | seed 0 | optimal | 1,000,000* |" in text
    assert "Measured on " in text


@pytest.mark.parametrize(
    ("judge", "expected"),
    [
        (says(99_000, **{"time-range": 1_000_000}), "penalty: judged 99,000, counted 1,000,000"),
        (says(1_000_000, order=100_000), "order: judged 100,000, counted 0"),
        ("sys.exit(7)", "it ended with code 7"),
        ("print('[]')", "gives no answer"),
    ],
)
def test_what_the_judge_objects_to_is_told(command: Command, judge: str, expected: str):
    result = command(judge=judge)
    assert result.exit_code == 1
    assert expected in result.output


def test_without_a_judge_it_is_said(command: Command):
    result = command()
    assert result.exit_code == 0
    assert "NOT JUDGED" in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--only", "vast"), 'there is no problem with "vast" in its name'),
        (("--judge", "nowhere.py"), "there is no file nowhere.py"),
        (("--data", "nowhere"), "there is no problem there"),
    ],
)
def test_what_cannot_be_used_ends_with_2(command: Command, arguments: tuple[str, ...], expected: str):
    result = command(*arguments)
    assert result.exit_code == 2
    assert expected in result.output


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_plans_of_others_stand_above_the_runs_and_what_is_proven_is_marked():
    runs = [
        Run("p", 9, 0, "optimal", {"penalty": 1_000}, {"penalty": 1_000}, {"compile": 0.5, "first": 1.25, "total": 2}),
        Run("p", 9, 1, "feasible", {"penalty": 3_000}, {"penalty": 0}, {"total": 2.0}),
        Run("p", 9, 2, "unknown"),
    ]
    peers = {"p": [Peer("theirs", {"penalty": 1_000}, ["penalty"], "1 to 5")]}
    rows = [[cell.text for cell in row] for row in answers(FAMILY, runs, peers).rows]
    assert rows == [
        ["p", "9", "theirs", "", "1,000*", NOTHING, NOTHING, "1 to 5", NOTHING],
        ["p", "9", "seed 0", "optimal", "1,000*", "0.5", "1.2", "2.0", "not judged"],
        ["p", "9", "seed 1", "feasible", "3,000", NOTHING, NOTHING, "2.0", "not judged"],
        ["p", "9", "seed 2", "unknown", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING],
    ]


def test_the_peers_of_the_real_meeting_are_known():
    (plain,) = read_peers("ietf")["ietf106"]
    assert plain.figures == {"penalty": 0}


def test_failures_are_told():
    failed = Run("p", 9, 0, failure="ScoreMismatch: solver and score disagree")
    nothing = Run("p", 9, 1, status="unknown")
    doubted = Run("p", 9, 2, "feasible", {"penalty": 0}, verdict=Verdict("differs", (1,), ["order: judged 1"]))
    fine = Run("p", 9, 3, "feasible", {"penalty": 0}, verdict=Verdict("agrees", (0,)))
    assert list(troubles([failed, nothing, doubted, fine])) == [
        "p seed 0 failed: ScoreMismatch: solver and score disagree",
        "p seed 1 found no agenda: unknown.",
        "p seed 2: the judge counts otherwise.\n    order: judged 1",
    ]
