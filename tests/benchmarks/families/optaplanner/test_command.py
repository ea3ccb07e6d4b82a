"""The command measures, judges, and says what is wrong; its tables set each run beside what Timefold reached."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.cosplib.spread import NOTHING
from benchmarks.families.judging import Verdict
from benchmarks.families.optaplanner.command import troubles
from benchmarks.families.optaplanner.measuring import Run
from benchmarks.families.optaplanner.peers import Peers, read_peers
from benchmarks.families.optaplanner.tables import side_by_side, words
from tests.benchmarks.families.optaplanner.made import plain_talk, plain_weights

Command = Callable[..., Result]

SLOT = {"id": "T0", "start": "2018-10-01T09:00", "end": "2018-10-01T10:00", "talkTypes": ["Breakout"], "tags": []}
ROOM = {"id": "Small", "capacity": 10, "talkTypes": ["Breakout"], "tags": [], "unavailable": []}
# Nothing is left to decide: one talk, one room, one timeslot, in which the room is closed for its 60 minutes.
CLOSED: dict[str, Any] = {
    "name": "Closed",
    "minimumConsecutiveTalksPauseInMinutes": 0,
    "weights": plain_weights() | {"Room unavailable timeslot": [2, 0, 0]},
    "timeslots": [SLOT],
    "rooms": [{**ROOM, "unavailable": ["T0"]}],
    "speakers": [],
    "talks": [plain_talk("A")],
}
JUDGE = """
import json, sys
problem, solution = (json.load(open(path)) for path in sys.argv[1:3])
assert solution == {"assignments": {"A": {"timeslot": "T0", "room": "Small"}}}
"""


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run the command on one small problem, with results in a folder of their own."""
    folder = tmp_path / "data" / "optaplanner"
    folder.mkdir(parents=True)
    (folder / "closed.json").write_text(json.dumps(CLOSED), encoding="utf-8")

    def call(*arguments: object, judge: str | None = None) -> Result:
        if judge is not None:
            (tmp_path / "judge").mkdir()
            (tmp_path / "judge" / "optaplanner_judge.py").write_text(JUDGE + judge, encoding="utf-8")
        words = ["optaplanner", "--data", tmp_path / "data", "--output", tmp_path / "out", "--seeds", 1, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


def honest(**more: Any) -> str:
    answer = {"score": [-120, 0, 0], "constraints": {"Room unavailable timeslot": [-120, 0, 0]}, **more}
    return f"print({json.dumps(json.dumps(answer))}); sys.exit(1)"


def test_a_problem_is_solved_judged_and_stored(command: Command, tmp_path: Path):
    result = command(judge=honest())
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "out" / "optaplanner.json").read_text(encoding="utf-8"))
    (run,) = document["runs"]
    assert (run["problem"], run["status"], run["score"]) == ("closed", "optimal", [-120, 0, 0])
    assert run["assignments"] == {"A": {"timeslot": "T0", "room": "Small"}}
    assert run["verdict"]["kind"] == "agrees"
    assert document["provenance"]["ortools"]
    text = (tmp_path / "out" / "optaplanner.md").read_text(encoding="utf-8")
    assert "| closed | 1 | 0 | optimal | -120 | 0 | 0 | 0 |" in text
    assert "Measured on " in text


@pytest.mark.parametrize(
    ("judge", "expected"),
    [
        (honest(score=[-119, 0, 0]), "judged [-119, 0, 0], scored [-120, 0, 0]"),
        (honest(constraints={}), "Room unavailable timeslot: judged [0, 0, 0], scored [-120, 0, 0]"),
        ("print('A is not placed', file=sys.stderr); sys.exit(1)", "gives no answer"),
        ("sys.exit(7)", "it ended with code 7"),
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
    assert "not judged" in result.output


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


def test_a_file_that_is_no_problem_ends_with_2(command: Command, tmp_path: Path):
    (tmp_path / "data" / "optaplanner" / "closed.json").write_text("{", encoding="utf-8")
    result = command()
    assert result.exit_code == 2
    assert "closed.json" in result.output


# --- tables ----------------------------------------------------------------------------------------------------------


def run(seed: int, *curve: list[float], score: tuple[int, ...] | None = (0, 0, -100)) -> Run:
    return Run("p", 9, seed, status="feasible", score=score, total=30.0, curve=list(curve))


def test_each_limit_is_compared_with_what_was_reached_then():
    runs = [run(0, [4.0, -1, 0, 0], [9.0, 0, 0, -500]), run(1, [9.5, 0, 0, -300]), run(2, [12.0, 0, 0, -100])]
    peers = {"p": Peers({5: -900, 10: -400, 30: -100, 300: -50}, {10: "about"})}
    rows = [[cell.text for cell in row] for row in side_by_side(runs, peers, 30).rows]
    # After 5 s one seed has an agenda, an illegal one; after 10 s two have one; at the end all have the same. The last
    # two columns are the peer's after ten times as long: 1 s beside 10 s, 3 s beside 30 s, 30 s beside 300 s.
    none = "no agenda"
    assert rows == [
        ["p", "1", none, none, NOTHING, NOTHING, "-400 (about)", "worse"],
        ["p", "3", none, none, NOTHING, NOTHING, "-100", "worse"],
        ["p", "5", none, "not legal (hard -1)", "-900", "worse", NOTHING, NOTHING],
        ["p", "10", "-500", "-300", "-400 (about)", "worse", NOTHING, NOTHING],
        ["p", "30", "-100", "-100", "-100", "equal", "-50", "worse"],
    ]


def test_a_legal_agenda_is_better_than_none():
    peers = {"p": Peers({30: None})}
    assert side_by_side([run(0)], peers, 30).rows[-1][5].text == "better"
    assert side_by_side([run(0, score=(-1, 0, 0))], peers, 30).rows[-1][5].text == "neither"


def test_a_problem_that_nobody_knows_has_a_row_of_its_own():
    rows = side_by_side([run(0)], read_peers(), 30).rows
    assert [cell.text for cell in rows[0]][:2] == ["p", "30"]


def test_scores_are_said_in_words():
    assert words((0, 0, -1234)) == "-1,234"
    assert words((0, -2, 5)) == "5, medium -2"
    assert words((-10, 0, 5)) == "not legal (hard -10)"


def test_failures_are_told():
    failed = Run("p", 9, 0, failure="ScoreMismatch: solver and score disagree")
    nothing = Run("p", 9, 1, status="no answer in time")
    doubted = Run("p", 9, 2, status="feasible", score=(0, 0, 0), verdict=Verdict("differs", (0, 0, 1), ["x: judged 1"]))
    told = list(troubles([failed, nothing, doubted, run(3)]))
    assert [re.sub(r"\s+", " ", sentence) for sentence in told] == [
        "p seed 0 failed: ScoreMismatch: solver and score disagree",
        "p seed 1 found no agenda: no answer in time.",
        "p seed 2: the judge counts otherwise. x: judged 1",
    ]
