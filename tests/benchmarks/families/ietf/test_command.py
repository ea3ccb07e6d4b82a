"""The command measures a meeting, has it judged, and says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.harness.family import peers_of
from benchmarks.harness.record import load
from tests.benchmarks.commands import Command, command_on
from tests.benchmarks.families.ietf.made import group, meeting, session

pytestmark = pytest.mark.usefixtures("in_process")

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
    return command_on(tmp_path, "ietf", {"crowded": CROWDED}, JUDGE)


def says(penalty: int, **penalties: int) -> str:
    answer = {"penalty": penalty, "counts": dict.fromkeys(penalties, 1), "penalties": penalties}
    return f"print({json.dumps(json.dumps(answer))})"


def test_a_meeting_is_solved_judged_and_stored(command: Command, tmp_path: Path):
    result = command(judge=says(1_000_000, **{"time-range": 1_000_000}))
    assert result.exit_code == 0, result.output
    (run,) = load(tmp_path / "out" / "ietf.json").runs
    assert (run.instance, run.status, run.bounds) == ("crowded", "optimal", {"penalty": 1_000_000})
    assert run.figures == {"penalty": 1_000_000, "time-range": 1_000_000}
    assert run.solution == {"assignments": {"a-1": {"slot": "18-10:00", "room": "nook"}}}
    assert run.verdict is not None
    assert (run.verdict.kind, run.verdict.details) == ("agrees", [])
    text = (tmp_path / "out" / "ietf.md").read_text(encoding="utf-8")
    assert "| crowded | 1 | seed 0 | optimal | 1,000,000* |" in text


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


def test_the_peers_of_the_real_meeting_are_known():
    (plain,) = peers_of("ietf")["ietf106"]
    assert plain.figures == {"penalty": 0}
