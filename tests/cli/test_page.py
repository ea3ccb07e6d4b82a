"""The commands ``page`` and ``picture``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_agenda, write_conference
from tests.browser.programme import agenda
from tests.commands import Command


@pytest.fixture
def command(command: Command) -> Command:
    """Run the command within this process, in a folder that holds a conference and its agenda."""
    write_conference(agenda().conference, "c.json")
    write_agenda(agenda(), "a.json")
    return command


def text(name: str = "page.html") -> str:
    """Return what a page says."""
    return Path(name).read_text(encoding="utf-8")


def test_a_page_for_planners_says_what_is_not_perfect(command: Command) -> None:
    told = command("page", "c.json", "a.json", "-o", "page.html", "--title", "A <draft>", "--subtitle", "of Monday")
    assert (told.code, told.out) == (Exit.SUCCESS, "Saved page.html\n")
    assert "Every wish about it is met." in text()
    assert "What is not perfect" in text()
    assert "A &lt;draft&gt;" in text()
    assert "of Monday" in text()


def test_a_page_for_everybody_has_no_score(command: Command) -> None:
    told = command("page", "c.json", "a.json", "-o", "page.html", "--public", "--json")
    assert json.loads(told.out) == {"status": "done", "files": ["page.html"]}
    for word in ("not perfect", "wish about it", "Too much", "Law"):
        assert word not in text()


def test_tags_are_for_everybody_when_they_are_named(command: Command) -> None:
    assert command("page", "c.json", "a.json", "-o", "page.html", "--public", "--tag", "law", "--quiet").out == ""
    assert "Law" in text()
    assert "Money" not in text()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("page", "c.json", "a.json", "-o", "page.pdf"), Exit.INVALID, "page.pdf: a page ends in .html or .htm"),
        (("page", "c.json", "a.html", "-o", "a.html"), Exit.INVALID, "a.html: is also an input"),
        (("page", "c.json", "a.json", "-o", "no/page.html"), Exit.NOT_WRITTEN, "there is no folder no"),
        (("page", "c.json", "b.json", "-o", "page.html"), Exit.INVALID, "b.json: cannot be read"),
        (("picture", "c.json", "a.json", "-o", "day.pdf"), Exit.INVALID, "day.pdf: a picture ends in .svg or .png"),
        (("picture", "c.json", "a.json", "-o", "no/day.svg"), Exit.NOT_WRITTEN, "there is no folder no"),
        (
            ("picture", "c.json", "a.json", "-o", "page.svg"),
            Exit.INVALID,
            "--day: which day? Choose from 2025-05-29, 2025-05-30",
        ),
        (
            ("picture", "c.json", "a.json", "-o", "page.svg", "--day", "3"),
            Exit.INVALID,
            '--day: there is no day "3"; choose from "Opening day", "2025-05-30"',
        ),
        (
            ("page", "c.json", "a.json", "-o", "page.html", "--tag", "tea"),
            Exit.INVALID,
            '--tag: there is no tag "tea"; choose from "law", "money"',
        ),
    ],
)
def test_mistakes_are_told_in_one_sentence(command: Command, arguments: tuple[str, ...], code: Exit, told: str) -> None:
    result = command(*arguments)
    assert result.code == code
    assert told in " ".join(result.err.split())
    assert "solved" not in result.err  # nothing was to be
    assert sorted(path.name for path in Path().iterdir()) == ["a.json", "c.json"]


def test_a_picture_shows_one_day(command: Command) -> None:
    pytest.importorskip("matplotlib")
    told = command("picture", "c.json", "a.json", "-o", "day.png", "--day", "2025-05-30", "--json")
    assert json.loads(told.out) == {"status": "done", "files": ["day.png"], "missing_letters": []}
    assert (
        command("picture", "c.json", "a.json", "-o", "day.svg", "--day", 1, "--title", "Ours").out == "Saved day.svg\n"
    )
    assert Path("day.svg").read_bytes().startswith(b"<?xml")


def test_without_matplotlib_it_is_said_what_to_install(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    told = command("picture", "c.json", "a.json", "-o", "day.svg", "--day", 1)
    assert told.code == Exit.INVALID
    assert 'python -m pip install "agenda-solver[pictures]"' in told.err


def test_who_publishes_is_told_which_sessions_are_not_confirmed(command: Command) -> None:
    conference = agenda().conference
    first = conference.sessions[0]
    doubtful = (first.model_copy(update={"likelihood": 70}), *conference.sessions[1:])
    write_conference(conference.replace(sessions=doubtful), "c.json")
    words = f'1 session is not confirmed: "{first.title}".'
    assert words in command("page", "c.json", "a.json", "-o", "page.html", "--public").err
    assert words in command("export", "c.json", "a.json", "-o", "a.ics").err
    # Of a page for the committee its card says so.
    assert words not in command("page", "c.json", "a.json", "-o", "page.html").err
    assert "not confirmed" in text()


def test_the_usual_type_and_rooms_without_a_session_are_not_told(command: Command) -> None:
    conference = agenda().conference
    spare = conference.rooms[0].model_copy(update={"id": "spare", "name": "Spare"})
    used = len({place.room for place in agenda().values()})
    write_conference(conference.replace(rooms=(*conference.rooms, spare)), "c.json")
    assert command("page", "c.json", "a.json", "-o", "page.html", "--public").code == Exit.SUCCESS
    assert {session.type for session in conference.sessions} > {"session"}
    assert "<dd>Session</dd>" not in text()
    assert f"{used} rooms" in " ".join(re.sub("<[^>]+>", " ", text()).split())
