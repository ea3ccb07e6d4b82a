"""The commands on the page about CoSPLib workbooks run on the example's workbook and print what is shown."""

from __future__ import annotations

import doctest
import runpy
import shlex
from pathlib import Path

import openpyxl
import pytest

from agenda_solver.cli.app import run
from tests.docs.test_docs_code import ROOT, blocks_of

PAGE = "docs/howto/schedule-from-a-cosplib-workbook.md"
EXAMPLE = ROOT / "examples" / "academic_conference_cosplib" / "solve_the_workshop.py"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def with_the_mistakes_of_the_page(workbook: Path, path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["submissions"]["B14"] = "Analitics"
    book["similar tracks"]["C2"] = "much"
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    runpy.run_path(str(EXAMPLE))["make_workbook"](tmp_path / "workshop.xlsx")
    with_the_mistakes_of_the_page(tmp_path / "workshop.xlsx", tmp_path / "mistakes.xlsx")
    return tmp_path


def test_the_commands_of_the_page_print_what_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run one after the other; what is shown is the answer or, where there is none, the mistakes."""
    ran = 0
    for block in blocks_of(PAGE):
        command, _, shown = block.text.partition("\n")
        if block.language == "console" and command.startswith("$ agenda-solver "):
            run(shlex.split(command)[2:])
            printed, mistakes = capsys.readouterr()
            same = doctest.OutputChecker().check_output(shown, printed or mistakes, FLAGS)
            assert same, f"line {block.line}: the page shows\n{shown}\nbut the command prints\n{printed or mistakes}"
            ran += 1
    assert ran == 5
    assert (folder / "next-solution.xlsx").is_file()


def test_the_violations_of_the_page_are_in_the_sheet(folder: Path) -> None:
    """But for the rooms: two tracks can change theirs at no cost."""
    assert run(["solve", "workshop.xlsx", "-o", "s.xlsx", "--quiet", "--workers", "1"]) == 0
    sheet = openpyxl.load_workbook(folder / "s.xlsx")["violations"]
    text = (ROOT / PAGE).read_text("utf-8")
    for sentence, cost, term, amount, weight, *_ in sheet.iter_rows(min_row=2, values_only=True):
        said = str(sentence).replace("Seminar 1", "Aula")
        term_said = str(term).replace("|", "\\|")
        assert f"| {said} | {cost} | {term_said} | {amount} | {weight} |" in text
