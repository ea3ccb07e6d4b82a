"""The command with a planner's workbook: made, checked, solved, its grid edited, scored and replanned."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.demo import demo_path
from agenda_solver.formats.any_format import read_any_conference
from agenda_solver.formats.native import read_conference
from tests.commands import Command
from tests.formats.test_cosplib_unsafe import UNSAFE
from tests.profiles import some


@pytest.mark.parametrize("form", ["my-forum.xlsx", "my-forum"])
def test_what_init_makes_can_be_checked_and_solved_as_it_is(command: Command, form: str) -> None:
    assert command("init", form).code == Exit.SUCCESS
    assert "no mistakes" in command("check", form).out
    assert command("solve", form, "-o", "agenda.xlsx", "-t", 20).code == Exit.SUCCESS
    assert command("score", form, "agenda.xlsx").code == Exit.SUCCESS


def test_the_edited_grid_is_scored_and_replanned_around(command: Command) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", "agenda.xlsx", "-t", 20)
    workbook = openpyxl.load_workbook("agenda.xlsx")
    sheet = workbook["Thu 3 Jun"]
    assert sheet["C2"].value.startswith("Opening")
    # The opening is pinned to the Great Hall; in the Garden Room it breaks a hard rule.
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet["D2"], sheet["C2"] = sheet["C2"].value, None
    workbook.save("edited.xlsx")
    told = command("score", "my-forum.xlsx", "edited.xlsx")
    assert told.code == Exit.NOT_LEGAL
    assert '"Opening" is pinned to be in Great Hall' in told.out
    mended = command("replan", "my-forum.xlsx", "--published", "edited.xlsx", "-o", "mended.xlsx", "--time-limit", 20)
    assert mended.code == Exit.SUCCESS, mended
    assert command("score", "my-forum.xlsx", "mended.xlsx").code == Exit.SUCCESS


def test_init_from_a_conference_loses_nothing_of_it(command: Command) -> None:
    told = command("init", "forum.xlsx", "--from", demo_path(), "--json")
    assert json.loads(told.out) == {"status": "done", "files": ["forum.xlsx"]}
    assert read_any_conference("forum.xlsx") == read_conference(demo_path())


def test_init_does_not_replace_a_file_unless_told(command: Command) -> None:
    Path("forum.xlsx").write_text("precious")
    told = command("init", "forum.xlsx")
    assert (told.code, Path("forum.xlsx").read_text()) == (Exit.INVALID, "precious")
    assert "already exists; --force replaces it" in told.err
    assert command("init", "forum.xlsx", "--force", "--quiet").out == ""
    assert read_any_conference("forum.xlsx").id == "my-forum"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("init", "forum.ods"), "a name ends in .xlsx for a workbook"),
        (("init", "no/such/forum.xlsx"), "there is no folder"),
        (("init", "forum.xlsx", "--from", "nothing.json"), "cannot be read"),
    ],
)
def test_bad_names_are_told_in_a_sentence(command: Command, arguments: tuple[str, ...], told: str) -> None:
    found = command(*arguments)
    assert found.code in (Exit.INVALID, Exit.NOT_WRITTEN)
    assert told in " ".join(found.err.split())
    assert "Traceback" not in found.err


def test_every_mistake_of_a_workbook_is_told_with_its_cell(command: Command) -> None:
    command("init", "my-forum.xlsx")
    workbook = openpyxl.load_workbook("my-forum.xlsx")
    workbook["Sessions"]["C3"] = "an hour"
    workbook["Rooms"]["C2"] = "many"
    workbook.save("my-forum.xlsx")
    told = command("solve", "my-forum.xlsx")
    assert told.code == Exit.INVALID
    assert "2 mistakes" in told.err
    assert 'Sessions!C3: "an hour" is not a number of minutes' in told.err
    assert 'Rooms!C2: "many" is not a whole number' in told.err


@pytest.mark.parametrize("name", some(UNSAFE, of=2))
def test_unsafe_workbooks_are_refused_as_conference_and_as_agenda(command: Command, name: str, tmp_path: Path) -> None:
    make, reason = UNSAFE[name]
    command("init", "my-forum.xlsx")
    Path("unsafe.xlsx").write_bytes(make(tmp_path / "my-forum.xlsx"))
    for arguments in (("check", "unsafe.xlsx"), ("score", "my-forum.xlsx", "unsafe.xlsx")):
        told = command(*arguments)
        assert told.code == Exit.INVALID, told
        assert reason in told.err
        assert "Traceback" not in told.err


def test_replan_saves_the_changed_conference_as_the_workbook_that_its_name_says(command: Command) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", "agenda.xlsx", "-t", 20)
    options = ("--published", "agenda.xlsx", "--change", "cancel:Posters, guided", "-t", 20)
    ended = command("replan", "my-forum.xlsx", *options, "-o", "new.xlsx", "--conference", "changed.xlsx")
    assert ended.code == Exit.SUCCESS, ended
    assert [s.id for s in read_any_conference("changed.xlsx").sessions] == [
        s.id for s in read_any_conference("my-forum.xlsx").sessions if s.title != "Posters, guided"
    ]
    assert command("score", "changed.xlsx", "new.xlsx").code == Exit.SUCCESS


@pytest.mark.parametrize("name", ["changed.html", "changed.csv", "changed"])
def test_replan_refuses_a_conference_under_a_name_that_says_otherwise(command: Command, name: str) -> None:
    command("init", "my-forum.xlsx")
    ended = command("replan", "my-forum.xlsx", "--conference", name)
    assert (ended.code, Path(name).exists()) == (Exit.INVALID, False)
    assert f"{name}: a conference ends in .json or .xlsx" in ended.err


@pytest.mark.parametrize("agenda", ["agenda.xlsx", "agenda.json"])
def test_what_was_deleted_from_the_workbook_is_dropped_or_lost_and_replan_goes_on(
    command: Command, agenda: str
) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", agenda, "-t", 20)
    workbook = openpyxl.load_workbook("my-forum.xlsx")
    workbook["Sessions"].delete_rows(8)  # the posters
    workbook["Rooms"].delete_rows(4)  # the Library
    workbook.save("smaller.xlsx")
    options = ("--published", agenda, "-o", "new.xlsx", "--conference", "changed.xlsx", "-t", 20)
    ended = command("replan", "smaller.xlsx", *options)
    assert ended.code == Exit.SUCCESS, ended
    assert "Dropped" in ended.out
    # A file names sessions by their ids alone.
    assert ("Posters, guided" if agenda.endswith(".xlsx") else "posters") in ended.out
    assert [room.name for room in read_any_conference("changed.xlsx").rooms] == ["Great Hall", "Garden Room"]
    assert command("score", "smaller.xlsx", "new.xlsx").code == Exit.SUCCESS


def test_a_session_that_has_nobody_left_is_told(command: Command) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", "agenda.xlsx", "-t", 20)
    gone = ("--change", "person-gone:Leila Haddad")
    ended = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", *gone, "-t", 20)
    assert ended.code == Exit.SUCCESS, ended
    # She shares the workshop with somebody, but not the session about drought.
    # It comes before the good news that nothing moves, and says how to cancel the session.
    first, second, *_ = ended.out.splitlines()
    assert first == 'Nobody is left for: "Cities without rain".'
    (cancel,) = re.findall(r"--change (\S+)", second)
    again = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", *gone, "--change", cancel, "-t", 20)
    assert (again.code, again.out.splitlines()[0]) == (Exit.SUCCESS, "Sessions: 1 dropped, 7 unchanged.")
    quiet = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", *gone, "--quiet", "-t", 20)
    assert (quiet.out, quiet.err.splitlines()[0]) == ("", first)


def test_the_frontier_also_says_that_a_session_has_nobody_left(command: Command) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", "agenda.xlsx", "-t", 20)
    gone = ("--change", "person-gone:Leila Haddad", "--frontier", 1)
    ended = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", *gone, "-t", 20)
    assert ended.out.splitlines()[0] == 'Nobody is left for: "Cities without rain".'
    told = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", *gone, "-t", 20, "--json")
    assert json.loads(told.out)["nobody_left"] == ["cities-without-rain"]


def test_replan_says_what_the_wishes_cost_now_and_before_and_speaks_of_no_level(command: Command) -> None:
    command("init", "my-forum.xlsx")
    command("solve", "my-forum.xlsx", "-o", "agenda.xlsx", "-t", 20)
    ended = command("replan", "my-forum.xlsx", "--published", "agenda.xlsx", "-t", 20)
    (cost,) = re.findall(r"Cost: ([0-9]+)", command("score", "my-forum.xlsx", "agenda.xlsx").out)
    assert f"The wishes cost {cost} (before: {cost}); proven: no agenda with so few moves costs less." in ended.out
    assert "level" not in ended.out


def test_remarks_on_a_workbook_are_printed_where_it_is_read(command: Command) -> None:
    command("init", "my-forum.xlsx")
    workbook = openpyxl.load_workbook("my-forum.xlsx")
    workbook.copy_worksheet(workbook["Rooms"])
    workbook.save("my-forum.xlsx")
    told = command("check", "my-forum.xlsx")
    assert told.code == Exit.SUCCESS
    assert 'Rooms Copy: is a copy of the sheet "Rooms" and is not read.' in " ".join(told.err.split())
