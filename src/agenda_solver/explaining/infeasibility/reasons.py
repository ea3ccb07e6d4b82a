"""Quick reasons why there is no agenda, in sentences: by counting, or if that finds nothing by a minimal conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from agenda_solver.deadline import Deadline
from agenda_solver.diagnosis.diagnose import impossible
from agenda_solver.diagnosis.finding import Finding
from agenda_solver.explaining.infeasibility.explanation import Explanation
from agenda_solver.explaining.infeasibility.feasibility_oracle import Oracle
from agenda_solver.explaining.infeasibility.minimal_conflict import find_conflict
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["NOTHING", "counted_findings", "reasons_of_infeasibility"]

NOTHING = Explanation(True, (), None, (), True, 0.0, 0)
LEAST_TO_COUNT = 1.0  # seconds for what is seen without solving, even if the time is over


def counted_findings(conference: Conference, rules: Sequence[Rule], oracle: Oracle) -> tuple[Finding, ...]:
    """Return what is seen without solving; it gets at least a second."""
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

    These are the findings without solving, which is quick. If there are none, and it is proven that there is no agenda,
    they are facts that contradict each other.

    Parameters
    ----------
    conference, rules
        The conference and the rules to keep.
    seconds
        Wall-clock seconds for the search; the sentences say what could not be determined in that time.
    stop
        Ends the search early when set.
    is_proven
        Whether it is proven that there is no agenda. If not, the list may be empty.
    """
    oracle = Oracle(seconds, stop or Event())
    known = replace(NOTHING, findings=counted_findings(conference, rules, oracle))
    if not is_proven:
        return list(known.seen)
    if not known.findings:
        known = replace(known, conflict=find_conflict(Case(conference, tuple(rules)), oracle))
    return list(known.reasons)
