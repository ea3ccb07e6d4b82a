"""The command that takes over another program's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.any_format import read_any_agenda, read_any_conference
from tests.commands import Command
from tests.formats.frab_small import JSON, XML
from tests.formats.small import json_bytes

TOLD = """\
Small days (schedule.xml): 2 sessions, 2 rooms, 1 block.

No speaker (1)
- day 1, room "Hall", event 2: "Dance" has no speaker
Saved c.json
Saved a.json
"""
ODD_DAY = "".join(f'<event id="{n}"><start>10:00</start><duration>00:10</duration></event>' for n in range(1, 31))


@pytest.fixture
def files(command: Command) -> None:
    """Write a schedule in both forms into the folder."""
    Path("s.xml").write_text(XML, encoding="utf-8")
    Path("s.json").write_bytes(json_bytes(JSON))


def test_an_import_writes_the_conference_and_its_agenda_and_tells_what_was_odd(command: Command, files: None) -> None:
    told = command("import", "s.xml", "-o", "c.json", "--agenda", "a.json")
    assert (told.code, told.out) == (Exit.SUCCESS, TOLD)
    conference = read_any_conference("c.json")
    assert read_any_agenda("a.json", conference) == conference.published_agenda
    # The file is an agenda of that conference as well.
    assert command("score", "c.json", "s.xml").code == Exit.SUCCESS


@pytest.mark.parametrize("output", ["c.json", "c.xlsx", "c"])
def test_any_form_of_a_conference_can_be_written(command: Command, files: None, output: str) -> None:
    assert command("import", "s.xml", "-o", output).code == Exit.SUCCESS
    assert read_any_conference(output) == read_any_conference("s.xml")


@pytest.mark.parametrize("output", ["c.xlsx", "c"])
def test_what_planners_have_filled_in_is_replaced_only_when_told(command: Command, files: None, output: str) -> None:
    assert command("init", output).code == Exit.SUCCESS
    planned = read_any_conference(output)
    told = command("import", "s.xml", "-o", output)
    assert (told.code, told.err) == (Exit.INVALID, f"{output}: already exists; --force replaces it\n")
    assert read_any_conference(output) == planned
    assert command("import", "s.xml", "-o", output, "--force").code == Exit.SUCCESS
    assert read_any_conference(output) == read_any_conference("s.xml")


def test_a_schedule_is_solved_scored_replanned_and_exported_as_it_is(command: Command, files: None) -> None:
    assert command("solve", "s.xml", "-o", "new.json", "-t", 20).code == Exit.SUCCESS
    assert command("score", "s.xml", "new.json").code == Exit.SUCCESS
    assert command("replan", "s.xml", "--change", "person-gone:ada", "-o", "moved.json", "-t", 20).code == Exit.SUCCESS
    assert command("export", "s.xml", "new.json", "-o", "new.xml", "--day-change", "06:00").code == Exit.SUCCESS
    assert 'start="2026-06-05T06:00:00+02:00"' in Path("new.xml").read_text(encoding="utf-8")
    assert command("export", "s.xml", "new.xml", "-o", "new.data", "--format", "frab-json").code == Exit.SUCCESS
    assert read_any_agenda("new.data", read_any_conference("s.xml")) == read_any_agenda(
        "new.json", read_any_conference("s.xml")
    )


def test_a_word_is_said_where_a_schedule_stands_for_a_conference(command: Command, files: None) -> None:
    told = command("check", "s.xml")
    assert "s.xml (schedule.xml): 1 thing was odd or left out; `agenda-solver import` lists them." in told.err


def test_twenty_remarks_of_a_kind_are_listed_and_all_on_demand(command: Command) -> None:
    day = f'<day index="1" date="2026-06-05"><room name="Hall">{ODD_DAY}</room></day>'
    zone = "<time_zone_name>Europe/Berlin</time_zone_name>"
    Path("odd.xml").write_text(f"<schedule><conference>{zone}</conference>{day}</schedule>", encoding="utf-8")
    # Each of the 30 events lacks a speaker.
    some = command("import", "odd.xml", "-o", "c.json").out
    assert some.count("has no speaker") == 20
    assert "No speaker (30)" in some
    assert "- and 10 more; --all prints them" in some
    assert command("import", "odd.xml", "-o", "c.json", "--all").out.count("has no speaker") == 30
    told = json.loads(command("import", "odd.xml", "-o", "c.json", "--json").out)
    assert sum(remark["kind"] == "no speaker" for remark in told["remarks"]) == 30
    assert command("import", "odd.xml", "-o", "c.json", "--quiet").out == ""


def test_a_file_of_the_library_keeps_its_time_zone_and_that_is_told(command: Command, files: None) -> None:
    assert command("import", "s.json", "-o", "c.json").code == Exit.SUCCESS
    told = command("import", "c.json", "-o", "d.json", "--time-zone", "Asia/Almaty")
    assert "names the time zone Europe/Berlin, which is used; Asia/Almaty is ignored" in " ".join(told.out.split())
    assert read_any_conference("d.json").time_zone == "Europe/Berlin"


def test_the_time_zone_that_is_asked_for_counts(command: Command, files: None) -> None:
    assert command("import", "s.json", "-o", "c.json", "--time-zone", "Asia/Almaty").code == Exit.SUCCESS
    assert read_any_conference("c.json").time_zone == "Asia/Almaty"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("s.xml", "-o", "c.json", "--time-zone", "Berlin"), '--time-zone: "Berlin" is not an IANA time zone'),
        (("s.xml", "-o", "c.html"), "c.html: a conference ends in .json, in .xlsx"),
        (("s.xml", "-o", "c.json", "--agenda", "a.csv"), "a.csv: an agenda ends in .json"),
        (("s.json", "-o", "s.json"), "s.json: each file needs its own name"),
        (("s.xml", "-o", "c.json", "--agenda", "c.json"), "c.json: each file needs its own name"),
        (("s.xml", "-o", "no/c.json"), "there is no folder no"),
        (("none.xml", "-o", "c.json"), "none.xml: cannot be read"),
        (("bad.xml", "-o", "c.json"), "bad.xml: line 1"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    command: Command, files: None, arguments: tuple[str, ...], told: str
) -> None:
    Path("bad.xml").write_text("<schedule>", encoding="utf-8")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    found = command("import", *arguments)
    assert found.code in (Exit.INVALID, Exit.NOT_WRITTEN)
    assert told in found.err
    assert "Traceback" not in found.err
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_a_file_without_an_agenda_gives_none(command: Command) -> None:
    command("init", "my-forum.xlsx")
    told = command("import", "my-forum.xlsx", "-o", "c.json", "--agenda", "a.json")
    assert told.code == Exit.INVALID
    assert "my-forum.xlsx: holds no agenda; leave out --agenda" in told.err
    assert command("import", "my-forum.xlsx", "-o", "c.json").code == Exit.SUCCESS
