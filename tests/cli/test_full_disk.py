"""Every output of every command that cannot be written: its own exit code, its path, and nothing left behind."""

from __future__ import annotations

import inspect
import os
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import write_conference
from agenda_solver.cli.app import AUDIENCE_COMMANDS, COMMANDS, PRETALX_COMMANDS
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_agenda
from tests.commands import Command
from tests.conferences import three_talks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have other troubles there")

SEARCH = ["--workers", "1"]
HOPELESS = ["explain", "hopeless.json", "--apply", "1", *SEARCH]
PLACE = [
    "explain",
    "c.json",
    "--agenda",
    "a.json",
    "--session",
    "bread",
    "--room",
    "hall",
    "--start",
    "2026-06-01T09:00",
]
# The command, the option of the output (or None for an argument), and the ending of its name; "" for a folder.
OUTPUTS: list[tuple[list[str], str | None, str]] = [
    (["solve", "c.json", *SEARCH], "--output", ".json"),
    (["solve", "c.json", *SEARCH], "--output", ".html"),
    (["solve", "c.json", *SEARCH], "--output", ".xlsx"),
    (["solve", "c.json", *SEARCH], "--checkpoint", ".json"),
    (["demo", *SEARCH, "--gap", "99%"], "--output", ""),
    (["alternatives", "c.json", *SEARCH], "--output", ""),
    (["replan", "c.json", "--published", "a.json", *SEARCH], "--output", ".json"),
    (["replan", "c.json", "--published", "a.json", *SEARCH], "--conference", ".json"),
    (["replan", "c.json", "--published", "a.json", *SEARCH], "--comparison", ".html"),
    (["replan", "c.json", "--published", "a.json", "--frontier", "1", *SEARCH], "--picture", ".svg"),
    (["plan-b", "c.json", "a.json", "--room", "attic", *SEARCH], "--output", ".html"),
    (["plan-b", "c.json", "a.json", "--room", "attic", *SEARCH], "--output", ".json"),
    (["tradeoff", "c.json", "--rule", "room_capacity", "--against", "plenary", *SEARCH], "--picture", ".svg"),
    (HOPELESS, "--output", ".json"),
    (PLACE, "--output", ".json"),
    (["diff", "c.json", "a.json", "a.json"], "--output", ".html"),
    (["page", "c.json", "a.json"], "--output", ".html"),
    (["picture", "c.json", "a.json"], "--output", ".svg"),
    (["export", "c.json", "a.json"], "--output", ".json"),
    (["export", "c.json", "a.json"], "--output", ".csv"),
    (["export", "c.json", "a.json"], "--output", ".xlsx"),
    (["export", "c.json", "a.json"], "--output", ".ics"),
    (["export", "c.json", "a.json"], "--output", ".xml"),
    (["export", "c.json", "a.json", "--format", "calendars"], "--output", ""),
    (["import", "c.json"], "--output", ".json"),
    (["import", "c.json"], "--output", ".xlsx"),
    (["import", "c.json"], "--output", ""),
    (["init", "--force"], None, ".xlsx"),
    (["init", "--force"], None, ""),
    (["schema"], "--output", ".json"),
    (["pull", "https://pretalx.invalid", "event"], "--output", ".json"),
    (["favourites", "c.json", "w.csv"], "--output", ".json"),
    (["favourites", "c.json", "w.csv"], "--output", ".xlsx"),
    (["favourites", "c.json", "w.csv"], "--output", ""),
    (["expect", "voted.json", "--participants", "9"], "--output", ".json"),
    (["similar", "c.json"], "--output", ".csv"),
    (["similar", "c.json"], "--output", ".xlsx"),
    (["accept", "c.json", "s.csv"], "--output", ".json"),
    (["pages", "voted.json", "a.json", "--voter", "v"], "--output", ".html"),
    (["pages", "voted.json", "a.json"], "--output", ""),
]
# Options of the same name and kind that lead to the same code.
ALSO = {("import_", "agenda")}
Row = tuple[list[str], str | None, str]


def named(rows: list[Row]) -> Any:
    """Return rows as the parameters of a test, with names that say what they are."""
    return [pytest.param(*row, id=f"{row[0][0]} {row[1]} *{row[2]}") for row in rows]


@pytest.fixture
def files(command: Command, tmp_path: Path) -> Path:
    conference = three_talks()
    write_conference(conference, "c.json")
    write_conference(conference.replace(rooms=conference.rooms[:1]), "hopeless.json")
    write_conference(conference.replace(votes=[{"voter": "v", "sessions": ["bread"]}]), "voted.json")
    Path("s.csv").write_text("Apart,First id,Second id\nyes,bread,wine\n", encoding="utf-8")
    Path("w.csv").write_text("voter,session\nv,bread\n", encoding="utf-8")
    places = {"bread": ("hall", "morning", 0), "cheese": ("attic", "morning", 0), "wine": ("hall", "morning", 1)}
    write_agenda(conference.agenda(places), "a.json")
    return tmp_path


def run(command: Command, arguments: list[str], option: str | None, output: Path) -> Any:
    group = {"pull": "pretalx", **{each.__name__: "audience" for each in AUDIENCE_COMMANDS}}.get(arguments[0])
    return command(*([group] if group else []), *arguments, *([option] if option else []), output)


def link_to_itself(path: Path) -> Path:
    path.symlink_to(path.name)
    return path


def below_a_file(path: Path) -> Path:
    (path.parent / "file").write_text("a file, no folder")
    return path.parent / "file" / path.name


def too_long(path: Path) -> Path:
    return path.with_name("x" * 300 + path.suffix)


# Where a folder is no output of its own.
FILES = [row for row in OUTPUTS if row[2] and row[0][0] not in ("import", "init", "favourites", "expect", "accept")]


@pytest.mark.parametrize("trouble", [link_to_itself, below_a_file, too_long], ids=lambda trouble: trouble.__name__)
@pytest.mark.parametrize(("arguments", "option", "ending"), named(OUTPUTS))
def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_done(
    command: Command,
    files: Path,
    arguments: list[str],
    option: str | None,
    ending: str,
    trouble: Callable[[Path], Path],
) -> None:
    output = trouble(files / f"out{ending}")
    before = sorted(os.listdir(files))  # noqa: PTH208 - names suffice
    done = run(command, arguments, option, output)
    assert done.code == Exit.NOT_WRITTEN, done.err
    assert str(output) in done.err
    assert sorted(os.listdir(files)) == before  # noqa: PTH208


@pytest.mark.parametrize(("arguments", "option", "ending"), named(FILES))
def test_a_folder_in_the_place_of_a_file_is_told(
    command: Command, files: Path, arguments: list[str], option: str | None, ending: str
) -> None:
    (files / f"out{ending}").mkdir()
    done = run(command, arguments, option, files / f"out{ending}")
    assert done.code == Exit.NOT_WRITTEN, done.err
    assert not list((files / f"out{ending}").iterdir())


FULL = [row for row in OUTPUTS if row[0][0] not in ("pull", "demo", "tradeoff") and row[1] != "--checkpoint"]


@pytest.mark.parametrize(
    ("arguments", "option", "ending"),
    FULL,
    ids=[f"{command[0]} {option} *{ending}" for command, option, ending in FULL],
)
def test_a_disk_that_becomes_full_leaves_nothing_behind(
    command: Command,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    option: str | None,
    ending: str,
) -> None:
    """The disk is full when a file should be forced to it: the last moment at which that can be seen."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    monkeypatch.setattr("tempfile.mkdtemp", lambda **options: full(0))
    before = sorted(os.listdir(files))  # noqa: PTH208
    done = run(command, arguments, option, files / f"out{ending}")
    assert done.code == Exit.NOT_WRITTEN, done.err
    assert "no space left on device" in done.err
    assert sorted(os.listdir(files)) == before  # noqa: PTH208


def test_every_output_of_every_command_is_among_these() -> None:
    """An output is a path that is no input; a new one has to be added to the rows above."""
    tested = {(row[0][0], (row[1] or "--output").removeprefix("--")) for row in OUTPUTS}
    inputs = {
        "file",
        "agenda",
        "hint",
        "published",
        "changes",
        "scenarios",
        "former",
        "before",
        "after",
        "source",
        "certificate",
        "key",
        "wishes",
        "proposals",
    }
    for function in (*COMMANDS, *PRETALX_COMMANDS, *AUDIENCE_COMMANDS):
        hints = typing.get_type_hints(function, include_extras=True)
        for name in inspect.signature(function).parameters:
            is_path = "Path" in str(hints[name])
            if not is_path or name in inputs or (function.__name__, name) in ALSO:
                continue
            option = {"conference_output": "conference", "folder": "output", "later": None}.get(name, name)
            if option is not None:
                assert (function.__name__.rstrip("_").replace("_", "-"), option) in tested, (function.__name__, name)
