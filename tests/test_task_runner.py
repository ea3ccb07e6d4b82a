"""The sessions of noxfile.py and the project's own check run the same commands."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
# A part of what the session "tests" runs; the check runs all of that.
IN_NO_CHECK = {"quick"}


class RecordingSession:
    """What a session is given: it writes down the commands, with the variables before them, and runs none."""

    def __init__(self) -> None:
        self.posargs: list[str] = []
        self.env: dict[str, str] = {}
        self.virtualenv = SimpleNamespace(venv_backend="venv")
        self.commands: list[str] = []

    def install(self, *words: str) -> None:
        """Install nothing: the check has one environment for all."""

    def run(self, *words: str) -> None:
        self.commands.append(" ".join([*(f"{name}={value}" for name, value in self.env.items()), *words]))


def nox_without_nox(found: dict[str, Callable[[RecordingSession], None]]) -> ModuleType:
    """Return what noxfile.py needs of nox, for environments that have none: its decorator fills a table."""

    def session(function: Any = None, *, name: str | None = None) -> Any:
        if function is None:
            return lambda decorated: session(decorated, name=name)
        found[name or function.__name__] = function
        return function

    module = ModuleType("nox")
    vars(module).update(session=session, options=SimpleNamespace(), Session=RecordingSession)
    return module


def sessions(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return the commands of every session in noxfile.py."""
    found: dict[str, Callable[[RecordingSession], None]] = {}
    monkeypatch.setitem(sys.modules, "nox", nox_without_nox(found))
    runpy.run_path(str(ROOT / "noxfile.py"))
    commands = {}
    for name, function in found.items():
        recording = RecordingSession()
        function(recording)
        commands[name] = recording.commands
    return commands


def checked() -> set[str]:
    """Return the commands of .ci/run, written as a session writes them, and the README's command for the tests."""
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    plain = re.sub(r'"\$bin/(\w+)"', r"\1", text).replace('"', "")
    readme = re.search(r"-m (pytest .*)\n```\n<!-- end -->", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert readme is not None
    return {*plain.splitlines(), f"python -m {readme[1]}"}


def test_what_a_session_runs_the_check_runs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sessions(monkeypatch)
    assert set(found) >= {"tests", "quick", "lint", "types", "docs", "browsers", "benchmarks", "release-notes"}
    known = checked()
    for name, commands in found.items():
        assert commands, name
        if name not in IN_NO_CHECK:
            assert [command for command in commands if command not in known] == [], name


def test_the_sessions_that_a_page_names_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sessions(monkeypatch)
    for page in ("CONTRIBUTING.md", "docs/developing.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = re.findall(r"nox (?:--no-venv )?-s ([\w -]+?)(?= --|`|$)", text, re.MULTILINE)
        names = {name for group in named for name in group.split()}
        assert names, page
        assert names <= set(found), page


def test_a_test_is_quick_unless_it_is_listed_as_slow_or_thorough(
    request: pytest.FixtureRequest,
) -> None:
    listed = set((ROOT / "tests" / "slow_tests.txt").read_text(encoding="utf-8").splitlines())
    for item in request.session.items:
        is_thorough = any(item.get_closest_marker(name) for name in ("thorough", "data"))
        is_slow = item.nodeid.partition("[")[0] in listed
        assert (item.get_closest_marker("quick") is not None) == (not is_thorough and not is_slow), item.nodeid
    assert request.node.get_closest_marker("quick")
