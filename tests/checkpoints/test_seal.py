"""Bounds are taken over from a checkpoint only where it shows that a search of the same user has written it."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Conference, Status
from agenda_solver.checkpoints import Checkpoint, read_checkpoint, solve_with_checkpoint
from agenda_solver.checkpoints.checkpoint_file import digest_of, write_checkpoint
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.rules_from_file import load_rules
from tests.commands import Command
from tests.conferences import three_talks

PLANTED = {"bread": ("attic", "morning", 0), "cheese": ("hall", "morning", 0), "wine": ("attic", "morning", 1)}
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a state folder of its own, without a key."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "agenda-solver"


def planted(path: Path, conference: Conference | None = None, **changes: Any) -> Path:
    """Write the checkpoint of a bad agenda (80 where 40 is possible) with a true bound of 10, then change fields."""
    conference = conference or three_talks()
    digest = digest_of(conference, rules_of(conference))
    write_checkpoint(Checkpoint(conference.agenda(PLANTED), {0: 80}, {0: 10}, 5.0, 0, digest), path)
    data = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**data, **changes}), "utf-8")
    return path


def test_what_a_search_has_written_bears_a_seal(state: Path, tmp_path: Path) -> None:
    read = read_checkpoint(planted(tmp_path / "c.json"), three_talks())
    assert (read.is_sealed, read.bounds) == (True, {0: 10})


@pytest.mark.parametrize(
    "changes",
    [
        {"bounds": {"0": 80}},
        {"costs": {"0": 79}},
        {"digest": "another"},
        {"seal": None},
        {"seal": "00"},
        {"seal": "\u00e9"},
        {"elapsed": 6.0},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_file_in_which_anything_was_changed_has_no_bounds(
    state: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    read = read_checkpoint(planted(tmp_path / "c.json", **changes), three_talks())
    assert (read.is_sealed, read.bounds) == (False, {})


def test_bounds_of_another_file_of_the_same_user_cannot_be_put_in(state: Path, tmp_path: Path) -> None:
    other = json.loads(planted(tmp_path / "other.json", three_talks().replace(name="Others")).read_text("utf-8"))
    moved = planted(tmp_path / "c.json", bounds=other["bounds"], seal=other["seal"])
    assert read_checkpoint(moved, three_talks()).bounds == {}


def test_a_false_bound_is_no_proof(state: Path, tmp_path: Path) -> None:
    """With a bound of 80 the planted agenda would count as the best; 40 is possible."""
    file = planted(tmp_path / "c.json", bounds={"0": 80})
    result = solve_with_checkpoint(three_talks(), file, resume=True, workers=1)
    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 40, 40)


def test_an_agenda_that_somebody_made_illegal_is_only_where_the_search_begins(state: Path, tmp_path: Path) -> None:
    """All three talks of the hall at nine o'clock would be a defect of ours, if the file were as it was written."""
    file = planted(tmp_path / "c.json")
    data = json.loads(file.read_text("utf-8"))
    for placement in data["agenda"]["placements"]:
        placement |= {"room": "hall"}
    file.write_text(json.dumps(data), "utf-8")
    assert solve_with_checkpoint(three_talks(), file, resume=True, workers=1).objective == 40


def test_the_command_says_that_bounds_are_not_taken_over(state: Path, command: Command, tmp_path: Path) -> None:
    from agenda_solver import write_conference

    write_conference(three_talks(), "three.json")
    planted(tmp_path / "c.json", bounds={"0": 1000})
    done = command("solve", "three.json", "--checkpoint", "c.json", "--resume", "--workers", 1)
    assert done.code == 0
    assert "at a cost of 80. Its bounds are not used, because nothing shows that one of your searches" in done.err


@posix_only
def test_only_the_user_can_read_the_key(state: Path, tmp_path: Path) -> None:
    planted(tmp_path / "c.json")
    assert stat.S_IMODE((state / "checkpoint.key").stat().st_mode) == 0o600
    assert [path.name for path in state.iterdir()] == ["checkpoint.key"]


@posix_only
def test_a_key_that_others_can_read_is_none(state: Path, tmp_path: Path) -> None:
    file = planted(tmp_path / "c.json")
    (state / "checkpoint.key").chmod(0o644)
    assert read_checkpoint(file, three_talks()).bounds == {}
    assert "seal" not in json.loads(planted(tmp_path / "later.json").read_text("utf-8"))


@pytest.mark.parametrize("trouble", ["no home", "a file in the way", "half a key"])
def test_without_a_key_everything_works_but_bounds(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    if trouble == "no home":
        for name in ("XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
    elif trouble == "a file in the way":
        state.parent.write_text("not a folder")
    else:
        state.mkdir(parents=True)
        (state / "checkpoint.key").write_bytes(b"short")
        (state / "checkpoint.key").chmod(0o600)
    read = read_checkpoint(planted(tmp_path / "c.json"), three_talks())
    assert (read.is_sealed, read.bounds, read.agenda) == (False, {}, three_talks().agenda(PLANTED))


RULE = """
from agenda_solver import Rule, Severity
from agenda_solver.rules.base.severity import HARD

class Quiet(Rule):
    \"\"\"Nothing.\"\"\"
    id = "quiet_of_the_seal"
    unit = "nothings"
    default_severity = HARD
    def applies(self, conference): return False
    def post(self, decisions): return None
    def check(self, agenda): return ()
"""


def test_the_fingerprint_changes_with_the_code_of_somebodys_own_rule(tmp_path: Path) -> None:
    file = tmp_path / "quiet.py"
    file.write_text(RULE)
    rule = load_rules(os.fspath(file))[0]()
    before = digest_of(three_talks(), [rule])
    assert digest_of(three_talks(), [rule]) == before
    file.write_text(RULE + "# changed")
    assert digest_of(three_talks(), [rule]) != before
