"""The table of a measurement of replanning, and what it falls short of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.harness.journal import Journal, Measure
from benchmarks.harness.table import Sheet, sheet_of
from benchmarks.replanning.measuring import LEGAL, Row

HEADINGS = (
    "#",
    "change",
    "legal after",
    "other time",
    "other room",
    "fewest, proven",
    "proof after",
    "moved if solved anew",
)
IMPOSSIBLE = "infeasible"
SOON = 5.0
"""Seconds within which a first legal agenda is soon."""


@dataclass(frozen=True)
class Goal:
    """How many changes of an instance are replanned, and for how many the fewest moves should be proven."""

    instance: str
    changes: int
    proven: int


def sheets(journal: Journal) -> list[Sheet]:
    """Return a table for each instance."""
    rows: list[Row] = journal.lists["rows"]
    names = dict.fromkeys(row.instance for row in rows)
    return [sheet_of(name, HEADINGS, [_cells(row) for row in rows if row.instance == name]) for name in names]


def _cells(row: Row) -> list[object]:
    if row.status != LEGAL:
        what = "cannot be" if row.status == IMPOSSIBLE else row.status.split("\n")[0]
        return [row.number, row.kind, what, *[""] * 5]
    proven = "yes" if row.minimal else "no"
    anew = "" if row.anew is None else row.anew
    return [row.number, row.kind, _seconds(row.legal), row.in_time, row.in_room, proven, _seconds(row.proof), anew]


def _words(journal: Journal) -> str:
    s, rows = journal.settings, journal.lists["rows"]
    by = "block" if s["scope"] == "block" else "start"
    names = dict.fromkeys(row.instance for row in rows)
    told = [f"{name}: {summary([row for row in rows if row.instance == name], SOON)}" for name in names]
    return " ".join([f"{s['anew']:g} s for each solve anew; times are compared by {by}.", *told])


def summary(rows: Sequence[Row], legal_within: float) -> str:
    """Return in sentences how many changes were possible, how soon there was an agenda, and how much was proven."""
    legal = [row for row in rows if row.status == LEGAL]
    impossible = sum(row.status == IMPOSSIBLE for row in rows)
    text = f"Of {len(rows)} changes {len(legal)} have a legal agenda. "
    if impossible:
        text += f"{impossible} cannot be, which is proven. "
    seconds = [row.legal for row in legal if row.legal is not None]
    if seconds:
        soon = sum(each <= legal_within for each in seconds)
        text += f"The first legal agenda was there within {legal_within:g} s for {soon} "
        text += f"(median {median(seconds):.1f} s, at most {max(seconds):.1f} s). "
        text += f"For {sum(bool(row.minimal) for row in legal)} the moves are proven to be the fewest. "
    both = [row for row in legal if row.anew is not None]
    if both:
        kept = sum((row.in_time or 0) + (row.in_room or 0) for row in both)
        text += f"All together {kept} times or rooms have changed, and {sum(row.anew or 0 for row in both)} sessions "
        text += "would have moved if the same conferences had been solved anew."
    return text.strip()


def shortfalls(rows: Sequence[Row], goals: Sequence[Goal], legal_within: float) -> Iterator[str]:
    """Say what a measurement falls short of, a sentence each."""
    for goal in goals:
        found = [row for row in rows if row.instance == goal.instance]
        proven = sum(bool(row.minimal) for row in found)
        if proven < goal.proven:
            yield f"{goal.instance}: for {proven} changes the fewest moves are proven, not for {goal.proven}."
        for row in found:
            if row.status not in (LEGAL, IMPOSSIBLE):
                yield f"{goal.instance}, change {row.number}: {row.status}."
            elif row.status == LEGAL and (row.legal is None or row.legal > legal_within):
                yield f"{goal.instance}, change {row.number}: a legal agenda after {_seconds(row.legal)} only."


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"


REPLANNING = Measure("replanning", {"rows": Row}, _words, sheets)
