"""How everything grows with the number of sessions: exponents from one size to the next, and a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

from benchmarks.harness.curve import NEAR
from benchmarks.harness.family import Family
from benchmarks.harness.picture import new_figure, save_figure
from benchmarks.harness.record import FAILED, Document, Number, Run
from benchmarks.harness.sheets import near_best
from benchmarks.harness.table import NOTHING, Cell, Sheet, Spread, item

Value = Callable[[Run], Number]
MEASURES: dict[str, Value] = {
    "variables": item("size", "variables"),
    "constraints": item("size", "constraints"),
    "compile": item("seconds", "compile"),
    "presolve": item("seconds", "presolve"),
    "memory": attrgetter("memory"),
    "first legal": attrgetter("first_legal"),
    "check": item("seconds", "check"),
}
DRAWN = (
    ("seconds", ("compile", "first legal")),
    ("size of the model, memory in MB", ("variables", "constraints", "memory")),
)
COLOURS = ("#1f5fa8", "#2e7d4f", "#c2571a")


def exponents(document: Document) -> Sheet:
    """Return the exponent with which each measure grows with the sessions, from one size to the next.

    1 is linear growth, 2 quadratic growth.
    """
    rows = []
    for small, large in pairwise(document.instances):
        sizes = [document.entry(name).sessions or 0 for name in (small, large)]
        found = [[_median(document, name, value) for name in (small, large)] for value in MEASURES.values()]
        rows.append([Cell(f"{sizes[0]:,} to {sizes[1]:,}"), *(Cell(_exponent(sizes, pair)) for pair in found)])
    return Sheet("With which power of the sessions it grows", ("sessions", *MEASURES), rows)


def _median(document: Document, instance: str, value: Value) -> float | None:
    return Spread.of(value(run) for run in document.runs_of(instance) if run.status != FAILED).median


def _exponent(sizes: Sequence[int], pair: Sequence[float | None]) -> str:
    before, after = pair
    if not before or not after or sizes[0] == sizes[1]:
        return NOTHING
    return f"{math.log(after / before) / math.log(sizes[1] / sizes[0]):.1f}"


def draw_growth(family: Family, document: Document, stem: Path) -> list[Path]:
    """Draw medians, and single runs as dots, both axes logarithmic; return the files."""
    figure, axes = new_figure(1, 2, (9.6, 4.2))
    for axis, (title, names) in zip(axes, DRAWN, strict=True):
        for name, colour in zip(names, COLOURS, strict=False):
            _line(axis, document, dict.fromkeys(document.instances, MEASURES[name]), name, colour)
        axis.set_title(title, fontsize=11, loc="left")
    near: dict[str, Value] = {}
    for name in document.instances:
        near[name] = partial(near_best(family, document, document.entry(name).plans, name))
    _line(axes[0], document, near, f"within {NEAR} % of the best known", COLOURS[2])
    for axis in axes:
        _log_log(axis, [document.entry(name).sessions or 0 for name in document.instances])
        if axis.lines:
            axis.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.16), ncols=3, fontsize=9, frameon=False)
    return save_figure(figure, stem)


def _line(axis: Any, document: Document, values: dict[str, Value], label: str, colour: str) -> None:
    points, single = [], []
    for name, value in values.items():
        sessions = document.entry(name).sessions
        found = [value(run) for run in document.runs_of(name) if run.status != FAILED]
        points.append((sessions, Spread.of(found).median))
        single += [(sessions, one) for one in found if one]
    known = [point for point in points if point[1]]
    if known:
        axis.plot(*zip(*known, strict=True), marker="o", markersize=4, color=colour, label=label)
        axis.scatter(*zip(*single, strict=True), s=6, color=colour, alpha=0.5, linewidths=0)


def _log_log(axis: Any, sessions: Sequence[int]) -> None:
    """Give both axes logarithmic scales, with the sizes as ticks."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.xaxis.set_major_locator(FixedLocator(sorted(set(sessions))))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.yaxis.set_minor_formatter(NullFormatter())
    for one in (axis.xaxis, axis.yaxis):
        one.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axis.set_xlabel("sessions")
    axis.set_xlim(0.9 * min(sessions), 1.1 * max(sessions))
