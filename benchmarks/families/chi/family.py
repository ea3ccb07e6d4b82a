"""Drafts to be repaired as a family of benchmarks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.families.chi.problem import MOVED_IN_ROOM, MOVED_IN_TIME, Problem, read_problem
from benchmarks.harness.family import Family, Figure, Item

__all__ = ["FAMILY"]


class Chi(Family):
    """The draft of CHI 2013."""

    name = "chi"
    title = "The draft of CHI 2013"
    help = "Repair the draft of CHI 2013 with few moves, let a judge check every agenda, and set it beside other plans."
    judge = "chi_judge.py"
    figures = (
        Figure("author_clashes", "author clashes"),
        Figure("series_time", "series in time"),
        Figure("series_room", "series in room"),
        Figure(MOVED_IN_TIME, "moved in time"),
        Figure(MOVED_IN_ROOM, "moved in room only"),
    )

    def read(self, item: Item) -> Problem:
        """Read a draft."""
        return read_problem(Path(item.path or ""))


FAMILY = Chi()
