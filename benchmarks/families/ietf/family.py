"""Meetings of the IETF as a family of benchmarks."""

from __future__ import annotations

from pathlib import Path

from benchmarks.families.ietf.problem import PENALTY, Problem, read_problem
from benchmarks.harness.family import Family, Figure, Item

__all__ = ["FAMILY"]


class Ietf(Family):
    """Sessions of working groups in one week."""

    name = "ietf"
    title = "Meetings of the IETF"
    help = "Solve a meeting of the IETF, let a judge check every agenda, and set the penalties beside those of others."
    judge = "ietf_judge.py"
    figures = (Figure(PENALTY),)

    def read(self, item: Item) -> Problem:
        """Read a meeting."""
        return read_problem(Path(item.path or ""))


FAMILY = Ietf()
