"""The command that explains an agenda: what it prints, what it saves, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from agenda_solver.cli.app import run
from agenda_solver.cli.exits import Exit
from agenda_solver.formats.native import read_agenda, write_agenda, write_conference
from tests.explaining.test_placing import two_talks


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


Places = Callable[..., Ended]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Places:
    """Ask of an agenda with the large talk in the hall and the small one in the den, 10 seats short."""
    monkeypatch.chdir(tmp_path)
    conference = two_talks()
    write_conference(conference, tmp_path / "two.json")
    agenda = conference.agenda({"large": ("hall", "am", 0), "small": ("den", "am", 0)})
    write_agenda(agenda, tmp_path / "agenda.json")

    def call(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run(["places", "two.json", "--agenda", "agenda.json", *arguments])
        return Ended(code, *capsys.readouterr())

    return call


def test_a_session_is_told_with_its_unmet_wishes_and_its_other_places(places: Places) -> None:
    ended = places("--session", "small")
    assert ended.code == Exit.SUCCESS
    assert '"Small": Den, 1 Jun 09:00' in ended.out
    assert '- 20 people are expected at "Small", but Den seats 10.' in ended.out
    # The hall is the only other place: it saves the 10 seats, but the large talk is there.
    assert "1 place, 0 legal" in ended.out
    assert "breaks the structure: the room is taken; room_capacity -10" in ended.out


def test_programs_get_the_places_as_json(places: Places) -> None:
    told = json.loads(places("--session", "small", "--json").out)
    assert (told["kind"], told["name"], told["costs"]) == ("session", "Small", {"0": 10})
    (other,) = told["places"]
    assert (other["room"], other["start"]) == ("hall", "2026-06-01T09:00:00+00:00")
    assert (other["legal"], other["delta"], other["costs"]) == (False, {"0": -10}, {"room_capacity": -10})


def test_a_rule_is_told_without_places(places: Places) -> None:
    ended = places("--rule", "room_capacity")
    assert ended.code == Exit.SUCCESS
    assert "The rule room_capacity" in ended.out
    assert "Other places" not in ended.out


def test_the_others_may_move_and_the_agenda_is_saved(places: Places, tmp_path: Path) -> None:
    """The small talk in the hall sends the large one to the den: 40 seats short instead of 10."""
    ended = places("--session", "small", "--room", "hall", "--start", "2026-06-01T09:00", "-o", "new.json")
    assert ended.code == Exit.SUCCESS
    assert "Against the agenda as it is: +30 (room_capacity +30)." in ended.out
    assert "2 sessions would be elsewhere." in ended.out
    assert read_agenda(tmp_path / "new.json", two_talks())["small"].room == "hall"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give exactly one of --session, --person, --track and --rule"),
        (("--session", "small", "--rule", "plenary"), "give exactly one of"),
        (("--session", "small", "--room", "hall"), "--room and --start go together"),
        (("--session", "small", "-o", "new.json"), "only --room and --start lead to an agenda to save"),
        (("--session", "nobody"), 'session: no session has the id "nobody"'),
        (("--person", "nobody"), 'person: nobody has the id "nobody"'),
        (("--session", "small", "--room", "roof", "--start", "2026-06-01T09:00"), '--room: no room has the id "roof"'),
        (("--session", "small", "--room", "hall", "--start", "noon"), '--start: "noon" is not a time'),
        (("--session", "small", "--room", "hall", "--start", "2026-06-01T12:00"), "--start: no slot begins at that"),
    ],
)
def test_a_wrong_question_ends_with_one_clear_message(places: Places, arguments: tuple[str, ...], words: str) -> None:
    ended = places(*arguments)
    assert ended.code == Exit.INVALID
    assert words in " ".join(ended.err.replace("│", " ").split())
    assert "Traceback" not in ended.err
