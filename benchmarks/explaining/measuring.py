"""Explains one conference that cannot be, and measures how long that takes and what it is worth."""

from __future__ import annotations

import time
from dataclasses import dataclass

from agenda_solver import Conference, Status, solve
from agenda_solver.diagnosis import diagnose
from agenda_solver.explaining import explain_infeasible

# Seconds to solve a conference after its first way out: an answer is needed, however long it takes.
LONGEST_SOLVE = 300.0


@dataclass(frozen=True)
class Row:
    """What came of one conference."""

    group: str
    name: str
    quick: float
    seen: int
    seconds: float
    questions: int
    facts: int
    minimal: bool
    ways: int
    complete: bool
    solved: bool | None

    @property
    def is_explained(self) -> bool:
        """Whether there are facts of which none can be spared, and a way out after which there is an agenda."""
        return self.facts > 0 and self.minimal and self.solved is True


def measured(group: str, name: str, conference: Conference, seconds: float, workers: int) -> Row:
    """Explain a conference within so many seconds, and solve it after the first way out."""
    begin = time.perf_counter()
    seen = [finding for finding in diagnose(conference) if finding.kind == "impossible"]
    quick = time.perf_counter() - begin
    explanation = explain_infeasible(conference, time_limit=seconds, workers=workers)
    return Row(
        group=group,
        name=name,
        quick=quick,
        seen=len(seen),
        seconds=explanation.seconds,
        questions=explanation.questions,
        facts=len(explanation.facts),
        minimal=explanation.is_minimal,
        ways=len(explanation.ways_out),
        complete=explanation.is_complete,
        solved=_solvable(explanation.ways_out[0].apply(conference), workers) if explanation.ways_out else None,
    )


def _solvable(conference: Conference, workers: int) -> bool | None:
    """Whether a conference has an agenda; None where that was not found out."""
    from agenda_solver.rules.base.rule_settings import rules_of

    hard = [rule for rule in rules_of(conference) if rule.is_hard]
    result = solve(conference, rules=hard, time_limit=LONGEST_SOLVE, workers=workers, explain=False)
    if result.agenda is not None:
        return True
    return False if result.status is Status.INFEASIBLE else None
