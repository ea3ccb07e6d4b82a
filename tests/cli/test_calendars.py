"""The command writes calendars, and marks in them what moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_agenda, write_conference
from tests.commands import Command
from tests.formats.agendas_small import PLACES, agenda_with

NOW = ("--now", "2026-01-02T03:04:05Z")


@pytest.fixture
def command(command: Command) -> Command:
    """Run the command within this process, in a folder with a conference and two agendas."""
    agenda = agenda_with()
    write_conference(agenda.conference, "forum.json")
    write_agenda(agenda, "agenda.json")
    write_agenda(agenda_with(places={**PLACES, "lab": ("cabin", "sat-am", 0)}), "moved.json")
    return command


def test_the_ending_ics_means_the_whole_agenda_as_one_calendar(command: Command) -> None:
    assert command("export", "forum.json", "agenda.json", "-o", "agenda.ics", *NOW).code == Exit.SUCCESS
    text = Path("agenda.ics").read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 3
    assert text.count("DTSTAMP:20260102T030405Z") == 3


def test_a_folder_of_calendars_is_written_and_told(command: Command) -> None:
    told = command("export", "forum.json", "agenda.json", "--format", "calendars", "-o", "calendars", "--json")
    assert told.code == Exit.SUCCESS
    files = json.loads(told.out)["files"]
    assert len(files) == 6  # the whole, two rooms, a track, two people
    assert all(Path(file).is_file() for file in files)


@pytest.mark.parametrize("former", ["agenda.json", "agenda.ics", "calendars"])
def test_what_moved_since_is_marked(command: Command, former: str) -> None:
    command("export", "forum.json", "agenda.json", "-o", "agenda.ics", *NOW)
    command("export", "forum.json", "agenda.json", "--format", "calendars", "-o", "calendars", *NOW)
    told = command("export", "forum.json", "moved.json", "-o", "new.ics", "--former", former, *NOW)
    assert told.code == Exit.SUCCESS, told
    text = Path("new.ics").read_text(encoding="utf-8")
    assert (text.count("SEQUENCE:0"), text.count("SEQUENCE:1")) == (2, 1)


@pytest.mark.parametrize("output", ["agenda.ics", "calendars"])
def test_calendars_that_were_there_are_not_made_new_without_a_word(command: Command, output: str) -> None:
    arguments = ["export", "forum.json", "agenda.json", "--format", output.removeprefix("agenda.ics") or "calendar"]
    Path("calendars").mkdir()  # an empty folder has nothing that anybody could have subscribed to
    assert command(*arguments, "-o", output).err == ""
    told = command(*arguments, "-o", output)
    assert (told.code, told.err.count(f"--former {output}")) == (Exit.SUCCESS, 1)
    assert command(*arguments, "-o", output, "--former", output).err == ""
    assert command(*arguments, "-o", output, "--quiet").err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "new.ics", "--former", "missing.ics"], "missing.ics"),
        (["-o", "new.ics", "--former", "broken.ics"], "broken.ics: is not a calendar"),
        (["-o", "new.ics", "--now", "noon"], "is not a date and time such as"),
        (
            ["-o", "new.ics", "--now", "9999-12-31T23:59-14:00"],
            '--now: "9999-12-31T23:59-14:00" must be between the years',
        ),
        (["-o", "new.ics", "--format", "calendars"], "the name of a single file"),
    ],
)
def test_what_cannot_be_is_a_sentence(command: Command, arguments: list[str], message: str) -> None:
    Path("broken.ics").write_text("not a calendar", encoding="utf-8")
    told = command("export", "forum.json", "agenda.json", *arguments)
    assert told.code == Exit.INVALID
    assert message in " ".join(told.err.replace("│", " ").split())
    assert not Path("new.ics").exists()
