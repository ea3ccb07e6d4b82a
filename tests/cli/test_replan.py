"""The commands ``replan`` and ``diff``: what they print, what they write, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver import read_agenda, read_conference, write_agenda, write_conference
from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.native import conference_to_json
from tests.replanning.meeting import PLACES, builder, meeting, published

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the meeting, its published agenda, and a file of changes."""
    monkeypatch.chdir(tmp_path)
    conference = builder().done()
    write_conference(conference, "meeting.json")
    write_agenda(published(conference), "published.json")
    changes = [{"change": "cancel", "session": "b"}, {"change": "room lost", "room": "hall"}]
    Path("changes.json").write_text(json.dumps({"changes": changes}), "utf-8")
    return tmp_path


def replan(*arguments: str) -> int:
    return run(["replan", "meeting.json", "--workers", "1", *arguments])


def test_it_prints_what_moves_whom_to_tell_and_whether_less_would_do(capsys: Output) -> None:
    assert replan("--published", "published.json", "--changes", "changes.json", "-o", "new.json") == Exit.SUCCESS
    printed = capsys.readouterr().out
    # Without B there is no need for another time: three sessions go from the hall to the den.
    assert "Sessions: 3 moved in room, 1 dropped." in printed
    assert "People to tell: 2" in printed
    assert "Proven: no agenda moves less." in printed
    assert "Saved new.json" in printed


def test_it_writes_the_agenda_the_conference_and_the_comparison(folder: Path) -> None:
    extra = ("--conference", "later.json", "--comparison", "page.html")
    assert replan("--published", "published.json", "--changes", "changes.json", "-o", "new.json", *extra) == 0
    later = read_conference(folder / "later.json")
    agenda = read_agenda(folder / "new.json", later)
    assert {agenda[id].room for id in agenda} == {"den"}
    assert set(agenda) == {"opening", "a", "c"}
    assert "new room" in (folder / "page.html").read_text("utf-8")


def test_changes_in_short_come_after_those_of_the_file(capsys: Output) -> None:
    arguments = ("--published", "published.json", "--changes", "changes.json", "--change", "cancel:a", "--json")
    assert replan(*arguments, "-o", "new.json") == Exit.SUCCESS
    data = json.loads(capsys.readouterr().out)
    assert data["diff"]["counts"]["dropped"] == 2
    assert (data["status"], data["minimal"], data["files"]) == ("optimal", True, ["new.json"])
    assert replan("--published", "published.json", "--changes", "changes.json", "--change", "cancel:b") == Exit.INVALID
    assert '--change "cancel:b": there is no session "b"' in capsys.readouterr().err


def test_the_published_agenda_can_stand_in_the_conference(capsys: Output) -> None:
    Path("meeting.json").write_text(conference_to_json(meeting()), "utf-8")
    assert replan("--change", "person-gone:ada", "-o", "new.json") == Exit.SUCCESS
    assert "Sessions: 4 unchanged." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), Exit.INVALID, "there is no published agenda to keep; name it with --published agenda.xlsx"),
        (("--published", "published.json", "--change", "cancle:a"), Exit.INVALID, 'did you mean "cancel"?'),
        (("--published", "published.json", "--change", "cancel:x"), Exit.INVALID, 'there is no session "x"'),
        (("--published", "published.json", "--keep", "much"), Exit.INVALID, "neither first nor rules nor a cost"),
        (("--published", "nowhere.json"), Exit.INVALID, "nowhere.json"),
        (("--published", "published.json", "-o", "published.json"), Exit.INVALID, "is also an input"),
        (("--published", "published.json", "-o", "no/new.json"), Exit.NOT_WRITTEN, "there is no folder no"),
        (
            ("--published", "published.json", "--change", "day-lost:d1"),
            Exit.INFEASIBLE,
            "no agenda keeps every hard rule",
        ),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(arguments: Any, code: Exit, words: str, capsys: Output) -> None:
    assert replan(*arguments) == code
    told = capsys.readouterr()
    assert words in " ".join(told.err.replace("│", " ").split())
    assert "Traceback" not in told.err
    assert not Path("meeting-new-agenda.json").exists()


def test_nothing_is_printed_when_it_shall_be_quiet(capsys: Output) -> None:
    assert replan("--published", "published.json", "--change", "cancel:a", "-q") == Exit.SUCCESS
    assert capsys.readouterr() == ("", "")
    assert Path("meeting-new-agenda.json").exists()


# --- diff -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def later() -> None:
    conference = builder().done()
    write_agenda(conference.agenda({**PLACES, "a": ("den", "pm", 1)}), "later.json")


@pytest.mark.usefixtures("later")
def test_diff_says_what_moved_in_words_in_json_and_in_markdown(capsys: Output) -> None:
    agendas = ["meeting.json", "published.json", "later.json"]
    assert run(["diff", *agendas, "-o", "page.html"]) == Exit.SUCCESS
    assert "A: 29 May 10:00-11:00, Hall -> 29 May 14:00-15:00, Den" in capsys.readouterr().out
    assert "new time and room" in Path("page.html").read_text("utf-8")
    assert run(["diff", *agendas, "--json"]) == Exit.SUCCESS
    data = json.loads(capsys.readouterr().out)
    assert (data["status"], [session["session"] for session in data["sessions"]]) == ("done", ["a"])
    assert run(["diff", *agendas, "--markdown"]) == Exit.SUCCESS
    shown = "| A | moved in time and room | 29 May 10:00-11:00, Hall | 29 May 14:00-15:00, Den |"
    assert shown in capsys.readouterr().out


@pytest.mark.usefixtures("later")
def test_the_later_agenda_may_be_of_a_changed_conference(capsys: Output) -> None:
    arguments = ("--published", "published.json", "--change", "cancel:b", "--conference", "changed.json")
    assert replan(*arguments, "-o", "new.json", "-q") == Exit.SUCCESS
    assert run(["diff", "meeting.json", "published.json", "new.json", "--conference", "changed.json"]) == 0
    assert "Sessions: 1 dropped, 3 unchanged." in capsys.readouterr().out
    assert run(["diff", "meeting.json", "published.json", "missing.json"]) == Exit.INVALID


def test_the_schema_of_changes_is_printed(capsys: Output) -> None:
    assert run(["schema", "changes"]) == Exit.SUCCESS
    assert json.loads(capsys.readouterr().out)["title"] == "Changes of a conference"


def test_a_workbook_marks_what_moved_and_lists_it_with_where_it_was() -> None:
    assert replan("--published", "published.json", "--changes", "changes.json", "-o", "new.xlsx") == Exit.SUCCESS
    book = openpyxl.load_workbook("new.xlsx")
    rows = [[cell.value for cell in row] for row in book["Moved"].iter_rows()]
    assert rows[0] == ["Session", "What", "Was", "Now", "Who has to know"]
    # B is cancelled, and stands last; the hall is lost, so that its three other sessions go to the den.
    assert [row[1] for row in rows[1:]] == ["moved in room"] * 3 + ["dropped"]
    assert all(row[2].endswith(", Hall") and row[3] == row[2].replace("Hall", "Den") for row in rows[1:4])
    grids = [sheet for sheet in book if str(sheet["B1"].value).startswith("agenda-solver grid")]
    cells = [cell for sheet in grids for line in sheet.iter_rows() for cell in line if cell.comment is not None]
    assert sorted(cell.comment.text for cell in cells) == sorted(f"was: {row[2]}" for row in rows[1:4])
    assert {cell.fill.start_color.rgb for cell in cells} == {"FFFFE680"}
    conference = read_conference("meeting.json")
    assert len(read_any_agenda("new.xlsx", conference)) == len(published(conference)) - 1


def test_a_workbook_of_a_first_agenda_has_no_list_of_moves() -> None:
    assert run(["solve", "meeting.json", "--workers", "1", "-o", "new.xlsx"]) == Exit.SUCCESS
    assert "Moved" not in openpyxl.load_workbook("new.xlsx").sheetnames
