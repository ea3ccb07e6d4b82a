"""Files for tests of the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import agenda_solver.solving
from agenda_solver.formats.native import write_conference
from agenda_solver.result import Result
from tests.cli.small import hopeless, small


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    write_conference(small().done(), path)
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.json"
    raw = json.loads(json.dumps({"id": "x", "name": "X", "time_zone": "Mars/Olympus", "days": [], "blocks": []}))
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


@pytest.fixture
def infeasible(tmp_path: Path) -> Path:
    path = tmp_path / "hopeless.json"
    write_conference(hopeless().done(), path)
    return path


@pytest.fixture
def no_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a solve begins."""

    def refuse_to_solve(*arguments: object, **options: object) -> Result:
        raise AssertionError("it must not begin to solve")

    monkeypatch.setattr(agenda_solver.solving, "solve", refuse_to_solve)
