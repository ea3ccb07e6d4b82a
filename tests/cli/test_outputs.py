"""What cannot be written is told before anything is solved, and a solved agenda is not lost."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

import agenda_solver.solving
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.outputs import NotWritten, save
from agenda_solver.formats.native import read_agenda, read_conference
from tests.commands import Command


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [
        ("nowhere/a.json", Exit.NOT_WRITTEN, "there is no folder nowhere. Nothing was done."),
        ("small.json/a.json", Exit.NOT_WRITTEN, "not a directory. Nothing was done."),
        ("folder.json", Exit.NOT_WRITTEN, "it is a folder. Nothing was done."),
        ("a.txt", Exit.INVALID, 'an output ends in ".json" (the agenda), ".html" (the page) or ".xlsx" (a workbook)'),
        ("small.json", Exit.INVALID, "is also an input and would be overwritten"),
    ],
)
def test_an_output_that_cannot_be_written_is_told_before_solving(
    command: Command, file: Path, no_solving: None, output: str, code: Exit, message: str
) -> None:
    Path("folder.json").mkdir()
    before = file.read_bytes()
    ended = command("solve", file, "-o", output)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.strip().endswith(message)
    assert file.read_bytes() == before


def test_the_same_output_twice_is_refused(command: Command, file: Path) -> None:
    ended = command("solve", file, "-o", "a.json", "-o", "./a.json")
    assert ended.code == Exit.INVALID
    assert "is given twice as an output" in ended.err


def test_trying_an_output_leaves_an_old_file_as_it_is(command: Command, broken: Path, tmp_path: Path) -> None:
    old = tmp_path / "agenda.json"
    old.write_text("precious", encoding="utf-8")
    assert command("solve", broken, "-o", old).code == Exit.INVALID
    assert old.read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agenda.json", "broken.json"]


def test_an_agenda_that_cannot_be_saved_after_all_is_rescued(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = agenda_solver.solving.solve(read_conference(file), workers=1)
    assert result.agenda is not None
    with pytest.raises(NotWritten) as caught:
        save(result.agenda, result, [tmp_path / "vanished" / "a.json"], "")
    rescued = re.search(r"The agenda was saved as (.*) instead\.", str(caught.value))
    assert rescued is not None
    assert read_agenda(rescued[1], result.agenda.conference) == result.agenda
