"""The measurement of explanations: what it counts as explained, what it says, and how it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.explaining import EXPLAINING, Row, cases, shortfalls
from benchmarks.harness.reporting import page_of

GOOD = Row(
    group="forum",
    name="the hall is lost",
    quick=0.2,
    seen=1,
    seconds=4.0,
    questions=40,
    facts=3,
    minimal=True,
    ways=2,
    complete=True,
    solved=True,
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"minimal": False}, ["not explained"]),
        ({"facts": 0}, ["not explained"]),
        ({"solved": False}, ["not explained"]),
        ({"solved": None}, ["not explained"]),
        ({"quick": 1.5}, ["the first reasons took 1.5 s"]),
        ({"seconds": 31.0}, ["the explanation took 31.0 s"]),
    ],
)
def test_what_is_not_explained_or_late_is_told(changed, expected):
    told = list(shortfalls([replace(GOOD, **changed)], quick=1.0, full=30.0))
    assert len(told) == len(expected)
    for sentence, part in zip(told, expected, strict=True):
        assert part in sentence
        assert GOOD.name in sentence


def test_the_page_counts_the_planted_ones_and_has_a_row_for_each_other():
    planted = replace(GOOD, group="planted", name="room_features")
    journal = EXPLAINING.begin({"workers": 2, "seconds": 60})
    journal.lists["rows"] += [planted, replace(planted, minimal=False), GOOD]
    text = page_of(*EXPLAINING.shown(journal))
    assert "Of 2 planted contradictions 1 are explained" in text
    assert "| forum: the hall is lost | 0.20 | 3 | yes | 2 | yes | 4.0 |" in text


def test_every_conference_can_be_made():
    for _, _, make in cases():
        assert make().sessions


def test_a_planted_conference_is_measured_and_its_row_kept(tmp_path: Path):
    arguments = ["explaining", "--only", "room_features", "--quick", "600", "--full", "600", "-o", str(tmp_path)]
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 0, found.output
    (row,) = json.loads((tmp_path / "explaining.json").read_text(encoding="utf-8"))["rows"]
    assert (row["minimal"], row["solved"]) == (True, True)
    assert "Of 1 planted contradictions 1 are explained" in (tmp_path / "explaining.md").read_text(encoding="utf-8")


def test_a_name_that_no_conference_has_is_refused(tmp_path: Path):
    found = CliRunner().invoke(app, ["explaining", "--only", "nothing like it", "-o", str(tmp_path)])
    assert found.exit_code == 2
    assert 'no conference has "nothing like it"' in found.output
