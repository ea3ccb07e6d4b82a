"""The way out that is always there: as few sessions as possible are left out."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.explaining.infeasibility.fact import Change
from agenda_solver.explaining.infeasibility.oracle import Oracle
from agenda_solver.explaining.infeasibility.relaxation_step import Order, Step
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, Draft
from agenda_solver.explaining.infeasibility.way_out import WayOut
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.rule import soft
from agenda_solver.rules.unscheduled import Unscheduled

__all__ = ["TROUBLE", "leaving_out"]

LONGEST = 10.0  # seconds for the search
TROUBLE = 240  # minutes: what a session that is left out is taken to be worth
MOST_TITLES = 25


def leaving_out(case: Case, oracle: Oracle) -> WayOut | None:
    """Return the way out that leaves out the fewest sessions that were found; None where there was no time for it."""
    from agenda_solver.engine import Options, find_agenda
    from agenda_solver.progress import Status

    seconds = min(LONGEST, oracle.left() / 3)
    if seconds <= 0:
        return None
    needed = {session.id for session in Draft(case).parts["sessions"].values() if not session.optional}
    options = Options(
        rules=[*(rule for rule in Draft(case).case().hard if rule.id != Unscheduled.id), Unscheduled(severity=soft(1))],
        time_limit=seconds,
        workers=oracle.workers,
        stop=oracle.stop,
        from_published=False,
    )
    result = find_agenda(_all_optional(case).conference, options)
    if result.agenda is None:
        return None
    left = [session for session in result.agenda.unplaced if session.id in needed]
    alone = {session.priority for session in case.conference.sessions} == {1} and len(needed) == len(
        case.conference.sessions
    )
    is_least = alone and result.status is Status.OPTIMAL
    remark = "Fewer are not enough." if is_least else "Perhaps fewer are enough."
    return WayOut((_without(left),), remark) if left else None


def _all_optional(case: Case) -> Case:
    draft = Draft(case)
    for session in case.conference.sessions:
        draft.change("sessions", session.id, optional=True)
    return draft.case()


def _without(sessions: Sequence[Session]) -> Step:
    titles = [f'"{session.title}"' for session in sessions]
    if len(titles) > MOST_TITLES:
        titles = [*titles[:MOST_TITLES], f"and {len(titles) - MOST_TITLES} more"]
    which = f"these {len(sessions)} sessions" if len(sessions) > 1 else "this session"
    message = f"Let {which} be left out: {', '.join(titles)}."
    return Step(message, TROUBLE * len(sessions), _change([s.id for s in sessions]), Order.LEAVING_OUT)


def _change(sessions: Sequence[str]) -> Change:
    def change(draft: Draft) -> None:
        for session in sessions:
            draft.change("sessions", session, optional=True)

    return change
