"""Runs each task in a separate process with limits of time and memory; failed ones get a record, too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.provenance import ROOT
from benchmarks.harness.record import RUN, Run

CHILD = (sys.executable, "-m", "benchmarks.harness.child")
LAST_LINES = 12
# Reading, compiling, checking and judging come on top of the limit of the search. A process that takes longer hangs.
LONGEST_ON_TOP = 900.0


@dataclass(frozen=True)
class Task:
    """One solve of one problem, as plain data."""

    family: str
    item: dict[str, Any]  # the fields of an Item
    seconds: float
    workers: int
    seed: int
    only: str | None = None  # the key of the only soft rule; by default all rules
    in_detail: bool = False  # whether the size of the model and the time of its presolve are measured afterwards
    judge: str | None = None  # the file of the judge, if one is asked
    memory: int | None = None  # megabytes that the process may use

    @property
    def instance(self) -> str:
        """Name of the problem."""
        return str(self.item["name"])


def run_apart(task: Task) -> Run:
    """Measure a task in a new process; the record of a failed one has its last lines of output."""
    with tempfile.TemporaryDirectory(prefix="measured-") as name:
        folder = Path(name)
        (folder / "task.json").write_text(json.dumps(asdict(task)), encoding="utf-8")
        with (folder / "errors.txt").open("wb") as errors:
            trouble = _run(task, folder, errors.fileno())
        if trouble is None:
            try:
                return RUN.validate_json((folder / "answer.json").read_bytes())
            except (OSError, ValueError):
                trouble = "the process ended without an answer"
        lines = (folder / "errors.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    return Run(task.instance, task.seed, failure=[*lines[-LAST_LINES:], trouble])


def _run(task: Task, folder: Path, errors: int) -> str | None:
    """Run the process until it ends; return why it failed, if it did."""
    process = subprocess.Popen(
        [*CHILD, str(folder / "task.json"), str(folder / "answer.json")],
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
