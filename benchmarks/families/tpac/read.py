"""Events of the W3C as a family of benchmarks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.families.tpac.problem import COUNTS, Problem, read_problem
from benchmarks.harness.family import Family, Figure, Item


class Tpac(Family):
    """Group meetings and breakout days."""

    name = "tpac"
    title = "Events of the W3C"
    help = "Solve events of the W3C: group meetings and breakout days, beside the schedules that their files hold."
    what = "event"
    figures = tuple(Figure(count) for count in COUNTS)

    def read(self, item: Item) -> Problem:
        """Read an event."""
        return read_problem(Path(item.path or ""))


FAMILY = Tpac()
