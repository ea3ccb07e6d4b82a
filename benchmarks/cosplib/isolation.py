"""Runs each task in a process of its own, and makes a record also of those that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import Field, asdict
from pathlib import Path
from typing import Any, ClassVar, Protocol

from benchmarks.cosplib.provenance import ROOT
from benchmarks.cosplib.record import Run, run_from

__all__ = ["CHILD", "Task", "run_apart"]

CHILD = (sys.executable, "-m", "benchmarks.cosplib.child")
LAST_LINES = 12
# Reading, compiling and checking come on top of the limit of the search. Whoever takes longer is stuck.
LONGEST_ON_TOP = 900.0


class Task(Protocol):
    """What every task has, whatever else it asks for."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def instance(self) -> str:
        """Name of the instance."""

    @property
    def times(self) -> int:
        """How many copies of it are solved as one conference."""

    @property
    def seconds(self) -> float:
        """Limit of the search."""

    @property
    def seed(self) -> int:
        """Seed of the search."""


def run_apart(task: Task, child: Sequence[str] | None = None) -> Run:
    """Measure a task in a fresh process; the record of one that fails has the last lines that it wrote.

    Parameters
    ----------
    task
        What to measure, a dataclass of plain data.
    child
        The words of the command that measures it, to which the files of the task and of the answer are added; that of
        CoSPLib's tasks by default.
    """
    with tempfile.TemporaryDirectory(prefix="cosplib-") as name:
        folder = Path(name)
        (folder / "task.json").write_text(json.dumps(asdict(task)), encoding="utf-8")
        with (folder / "errors.txt").open("wb") as errors:
            trouble = _run(task, CHILD if child is None else child, folder, errors.fileno())
        if trouble is None:
            try:
                return run_from(json.loads((folder / "answer.json").read_text(encoding="utf-8")))
            except (OSError, ValueError):
                trouble = "the process ended without an answer"
        lines = (folder / "errors.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    return Run(task.instance, task.seed, task.times, failure=[*lines[-LAST_LINES:], trouble])


def _run(task: Task, child: Sequence[str], folder: Path, errors: int) -> str | None:
    """Run the process until it ends; return what is wrong with its end."""
    process = subprocess.Popen(
        [*child, str(folder / "task.json"), str(folder / "answer.json")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,  # Ctrl-C is for us: we end the process, and show what there is
    )
    try:
        code = process.wait(task.seconds + LONGEST_ON_TOP)
    except subprocess.TimeoutExpired:
        return f"the process had not ended {LONGEST_ON_TOP:g} s after its limit, and was killed"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if code < 0:
        return f"the process was killed by signal {-code}"
    return None if code == 0 else f"the process ended with code {code}"
