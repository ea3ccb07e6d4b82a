"""The commands on the pages run, print what is shown, and speak of the same conference as the Python beside them."""

from __future__ import annotations

import doctest
import shlex
import shutil
from pathlib import Path

import pytest

from agenda_solver import read_conference
from agenda_solver.cli.app import run
from tests.docs.test_docs_code import blocks_of

FILES = Path(__file__).parents[2] / "docs" / "files"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize(
    ("page", "commands"),
    [("docs/tutorial.md", 3), ("docs/howto/why-this-place.md", 4), ("docs/howto/show-the-agenda.md", 3)],
)
def test_the_commands_of_a_page_print_what_is_shown(
    page: str, commands: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run in one folder, one after the other; ``...`` stands for anything, and columns may be wider or narrower."""
    for file in FILES.glob("data-day*.json"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "150")
    ran = 0
    for block in blocks_of(page):
        command, _, shown = block.text.partition("\n")
        if block.language == "console" and command.startswith("$ agenda-solver "):
            run(shlex.split(command)[2:])
            printed, told = capsys.readouterr()
            same = doctest.OutputChecker().check_output(shown, printed, FLAGS)
            assert same, f"line {block.line}: the page shows\n{shown}\nbut the command prints\n{printed}{told}"
            ran += 1
    assert ran == commands


def test_the_file_is_the_conference_of_the_tutorial() -> None:
    """The Python up to the second solve describes what stands in the file."""
    namespace: dict[str, object] = {}
    for block in blocks_of("docs/tutorial.md"):
        if block.language == "python":
            exec(block.text, namespace)
            if "pins" in namespace:
                break
    told = namespace["conference"]
    read = read_conference(FILES / "data-day.json")

    for kind in ("sessions", "rooms", "people", "tracks", "votes", "rules"):
        assert getattr(read, kind) == getattr(told, kind), kind
    assert [(b.start, b.end) for b in read.blocks] == [(b.start, b.end) for b in told.blocks]  # type: ignore[attr-defined]
