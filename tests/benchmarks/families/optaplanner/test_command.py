"""The command measures, judges, and says what is wrong; its tables set each run beside what Timefold reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.families.optaplanner.read import FAMILY
from benchmarks.harness.family import peers_of
from benchmarks.harness.race import race
from benchmarks.harness.record import Plan, Run, load
from benchmarks.harness.table import NOTHING, Sheet
from tests.benchmarks.commands import Command, command_on
from tests.benchmarks.families.optaplanner.made import plain_talk, plain_weights
from tests.benchmarks.records import document

pytestmark = pytest.mark.usefixtures("in_process")

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
    return command_on(tmp_path, "optaplanner", {"closed": CLOSED}, JUDGE)


def honest(**more: Any) -> str:
    answer = {"score": [-120, 0, 0], "constraints": {"Room unavailable timeslot": [-120, 0, 0]}, **more}
    return f"print({json.dumps(json.dumps(answer))}); sys.exit(1)"


def test_a_problem_is_solved_judged_and_stored(command: Command, tmp_path: Path):
    result = command(judge=honest())
    assert result.exit_code == 0, result.output
    (run,) = load(tmp_path / "out" / "optaplanner.json").runs
    assert (run.instance, run.status, FAMILY.values(run.figures)) == ("closed", "optimal", [-120, 0, 0])
    assert run.figures["Room unavailable timeslot / hard"] == -120
    assert run.solution == {"assignments": {"A": {"timeslot": "T0", "room": "Small"}}}
    assert run.curve[-1][1:] == [-120, 0, 0, None]
    assert run.verdict is not None
    assert run.verdict.kind == "agrees"
    text = (tmp_path / "out" / "optaplanner.md").read_text(encoding="utf-8")
    # Nothing is left to decide, and that is proven on each level.
    assert "| closed | 1 | seed 0 | optimal | -120* | 0* | 0* |" in text


@pytest.mark.parametrize(
    ("judge", "expected"),
    [
        (honest(score=[-119, 0, 0]), "hard: judged -119, counted -120"),
        (honest(constraints={}), "Room unavailable timeslot / hard: judged 0, counted -120"),
        ("print('A is not placed', file=sys.stderr); sys.exit(1)", "gives no answer"),
        ("sys.exit(7)", "it ended with code 7"),
    ],
)
def test_what_the_judge_objects_to_is_told(command: Command, judge: str, expected: str):
    result = command(judge=judge)
    assert result.exit_code == 1
    assert expected in result.output


def test_a_file_that_is_no_problem_ends_with_2(command: Command, tmp_path: Path):
    (tmp_path / "data" / "optaplanner" / "closed.json").write_text("{", encoding="utf-8")
    result = command()
    assert result.exit_code == 2
    assert "closed.json" in result.output


# --- tables ----------------------------------------------------------------------------------------------------------


def run(seed: int, *curve: list[float], score: tuple[int, ...] | None = (0, 0, -100)) -> Run:
    figures = {} if score is None else dict(zip(("hard", "medium", "soft"), score, strict=True))
    points: list[Any] = [[*point, None] for point in curve]
    return Run("p", seed, status="feasible", figures={**figures}, seconds={"total": 30.0}, curve=points)


def beside(runs: list[Run], **theirs: tuple[int | None, str]) -> Sheet:
    """Return the table beside a peer's soft scores after some seconds."""
    plans = [
        Plan("Timefold", {} if soft is None else {"hard": 0, "soft": soft}, seconds=int(after[1:]), remark=remark)
        for after, (soft, remark) in theirs.items()
    ]
    return race(FAMILY, document(*runs, family="optaplanner", seconds=30.0), {"p": plans})


def test_each_limit_is_compared_with_what_was_reached_then():
    runs = [run(0, [4.0, -1, 0, 0], [9.0, 0, 0, -500]), run(1, [9.5, 0, 0, -300]), run(2, [12.0, 0, 0, -100])]
    sheet = beside(runs, _5=(-900, ""), _10=(-400, "about"), _30=(-100, ""), _300=(-50, ""))
    rows = [[cell.text for cell in row] for row in sheet.rows]
    # After 5 s one seed has an agenda, an illegal one; after 10 s two have one; at the end all have the same. The last
    # two columns are the peer's after ten times as long: 1 s beside 10 s, 3 s beside 30 s, 30 s beside 300 s.
    none = "no agenda"
    assert rows == [
        ["p", "1", none, none, NOTHING, NOTHING, "-400", "worse"],
        ["p", "3", none, none, NOTHING, NOTHING, "-100", "worse"],
        ["p", "5", none, "not legal (hard -1)", "-900", "worse", NOTHING, NOTHING],
        ["p", "10", "-500", "-300", "-400", "worse", NOTHING, NOTHING],
        ["p", "30", "-100", "-100", "-100", "equal", "-50", "worse"],
    ]
    assert sheet.rows[3][4].more == "about"


def test_a_legal_agenda_is_better_than_none():
    theirs: dict[str, tuple[int | None, str]] = {"_30": (None, ""), "_300": (None, "")}
    assert beside([run(0)], **theirs).rows[-1][5].text == "better"
    assert beside([run(0, score=(-1, 0, 0))], **theirs).rows[-1][5].text == "neither"
    assert beside([run(0, score=None)], _30=(-9, ""), _300=(-9, "")).rows[-1][5].text == "worse"


def test_who_told_one_time_only_is_in_no_race():
    assert beside([run(0)], _30=(-100, "")).rows == []
    assert peers_of("optaplanner").get("p") is None


def test_scores_are_said_in_words():
    def words(*score: int) -> str:
        return FAMILY.words(run(0, score=score).figures)

    assert words(0, 0, -1234) == "-1,234"
    assert words(0, -2, 5) == "5, medium -2"
    assert words(-10, 0, 5) == "not legal (hard -10)"
