"""A problem of a family: how it is solved, what is counted of an agenda, and what others are told of it."""

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
    """What a judge says: its figures by our names, and what is illegal, in words."""

    figures: Mapping[str, Number]
    faults: Sequence[str] = ()


class Problem:
    """A problem, and the conference that is made of it; by default one whose figure is the cost of its rules."""

    conference: Conference
    levels: ClassVar[Mapping[str, int]] = {COST: 0}
    """The figures that are made as small as can be, with their priority levels, the most important first."""
    remarks: Sequence[str] = ()
    """What of the file was left out, or not understood."""

    def facts(self) -> dict[str, Any]:
        """Return what else is to be known of the problem, by headings."""
        return {}

    def plans(self) -> list[Plan]:
        """Return the plans that the file holds."""
        return []

    def solve(self, limits: Limits, rules: Sequence[Rule] | None = None) -> Result:
        """Solve the conference, with its own rules or with others."""
        return limits.solve(self.conference, rules)

    def rules(self) -> Sequence[Rule]:
        """Return the rules of the conference."""
        return rules_of(self.conference)

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return what is counted of an agenda, also what is not shown but judged."""
        return {COST: score(self.conference, agenda).objective}

    def bounds(self, result: Result) -> dict[str, Number]:
        """Return what no agenda can be better than; no cost is less than 0, whatever was demanded."""
        return {name: result.bounds.get(level, 0) for name, level in self.levels.items()}

    def curve(self, result: Result) -> list[Point]:
        """Return what was reached when, where the figure is the cost of the solve."""
        if list(self.levels) != [COST]:
            return []
        return curve_of(result.history, result.seconds["total"], result.objective, result.bound)

    def solution(self, _agenda: Agenda) -> Any:
        """Return an agenda as the judge is told it, to be kept with the results; None for not to be kept."""
        return None

    def write(self, agenda: Agenda, path: Path) -> None:
        """Write an agenda for the judge."""
        path.write_text(json.dumps(self.solution(agenda)), encoding="utf-8")

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        """Return what the answer of the judge says."""
        raise NotImplementedError

    def count(self, _agenda: Agenda) -> Verdict | None:
        """Return what a count says that shares nothing with the library; None where a judge is asked instead."""
        return None

    def more(self, _agenda: Agenda, _limits: Limits) -> dict[str, Any]:
        """Return what only this family measures."""
        return {}
