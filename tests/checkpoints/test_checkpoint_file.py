"""The file of a checkpoint: what is read is what was written, and what is wrong is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Agenda, InvalidInput
from agenda_solver.checkpoints.checkpoint_file import Checkpoint, digest_of, read_checkpoint, write_checkpoint
from agenda_solver.rules.base.rule_settings import rules_of
from tests.conferences import three_talks, tug_of_war


def agenda() -> Agenda:
    return three_talks().agenda(
        {"bread": ("hall", "morning", 0), "cheese": ("attic", "morning", 0), "wine": ("hall", "morning", 1)}
    )


def written(path: Path, **changes: Any) -> Path:
    """Write a checkpoint and change some of its fields by hand."""
    write_checkpoint(Checkpoint(agenda(), {1: 3, 0: 40}, {1: 3}, 12.5, 7, "abc"), path)
    data = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**data, **changes}), "utf-8")
    return path


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    read = read_checkpoint(written(tmp_path / "c.json"), three_talks())
    assert read == Checkpoint(agenda(), {1: 3, 0: 40}, {1: 3}, 12.5, 7, "abc")


def test_a_checkpoint_of_another_conference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidInput, match=r'c.json: conference: the checkpoint is of the conference "three", not of "tug"'
    ):
        read_checkpoint(written(tmp_path / "c.json"), tug_of_war())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "agenda-solver/checkpoint/9"}, 'format: must be "agenda-solver/checkpoint/1"'),
        ({"elapsed": "long"}, "elapsed: "),
        ({"costs": {"zero": 1}}, 'costs: "zero" is not a priority level from 0 to 9'),
        ({"bounds": {"0": 1.5}}, r"bounds.*0"),
        ({"costs": {"9" * 5000: 1}}, r'costs: "9{40}" is not a priority level'),
        ({"elapsed": 1e300}, "elapsed: "),
        ({"more": 1}, "more: "),
        ({"agenda": 5}, r"agenda\."),
        (
            {"agenda": {"conference": "three", "placements": [{"session": "beer", "room": "hall", "start": 0}]}},
            r'agenda\.placements\[0\]\.session: there is no session "beer"',
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_checkpoint(written(tmp_path / "c.json", **changes), three_talks())


def test_half_a_file_is_no_checkpoint(tmp_path: Path) -> None:
    path = written(tmp_path / "c.json")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InvalidInput, match="is not JSON"):
        read_checkpoint(path, three_talks())


def test_the_digest_changes_with_the_conference_and_with_its_rules() -> None:
    plain = three_talks()
    longer = plain.replace(name="Three long talks")
    dearer = plain.replace(rules=tuple({"rule": r.rule, **r.parameters(), "severity": 2} for r in plain.rules))
    found = {digest_of(conference, rules_of(conference)) for conference in (plain, three_talks(), longer, dearer)}
    assert len(found) == 3  # the same conference made twice has the same digest
