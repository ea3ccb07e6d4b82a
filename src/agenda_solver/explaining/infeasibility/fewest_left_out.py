"""The way out that always exists: leave out as few sessions as possible."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.way_out_result import WayOut
from agenda_solver.model.parts import Session
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import soft
from agenda_solver.rules.unscheduled import Unscheduled

__all__ = ["TROUBLE", "leaving_out"]

LONGEST = 10.0  # seconds for the search
TROUBLE = 240  # minutes: the assumed size of leaving out a session
MOST_TITLES = 25


def leaving_out(case: Case, oracle: FeasibilityOracle) -> WayOut | None:
    """Return the way out that leaves out the fewest sessions found in time; None if there is none."""
    seconds = min(LONGEST, oracle.left() / 3)
    if seconds <= 0:
        return None
    needed = {session.id for session in ConferenceDraft(case).parts["sessions"].values() if not session.optional}
    rules = [
        *(rule for rule in ConferenceDraft(case).case().hard if rule.id != Unscheduled.id),
        Unscheduled(severity=soft(1)),
    ]
    everything_optional = case.with_optional(case.conference.session_by_id).conference
    result = oracle.search(everything_optional, rules, seconds)
    if result.agenda is None:
        return None
    left = [session for session in result.agenda.unplaced if session.id in needed]
    alone = {session.priority for session in case.conference.sessions} == {1} and len(needed) == len(
        case.conference.sessions
    )
    is_least = alone and result.status is Status.OPTIMAL
    remark = "Fewer are not enough." if is_least else "Perhaps fewer are enough."
    return WayOut((_without(left),), remark) if left else None


def _without(sessions: Sequence[Session]) -> RelaxationStep:
    titles = [f'"{session.title}"' for session in sessions]
    if len(titles) > MOST_TITLES:
        titles = [*titles[:MOST_TITLES], f"and {len(titles) - MOST_TITLES} more"]
    which = f"these {len(sessions)} sessions" if len(sessions) > 1 else "this session"
    message = f"Let {which} be left out: {', '.join(titles)}."
    ids = [session.id for session in sessions]
    return RelaxationStep(
        message, TROUBLE * len(sessions), lambda draft: draft.make_optional(ids), ChangeOrder.LEAVING_OUT
    )
