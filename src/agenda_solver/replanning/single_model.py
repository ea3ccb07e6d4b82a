"""The fewest moves from one model of the whole conference, if this is quick.

Without the wishes, a model of some ten thousand places is solved to optimality in a second or two, unless hard rules
are violated in many places; then times come before rooms. Finally, the sessions that have moved are placed where they
cost least, while everything else stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.replanning.held_places import holding, must_move
from agenda_solver.replanning.move_bounds import MoveBounds
from agenda_solver.replanning.replan import replan
from agenda_solver.replanning.shared_solves import MODEL_ONLY, ReplanRun, reasons_of
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.replanning.times_first import times_first

__all__ = ["LeastMoved", "least_moved"]

MOST_PLACES = 60_000  # with more places (starts times rooms, of all sessions), the rounds of a replanning are quicker
MANY_BROKEN = 12  # with more sessions that violate hard rules, times come before rooms from the beginning

# Shares of the time for the fewest moves: in one model, and with times before rooms if that does not prove them. The
# rest is for the wishes.
ONCE_SHARE, TIMES_SHARE = 0.4, 0.4


@dataclass(frozen=True)
class LeastMoved:
    """An agenda with few moves."""

    agenda: Agenda | None
    is_minimal: bool  # proven that none moves less; another time counts five times as much as another room
    reason: tuple[str, ...] = ()  # why there is no agenda, in sentences


def least_moved(
    conference: Conference,
    wanted: Agenda,
    *,
    time_limit: float,
    workers: int | None = None,
    stop: Event | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> LeastMoved:
    """Find the agenda that keeps all hard rules and moves least from one that may violate them.

    It is not the best agenda with so few moves: only the sessions that have moved are placed where they cost least. At
    least one session must have a place in ``wanted``. The other arguments are those of :func:`agenda_solver.solve`.
    InvalidInput is raised if the conference has no priority level left above its wishes.
    """
    kept = keeping(with_published(conference, wanted), "first")
    run = ReplanRun(kept, time_limit, {"workers": workers, "seed": 0}, on_progress, stop or Event())
    start = wanted.bound_to(kept)
    if run.score(start).is_legal:
        return LeastMoved(start, True)
    if run.places > MOST_PLACES:
        found = replan(
            conference, wanted, time_limit=time_limit, workers=workers, stop=run.stop, on_progress=on_progress
        )
        return LeastMoved(found.agenda, bool(found.minimal), found.result.reason)
    return _solve_single_model(run, start, level_of_moves(kept) or 0, time_limit)


def _solve_single_model(run: ReplanRun, start: Agenda, level: int, seconds: float) -> LeastMoved:
    """Solve the complete model, and times before rooms, in the order in which a proof is more likely."""
    known = MoveBounds()
    if len(must_move(start, run.score(start))) > MANY_BROKEN:
        times_first(run, start, known, level, TIMES_SHARE * seconds)
    reason: tuple[str, ...] = ()
    if not known.is_decided:
        hint, bounds = known.agenda or start, {level: known.bound}
        result = run.solve("moves", run.demands, hint, ONCE_SHARE * seconds, known_bounds=bounds, **MODEL_ONLY)
        reason = result.reason
        known.keep_agenda(result, level)
        known.record_proof(result, level)
    times_first(run, start, known, level, TIMES_SHARE * seconds)
    if known.agenda is None:
        return LeastMoved(None, False, reason if known.impossible is None else reasons_of(run))
    return LeastMoved(_with_wishes(run, start, known.agenda, {level: known.bound}), known.is_decided)


def _with_wishes(run: ReplanRun, start: Agenda, found: Agenda, bounds: dict[int, int]) -> Agenda:
    """Return an agenda with as few moves and no higher cost; sessions that have not moved stay."""
    if run.over():
        return found
    held = [id for id, place in start.items() if found.get(id) == place]
    rules = [holding(start, held, "time", rooms=held), *run.rules]
    better = run.solve("moves", rules, found, run.left(), known_bounds=bounds, **MODEL_ONLY)
    return better.agenda or found
