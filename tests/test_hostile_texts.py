"""A conference of hostile texts goes through every command: no line that people read is forged by one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.cli.app import AUDIENCE_COMMANDS, COMMANDS
from agenda_solver.formats.planner.csv_text import csv_of
from tests.commands import Command

# Begins lines of its own by every means, colours them, turns them around, and looks like markup of several kinds.
FORGED = "FORGED"
ENDS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MARKUP = "[red]x[/red] | `a` <b>&amp; @all *c* [d](e) $f$"
TRICK = f"T{''.join(end + FORGED for end in ENDS)} \x1b[31m\x9b2J\x7f {MARKUP} {BIDI}"
CONTROLS = (*range(9), *range(11, 13), *range(14, 32), *range(127, 160), 0x2028, 0x2029)
FORBIDDEN = frozenset(map(chr, CONTROLS)) | set(BIDI)
REFUSED = {"nobody", "cancel:nobody", "unknown", "--resume"}  # by such arguments, with a message that repeats names
# Files that name sessions which the conference does not have.
REFUSED_FILES = (
    ["audience", "favourites", "voted.json", "w.csv", "-o", "out.json"],
    ["audience", "accept", "voted.json", "s.csv", "-o", "out.json"],
)
# They show nothing that comes from a file; a board shows everything, in tests of its own.
NEVER_RUN = {"board", "demo", "init", "rules", "schema"}


def conference(**changes: Any) -> dict[str, Any]:
    """Return a conference with two talks in one room, one of them too popular; every text in it is a trick."""

    def text(name: str) -> str:
        return f"{name}{TRICK}"

    about = {"description": f"D{MARKUP}{BIDI}\x1b", "expected_audience": 9}
    talk = {**about, "track": text("track"), "speakers": [text("ada")], "duration_minutes": 30, "tags": [text("tag")]}
    return {
        "id": "c",
        "name": text("C"),
        "time_zone": "UTC",
        "notes": text("Notes"),
        "days": [{"id": text("day"), "date": "2026-06-01", "name": text("Monday")}],
        "blocks": [{"id": text("b"), "day": text("day"), "start": "09:00", "end": "10:00", "slot_minutes": 30}],
        "buildings": [{"id": text("h"), "name": text("House")}],
        "rooms": [{"id": text("r"), "name": text("R"), "capacity": 1, "building": text("h"), "features": [text("f")]}],
        "people": [{"id": text("ada"), "name": text("Ada")}],
        "tracks": [{"id": text("track"), "name": text("Track")}],
        "sessions": [
            {
                "id": text(id),
                "title": text(id.upper()),
                "description": f"D{MARKUP}{BIDI}\x1b",
                "expected_audience": 9,
                **talk,
            }
            for id in ("s", "t")
        ],
        "rules": [
            {"rule": "room_capacity", "severity": 1, "label": text("label")},
            {
                "rule": "time_preference",
                "severity": 1,
                "tables": [{"session": text("s"), "block": text("b"), "amount": 1}],
            },
        ],
        **changes,
    }


@pytest.fixture
def files(command: Command, tmp_path: Path) -> Path:
    """Write the conference and an agenda of it, in a folder of its own."""
    (tmp_path / "c.json").write_text(json.dumps(conference()), "utf-8")
    talks = [
        {"session": session["id"], "room": f"r{TRICK}", "start": f"2026-06-01T09:{minute}Z", "block": f"b{TRICK}"}
        for session, minute in zip(conference()["sessions"], ("00", "30"), strict=True)
    ]
    for name, placements in (("a.json", talks), ("late.json", [{**talks[0], "start": talks[1]["start"]}])):
        (tmp_path / name).write_text(json.dumps({"conference": "c", "placements": placements}), "utf-8")
    return tmp_path


def refuse_forgeries(text: str, where: str) -> None:
    found = sorted(set(text) & FORBIDDEN)
    assert not found, f"{where} holds {found}"
    forged = [line for line in text.splitlines() if line.removeprefix("- ").removeprefix("| ").startswith(FORGED)]
    assert not forged, f"{where}: {forged[:2]}"


LOOKS = [
    ["check", "c.json"],
    ["score", "c.json", "a.json"],
    ["explain", "c.json", "--agenda", "a.json"],
    ["explain", "c.json", "--agenda", "a.json", "--session", f"s{TRICK}"],
    ["explain", "c.json", "--agenda", "a.json", "--person", f"ada{TRICK}"],
    ["explain", "c.json", "--agenda", "a.json", "--session", "nobody"],
    ["diff", "c.json", "a.json", "late.json"],
    ["diff", "c.json", "a.json", "late.json", "--markdown"],
    ["diff", "c.json", "a.json", "late.json", "-o", "out.html"],
    ["page", "c.json", "a.json", "-o", "out.html"],
    ["page", "c.json", "a.json", "-o", "out.html", "--public"],
    ["page", "c.json", "a.json", "-o", "out.html", "--tag", "unknown"],
    ["picture", "c.json", "a.json", "-o", "out.svg"],
    ["export", "c.json", "a.json", "-o", "out.ics"],
    ["export", "c.json", "a.json", "-o", "out.jsonld"],
    ["export", "c.json", "a.json", "-o", "out.json", "--format", "frab-json"],
    ["import", "c.json", "-o", "out.json"],
    ["audience", "favourites", "voted.json", "w.csv", "-o", "out.json"],
    ["audience", "favourites", "voted.json", "w.csv", "-o", "out.json", "--skip-unknown"],
    ["audience", "expect", "voted.json", "--participants", "9"],
    ["audience", "similar", "voted.json", "-o", "out.csv", "--least", "1%"],
    ["audience", "accept", "voted.json", "s.csv", "-o", "out.json"],
    ["audience", "pages", "voted.json", "a.json", "--voter", f"v{TRICK}", "-o", "out.html"],
    ["audience", "pages", "voted.json", "a.json", "--voter", "nobody", "-o", "out.html"],
]
SEARCHES = [
    ["solve", "c.json", "-o", "out.json", "-o", "out.html", "--workers", "1"],
    ["solve", "c.json", "-o", "out.json", "--checkpoint", "a.json", "--resume"],
    ["replan", "c.json", "--published", "a.json", "--change", f"cancel:s{TRICK}", "-o", "out.json", "--workers", "1"],
    ["replan", "c.json", "--published", "a.json", "--change", "cancel:nobody", "-o", "out.json"],
    [
        "plan-b",
        "c.json",
        "a.json",
        "--room",
        f"r{TRICK}",
        "--person",
        f"ada{TRICK}",
        "--workers",
        "1",
        "-o",
        "out.html",
    ],
    ["plan-b", "c.json", "a.json", "--room", "nobody"],
    ["plan-b", "c.json", "a.json", "--session", f"s{TRICK}", "--workers", "1", "-o", "out.html"],
    ["plan-b", "c.json", "a.json", "--session", "nobody"],
    ["alternatives", "c.json", "-n", "2", "--workers", "1"],
    ["whatif", "c.json", "-s", "s.json", "--moves", "--workers", "1"],
    ["tradeoff", "c.json", "--rule", f"room_capacity:label{TRICK}", "--against", "time_preference", "--workers", "1"],
    ["explain", "hopeless.json", "--workers", "1"],
    ["solve", "hopeless.json", "--workers", "1"],
    ["check", "hopeless.json"],
]


@pytest.mark.parametrize(
    "arguments", [*LOOKS, *SEARCHES], ids=lambda arguments: " ".join(arguments)[:40].split("\n")[0]
)
def test_no_line_that_people_read_is_forged(command: Command, files: Path, arguments: list[str]) -> None:
    names = {f"what if{TRICK}": [{"change": "cancel", "session": f"s{TRICK}"}]}
    Path("s.json").write_text(json.dumps(names), "utf-8")
    room = conference()["rooms"][0]
    closed = {**room, "available": [{"start": "2026-06-01T09:00Z", "end": "2026-06-01T09:30Z"}]}
    hopeless = [{"rule": "room_availability", "severity": "hard"}]
    Path("hopeless.json").write_text(json.dumps(conference(rooms=[closed], rules=hopeless)), "utf-8")
    voted = [{"voter": f"v{TRICK}", "sessions": [f"s{TRICK}", f"t{TRICK}"]}]
    Path("voted.json").write_text(json.dumps(conference(votes=voted)), "utf-8")
    Path("w.csv").write_text(csv_of([("voter", "session"), (f"w{TRICK}", f"nothing{TRICK}")]), "utf-8")
    Path("s.csv").write_text(csv_of([("Apart", "First id", "Second id"), ("yes", f"s{TRICK}", f"u{TRICK}")]), "utf-8")
    done = command(*arguments)
    refused = arguments in REFUSED_FILES or bool(REFUSED & set(arguments))
    assert (done.code == 2) == refused, done.err
    refuse_forgeries(done.out, "standard output")
    refuse_forgeries(done.err, "standard error")
    for file in Path().glob("out.*"):
        refuse_forgeries(file.read_bytes().decode("utf-8"), file.name)


def test_every_command_is_among_these() -> None:
    run = {arguments[0] for arguments in (*LOOKS, *SEARCHES)}
    assert {command.__name__.rstrip("_").replace("_", "-") for command in COMMANDS} - NEVER_RUN == run - {"audience"}
    assert {arguments[1] for arguments in LOOKS if arguments[0] == "audience"} == {
        command.__name__ for command in AUDIENCE_COMMANDS
    }


def test_markdown_shows_what_stands_there(command: Command, files: Path) -> None:
    """What Markdown would take for markup, a mention or a reference is escaped."""
    done = command("diff", "c.json", "a.json", "late.json", "--markdown")
    row = next(line for line in done.out.splitlines() if line.startswith("| ST"))
    assert r"\[red\]x\[/red\] \| \`a\` \<b\>&amp;amp; &#64;all \*c\* \[d\](e) \$f\$" in row


def test_a_text_from_right_to_left_stays_as_it_is(command: Command, tmp_path: Path) -> None:
    """Letters of Hebrew and Arabic, with the joiners and marks that their spelling needs."""
    titles = [
        "\u05e9\u05dc\u05d5\u05dd \u200f\u05e2\u05d5\u05dc\u05dd",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ]
    builder = conference(
        sessions=[{"id": str(n), "title": title, "duration_minutes": 30} for n, title in enumerate(titles)],
        rules=[],
    )
    (tmp_path / "c.json").write_text(json.dumps(builder), "utf-8")
    starts = zip(range(2), ("00", "30"), strict=True)
    placed = [{"session": str(n), "room": f"r{TRICK}", "start": f"2026-06-01T09:{m}Z"} for n, m in starts]
    (tmp_path / "a.json").write_text(json.dumps({"conference": "c", "placements": placed}), "utf-8")
    assert command("page", "c.json", "a.json", "-o", "out.html", "--public").code == 0
    page = (tmp_path / "out.html").read_text("utf-8")
    assert all(f">{title}</h3>" in page for title in titles)
