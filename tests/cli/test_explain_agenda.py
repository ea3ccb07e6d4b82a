"""The command explain with an agenda: what it prints, what it saves, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import read_agenda, write_agenda, write_conference
from tests.explaining.placements.test_forced_place import two_talks


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


Explain = Callable[..., Ended]


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    """Ask of an agenda with the large talk in the hall and the small one in the den, 10 seats short."""
    monkeypatch.chdir(tmp_path)
    conference = two_talks()
    write_conference(conference, tmp_path / "two.json")
    agenda = conference.agenda({"large": ("hall", "am", 0), "small": ("den", "am", 0)})
    write_agenda(agenda, tmp_path / "agenda.json")

    def call(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run(["explain", "two.json", "--agenda", "agenda.json", *arguments])
        return Ended(code, *capsys.readouterr())

    return call


def test_a_session_is_told_with_its_unmet_wishes_and_its_other_places(explain: Explain) -> None:
    ended = explain("--session", "small")
    assert ended.code == Exit.SUCCESS
    assert '"Small": Den, 1 Jun 09:00' in ended.out
    assert '- 20 people are expected at "Small", but Den seats 10.' in ended.out
    # The hall is the only other place: it saves the 10 seats, but the large talk is there.
    assert "1 place, 0 legal" in ended.out
    assert "the room is taken; room_capacity -10" in ended.out
    # Both change places: the small talk has a seat for everybody, and 40 of the 50 people at the large one have none.
    assert "Exchanges of its place with that of another session: 1 legal exchange." in ended.out
    (row,) = [line.split() for line in ended.out.splitlines() if line.startswith("Large ")]
    assert row == ["Large", "Hall,", "1", "Jun", "09:00", "+30", "room_capacity", "+30"]


def test_without_a_question_the_whole_agenda_is_explained(explain: Explain) -> None:
    ended = explain()
    assert ended.code == Exit.SUCCESS
    assert ended.out.startswith("Every hard rule is kept, at a cost of 10.\n")
    assert "room_capacity  10 seats" in ended.out
    (row,) = [line.split() for line in ended.out.splitlines() if line.startswith("small ")]
    assert row == ["small", "Small", "Den,", "1", "Jun", "09:00", "10", "room_capacity", "10"]


def test_what_is_broken_in_the_whole_agenda_is_said_first(explain: Explain, tmp_path: Path) -> None:
    conference = two_talks()
    write_agenda(conference.agenda({"small": ("den", "am", 0)}), tmp_path / "agenda.json")
    ended = explain()
    assert ended.code == Exit.SUCCESS
    assert ended.out.startswith("Hard rules are broken, at a cost of 10.\n")
    assert '- "Large" has no place.' in ended.out
    assert "No exchange of its place with that of another session is legal." in explain("--session", "small").out


def test_programs_get_the_whole_agenda_as_json(explain: Explain) -> None:
    told = json.loads(explain("--json").out)
    assert (told["kind"], told["legal"], told["costs"]) == ("agenda", True, {"0": 10})
    assert told["sessions"] == [
        {"session": "small", "title": "Small", "costs": {"0": 10}, "by_rule": {"room_capacity": 10}}
    ]


def test_only_so_many_sessions_are_printed_as_are_asked_for(explain: Explain, tmp_path: Path) -> None:
    both = two_talks(clash=True).replace(rules=({"rule": "room_capacity"}, {"rule": "speaker_clash", "severity": 7}))
    write_conference(both, tmp_path / "two.json")
    ended = explain("--most", "1")
    # Ada gives both at once (7, for each of them); the small talk is 10 seats short as well.
    assert [line.split()[0] for line in ended.out.splitlines() if line.startswith(("small ", "large "))] == ["small"]
    assert "And 1 more; --most prints more of them." in ended.out


def test_programs_get_the_places_as_json(explain: Explain) -> None:
    told = json.loads(explain("--session", "small", "--json").out)
    assert (told["kind"], told["name"], told["costs"]) == ("session", "Small", {"0": 10})
    (other,) = told["places"]
    assert (other["room"], other["start"]) == ("hall", "2026-06-01T09:00:00+00:00")
    assert (other["legal"], other["delta"], other["costs"]) == (False, {"0": -10}, {"room_capacity": -10})
    (swap,) = told["swaps"]
    assert (swap["other"], swap["legal"], swap["delta"]) == ("large", True, {"0": 30})


def test_a_rule_is_told_without_places(explain: Explain) -> None:
    ended = explain("--rule", "room_capacity")
    assert ended.code == Exit.SUCCESS
    assert "The rule room_capacity" in ended.out
    assert "Other places" not in ended.out


def test_the_others_may_move_and_the_agenda_is_saved(explain: Explain, tmp_path: Path) -> None:
    """The small talk in the hall sends the large one to the den: 40 seats short instead of 10."""
    ended = explain("--session", "small", "--room", "hall", "--start", "2026-06-01T09:00", "-o", "new.json")
    assert ended.code == Exit.SUCCESS
    assert "Compared with the current agenda: +30 (room_capacity +30)." in ended.out
    assert "2 sessions would move." in ended.out
    assert read_agenda(tmp_path / "new.json", two_talks())["small"].room == "hall"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--session", "small", "--rule", "plenary"),
            "only one thing can be explained at a time, not --session and --rule",
        ),
        (("--apply", "1"), "there are no ways out with an agenda; leave out --agenda"),
        (("--apply", "1", "-o", "new.json"), "there are no ways out with an agenda; leave out --agenda"),
        (("--rule", "plenary", "--room", "hall", "--start", "2026-06-01T09:00"), "and with --session"),
        (("-o", "new.json"), "it saves the agenda of --room and --start; give both"),
        (("--session", "small", "--room", "hall"), "--room and --start go together"),
        (("--session", "small", "-o", "new.json"), "it saves the agenda of --room and --start; give both"),
        (("--session", "nobody"), 'session: there is no session "nobody"'),
        (("--person", "nobody"), 'person: nobody is called "nobody"'),
        (("--session", "small", "--room", "roof", "--start", "2026-06-01T09:00"), '--room: there is no room "roof"'),
        (("--session", "small", "--room", "hall", "--start", "noon"), '--start: "noon" is not a date and time'),
        (
            ("--session", "small", "--room", "hall", "--start", "2026-06-01T12:00"),
            '--start: no slot begins at "2026-06-01T12:00"',
        ),
    ],
)
def test_a_wrong_question_ends_with_one_clear_message(explain: Explain, arguments: tuple[str, ...], words: str) -> None:
    ended = explain(*arguments)
    assert ended.code == Exit.INVALID
    assert words in " ".join(ended.err.replace("│", " ").split())
    assert "Traceback" not in ended.err


ABOUT_AN_AGENDA = {
    "--session": "small",
    "--person": "ada",
    "--track": "x",
    "--rule": "plenary",
    "--room": "hall",
    "--start": "2026-06-01T09:00",
    "--most": "3",
}


@pytest.mark.parametrize("arguments", list(ABOUT_AN_AGENDA.items()), ids=list(ABOUT_AN_AGENDA))
def test_a_question_about_an_agenda_needs_one(
    arguments: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_conference(two_talks(), tmp_path / "two.json")
    code = run(["explain", "two.json", *arguments])
    told = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert code == Exit.INVALID
    assert arguments[0] in told
    assert "it asks about an agenda; give one with --agenda" in told


def test_quiet_prints_nothing_about_an_agenda(explain: Explain) -> None:
    for question in ((), ("--session", "small"), ("--rule", "room_capacity")):
        assert explain(*question, "--quiet") == (Exit.SUCCESS, "", "")
