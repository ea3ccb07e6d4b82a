"""What one measured solve is stored as: enough to repeat it, and to compare it with another."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Record", "load", "save", "source_version"]

FORMAT = "agenda-solver/benchmark/1"


@dataclass(frozen=True)
class Record:
    """One solve of one instance with one seed.

    Attributes
    ----------
    instance, sessions, seed
        What was solved, how large it is, and the seed of the search.
    version, source
        Versions of the packages, and the commit of this project ("-dirty" where files were changed).
    limit, cores, workers, machine, load
        Seconds allowed, cores of the machine, threads used, the machine, and its load average before the solve (other
        work makes it slower).
    status, objective, bound, gap
        The answer; None where there is none.
    first_legal, best_after, total
        Seconds to the first legal agenda, to the best one, and in all.
    phases
        Seconds of read, compile, presolve (measured on its own), first agenda, improve, check.
    memory
        Peak resident memory of the process in megabytes.
    size
        Variables and constraints of the model.
    curve
        Points ``[elapsed, objective, bound]`` over time.
    """

    instance: str
    sessions: int
    seed: int
    version: dict[str, str]
    source: str
    limit: float
    cores: int
    workers: int
    machine: str
    load: float
    status: str
    objective: int | None
    bound: int | None
    gap: float | None
    first_legal: float | None
    best_after: float | None
    total: float
    phases: dict[str, float]
    memory: float
    size: dict[str, int] = field(default_factory=dict)
    curve: list[list[float | None]] = field(default_factory=list)


def save(records: Iterable[Record], path: Path) -> None:
    """Write records as JSON, replacing the file in one step."""
    from agenda_solver.formats.files import write_text

    document: dict[str, Any] = {"format": FORMAT, "records": [asdict(record) for record in records]}
    write_text(path, json.dumps(document, indent=1) + "\n")


def load(path: Path) -> list[Record]:
    """Read records that :func:`save` wrote."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if document.get("format") != FORMAT:
        raise ValueError(f"{path} holds no benchmark records")
    return [Record(**record) for record in document["records"]]


def source_version() -> str:
    """Return the commit that is measured, or "unknown" outside a checkout."""
    here = Path(__file__).parent
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607 - git is found on the path
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()


def machine() -> str:
    """Return what the machine says of itself: architecture, system, Python."""
    return f"{platform.machine()}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
