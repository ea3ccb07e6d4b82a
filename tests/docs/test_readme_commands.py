"""The README's commands run one after the other, with no more installed than its first command installs."""

from __future__ import annotations

import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from agenda_solver.cli.app import run

ROOT = Path(__file__).parents[2]


def commands() -> list[list[str]]:
    """Return the commands of the README, without what is said beside them."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("agenda-solver ")]


def test_the_commands_of_the_readme_run_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "docs" / "files" / "data-day.json", tmp_path / "my-conference.json")
    monkeypatch.chdir(tmp_path)
    found = commands()
    assert len(found) >= 10
    for command in found:
        # A server is not there to be asked, and a board runs until Ctrl-C: that the command knows its options is all.
        has_no_end = command[0] == "board" or any(word.startswith("https://") for word in command)
        code = run([*command, "--help"] if has_no_end else command)
        assert code == 0, (command, capsys.readouterr())


def test_what_planners_have_needs_no_extra_and_the_names_of_the_former_extras_still_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = {requirement.split(">")[0] for requirement in project["dependencies"]}
    assert {"python-calamine", "xlsxwriter", "icalendar", "lxml", "httpx"} <= core
    extras = project["optional-dependencies"]
    assert [extras[name] for name in ("calendars", "pretalx", "workbooks", "xml")] == [[], [], [], []]
    assert extras["all"] == ["agenda-solver[board,frame,pictures,similar]"]
