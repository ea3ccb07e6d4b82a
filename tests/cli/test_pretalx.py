"""The commands that talk to a pretalx server: what they print, what they leave behind, how they end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import read_conference, write_agenda
from agenda_solver.pretalx.api_token import TOKEN_VARIABLE
from tests.commands import Command, Run
from tests.pretalx.faulty import EVENT, REVOKED, TOKEN, Faulty


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    with Faulty() as server:
        yield server


class Planner:
    """Runs the commands on the small pretalx."""

    def __init__(self, command: Command, server: Faulty) -> None:
        self.command, self.server = command, server

    def __call__(self, verb: str, *more: str) -> Run:
        return self.command("pretalx", verb, self.server.url, EVENT, *more)

    def with_agenda(self) -> None:
        """Pull, and write an agenda with two sessions."""
        self("pull", "-o", "c.json")
        conference = read_conference("c.json")
        places = {"ADA111": ("2", "2027-05-03", 0), "BEE222": ("1", "2027-05-03", 2)}
        write_agenda(conference.agenda(places), "a.json")


@pytest.fixture
def planner(command: Command, server: Faulty) -> Planner:
    return Planner(command, server)


def test_pull_says_what_came_and_where_it_is(planner: Planner) -> None:
    told = planner("pull", "-o", "c.json")
    assert told.code == Exit.SUCCESS
    assert told.out == (
        "SmallCon: 8 sessions, 2 rooms, 1 block. Placed in the schedule so far: 1 session.\nSaved c.json\n"
    )
    assert len(read_conference("c.json").sessions) == 8


def test_pull_tells_what_was_odd(planner: Planner) -> None:
    planner.server.data["submissions"][1]["title"] = ""
    told = planner("pull", "-o", "c.json")
    assert 'submission BEE222: has no name; it is called "(no title)"' in told.err
    remarks = json.loads(planner("pull", "-o", "c.json", "--json").out)["remarks"]
    assert [remark["kind"] for remark in remarks] == ["no name"]
    assert planner("pull", "-o", "c.json", "--quiet").err == ""


def test_pull_takes_hours_and_steps(planner: Planner) -> None:
    planner("pull", "-o", "c.json", "--hours", "08:00-20:00", "--step", "10")
    (block,) = read_conference("c.json").blocks
    assert (block.minutes, block.slot_minutes) == (12 * 60, 10)


def test_a_push_writes_the_agenda_and_releases_nothing(planner: Planner) -> None:
    planner.with_agenda()
    told = planner("push", "c.json", "a.json")
    assert told.code == Exit.SUCCESS
    assert told.out.splitlines() == [
        "Written: 2 sessions. The whole schedule was read back: it is the agenda.",
        "Nothing was released.",
    ]
    assert "3 May 09:00, Loft: Engines" in told.err
    assert planner.server.slot_of("BEE222")["room"] == 1
    assert planner.server.data["versions"] == []
    assert "ADA111" in Path("a.pretalx.json").read_text()


def test_a_dry_run_says_what_it_would_do_and_does_nothing(planner: Planner) -> None:
    planner.with_agenda()
    planner.server.asked.clear()
    told = planner("push", "c.json", "a.json", "--dry-run")
    assert told.out.splitlines() == [
        "3 May 09:00, Loft: Engines",
        "3 May 10:00, Hall: Bees in cities",
        "To change: 2 sessions. Already as they should be: 6 sessions.",
    ]
    assert {method for method, _ in planner.server.asked} == {"GET"}
    assert not Path("a.pretalx.json").exists()


def test_diff_says_who_moves(planner: Planner) -> None:
    planner.with_agenda()
    told = planner("diff", "c.json", "a.json")
    assert '"Engines" is now 3 May 09:00-09:30, Loft (it was 3 May 10:00-10:30, Hall)' in told.out
    changes = planner("diff", "c.json", "a.json", "--json").json["sessions"]
    kinds = {change["session"]: change["kind"] for change in changes}
    assert kinds == {"ADA111": "moved in time and room", "BEE222": "new"}


def test_a_release_needs_its_option(planner: Planner) -> None:
    planner.with_agenda()
    told = planner("push", "c.json", "a.json", "--release", "1.0")
    assert told.out.splitlines()[-1] == "Released as 1.0."
    assert planner.server.data["versions"] == ["1.0"]
    told = planner("push", "c.json", "a.json", "--release", "1.0")
    assert (told.code, "Not released" in told.err) == (Exit.NOT_WRITTEN, True)


def test_what_others_changed_is_not_written_over_without_force(planner: Planner) -> None:
    planner.with_agenda()
    planner.server.slot_of("ADA111")["start"] = "2027-05-03T11:00:00+02:00"
    told = planner("push", "c.json", "a.json")
    assert told.code == Exit.INVALID
    assert '"Engines" (ADA111) was moved by somebody else: it is at 3 May 11:00, Hall' in told.err
    assert planner.server.slot_of("BEE222")["start"] is None
    assert planner("push", "c.json", "a.json", "--force").code == Exit.SUCCESS
    assert planner.server.slot_of("ADA111")["room"] == 2


def test_a_push_that_ends_early_says_what_was_written_and_releases_nothing(planner: Planner) -> None:
    planner.with_agenda()
    planner.server.break_at(1, REVOKED, where=lambda method, path: method == "PATCH" and path == "slots/2/")
    told = planner("push", "c.json", "a.json", "--release", "1.0")
    assert (told.code, told.out) == (Exit.NOT_WRITTEN, "")
    assert told.err.splitlines()[-6:] == [
        "It ended early: slots/2/: the server does not accept the token for this.",
        "Written and read back: 1 session.",
        "Not written:",
        "- Bees in cities (3 May 10:00, Hall)",
        "Run the same command again: it continues from there.",
        "Nothing was released.",
    ]
    told = planner("push", "c.json", "a.json", "--json")
    found = json.loads(told.out)
    assert (told.code, found["status"]) == (Exit.NOT_WRITTEN, "not written")
    assert [item["session"] for item in found["not_tried"]] == ["BEE222"]
    planner.server.fault = None
    assert planner("push", "c.json", "a.json", "--release", "1.0").code == Exit.SUCCESS


def test_the_token_is_nowhere(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "top-secret-token")
    told = planner("pull", "-o", "c.json")  # refused, for it is not the right one
    assert told.code == Exit.INVALID
    assert "does not accept the token" in told.err
    assert "top-secret" not in told.err + told.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pull", "-o", "c.xlsx"), 'c.xlsx: the conference is written as ".json"'),
        (("pull", "-o", "c.json", "--hours", "9-18"), '--hours: "9-18" are not hours such as 09:00-18:00'),
        (("pull", "-o", "c.json", "--hours", "09:00-09:00"), "are not hours"),
        (("pull", "-o", "c.json", "--hours", "25:00-26:00"), "are not hours"),
        (("pull", "-o", "c.json", "--step", "7"), "cannot be cut into steps of 7"),
        (("push", "c.json", "a.json", "--release", " "), "--release: the name of a version is needed"),
        (("push", "other.json", "b.json"), "does not come from pretalx"),
        (("diff", "other.json", "b.json"), "does not come from pretalx"),
    ],
)
def test_mistakes_are_told_in_a_sentence(planner: Planner, arguments: tuple[str, ...], words: str) -> None:
    planner.with_agenda()
    raw: dict[str, Any] = json.loads(Path("c.json").read_text())
    del raw["attributes"]
    Path("other.json").write_text(json.dumps(raw))
    Path("b.json").write_text(Path("a.json").read_text())
    told = planner(*arguments)
    assert (told.code, told.out) == (Exit.INVALID, "")
    assert words in told.err
    assert "Traceback" not in told.err


def test_a_missing_token_is_told_before_anything_is_asked(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE)
    told = planner("pull", "-o", "c.json")
    assert (told.code, TOKEN_VARIABLE in told.err) == (Exit.INVALID, True)
    assert planner.server.asked == []


def test_an_output_that_cannot_be_written_is_told_before_anything_is_asked(planner: Planner) -> None:
    told = planner("pull", "-o", "no/such.json")
    assert told.code == Exit.NOT_WRITTEN
    assert planner.server.asked == []
