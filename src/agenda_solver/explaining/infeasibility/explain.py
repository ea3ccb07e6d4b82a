"""The explanation of a conference without a legal agenda: the reasons and the ways out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from threading import Event

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.infeasibility.correction_sets import ways_out
from agenda_solver.explaining.infeasibility.explanation import Explanation
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.minimal_conflict import FactConflict, find_conflict
from agenda_solver.explaining.infeasibility.reasons import NOTHING, counted_findings
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of

__all__ = ["explain_infeasible"]

FOR_THE_PROOF = 0.5  # share of the time for the proof of infeasibility
FOR_THE_CONFLICT = 0.6  # share of the time for the conflict; the rest is for the ways out
FOR_THE_CONFLICT_BESIDE_A_SUM = 0.4  # the same share if counting has already found a reason


@typed
def explain_infeasible(
    conference: Conference,
    rules: Sequence[Rule] | None = None,
    *,
    time_limit: float = 30.0,
    workers: int | None = None,
    stop: Event | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Explanation:
    """Explain why no agenda of a conference keeps every hard rule.

    Parameters
    ----------
    conference
        The conference with its rules.
    rules
        The rules to keep, instead of those of the conference.
    time_limit
        Wall-clock seconds. The explanation says what was not found in this time.
    workers
        The number of threads; by default as many as a solve uses.
    stop
        Set it, from any thread, to end with what was found so far. Ctrl-C does the same.
    on_progress
        Called with a :class:`Progress` before each question to the solver, in this thread.

    Raises
    ------
    InvalidInput
        If a rule setting or the time limit is wrong.
    """
    if not 0 < time_limit < inf:
        raise InvalidInput.single(f"must be a positive number of seconds, not {time_limit}", "time_limit")
    oracle = FeasibilityOracle(time_limit, stop or Event(), on_progress or (lambda _progress: None), workers)
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    case = Case(conference, tuple(active))
    oracle.tell(Progress("explain", 0.0))
    findings = counted_findings(conference, active, oracle)
    nothing = replace(NOTHING, findings=findings, is_complete=False)
    if not findings:
        answer = oracle.feasible(ConferenceDraft(case).case(), share=FOR_THE_PROOF)
        if answer is not False:
            unknown = None if answer is None else False
            return replace(nothing, is_infeasible=unknown, seconds=oracle.elapsed(), questions=oracle.asked)
    conflict = _conflict(case, oracle, [finding.sessions for finding in findings])
    before = oracle.unanswered
    named = {id for finding in findings for id in (*finding.sessions, *finding.people, *finding.rooms)}
    found = ways_out(case, conflict, oracle, named)
    return replace(
        nothing,
        conflict=conflict,
        ways_out=found.ways,
        others=found.others,
        untried=found.untried,
        is_complete=oracle.left() > 0 and oracle.unanswered == before,
        seconds=oracle.elapsed(),
        questions=oracle.asked,
    )


def _conflict(case: Case, oracle: FeasibilityOracle, suspects: Sequence[Sequence[str]]) -> FactConflict:
    """Search for the conflict with a share of the time; the rest is for the ways out."""
    whole = oracle.seconds
    share = FOR_THE_CONFLICT_BESIDE_A_SUM if suspects else FOR_THE_CONFLICT
    oracle.seconds = oracle.elapsed() + share * oracle.left()
    conflict = find_conflict(case, oracle, suspects)
    oracle.seconds = whole
    return conflict
