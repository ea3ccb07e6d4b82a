"""The command with CoSPLib workbooks: from an instance to a solution, from a solution to its score, and bad files."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.cosplib import read_cosplib, read_solution
from agenda_solver.formats.native import write_conference
from tests.cli.small import COMMAND, small
from tests.commands import Command, Run
from tests.formats.cosplib_small import (
    INSTANCES,
    SMALL,
    SOLUTIONS,
    Sheets,
    instance_of,
    load_judge,
    needs_data,
    needs_judge,
    save,
)
from tests.formats.test_cosplib_solution import SOLUTION
from tests.formats.test_cosplib_unsafe import UNSAFE
from tests.profiles import some

# Instances that are proven within seconds, with their best cost.
FAST = {"N2OR": 1, "GECCO20": 5_773}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "small.xlsx")


@pytest.fixture
def solution(tmp_path: Path) -> Path:
    return save(tmp_path / "solution.xlsx", SOLUTION)


# --- from an instance to a solution ---------------------------------------------------------------------------------


def test_the_installed_command_solves_a_workbook_into_a_solution_and_scores_it(book: Path, tmp_path: Path) -> None:
    def call(*words: object) -> str:
        return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=True).stdout

    solution = tmp_path / "small-solution.xlsx"
    solved = call("solve", book, "-o", solution, "--workers", 1)
    found = re.match(r"Optimal: no agenda costs less than (\d+)\.\n5 of 5 sessions placed", solved)
    assert found is not None
    assert solved.endswith(f"Saved {solution}\n")
    scored = call("score", book, solution)
    assert scored.endswith(f"\nLegal: every hard rule is kept. Cost: {found[1]}.\n")


def test_the_solution_is_written_as_cosplib_reads_it_with_a_report_on_further_sheets(
    command: Command, book: Path, tmp_path: Path
) -> None:
    answer = command("solve", book, "-o", "s.xlsx", "--workers", 1, "--json").json
    assert (answer["status"], answer["files"]) == ("optimal", ["s.xlsx"])
    conference = read_cosplib(book)
    agenda = read_solution(tmp_path / "s.xlsx", conference)
    assert score(conference, agenda).objective == answer["objective"]
    written = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert written.sheetnames == ["solution", "violations", "score"]
    first = [list(row) for row in written["solution"].iter_rows(values_only=True)]
    # Rooms; three sessions with the track of each room; an empty row; 3, 2 and 2 time slots with their submissions.
    assert first[0] == [None, "Hall", "Den"]
    assert [row[0] for row in first[1:]] == ["Mon", "Tue", "Ghost", None, *["Mon"] * 3, *["Tue"] * 2, *["Ghost"] * 2]
    assert first[4] == [None, None, None]
    _, *told = (row for row in written["violations"].iter_rows(values_only=True))
    assert sum(row[1] for row in told) == answer["objective"]
    assert written["score"].cell(written["score"].max_row, 1).value == answer["message"].partition(". ")[0] + "."


@needs_judge
@pytest.mark.data
@pytest.mark.parametrize("name", FAST)
def test_a_real_instance_is_solved_and_the_solution_scored_and_judged_alike(
    command: Command, name: str, tmp_path: Path
) -> None:
    path = next(path for path in INSTANCES if path.stem == name)
    answer = command("solve", path, "-o", f"{name}-solution.xlsx", "--time-limit", 300, "--json").json
    assert (answer["status"], answer["objective"]) == ("optimal", FAST[name])
    scored = command("score", path, f"{name}-solution.xlsx", "--json")
    assert (scored.code, scored.json["legal"], scored.json["costs"]) == (0, True, {"0": FAST[name]})
    judge = load_judge()
    instance = judge.Instance(path)
    judged = judge.read_solution(instance, tmp_path / f"{name}-solution.xlsx")
    assert judge.failures(instance, *judged) == []
    assert judge.evaluate(instance, *judged)[0] == FAST[name]


@pytest.mark.parametrize("name", ["small", "small.json", "small.csv", "small.xlsx.bak"])
def test_workbooks_are_known_by_what_is_in_them(command: Command, book: Path, solution: Path, name: str) -> None:
    shutil.copy(book, name)
    assert command("check", name).out.endswith(
        "5 sessions, 2 rooms, 3 blocks, no mistakes.\nNothing is wrong or suspicious.\n"
    )
    shutil.copy(solution, f"solution-{name}")
    by_name = command("score", book, solution)
    assert by_name.code == 0
    assert command("score", name, f"solution-{name}") == by_name


def test_the_ending_of_an_output_says_what_is_written(command: Command, book: Path, tmp_path: Path) -> None:
    """The agenda is the same in each of the files, and also a copy in JSON of the conference can have a solution."""
    outputs = ("a.json", "a.html", "a.xlsx", "b.XLSX")
    assert command("solve", book, "-q", "--workers", 1, *(x for name in outputs for x in ("-o", name))).code == 0
    scores = [command("score", book, name).out for name in ("a.json", "a.xlsx", "b.XLSX")]
    assert len(set(scores)) == 1
    assert "<!doctype html>" in (tmp_path / "a.html").read_text("utf-8").lower()
    write_conference(read_cosplib(book), tmp_path / "copy.json")
    assert command("score", "copy.json", "a.xlsx").out == scores[0]
    assert command("solve", "copy.json", "-o", "c.xlsx", "-q", "--workers", 1).code == 0
    assert command("score", book, "c.xlsx").out.splitlines()[-1] == scores[0].splitlines()[-1]


def test_without_an_output_the_agenda_and_the_page_are_written(command: Command, book: Path, tmp_path: Path) -> None:
    assert command("solve", book, "-q").code == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"small.xlsx", "small-agenda.json", "small-agenda.html"}


def test_a_solution_can_be_a_hint_and_be_replaced_by_a_better_one(command: Command, book: Path, solution: Path) -> None:
    before = command("score", book, solution, "--json").json["costs"]["0"]
    assert command("solve", book, "--hint", solution, "-o", solution, "-q").code == 0
    assert command("score", book, solution, "--json").json["costs"]["0"] < before


def test_a_conference_that_is_not_from_a_workbook_gets_grids_instead_of_a_solution(
    command: Command, tmp_path: Path
) -> None:
    write_conference(small().done(), tmp_path / "other.json")
    assert command("solve", "other.json", "-o", "s.xlsx").code == Exit.SUCCESS
    assert "By time" in openpyxl.load_workbook("s.xlsx").sheetnames


# --- what cannot come to pass ---------------------------------------------------------------------------------------


def test_a_submission_longer_than_every_session_is_named_before_anything_is_solved(
    command: Command, tmp_path: Path, no_solving: None
) -> None:
    ended = command("solve", save(tmp_path / "a.xlsx", **{"submissions!C3": 4}), "-o", "s.xlsx")
    words = '"s2": it needs 4 slots, but no block open to it has more than 3'
    told = f"Infeasible: no agenda is possible, whatever the rules.\n{tmp_path / 'a.xlsx'}: submissions!C3: {words}\n"
    assert ended == Run(Exit.INFEASIBLE, "", told)


def three_tracks_two_cells() -> Sheets:
    """One room, two sessions, and submissions of three tracks: the slots suffice, but one track has no place."""
    rooms_and_sessions = [*SMALL["submissions"][0][:9], "Hall"]
    return {
        **SMALL,
        "rooms": [["Rooms"], ["Hall"]],
        "sessions": SMALL["sessions"][:3],
        "submissions": [rooms_and_sessions, *([*row[:2], 1, *row[3:7]] for row in SMALL["submissions"][1:])],
        "tracks_sessions|penalty": [[None, "Mon", "Tue"], ["Sets"], ["Maps"], ["Nets"]],
        "tracks_rooms|penalty": [[None, "Hall"], ["Sets"], ["Maps"], ["Nets"]],
        "sessions_rooms|penalty": [[None, "Hall"], ["Mon"], ["Tue"]],
    }


def test_where_tracks_cannot_all_have_a_place_it_is_proven_and_nothing_written(
    command: Command, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.xlsx", three_tracks_two_cells())
    ended = command("solve", path, "-o", "s.xlsx")
    assert (ended.code, ended.out) == (Exit.INFEASIBLE, "")
    assert "Infeasible: no agenda keeps every hard rule." in ended.err
    # Three tracks, and one room in two blocks: two cells, each of which takes sessions of one track.
    assert "each a room for a block that no other track has" in ended.err
    assert "but only 2 are open to them in 1 room and 2 blocks" in ended.err
    assert not (tmp_path / "s.xlsx").exists()


# --- from a solution to its score -----------------------------------------------------------------------------------


def test_a_score_speaks_of_sessions_that_were_moved_by_their_names_and_of_zones_as_the_workbook_does(
    command: Command, book: Path, solution: Path
) -> None:
    out = command("score", book, solution).out
    assert '- The block of "s2" (Ghost 09:30) is from 02:30 to 03:30 in GMT-5, which is unsuitable.' in out
    assert "11 Mar" not in out


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_every_published_solution_is_scored(command: Command, path: Path) -> None:
    """That the score is the judge's, the tests of the reader compare."""
    ended = command("score", instance_of(path), path)
    assert ended.code == 0
    assert re.search(r"^Legal: every hard rule is kept\. Cost: [\d,]+\.$", ended.out, re.MULTILINE)


def test_a_solution_without_a_submission_is_scored_as_not_legal(command: Command, book: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", SOLUTION, **{"anything!B4": None, "anything!B12": None})
    ended = command("score", book, path)
    assert ended.code == Exit.NOT_LEGAL
    assert '- "s2" has no place.' in ended.out


BAD_SOLUTIONS: list[tuple[dict[str, Any], str]] = [
    ({"B10": "s5"}, 'anything!B10: "s5" is in 2 time slots, but needs 1'),
    ({"B7": None}, 'anything!B6: "s1" is in 1 time slot, but needs 2'),
    ({"C4": "Nets"}, 'anything!C4: the track "Nets" is here without a submission'),
    ({"B4": None}, 'anything!B12: "s2" is of the track "Sets", but this session and room are of no track'),
    ({"B12": "s9"}, 'anything!B12: unknown submission "s9"'),
    ({"B1": "Hal"}, 'anything!B1: must be the room "Hall", as in the instance, not "Hal"'),
]


@pytest.mark.parametrize(("changes", "words"), BAD_SOLUTIONS)
@pytest.mark.parametrize("as_hint", [False, True])
def test_a_solution_that_says_nonsense_is_told_with_its_cell(
    command: Command, book: Path, tmp_path: Path, changes: dict[str, Any], words: str, as_hint: bool
) -> None:
    path = save(tmp_path / "s.xlsx", SOLUTION, **{f"anything!{cell}": value for cell, value in changes.items()})
    asked = ("solve", book, "--hint", path, "-o", "new.xlsx") if as_hint else ("score", book, path)
    ended = command(*asked)
    assert (ended.code, ended.out) == (Exit.INVALID, "")
    # Whoever forgets the track or misspells the submission has also the one without the other.
    assert f"{words}\n" in ended.err
    assert not (tmp_path / "new.xlsx").exists()


def test_files_in_the_wrong_places_are_told_in_one_sentence_each(
    command: Command, book: Path, solution: Path, tmp_path: Path
) -> None:
    assert command("score", book, book) == Run(
        Exit.INVALID, "", f"{book}: is the workbook of a conference, not a solution\n"
    )
    swapped = command("score", solution, book)
    assert swapped.code == Exit.INVALID
    assert swapped.err.startswith(f"{solution}: is a workbook, but not a conference: a conference has the sheets ")
    write_conference(small().done(), tmp_path / "other.json")
    of_another = command("score", "other.json", solution)
    assert of_another.code == Exit.INVALID
    assert (
        "a solution of a conference like those of CoSPLib workbooks, but this conference is not: it has sessions whose"
        in of_another.err
    )
    assert swapped.err.count("\n") == of_another.err.count("\n") == 1


@needs_data
@pytest.mark.data
def test_a_solution_of_another_conference_is_told_in_one_sentence(command: Command) -> None:
    path = next(path for path in SOLUTIONS if path.stem.startswith("N2OR"))
    instance = next(path for path in INSTANCES if path.stem == "GECCO19")
    ended = command("score", instance, path)
    assert (ended.code, ended.out, ended.err.count("\n")) == (Exit.INVALID, "", 1)
    assert ended.err.endswith("; most names differ, so this is not a solution of this conference\n")


# --- bad workbooks --------------------------------------------------------------------------------------------------

FORMULA = "holds a formula that was never computed: open the workbook in a spreadsheet program and save it"
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown track": ({"submissions!B4": "Analitics"}, 'submissions!B4: unknown track "Analitics"'),
    "heading": ({"submissions!C1": "Length"}, 'submissions!C1: the heading must be "Required Timeslots", not "Length"'),
    "text": ({"submissions!H2": "x"}, 'submissions!H2: must be a whole number from 0 to 1000000, not the text "x"'),
    "date": (
        {"tracks_rooms|penalty!C2": dt.date(2026, 3, 9)},
        'tracks_rooms|penalty!C2: must be a whole number from 0 to 1000000, not "2026-03-09"',
    ),
    "negative": ({"submissions!H2": -1}, 'submissions!H2: must be a whole number from 0 to 1000000, not "-1"'),
    "fraction": ({"similar tracks!C2": 0.5}, 'similar tracks!C2: must be a whole number from 0 to 1000000, not "0.5"'),
    "huge": ({"submissions!H2": 10**7}, 'submissions!H2: must be a whole number from 0 to 1000000, not "10000000"'),
    "formula": ({"parameters!E2": "=2+3"}, f"parameters!E2: {FORMULA}"),
    "twice": ({"submissions!A3": "s1"}, 'submissions!A3: there is already a submission "s1" in submissions!A2'),
    "too much": (
        {"submissions!C2": 3, "submissions!C3": 3, "submissions!C4": 3, "submissions!C5": 3, "submissions!C6": 3},
        "submissions: 15 time slots are required in total, but all sessions and rooms together have only 14",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_in_a_workbook_is_one_line_with_its_cell_and_nothing_is_written(
    command: Command, tmp_path: Path, name: str
) -> None:
    changes, words = BAD[name]
    path = save(tmp_path / "bad.xlsx", **changes)
    (tmp_path / "s.xlsx").write_bytes(b"precious")
    for asked in (("check", path), ("solve", path, "-o", "s.xlsx"), ("score", path, path)):
        assert command(*asked) == Run(Exit.INVALID, "", f"{path}: {words}\n")
    place, _, message = words.partition(": ")
    assert command("check", path, "--json").json["mistakes"] == [{"place": place, "message": message}]
    assert (tmp_path / "s.xlsx").read_bytes() == b"precious"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.xlsx", "s.xlsx"]


def test_a_missing_sheet_is_named(command: Command, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {name: rows for name, rows in SMALL.items() if name != "rooms"})
    assert command("solve", path, "-o", "s.xlsx") == Run(Exit.INVALID, "", f"{path}: rooms: this sheet is missing\n")


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("ending", some([".xlsx", ".xlsm"], of=2))
def test_what_is_no_plain_workbook_is_refused_as_a_conference_and_as_a_solution(
    command: Command, book: Path, tmp_path: Path, name: str, ending: str
) -> None:
    make, words = UNSAFE[name]
    path = tmp_path / f"unsafe{ending}"
    path.write_bytes(make(book))
    (tmp_path / "s.xlsx").write_bytes(b"precious")
    for asked in (("solve", path, "-o", "s.xlsx"), ("score", book, path), ("solve", book, "--hint", path, "-q")):
        ended = command(*asked)
        assert (ended.code, ended.out, ended.err.count("\n")) == (Exit.INVALID, "", 1)
        assert ended.err.startswith(f"{path}: ")
        assert words in ended.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["s.xlsx", "small.xlsx", path.name]
    assert (tmp_path / "s.xlsx").read_bytes() == b"precious"


def test_a_folder_and_a_missing_file_are_told_as_such(command: Command, book: Path) -> None:
    Path("folder.xlsx").mkdir()
    assert command("check", "folder.xlsx").err.startswith("folder.xlsx: is a folder, but not a conference: a ")
    assert command("score", book, "folder.xlsx").err == "folder.xlsx: is a folder, not a file\n"
    assert command("score", book, "gone.xlsx") == Run(
        Exit.INVALID, "", "gone.xlsx: cannot be read: no such file or directory\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there, files that may not be read are not made with chmod")
def test_a_file_that_may_not_be_read_is_told_as_such(
    command: Command, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says no, since whoever runs the tests may be allowed to read everything."""
    real = Path.open

    def refused(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "small.xlsx":
            raise PermissionError(13, "Permission denied")
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refused)
    assert command("check", "small.xlsx") == Run(Exit.INVALID, "", "small.xlsx: cannot be read: permission denied\n")


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        ("nowhere/s.xlsx", Exit.NOT_WRITTEN, "there is no folder nowhere. Nothing was done."),
        ("folder.xlsx", Exit.NOT_WRITTEN, "it is a folder. Nothing was done."),
        ("small.xlsx", Exit.INVALID, "is also an input and would be overwritten"),
        ("linked.xlsx", Exit.INVALID, "is also an input and would be overwritten"),
        ("s.xls", Exit.INVALID, 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'),
        ("s.xlsm", Exit.INVALID, 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'),
    ],
)
def test_a_solution_that_cannot_be_written_is_told_before_solving(
    command: Command, book: Path, no_solving: None, output: str, code: Exit, words: str
) -> None:
    Path("folder.xlsx").mkdir()
    Path("linked.xlsx").symlink_to(book)
    before = book.read_bytes()
    ended = command("solve", book, "-o", output)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.strip().endswith(words)
    assert book.read_bytes() == before
