"""The command solves events, stores what it found, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.__main__ import app
from benchmarks.families.tpac.read import COUNTS, FAMILY
from benchmarks.harness.family import peers_of
from benchmarks.harness.record import Entry, load
from benchmarks.harness.sheets import answers
from tests.benchmarks.families.tpac.made import event, session
from tests.benchmarks.records import document, run

pytestmark = pytest.mark.usefixtures("in_process")

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
    stored = load(tmp_path / "out" / "tpac.json")
    (run,), entry = stored.runs, stored.problems["crowded"]
    assert (run.instance, run.sessions, entry.facts, run.status) == ("crowded", 2, {"cells": 8}, "optimal")
    # 28 seats are missing whoever is in the small room, and that is proven; nothing else is amiss.
    assert run.figures == dict.fromkeys(COUNTS, 0) | {"seats missing": 28}
    assert FAMILY.proven(run.figures, run.bounds) == set(COUNTS)
    # In the file A is at another time instead, and the 28 seats are missing as well.
    (plan,) = entry.plans
    assert plan.figures == dict.fromkeys(COUNTS, 0) | {"seats missing": 28, "meetings at other times": 1}
    page = (tmp_path / "out" / "tpac.md").read_text(encoding="utf-8")
    assert "28*" in page
    assert "in the file" in page


def test_times_are_a_wish_where_they_cannot_all_be_kept(command: Command, tmp_path: Path) -> None:
    result = command({"too-many": TOO_MANY}, "--workers", 1)
    assert result.exit_code == 0, result.output
    (run,) = load(tmp_path / "out" / "tpac.json").runs
    # A has four meetings in four slots, so the joint meeting has none left.
    assert run.figures["meetings left out"] == 1
    assert run.figures["meetings at other times"] == 0
    assert FAMILY.proven(run.figures, run.bounds) == set(COUNTS)


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


def test_schedules_that_others_have_published_stand_beside_ours_by_the_name_of_the_event() -> None:
    (name, (peer,)), *_ = peers_of("tpac").items()
    ours = run("any", figures=dict.fromkeys(COUNTS, 0), bounds={})
    sheet = answers(FAMILY, document(ours, family="tpac", entries={"any": Entry(name, 223)}), peers_of("tpac"))
    theirs, mine = ([cell.text for cell in row] for row in sheet.rows)
    assert theirs[2] == peer.by
    assert theirs[4:9] == [str(peer.figures[count]) for count in COUNTS]
    assert mine[4:9] == ["0*"] * 5


def test_nothing_hangs_on_the_name_of_a_file(command: Command, tmp_path: Path) -> None:
    command({"a": CROWDED, "tpac2031": CROWDED}, "--workers", 1)
    first, second = load(tmp_path / "out" / "tpac.json").runs
    assert first.figures == second.figures
