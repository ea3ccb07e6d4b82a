"""Adds to a result the reason why its search ended without an agenda."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agenda_solver.explaining.infeasibility.reasons import reasons_of_infeasibility
from agenda_solver.progress import Progress, Status
from agenda_solver.result import Result

if TYPE_CHECKING:
    from agenda_solver.engine import Run
    from agenda_solver.model.conference import Conference

__all__ = ["with_reason"]

# Seconds for the reason why there is no agenda: the maximum, and the minimum even if the time is over.
MOST_TO_EXPLAIN, LEAST_TO_EXPLAIN = 10.0, 1.0


def with_reason(conference: Conference, run: Run, *, explain: bool = True) -> Result:
    """Return the result of a search that has ended, with the reason if it has no agenda.

    With ``explain``, the reason is also looked for if no legal agenda is possible, which takes some seconds.
    """
    result, is_infeasible = run.result, run.result.status is Status.INFEASIBLE
    if explain and is_infeasible:
        run.news.tell(Progress("explain", run.watch.total))
    if result.agenda is None and (explain or not is_infeasible):
        result = replace(result, reason=_reason(conference, run, count=explain))
        run.watch.stop("explain")
    return run.ended(result)


def _reason(conference: Conference, run: Run, *, count: bool) -> tuple[str, ...]:
    """Return why there is no agenda; the search for the reason gets the remaining time, and at least a second.

    If the time ended, the reason is looked for by counting, or not at all.
    """
    is_proven = run.result.status is Status.INFEASIBLE
    seconds = max(LEAST_TO_EXPLAIN, min(MOST_TO_EXPLAIN, run.deadline.left())) if is_proven else LEAST_TO_EXPLAIN
    stop = run.deadline.stop if is_proven else None  # counting is quick, so it is done after a stop as well
    seen: list[str] = []
    try:
        if is_proven or count:
            seen = reasons_of_infeasibility(conference, run.rules, seconds, stop, is_proven=is_proven)
    except KeyboardInterrupt:
        is_proven = False
    if is_proven:
        return tuple(seen)
    ended = "The search was stopped" if run.result.interrupted else "The time ended"
    if seen:
        return (f"{ended} before a legal agenda was found. Counting alone shows that there is none:", *seen)
    return (f"{ended} before a legal agenda was found, and before it was proven that there is none.",)
