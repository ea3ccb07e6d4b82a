"""Where the time goes: the phases of a run from the workbook to the solution."""

from __future__ import annotations

from functools import partial

from benchmarks.cosplib.record import Document, Run
from benchmarks.cosplib.spread import Number, seconds, whole
from benchmarks.cosplib.tables import Cell, Sheet, spread_cell

__all__ = ["profile_sheet"]

# In the order in which they happen; "other" is the rest of the solve.
PHASES = ("read", "compile", "presolve", "first agenda", "strict", "improve", "lay out", "check", "write", "other")
PARTS = ("variables", "constraints")


def profile_sheet(document: Document) -> Sheet:
    """Return the table of seconds by phase, and the size of the model."""
    headings = ("instance", *(f"{phase} s" for phase in PHASES), *PARTS)
    rows = []
    for instance in document.instances:
        runs = document.runs_of(instance)
        phases = [spread_cell(runs, partial(seconds_of, phase), seconds) for phase in PHASES]
        sizes = [spread_cell(runs, partial(size_of, part), whole) for part in PARTS]
        rows.append([Cell(instance), *phases, *sizes])
    title = "Where the time goes (presolve: CP-SAT's own preparation in full, measured by itself after the run)"
    return Sheet(title, headings, rows)


def seconds_of(phase: str, run: Run) -> Number:
    """Return the seconds of a phase; "other" is what of the solve no phase accounts for."""
    if phase != "other":
        return run.seconds.get(phase)
    inside = sum(run.seconds.get(name, 0.0) for name in PHASES if name not in ("read", "presolve", "write"))
    return None if "total" not in run.seconds else max(0.0, round(run.seconds["total"] - inside, 3))


def size_of(part: str, run: Run) -> Number:
    """Return the number of variables, or of constraints."""
    return run.size.get(part)
