"""The reason why a search ended without an agenda, added to its result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agenda_solver.explaining.infeasibility.reasons import reasons_of_infeasibility
from agenda_solver.progress import Progress, Status
from agenda_solver.result import Result

if TYPE_CHECKING:
    from agenda_solver.engine import EndedSearch
    from agenda_solver.model.conference import Conference

__all__ = ["with_reason"]

# Maximum seconds for the reason, and the minimum even if the time limit is reached.
MOST_TO_EXPLAIN, LEAST_TO_EXPLAIN = 10.0, 1.0


def with_reason(conference: Conference, run: EndedSearch, *, explain: bool = True) -> Result:
    """Return the result of a finished search, with the reason if it has no agenda.

    With ``explain``, a search for the reason follows if no legal agenda is possible. It takes some seconds.
    """
    result, is_infeasible = run.result, run.result.status is Status.INFEASIBLE
    if explain and is_infeasible:
        run.news.tell(Progress("explain", run.watch.total))
    if result.agenda is None and (explain or not is_infeasible):
        result = replace(result, reason=_reason(conference, run, count=explain))
        run.watch.stop("explain")
    return run.ended(result)


def _reason(conference: Conference, run: EndedSearch, *, count: bool) -> tuple[str, ...]:
    """Return why there is no agenda. The search for the reason gets the remaining time, and at least a second.

    If infeasibility is not proven, the reason is searched for by counting only, and only with ``count``.
    """
    is_proven = run.result.status is Status.INFEASIBLE
    seconds = max(LEAST_TO_EXPLAIN, min(MOST_TO_EXPLAIN, run.deadline.left())) if is_proven else LEAST_TO_EXPLAIN
    stop = run.deadline.stop if is_proven else None  # counting is quick, so it runs even after a stop
    seen: list[str] = []
    try:
        if is_proven or count:
            seen = reasons_of_infeasibility(conference, run.rules, seconds, stop, is_proven=is_proven)
    except KeyboardInterrupt:
        is_proven = False
    if is_proven:
        return tuple(seen)
    ended = "The search was stopped" if run.result.interrupted else "The time ran out"
    if seen:
        return (f"{ended} before a legal agenda was found. Counting alone shows that there is none:", *seen)
    return (f"{ended} before a legal agenda was found, and before it was proven that there is none.",)
