"""The provenance of a measurement: the code, the machine, the time."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import agenda_solver

ROOT = Path(__file__).parent.parent.parent


def provenance() -> dict[str, Any]:
    """Return what is needed to repeat a measurement, as plain data for JSON."""
    commit, changes = _git("rev-parse", "HEAD"), _git("status", "--porcelain")
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "package": agenda_solver.__version__,
        "ortools": version("ortools"),
        "python": platform.python_version(),
        "commit": commit,
        "dirty": None if changes is None else bool(changes),
        "source": source_digest(),
        "cpu": _cpu(),
        "cores": cores(),
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "load": load(),
    }


def source_digest() -> str:
    """Return a digest of the package's modules: the same commit may have been changed, also while it is measured."""
    digest = hashlib.sha256()
    folder = Path(agenda_solver.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load() -> float | None:
    """Return the load average of the last minute, because other work slows a solve down; None if it is unknown."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _git(*arguments: str) -> str | None:
    # Without optional locks: somebody may be working in the same checkout.
    command = ["git", "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
