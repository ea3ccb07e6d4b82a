"""A problem of a family: how it is solved, how its agendas are measured, and how they are written for a judge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from agenda_solver import Agenda, Conference, Result, Rule, score, solve
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.harness.curve import curve_of
from benchmarks.harness.record import Number, Plan, Point, Verdict

COST = "objective"


@dataclass(frozen=True)
class Limits:
    """Seconds, threads and seed of a solve."""

    seconds: float
    workers: int
    seed: int

    def solve(
        self, conference: Conference, rules: Sequence[Rule] | None = None, seconds: float | None = None, **options: Any
    ) -> Result:
        """Solve a conference within the limits, or within other seconds."""
        options |= {"time_limit": seconds or self.seconds, "workers": self.workers, "seed": self.seed}
        return solve(conference, rules=rules, explain=False, **options)


@dataclass(frozen=True)
class Judged:
    """The answer of a judge: its figures by our names, and violations in words."""

    figures: Mapping[str, Number]
    faults: Sequence[str] = ()


class Problem:
    """A problem, and the conference that is made of it; by default one whose figure is the cost of its rules."""

    conference: Conference
    levels: ClassVar[Mapping[str, int]] = {COST: 0}
    """The figures that are minimised, with their priority levels, the most important first."""
    remarks: Sequence[str] = ()
    """What was ignored in the file, or not understood."""

    def facts(self) -> dict[str, Any]:
        """Return further facts for the table of problems, by headings."""
        return {}

    def plans(self) -> list[Plan]:
        """Return the plans in the file."""
        return []

    def solve(self, limits: Limits, rules: Sequence[Rule] | None = None) -> Result:
        """Solve the conference, with its own rules or with others."""
        return limits.solve(self.conference, rules)

    def rules(self) -> Sequence[Rule]:
        """Return the rules of the conference."""
        return rules_of(self.conference)

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the figures of an agenda, including those that are judged but not shown."""
        return {COST: score(self.conference, agenda).objective}

    def bounds(self, result: Result) -> dict[str, Number]:
        """Return the proven bounds of the figures; no cost is less than 0."""
        return {name: result.bounds.get(level, 0) for name, level in self.levels.items()}

    def curve(self, result: Result) -> list[Point]:
        """Return the anytime curve, if the figure is the cost of the solve."""
        if list(self.levels) != [COST]:
            return []
        return curve_of(result.history, result.seconds["total"], result.objective, result.bound)

    def solution(self, _agenda: Agenda) -> Any:
        """Return an agenda as the judge reads it, to be stored with the results; None if it is not stored."""
        return None

    def write(self, agenda: Agenda, path: Path) -> None:
        """Write an agenda for the judge."""
        path.write_text(json.dumps(self.solution(agenda)), encoding="utf-8")

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        """Return the figures in the answer of a judge."""
        raise NotImplementedError

    def count(self, _agenda: Agenda) -> Verdict | None:
        """Return the verdict of a count that shares nothing with the library; None if a judge is asked instead."""
        return None

    def more(self, _agenda: Agenda, _limits: Limits) -> dict[str, Any]:
        """Return what only this family measures."""
        return {}
