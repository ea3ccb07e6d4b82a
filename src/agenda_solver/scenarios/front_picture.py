"""Pictures of Pareto fronts: of two groups of rules, and of moves and cost."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_bytes
from agenda_solver.formats.optional_libraries import library_of_extra
from agenda_solver.replanning.move_points import MoveFrontier
from agenda_solver.scenarios.front_points import Front

__all__ = ["draw_front", "draw_frontier", "refuse_unless_drawable"]

SUFFIXES = (".png", ".svg", ".pdf")
DOTS_PER_INCH = 150
SURE, UNSURE = "#1f5fa8", "#c2571a"


def refuse_unless_drawable(path: str | os.PathLike[str]) -> None:
    """Raise InvalidInput if the suffix is unknown or matplotlib is not installed; called before a long search."""
    if Path(path).suffix.lower() not in SUFFIXES:
        raise InvalidInput.single(f"a picture ends in {', '.join(SUFFIXES)}", source=os.fspath(path))
    library_of_extra("matplotlib", "pictures", "pictures need one more package")


@typed
def draw_front(front: Front, path: str | os.PathLike[str]) -> None:
    """Draw a front and write the picture to a file, by suffix as PNG, SVG or PDF.

    A filled dot is a point that is proven to be on the front; an open dot may still be improved.

    Raises
    ------
    InvalidInput
        If the suffix is another one, matplotlib is not installed, or the file cannot be written.
    """
    refuse_unless_drawable(path)
    figure, axis = _canvas(f"cost of {', '.join(front.first)}", f"cost of {', '.join(front.second)}")
    _steps(axis, [point.first for point in front.points], [point.second for point in front.points])
    for point in front.points:
        _dot(axis, point.first, point.second, f"{point.first}, {point.second}", is_proven=point.is_proven)
    _write(figure, path)


@typed
def draw_frontier(frontier: MoveFrontier, path: str | os.PathLike[str]) -> None:
    """Draw the cost against the number of moves and write the picture to a file, by suffix as PNG, SVG or PDF.

    A filled dot is a proven cost; an open dot may still be improved. Each priority level has its own line.

    Raises
    ------
    InvalidInput
        If the suffix is another one, matplotlib is not installed, or the file cannot be written.
    """
    refuse_unless_drawable(path)
    figure, axis = _canvas("sessions that may move", "cost")
    moves = [point.most for point in frontier.points]
    for level in frontier.points[0].costs if frontier.points else ():
        _steps(axis, moves, [point.costs[level] for point in frontier.points])
        for point in frontier.steps:
            cost = point.costs[level]
            text = f"{cost}" if level == 0 else f"{cost} on level {level}"
            _dot(axis, point.most, cost, text, is_proven=point.is_proven)
    for one in (axis.xaxis, axis.yaxis):
        one.get_major_locator().set_params(integer=True)
    _write(figure, path)


def _canvas(across: str, upwards: str) -> tuple[Any, Any]:
    """Return a figure and its axis with these labels."""
    figure = import_module("matplotlib.figure").Figure(figsize=(6.4, 4.2), layout="constrained")
    axis = figure.subplots()
    axis.set_xlabel(across)
    axis.set_ylabel(upwards)
    axis.margins(0.16)  # leaves room for the label of the last dot
    axis.grid(alpha=0.3)
    return figure, axis


def _steps(axis: Any, across: Sequence[int], upwards: Sequence[int]) -> None:
    axis.step(across, upwards, where="post", color=SURE, lw=1.0, alpha=0.5)


def _dot(axis: Any, across: int, upwards: int, text: str, *, is_proven: bool) -> None:
    face, edge = (SURE, SURE) if is_proven else ("white", UNSURE)
    axis.plot(across, upwards, "o", mfc=face, mec=edge)
    axis.annotate(text, (across, upwards), (5, 5), textcoords="offset points")


def _write(figure: Any, path: str | os.PathLike[str]) -> None:
    content = BytesIO()
    figure.savefig(content, format=Path(path).suffix.lower()[1:], dpi=DOTS_PER_INCH)
    write_bytes(path, content.getvalue())
