"""How compiling, memory and search grow with the size of a conference: copies of one instance, side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agenda_solver.formats.files import write_text
from benchmarks.cosplib import isolation
from benchmarks.cosplib.provenance import provenance
from benchmarks.cosplib.record import FAILED, Run
from benchmarks.cosplib.spread import megabytes, percent, seconds, whole
from benchmarks.cosplib.tables import Cell, Column, Sheet
from benchmarks.cosplib.task import Task

__all__ = ["EFFORT", "Growth", "draw_growth", "growth_sheet", "log_log"]

FORMAT = "agenda-solver/cosplib-growth/1"
RESULTS = "cosplib-growth.json"

EFFORT: tuple[Column, ...] = (
    ("variables", lambda run: run.size.get("variables"), whole),
    ("constraints", lambda run: run.size.get("constraints"), whole),
    ("compile s", lambda run: run.seconds.get("compile"), seconds),
    ("presolve s", lambda run: run.seconds.get("presolve"), seconds),
    ("memory MB", lambda run: run.memory, megabytes),
    ("first legal s", lambda run: run.first_legal, seconds),
)
COLUMNS: tuple[Column, ...] = (
    ("sessions", lambda run: run.sessions, whole),
    *EFFORT,
    ("within 5 % s", lambda run: run.to_near, seconds),
    ("objective", lambda run: run.objective, whole),
    ("bound", lambda run: run.bound, whole),
    ("gap", lambda run: run.gap, percent),
)
TIMES = ("compile s", "first legal s", "within 5 % s")
SIZES = ("variables", "memory MB")


class Growth:
    """Measures an instance in several sizes; ``runs`` has what there is, also after an interruption.

    Parameters
    ----------
    workbook
        The instance.
    times
        How many copies to measure.
    limit, workers
        Seconds and threads of each solve; the seed is 0.
    output
        The folder for the results.
    say
        Called with a sentence after each run.
    """

    def __init__(
        self,
        workbook: Path,
        times: Sequence[int],
        limit: float,
        workers: int,
        output: Path,
        say: Callable[[str], None],
    ) -> None:
        self.workbook = workbook
        self.times = times
        self.output = output
        self.say = say
        self.runs: list[Run] = []
        self.provenance = provenance()
        self.settings: dict[str, Any] = {
            "instance": workbook.stem,
            "times": list(times),
            "seconds": limit,
            "workers": workers,
            "seeds": 1,
        }

    def carry_out(self) -> None:
        """Measure all sizes, and store the results after each."""
        limit, workers = self.settings["seconds"], self.settings["workers"]
        for times in self.times:
            run = isolation.run_apart(Task(str(self.workbook), limit, workers, 0, times=times, in_detail=True))
            self.runs.append(run)
            self._store()
            self.say(f"{run.instance} x {times}: {run.status}, {seconds(run.seconds.get('total'))} s")

    def _store(self) -> None:
        data = {
            "format": FORMAT,
            "provenance": self.provenance,
            "settings": self.settings,
            "runs": [asdict(run) for run in self.runs],
        }
        write_text(self.output / RESULTS, json.dumps(data, indent=1, allow_nan=False) + "\n")


def growth_sheet(runs: Sequence[Run]) -> Sheet:
    """Return the table of growth, one row a size."""
    rows = [[Cell(str(run.times)), *(Cell(write(value(run))) for _, value, write in COLUMNS)] for run in runs]
    statuses = [Cell(run.status) for run in runs]
    headings = ("copies", *(name for name, _, _ in COLUMNS), "status")
    name = runs[0].instance if runs else ""
    return Sheet(f"How {name} grows", headings, [[*row, cell] for row, cell in zip(rows, statuses, strict=True)])


def draw_growth(runs: Sequence[Run], stem: Path) -> list[Path]:
    """Draw seconds and size against the number of sessions, both on logarithmic scales; return the files.

    Raises
    ------
    ImportError
        When Matplotlib is not installed.
    """
    from benchmarks.cosplib.pictures import new_figure, save_figure

    figure, (left, right) = new_figure(1, 2, (9.6, 4.2))
    measured = [run for run in runs if run.status != FAILED and run.sessions]
    for axis, names, title in ((left, TIMES, "seconds"), (right, SIZES, "size of the model, memory")):
        for name, colour in zip(names, ("#1f5fa8", "#2e7d4f", "#c2571a"), strict=False):
            value = next(value for heading, value, _ in COLUMNS if heading == name)
            points = [(run.sessions, value(run)) for run in measured if value(run)]
            if points:
                axis.plot(*zip(*points, strict=True), marker="o", markersize=4, color=colour, label=name)
        log_log(axis, [run.sessions or 0 for run in measured])
        axis.set_title(title, fontsize=11, loc="left")
        if axis.lines:
            axis.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.16), ncols=len(names), fontsize=9, frameon=False)
    figure.suptitle(f"{runs[0].instance}, copies side by side" if runs else "", fontsize=11)
    return save_figure(figure, stem)


def log_log(axis: Any, sessions: Sequence[int]) -> None:
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
    if sessions:
        axis.set_xlim(0.9 * min(sessions), 1.1 * max(sessions))
