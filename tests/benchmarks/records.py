"""Made-up records for the tests of tables, comparisons and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.harness.record import Document, Entry, Run, Verdict

ABOUT: dict[str, Any] = {
    "date": "2026-03-09T10:00:00+00:00",
    "package": "0.1.0",
    "ortools": "9.15",
    "python": "3.11.7",
    "commit": "0123456789abcdef",
    "dirty": True,
    "source": "abc",
    "cpu": "A processor",
    "cores": 2,
    "system": "Linux",
    "load": 0.5,
}
AGREES = Verdict("agrees", {"objective": 10})


def run(instance: str = "one", seed: int = 0, objective: int | None = 10, bound: int | None = 5, **changes: Any) -> Run:
    """Return the record of a run that found 10 within two seconds and proved 5."""
    fields: dict[str, Any] = {
        "sessions": 7,
        "status": "feasible",
        "figures": {} if objective is None else {"objective": objective},
        "bounds": {"objective": bound},
        "first_legal": 0.5,
        "to_best": 2.0,
        "to_near": 2.0,
        "seconds": {"read": 0.1, "compile": 0.2, "improve": 2.5, "check": 0.05, "total": 3.0},
        "memory": 120.0,
        "threads": 2,
        "load": 0.5,
        "source": "abc",
        "costs": {"speaker_clash": 8, "track_rooms": 2, "track_order": 0},
        "curve": [[0.5, 20, 0], [2.0, 10, 5], [3.0, 10, 5]],
        "verdict": AGREES,
    }
    return Run(instance, seed, **{**fields, **changes})


def document(
    *runs: Run, family: str = "cosplib", entries: Mapping[str, Entry] | None = None, **settings: Any
) -> Document:
    """Return a document with these runs."""
    seeds = max((len([r for r in runs if r.instance == one.instance]) for one in runs), default=1)
    problems = {r.instance: Entry(r.instance, r.sessions) for r in runs}
    asked = {"seconds": 3.0, "workers": 2, "seeds": seeds, "judged": True}
    about, settings = dict(ABOUT), {**asked, **settings}
    return Document(family, about, settings, problems={**problems, **(entries or {})}, runs=list(runs))
