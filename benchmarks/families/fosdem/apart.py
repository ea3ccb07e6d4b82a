"""A measurement in a process of its own, whose memory is that of one solve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.cosplib.provenance import ROOT
from benchmarks.families.fosdem.measuring import Run, Task, run_from

__all__ = ["measure_apart"]

CHILD = (sys.executable, "-m", "benchmarks.families.fosdem.measuring")
# Reading, making the models and judging come on top of the limits. Whoever takes longer is stuck.
LONGEST_ON_TOP = 600.0
LAST_LINES = 3


def measure_apart(task: Task) -> Run:
    """Measure a task in a fresh process; a run that failed has the last lines that it wrote."""
    with tempfile.TemporaryDirectory(prefix="fosdem-") as name:
        asked, answer = Path(name, "task.json"), Path(name, "answer.json")
        asked.write_text(json.dumps(asdict(task)), encoding="utf-8")
        search = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        try:
            done = subprocess.run(
                [*CHILD, str(asked), str(answer)],
                env={**os.environ, "PYTHONPATH": search},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=task.seconds + task.replan_seconds + LONGEST_ON_TOP,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            return Run(Path(task.path).stem, task.seed, failure=f"did not end within {error.timeout:g} s")
        if done.returncode == 0:
            return run_from(json.loads(answer.read_text(encoding="utf-8")))
    last = " / ".join(done.stderr.splitlines()[-LAST_LINES:]) or f"ended with code {done.returncode}"
    return Run(Path(task.path).stem, task.seed, failure=last)
