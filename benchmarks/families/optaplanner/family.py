"""OptaPlanner's conference problems as a family of benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.families.optaplanner.problem import LEVELS, Problem, read_problem
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.record import Number

__all__ = ["FAMILY"]


class OptaPlanner(Family):
    """38 constraints on three levels."""

    name = "optaplanner"
    title = "OptaPlanner's conferences"
    help = "Solve OptaPlanner's conference problems, let a judge check every agenda, and set them beside Timefold's."
    judge = "optaplanner_judge.py"
    seconds = 30.0
    figures = tuple(Figure(level, high=True) for level in LEVELS)

    def read(self, item: Item) -> Problem:
        """Read a problem."""
        return read_problem(Path(item.path or ""))

    def words(self, figures: Mapping[str, Number]) -> str:
        """Return a score in words: the soft one where nothing hard is broken."""
        hard, medium, soft = self.values(figures)
        if soft is None:
            return "no agenda"
        if hard:
            return f"not legal (hard {hard:,})"
        return f"{soft:,}" + (f", medium {medium:,}" if medium else "")

    def is_legal(self, figures: Mapping[str, Number]) -> bool:
        """Whether nothing hard is broken."""
        return figures.get("soft") is not None and not figures.get("hard")


FAMILY = OptaPlanner()
