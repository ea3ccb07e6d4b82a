"""Pictures of Pareto fronts: between two wishes, and between moves and cost."""

from __future__ import annotations

import os
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.extras import library_of_extra
from agenda_solver.formats.files import write_bytes
from agenda_solver.replanning.move_points import MoveFrontier
from agenda_solver.scenarios.pareto_front import Front

__all__ = ["draw_front", "draw_frontier", "refuse_unless_drawable"]

SUFFIXES = (".png", ".svg", ".pdf")
DOTS_PER_INCH = 150
SURE, UNSURE = "#1f5fa8", "#c2571a"


def refuse_unless_drawable(path: str | os.PathLike[str]) -> None:
    """Make sure, before anything is solved, that a picture of this kind can be drawn.

    Raises
    ------
    InvalidInput
        If the suffix is unknown, or matplotlib is not installed.
    """
    if Path(path).suffix.lower() not in SUFFIXES:
        raise InvalidInput.single(f"a picture ends in {', '.join(SUFFIXES)}", source=os.fspath(path))
    library_of_extra("matplotlib", "pictures", "pictures need one more package")


@typed
def draw_front(front: Front, path: str | os.PathLike[str]) -> None:
    """Draw a front and write it into a file, by suffix as PNG, SVG or PDF.

    A full dot is a point that is proven to be on the front, an open one may still be improved.

    Raises
    ------
    InvalidInput
        If the suffix is another one, matplotlib is not installed, or the file cannot be written.
    """
    refuse_unless_drawable(path)
    figure = import_module("matplotlib.figure").Figure(figsize=(6.4, 4.2), layout="constrained")
    axis = figure.subplots()
    first, second = [p.first for p in front.points], [p.second for p in front.points]
    axis.step(first, second, where="post", color=SURE, lw=1.0, alpha=0.5)
    for point in front.points:
        face = SURE if point.is_proven else "white"
        axis.plot(point.first, point.second, "o", mfc=face, mec=SURE if point.is_proven else UNSURE)
        axis.annotate(f"{point.first}, {point.second}", (point.first, point.second), (5, 5), textcoords="offset points")
    axis.set_xlabel(f"cost of {', '.join(front.first)}")
    axis.set_ylabel(f"cost of {', '.join(front.second)}")
    axis.margins(0.16)  # the last number stands within the frame
    axis.grid(alpha=0.3)
    _write(figure, path)


@typed
def draw_frontier(frontier: MoveFrontier, path: str | os.PathLike[str]) -> None:
    """Draw what moves buy and write it into a file, by suffix as PNG, SVG or PDF: moves to the right, costs upwards.

    A full dot is a proven cost, an open one may still be improved. Each priority level has a line of its own.

    Raises
    ------
    InvalidInput
        If the suffix is another one, matplotlib is not installed, or the file cannot be written.
    """
    refuse_unless_drawable(path)
    figure = import_module("matplotlib.figure").Figure(figsize=(6.4, 4.2), layout="constrained")
    axis = figure.subplots()
    moves = [point.most for point in frontier.points]
    for level in frontier.points[0].costs if frontier.points else ():
        axis.step(moves, [point.costs[level] for point in frontier.points], where="post", color=SURE, lw=1.0, alpha=0.5)
        for point in frontier.steps:
            cost = point.costs[level]
            face = SURE if point.is_proven else "white"
            axis.plot(point.most, cost, "o", mfc=face, mec=SURE if point.is_proven else UNSURE)
            text = f"{cost}" if level == 0 else f"{cost} on level {level}"
            axis.annotate(text, (point.most, cost), (5, 5), textcoords="offset points")
    axis.set_xlabel("sessions that may move")
    axis.set_ylabel("cost")
    for one in (axis.xaxis, axis.yaxis):
        one.get_major_locator().set_params(integer=True)
    axis.margins(0.16)
    axis.grid(alpha=0.3)
    _write(figure, path)


def _write(figure: Any, path: str | os.PathLike[str]) -> None:
    content = BytesIO()
    figure.savefig(content, format=Path(path).suffix.lower()[1:], dpi=DOTS_PER_INCH)
    write_bytes(path, content.getvalue())
