"""The picture of growth: seconds, and the size of the model and the process, against the number of sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.cosplib.growth import log_log
from benchmarks.cosplib.record import FAILED
from benchmarks.cosplib.spread import Spread
from benchmarks.growth.record import Document
from benchmarks.growth.tables import MEASURES, NEAR, medians, to_near

__all__ = ["draw_growth"]

TIMES = ("compile s", "first legal s")
SIZES = ("variables", "constraints", "memory MB")
COLOURS = ("#1f5fa8", "#2e7d4f", "#c2571a")


def draw_growth(document: Document, stem: Path) -> list[Path]:
    """Draw medians, and single runs as dots, both axes logarithmic; return the files.

    Raises
    ------
    ImportError
        When Matplotlib is not installed.
    """
    from benchmarks.cosplib.pictures import new_figure, save_figure

    figure, (left, right) = new_figure(1, 2, (9.6, 4.2))
    for axis, names, title in ((left, TIMES, "seconds"), (right, SIZES, "size of the model, memory")):
        for name, colour in zip(names, COLOURS, strict=False):
            _draw(axis, document, name, colour)
        axis.set_title(title, fontsize=11, loc="left")
    _draw_near(left, document)
    for axis in (left, right):
        log_log(axis, [drawn.sessions for drawn in document.conferences])
        if axis.lines:
            axis.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.16), ncols=3, fontsize=9, frameon=False)
    return save_figure(figure, stem)


def _draw(axis: Any, document: Document, name: str, colour: str) -> None:
    value = next(value for heading, value, _ in MEASURES if heading == name)
    points = [(drawn.sessions, medians(document, drawn)[name]) for drawn in document.conferences]
    runs = [(run.sessions, value(run)) for run in document.runs if run.status != FAILED]
    _line(axis, points, runs, name, colour)


def _draw_near(axis: Any, document: Document) -> None:
    """Draw the seconds until an agenda is near the best known one."""
    points, runs = [], []
    for drawn in document.conferences:
        best = document.best_known(drawn)
        found = [to_near(run, best) for run in document.runs_of(drawn.instance)]
        points.append((drawn.sessions, Spread.of(found).median))
        runs += [(drawn.sessions, one) for one in found]
    _line(axis, points, runs, f"within {NEAR} % of the best known s", COLOURS[2])


def _line(axis: Any, points: list[Any], runs: list[Any], name: str, colour: str) -> None:
    known, single = [p for p in points if p[1]], [p for p in runs if p[1]]
    if known:
        axis.plot(*zip(*known, strict=True), marker="o", markersize=4, color=colour, label=name)
    if single:
        axis.scatter(*zip(*single, strict=True), s=6, color=colour, alpha=0.5, linewidths=0)
