"""The command repairs a draft, has it judged, and stores it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.harness.family import peers_of
from benchmarks.harness.record import load
from tests.benchmarks.commands import command_on
from tests.benchmarks.families.chi.made import draft, session

# Two sessions of one author at once, in a full draft of two slots and two rooms: two sessions have to change places.
FULL = draft(
    1,
    2,
    {"hall": ["paper"], "nook": ["paper"]},
    {"P1": [1], "P2": [1], "P3": [2], "P4": [3]},
    sessions=[session(f"s{number}", f"P{number}") for number in (1, 2, 3, 4)],
    draft={
        "s1": {"slot": "d1-09:00", "room": "hall"},
        "s2": {"slot": "d1-09:00", "room": "nook"},
        "s3": {"slot": "d1-11:00", "room": "hall"},
        "s4": {"slot": "d1-11:00", "room": "nook"},
    },
)
FIGURES = {
    "author_clashes": 0,
    "clashing_pairs": 0,
    "series_time": 0,
    "series_room": 0,
    "moved_in_time": 2,
    "moved_in_room_only": 0,
}


@pytest.mark.usefixtures("in_process")
def test_a_draft_is_repaired_judged_and_stored(tmp_path: Path):
    says = json.dumps(json.dumps({**FIGURES, "illegal": []}))
    result = command_on(tmp_path, "chi", {"full": FULL})(judge=f"print({says})")
    assert result.exit_code == 0, result.output
    (run,) = load(tmp_path / "out" / "chi.json").runs
    assert (run.status, run.figures) == ("optimal", {**FIGURES, "illegal": 0})
    assert run.bounds == {"moved_in_time": 2, "moved_in_room_only": 0}
    assert run.verdict is not None
    assert run.verdict.kind == "agrees"
    text = (tmp_path / "out" / "chi.md").read_text(encoding="utf-8")
    assert "| full | 4 | seed 0 | optimal | 0* | 0* | 0* | 2* | 0* |" in text


def test_the_plans_of_the_chairs_are_known():
    by = {peer.by: peer.figures for peer in peers_of("chi")["chi2013"]}
    assert by["the draft"]["author_clashes"] == 32
    assert by["published, with its own papers"]["moved_in_time"] == 105
