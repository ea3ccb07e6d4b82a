"""The measurement as a table."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.cosplib.spread import NOTHING
from benchmarks.cosplib.tables import Cell, Sheet
from benchmarks.families.fosdem.judging import Faults
from benchmarks.families.fosdem.measuring import Run

__all__ = ["lost_rooms", "solves", "words"]


def solves(runs: Sequence[Run]) -> Sheet:
    """Return what each solve found, and what the count from the file says of it and of the published agenda."""
    headings = ("schedule", "talks", "seed", "answer", "cost", "bound", "legal after s", "total s", "MB", "faults",
                "faults as published")  # fmt: skip
    rows = [
        (
            run.name,
            str(run.talks),
            str(run.seed),
            run.status,
            _number(run.objective),
            _number(run.bound),
            _seconds(run.first_legal),
            _seconds(run.total),
            _number(run.memory),
            words(run.faults),
            words(run.published),
        )
        for run in runs
    ]
    return Sheet("Solved", headings, [[Cell(text) for text in row] for row in rows])


def lost_rooms(runs: Sequence[Run]) -> Sheet:
    """Return what became of the talks of a lost room."""
    headings = ("schedule", "seed", "lost on the first day", "its talks", "moved", "proven fewest", "legal after s",
                "total s", "faults")  # fmt: skip
    rows = [
        (
            run.name,
            str(run.seed),
            run.replanned.room,
            str(run.replanned.talks),
            _number(run.replanned.moved),
            "yes" if run.replanned.is_minimal else "no",
            _seconds(run.replanned.first_legal),
            _seconds(run.replanned.total),
            words(run.replanned.faults),
        )
        for run in runs
        if run.replanned is not None
    ]
    return Sheet("A lost room", headings, [[Cell(text) for text in row] for row in rows])


def words(faults: Faults | None) -> str:
    """Return faults in words."""
    if faults is None:
        return NOTHING
    said = {
        "talks missing": faults.missing,
        "wrong lengths": faults.lengths,
        "rooms taken twice": faults.rooms,
        "speakers in two places": faults.speakers,
        "away from their devroom": faults.away,
    }
    return ", ".join(f"{what}: {number}" for what, number in said.items() if number) or "none"


def _number(number: int | None) -> str:
    return NOTHING if number is None else f"{number:,}"


def _seconds(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds:.1f}"
