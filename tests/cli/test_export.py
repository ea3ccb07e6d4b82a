"""The command that hands an agenda on in the formats of other programs."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.exporting import EXPORT_FORMATS
from agenda_solver.formats.native import read_conference
from agenda_solver.model.conference import Conference
from tests.commands import Command
from tests.formats.small import SMALL, json_bytes

AGENDA = {
    "format": "agenda-solver/agenda/1",
    "conference": "small",
    "placements": [{"session": "opening", "room": "hall", "start": "2026-03-28T09:00+01:00"}],
}


@pytest.fixture
def conference(command: Command) -> Conference:
    """Write a conference and an agenda into the folder; return the conference."""
    Path("c.json").write_bytes(json_bytes(SMALL))
    Path("a.json").write_bytes(json_bytes(AGENDA))
    return read_conference("c.json")


@pytest.mark.parametrize("output", ["a.csv", "a.xlsx", "b.json"])
def test_what_is_exported_by_its_ending_is_read_again(command: Command, conference: Conference, output: str) -> None:
    told = command("export", "c.json", "a.json", "-o", output)
    assert (told.code, told.out) == (Exit.SUCCESS, f"Saved {output}\n")
    assert read_any_agenda(output, conference) == read_any_agenda("a.json", conference)


def test_a_format_that_is_named_counts_more_than_the_ending(command: Command, conference: Conference) -> None:
    told = command("export", "c.json", "a.json", "-o", "a.data", "--format", "grids", "--json")
    assert json.loads(told.out) == {"status": "done", "format": "grids", "files": ["a.data"]}
    Path("a.data").rename("a.xlsx")
    assert "Score" in openpyxl.load_workbook("a.xlsx").sheetnames


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "a.data"), "a.data: its ending belongs to no format"),
        (("-o", "b.csv", "--format", "paper"), 'there is no format "paper"; choose from json, csv'),
        (("-o", "a.json"), "a.json: is also an input and would be overwritten"),
        (("-o", "c.json"), "c.json: is also an input and would be overwritten"),
        (("-o", "no/such.csv"), "there is no folder no"),
        (("-o", "b.csv", "--day-change", "4"), "does not match the format"),
        (
            ("-o", "b.csv", "--day-change", "05:00"),
            "--day-change: has no meaning for csv; it is for frab-xml",
        ),
        (("-o", "b.xml", "--former", "a.ics"), "--former: has no meaning for frab-xml; it is for calendar, calendars"),
        (("-o", "b.jsonld", "--now", "2027-06-01T12:00Z"), "--now: has no meaning for schema.org; it is for calendar"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_done(
    command: Command, conference: Conference, arguments: tuple[str, ...], told: str
) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir()}
    found = command("export", "c.json", "a.json", *arguments)
    assert found.code in (Exit.INVALID, Exit.NOT_WRITTEN)
    assert told in " ".join(found.err.replace("│", " ").split())
    assert "Traceback" not in found.err
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_the_names_and_the_endings_of_the_formats_are_theirs_alone() -> None:
    names = [known.name for known in EXPORT_FORMATS]
    endings = [ending for known in EXPORT_FORMATS for ending in known.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(endings)) == len(endings)
