"""The commands of the page on published schedules print what is shown, on FOSDEM's own files."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest

from agenda_solver.cli.app import run
from tests.docs.test_docs_code import blocks_of
from tests.formats.frab_small import FOSDEM, needs_data

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@needs_data
@pytest.mark.data
def test_the_commands_print_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in FOSDEM.glob("*.xml"):
        shutil.copyfile(file, tmp_path / file.name)
    monkeypatch.chdir(tmp_path)
    ran, executed = 0, 0
    for block in blocks_of("docs/howto/from-fosdem.md"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:] if block.language == "console" else ():
            command, _, shown = part.partition("\n")
            if command.startswith("agenda-solver "):
                run(shlex.split(command)[1:])
                printed, told = capsys.readouterr()
                same = doctest.OutputChecker().check_output(shown, printed or told, FLAGS)
                assert same, f"line {block.line}: the page shows\n{shown}\nbut the command prints\n{printed}{told}"
                ran += 1
        if block.language == "py":  # needs the files, so the pages' own test leaves it out
            exec(block.text, {})
            executed += 1
    assert (ran, executed) == (6, 1)
