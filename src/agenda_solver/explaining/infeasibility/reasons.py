"""Quick reasons why there is no agenda, in sentences: by counting, or else by a minimal conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from agenda_solver.deadline import Deadline
from agenda_solver.diagnosis.diagnose import impossible
from agenda_solver.diagnosis.finding import Finding
from agenda_solver.explaining.infeasibility.explanation import Explanation
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.minimal_conflict import find_conflict
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["NOTHING", "counted_findings", "reasons_of_infeasibility"]

NOTHING = Explanation(True, (), None, (), True, 0.0, 0)
LEAST_TO_COUNT = 1.0  # minimum seconds for findings without solving, even if the time limit is reached


def counted_findings(conference: Conference, rules: Sequence[Rule], oracle: FeasibilityOracle) -> tuple[Finding, ...]:
    """Return the findings without solving; this takes at most the remaining time, or a second if less remains."""
    is_short = oracle.left() < LEAST_TO_COUNT
    return impossible(conference, rules, Deadline(LEAST_TO_COUNT) if is_short else oracle)


def reasons_of_infeasibility(
    conference: Conference,
    rules: Sequence[Rule],
    seconds: float = 10.0,
    stop: Event | None = None,
    *,
    is_proven: bool = True,
) -> list[str]:
    """Return in sentences why no agenda keeps every hard rule.

    These are the findings without solving, which is quick. If there are none and infeasibility is proven, they are
    facts that contradict each other; the sentences say what was not determined within ``seconds``. If infeasibility is
    not proven, the list may be empty.
    """
    oracle = FeasibilityOracle(seconds, stop or Event())
    known = replace(NOTHING, findings=counted_findings(conference, rules, oracle))
    if not is_proven:
        return list(known.seen)
    if not known.findings:
        known = replace(known, conflict=find_conflict(Case(conference, tuple(rules)), oracle))
    return list(known.reasons)
