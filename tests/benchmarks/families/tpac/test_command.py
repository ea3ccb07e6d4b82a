"""The command solves events, stores what it found, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.families.tpac.command import answers, troubles
from benchmarks.families.tpac.measuring import FAILED, Run, measure
from benchmarks.families.tpac.peers import read_peers
from benchmarks.families.tpac.problem import COUNTS
from tests.benchmarks.families.tpac.made import event, session

Command = Callable[..., Result]
PEOPLE = "Estimate_of_in-person_participants"
# Two groups of 40 want the first slot; one of them gets 12 seats. The file has B there in the small room, and A at
# another time in the large one.
CROWDED = event(
    session(1, "A WG", ticked=(0,), sections={PEOPLE: "31-50"}, room="Large (40)", slot="2030-09-09 11:00"),
    session(2, "B WG", ticked=(0,), sections={PEOPLE: "31-50"}, room="Small (12)", slot="2030-09-09 9:00"),
)
# Five meetings of one group do not fit four slots, and three rooms do not help.
TOO_MANY = event(
    session(1, "A WG", ticked=(0, 1, 2, 3)),
    session(2, "A WG & B CG joint meeting", ticked=(3,)),
    rooms=["One", "Two", "Three"],
)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run the command on the events that are given, with results in a folder of their own."""
    folder = tmp_path / "data" / "tpac"
    folder.mkdir(parents=True)

    def call(events: dict[str, Any], *arguments: object) -> Result:
        for name, raw in events.items():
            text = raw if isinstance(raw, str) else json.dumps(raw)
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
        words = ["tpac", "--data", tmp_path / "data", "--output", tmp_path / "out", "--seeds", 1, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


def test_it_solves_and_stores_what_it_found(command: Command, tmp_path: Path) -> None:
    result = command({"crowded": CROWDED}, "--workers", 1)
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "out" / "tpac.json").read_text(encoding="utf-8"))
    (run,) = stored["runs"]
    assert stored["format"] == "agenda-solver/tpac-benchmark/1"
    assert (run["problem"], run["meetings"], run["cells"], run["status"]) == ("crowded", 2, 8, "optimal")
    # 28 seats are missing whoever is in the small room, and that is proven; nothing else is amiss.
    assert run["counts"] == dict.fromkeys(COUNTS, 0) | {"seats missing": 28}
    assert (run["proven"], run["strict"]) == (5, True)
    # In the file A is at another time instead, and the 28 seats are missing as well.
    assert run["reference"] == dict.fromkeys(COUNTS, 0) | {"seats missing": 28, "meetings at other times": 1}
    page = (tmp_path / "out" / "tpac.md").read_text(encoding="utf-8")
    assert "28*" in page
    assert "in the file" in page


def test_times_are_a_wish_where_they_cannot_all_be_kept(command: Command, tmp_path: Path) -> None:
    result = command({"too-many": TOO_MANY}, "--workers", 1)
    assert result.exit_code == 0, result.output
    (run,) = json.loads((tmp_path / "out" / "tpac.json").read_text(encoding="utf-8"))["runs"]
    assert not run["strict"]
    # A has four meetings in four slots, so the joint meeting has none left.
    assert run["counts"]["meetings left out"] == 1
    assert run["counts"]["meetings at other times"] == 0
    assert run["proven"] == 5


def test_what_is_not_understood_is_said(command: Command) -> None:
    odd = event(session(1, "A WG", sections={"Favourite_colour": "red"}))
    assert 'odd.json: #1: the section "Favourite colour" was not understood.' in command({"odd": odd}).output


@pytest.mark.parametrize(
    ("events", "arguments", "message"),
    [
        ({}, (), "there is no event there"),
        ({"a": CROWDED}, ("--only", "2031"), 'there is no event with "2031" in its name'),
        ({"a": "{"}, (), "a.json"),
        ({"a": {"rooms": []}}, (), "rooms: must be a list with something in it"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    command: Command, events: dict[str, Any], arguments: tuple[str, ...], message: str
) -> None:
    result = command(events, *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_runs_without_an_agenda_are_trouble() -> None:
    about: dict[str, Any] = {"problem": "x", "name": "X", "meetings": 1, "cells": 1}
    runs = [Run(**about, seed=0, failure="ScoreMismatch: ?"), Run(**about, seed=1, status="no answer in time")]
    assert runs[0].status == FAILED
    assert list(troubles(runs)) == [
        "x seed 0 failed: ScoreMismatch: ?",
        "x seed 1 found no agenda: no answer in time.",
    ]
    assert [len(row) for row in answers(runs).rows] == [len(answers(runs).headings)] * 2


def test_schedules_that_others_have_published_stand_beside_ours() -> None:
    (name, peer), *_ = read_peers().items()
    run = Run("any", name, 223, 272, 0, status="optimal", counts=dict.fromkeys(COUNTS, 0), proven=5)
    theirs, ours = ([cell.text for cell in row] for row in answers([run]).rows)
    assert theirs[3] == peer.by
    assert theirs[5:10] == [str(peer.counts[count]) for count in COUNTS]
    assert ours[5:10] == ["0*"] * 5


def test_nothing_hangs_on_the_name_of_a_file(tmp_path: Path) -> None:
    for name in ("a", "tpac2031"):
        (tmp_path / f"{name}.json").write_text(json.dumps(CROWDED), encoding="utf-8")
    first, second = (measure(tmp_path / f"{name}.json", 30.0, 1, 0) for name in ("a", "tpac2031"))
    assert first.counts == second.counts
