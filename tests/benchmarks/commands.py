"""The command of a family on a few small problems, with a judge that a test makes up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from benchmarks.__main__ import app

__all__ = ["Command", "command_on"]

Command = Callable[..., Result]


def command_on(folder: Path, family: str, problems: Mapping[str, Any], judge_begins: str = "") -> Command:
    """Return the command, with results in a folder of their own; ``judge`` is what the judge does in the end."""
    data = folder / "data" / family
    data.mkdir(parents=True)
    for name, raw in problems.items():
        (data / f"{name}.json").write_text(json.dumps(raw), encoding="utf-8")

    def call(*arguments: object, judge: str | None = None) -> Result:
        if judge is not None:
            (folder / "judge").mkdir()
            (folder / "judge" / f"{family}_judge.py").write_text(judge_begins + judge, encoding="utf-8")
        words = [family, "--data", folder / "data", "--output", folder / "out", "--seeds", 1, *arguments]
        return CliRunner().invoke(app, [str(word) for word in words])

    return call
