"""The tables of growth: what was drawn, what it took, and how fast that grows from one size to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.cosplib.growth import EFFORT
from benchmarks.cosplib.record import FAILED, Run
from benchmarks.cosplib.spread import NOTHING, Spread, percent, seconds, whole
from benchmarks.cosplib.tables import Cell, Column, Sheet, spread_cell
from benchmarks.growth.record import Document, Drawn

__all__ = ["MEASURES", "NEAR", "answers_sheet", "drawn_sheet", "effort_sheet", "exponents_sheet", "medians", "to_near"]

# An agenda is near that costs so many per cent more than the best one that is known.
NEAR = 5

MEASURES: tuple[Column, ...] = (*EFFORT, ("check s", lambda run: run.seconds.get("check"), seconds))
ANSWERS: tuple[Column, ...] = (
    ("cost at the end", lambda run: run.objective, whole),
    ("bound", lambda run: run.bound, whole),
    ("gap", lambda run: run.gap, percent),
)


def to_near(run: Run, best: int) -> float | None:
    """Return the seconds until a run had an agenda within 5 % of the best cost that is known; None for never."""
    found = ((at, cost) for at, cost, _ in run.curve if cost is not None)
    return next((at for at, cost in found if 100 * cost <= (100 + NEAR) * best), None)


def drawn_sheet(document: Document) -> Sheet:
    """Return what was drawn."""
    headings = ("sessions", "days", "rooms", "people", "tracks", "attendees")
    rows = [[Cell(whole(getattr(drawn, name))) for name in headings] for drawn in document.conferences]
    return Sheet("The conferences", headings, rows)


def effort_sheet(document: Document) -> Sheet:
    """Return the size of the models, and what they took."""
    rows = [
        [Cell(whole(drawn.sessions)), *(_cell(document, drawn, measure) for measure in MEASURES)]
        for drawn in document.conferences
    ]
    return Sheet("What it takes", ("sessions", *(name for name, _, _ in MEASURES)), rows)


def answers_sheet(document: Document) -> Sheet:
    """Return what was found, beside the planted agenda and the best one that is known."""
    rows = []
    for drawn in document.conferences:
        best = document.best_known(drawn)
        near: Column = ("", lambda run, best=best: to_near(run, best), seconds)  # type: ignore[misc]
        measured = [_cell(document, drawn, measure) for measure in (*ANSWERS, near)]
        rows.append([Cell(whole(drawn.sessions)), Cell(whole(drawn.planted)), Cell(whole(best)), *measured])
    names = (name for name, _, _ in ANSWERS)
    return Sheet("What is found", ("sessions", "planted", "best known", *names, f"within {NEAR} % s"), rows)


def exponents_sheet(document: Document) -> Sheet:
    """Return for each step from one size to the next the power of the number of sessions with which a measure grows.

    1 is in step with the sessions, 2 is with their square.
    """
    found = [(drawn, medians(document, drawn)) for drawn in document.conferences]
    rows = []
    for (small, before), (large, after) in pairwise(found):
        cells = [_exponent(small, large, before[name], after[name]) for name, _, _ in MEASURES]
        rows.append([Cell(f"{small.sessions:,} to {large.sessions:,}"), *cells])
    headings = ("sessions", *(name.removesuffix(" s").removesuffix(" MB") for name, _, _ in MEASURES))
    return Sheet("With which power of the sessions it grows", headings, rows)


def medians(document: Document, drawn: Drawn) -> dict[str, float | None]:
    """Return the median of each measure over the runs of a conference."""
    return {name: Spread.of(map(value, _good(document, drawn))).median for name, value, _ in MEASURES}


def _good(document: Document, drawn: Drawn) -> Sequence[Run]:
    return [run for run in document.runs_of(drawn.instance) if run.status != FAILED]


def _cell(document: Document, drawn: Drawn, measure: Column) -> Cell:
    """Return median and range; the size of the model is counted with one seed only, which is no lack of the others."""
    name, value, write = measure
    runs = _good(document, drawn)
    if name in ("variables", "constraints", "presolve s"):
        runs = [run for run in runs if value(run) is not None]
    return spread_cell(runs, value, write)


def _exponent(small: Drawn, large: Drawn, before: float | None, after: float | None) -> Cell:
    if not before or not after or small.sessions == large.sessions:
        return Cell(NOTHING)
    return Cell(f"{math.log(after / before) / math.log(large.sessions / small.sessions):.1f}")
