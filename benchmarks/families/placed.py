"""Problems whose answer is a slot and a room for each session; slots are blocks of one slot."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from agenda_solver import Agenda, Conference, Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD
from benchmarks.harness.problem import Limits, Problem

Assignments = Mapping[str, Mapping[str, str]]
# Share of the time for an agenda that meets all demands.
DEMANDING_SHARE = 0.6


@dataclass(frozen=True)
class PlacedProblem(Problem):
    """A problem whose solutions are written as ``{session: {"slot": id, "room": id}}``."""

    conference: Conference
    slot: ClassVar[str] = "slot"
    """The name of the slot in an assignment."""

    def agenda(self, assignments: Assignments) -> Agenda:
        """Return the agenda of assignments, which may be partial."""
        return self.conference.agenda({id: (at["room"], at[self.slot], 0) for id, at in assignments.items()})

    def assignments(self, agenda: Agenda) -> dict[str, dict[str, str]]:
        """Return an agenda as assignments."""
        return {id: {self.slot: place.block, "room": place.room} for id, place in agenda.items()}

    def solution(self, agenda: Agenda) -> Any:
        return {"assignments": self.assignments(agenda)}


def conference_data(id: str, name: str, blocks: Sequence[Mapping[str, Any]], **parts: Any) -> dict[str, Any]:
    """Return a conference as data, on the days of its blocks, without default rules."""
    days = [{"id": day, "date": day} for day in sorted({block["day"] for block in blocks})]
    about = {"id": id, "name": name, "time_zone": "UTC", "default_rules": False}
    return {**about, "days": days, "blocks": blocks, **parts}


def block_times(start: datetime, minutes: int) -> dict[str, Any]:
    """Return the day, the start and the end of a block; one that runs past midnight ends at "24:30"."""
    begin = start.hour * 60 + start.minute
    return {"day": start.date().isoformat(), "start": _clock(begin), "end": _clock(begin + minutes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def solve_demanding(conference: Conference, demanded: Callable[[Rule], bool], limits: Limits) -> Result:
    """Solve a conference with some of its wishes as hard rules for some of the time, and as wishes for the rest.

    If these wishes can be fulfilled, the model is much smaller and no agenda is better. So they have to be those of the
    highest priority levels, or all.
    """
    rules = rules_of(conference)
    demands = [rule.model_copy(update={"severity": HARD}) if demanded(rule) else rule for rule in rules]
    began = time.perf_counter()
    first = limits.solve(conference, demands, DEMANDING_SHARE * limits.seconds)
    left = max(1.0, limits.seconds - (time.perf_counter() - began))
    if first.agenda is None:
        spent, other = time.perf_counter() - began, limits.solve(conference, rules, left)
        return replace(other, first_legal=None if other.first_legal is None else spent + other.first_legal)
    if first.status == "optimal" or left <= 1:
        return first
    more = limits.solve(conference, demands, left, hint=first.agenda)
    return first if more.agenda is None else replace(more, first_legal=first.first_legal)
