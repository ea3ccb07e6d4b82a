"""The commands of the how-to pages run as printed, in the order of the page, with no more than the core installed.

What a page needs to be run is said in comments in its source:

``<!-- file: NAME = PATH -->``
    the reader has this file of the repository under this name;
``<!-- saved: OBJECT = NAME -->``
    a conference of the page's own Python, as it is there, in a file;
``<!-- in braces: NAME -->``
    the JSON below, in a file;
``<!-- not run: WHY -->``
    the commands of the next block (or of the page) need what a test has not.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agenda_solver import write_conference
from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.rules.base import rule_registry
from tests.docs.test_docs_code import ROOT

PAGES = sorted(path.stem for path in (ROOT / "docs" / "howto").glob("*.md"))
STEP = re.compile(
    r"^```(?P<language>console|python|json)\n(?P<text>.*?)^```$|^<!-- (?P<word>[a-z ]+): (?P<said>.*?) -->$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"^\$ ((?:[^\n]*\\\n)*[^\n]*)$", re.MULTILINE)
WORDS = {"file", "saved", "in braces", "not run"}
# The extra of pictures, which the README's first command does not install; OR-Tools brings pandas anyhow.
EXTRA = "matplotlib"
# No command of a page has to search longer than this to show that it works.
SECONDS = 40
# What is no defect of the command: an answer that a page is about, or a mistake that it shows.
ANSWERS = {Exit.SUCCESS, Exit.NOT_LEGAL, Exit.INFEASIBLE}
# Pages that have a test of their own, which also compares what is printed.
ELSEWHERE = {
    "from-first-draft-to-last-minute": "test_planners_guide.py",
    "from-fosdem": "test_from_fosdem.py",
    "from-pretalx-and-back": "test_pretalx_page.py",
    "schedule-from-a-cosplib-workbook": "test_cosplib_page.py",
    "show-the-agenda": "test_docs_commands.py",
    "why-this-place": "test_docs_commands.py",
}


class Step(NamedTuple):
    """A block or a comment of a page."""

    language: str | None
    text: str
    word: str | None
    said: str


def steps_of(page: str) -> Iterator[Step]:
    text = (ROOT / "docs" / "howto" / f"{page}.md").read_text("utf-8")
    for match in STEP.finditer(text):
        yield Step(match["language"], match["text"] or "", match["word"], match["said"] or "")


def commands_of(text: str) -> list[tuple[str, str]]:
    """Return the commands of a block, each with what is shown below it."""
    found = list(COMMAND.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        (match[1].replace("\\\n", " "), text[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)
    ]


def test_every_page_with_commands_is_run_here_or_by_a_test_of_its_own() -> None:
    assert set(ELSEWHERE) <= set(PAGES)
    assert all((Path(__file__).parent / test).is_file() for test in ELSEWHERE.values())


@pytest.mark.parametrize("page", PAGES)
def test_the_comments_of_a_page_say_what_can_be_done(page: str) -> None:
    for step in steps_of(page):
        if step.word in WORDS - {"not run", "in braces"}:
            assert step.said.count(" = ") == 1, step.said
        assert step.word != "not run" or len(step.said.split()) > 2, "a reason, in words"
        assert step.word != "file" or (ROOT / step.said.split(" = ")[1]).is_file(), step.said


@pytest.mark.thorough
@pytest.mark.parametrize("page", [page for page in PAGES if page not in ELSEWHERE])
def test_the_commands_of_a_page_run_as_printed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, EXTRA, None)
    monkeypatch.setattr(rule_registry, "_REGISTERED", {})  # whatever other tests have made known in this process
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    namespace: dict[str, Any] = {"__name__": "__main__"}
    before = Step(None, "", None, "")
    for step in steps_of(page):
        if step.word in ("file", "saved"):
            prepare(step, namespace)
        elif step.language == "json" and before.word == "in braces":
            Path(before.said).write_text("{" + step.text + "}", "utf-8")
        elif step.language == "python" and needs_objects(page):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(step.text, namespace)
        elif step.language == "console" and before.word != "not run":
            for command, shown in commands_of(step.text):
                assert_runs(command, shown, capsys)
        before = step


def needs_objects(page: str) -> bool:
    return any(step.word == "saved" for step in steps_of(page))


def prepare(step: Step, namespace: dict[str, Any]) -> None:
    left, right = step.said.split(" = ")
    if step.word == "file":
        shutil.copy(ROOT / right, left)
    else:
        write_conference(namespace[left], Path(right))


def assert_runs(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a command; it answers, and saves what the page says; or it refuses what the page says that it refuses."""
    program, *words = shlex.split(command)
    assert program == "agenda-solver", f"only our own command can be run: {command}"
    if "--time-limit" in words:
        at = words.index("--time-limit") + 1
        words[at] = str(min(SECONDS, int(words[at])))
    capsys.readouterr()
    code = run(words)
    printed, told = capsys.readouterr()
    if code not in ANSWERS:
        assert shown, f"{command}\n{printed}{told}"
        assert shown.splitlines()[0] in told, f"{command}\n{printed}{told}"
    for name in re.findall(r"^Saved (\S+\.\w+)$", shown, re.MULTILINE):
        assert Path(name).is_file(), f"{command} does not save {name}\n{printed}{told}"
