"""The fewest moves from one model of the whole conference, where that is quick.

If only moves matter, the wishes need not be in the model, and one model of some ten thousand places is solved to
optimality in a second or two, unless hard rules are violated in many places: then times come before rooms. At last, the
sessions that have moved are placed where they cost least, while everything else stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.replanning.held_places import holding, must_move
from agenda_solver.replanning.move_bounds import Fewest
from agenda_solver.replanning.replan import replan
from agenda_solver.replanning.shared_solves import MODEL_ONLY, Run, reasons_of
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.replanning.times_first import times_first

__all__ = ["LeastMoved", "least_moved"]

MOST_PLACES = 60_000  # starts times rooms of all sessions; with more, the rounds of a replanning are quicker
MANY_BROKEN = 12  # sessions that break hard rules; with more, times come before rooms from the beginning

# Shares of the time for the fewest moves: in one model, and with times before rooms where that has not proven them. The
# rest is for the wishes.
ONCE_SHARE, TIMES_SHARE = 0.4, 0.4


@dataclass(frozen=True)
class LeastMoved:
    """An agenda that moves little.

    Attributes
    ----------
    agenda
        The agenda; None where there is none.
    is_minimal
        Whether it is proven that no agenda moves less. A session at another time counts five times as much as one in
        another room.
    reason
        Why there is none, in sentences.
    """

    agenda: Agenda | None
    is_minimal: bool
    reason: tuple[str, ...] = ()


def least_moved(
    conference: Conference,
    wanted: Agenda,
    *,
    time_limit: float,
    workers: int | None = None,
    stop: Event | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> LeastMoved:
    """Find the agenda that keeps all hard rules and moves least against one that may break them.

    It is not the best of the agendas that move so little: only the sessions that have moved are placed where they cost
    least. At least one session has a place in ``wanted``. The other arguments are those of :func:`agenda_solver.solve`.

    Raises
    ------
    InvalidInput
        If the conference has no priority level left above those of its wishes.
    """
    kept = keeping(with_published(conference, wanted), "first")
    run = Run(kept, time_limit, {"workers": workers, "seed": 0}, on_progress, stop or Event())
    start = wanted.bound_to(kept)
    if run.score(start).is_legal:
        return LeastMoved(start, True)
    if run.places > MOST_PLACES:
        found = replan(
            conference, wanted, time_limit=time_limit, workers=workers, stop=run.stop, on_progress=on_progress
        )
        return LeastMoved(found.agenda, bool(found.minimal), found.result.reason)
    return _at_once(run, start, level_of_moves(kept) or 0, time_limit)


def _at_once(run: Run, start: Agenda, level: int, seconds: float) -> LeastMoved:
    """Solve a complete model, and times before rooms; first the one that is more likely to prove the minimum."""
    known = Fewest()
    if len(must_move(start, run.score(start))) > MANY_BROKEN:
        times_first(run, start, known, level, TIMES_SHARE * seconds)
    reason: tuple[str, ...] = ()
    if not known.settled:
        hint, bounds = known.agenda or start, {level: known.bound}
        result = run.solve("moves", run.demands, hint, ONCE_SHARE * seconds, known_bounds=bounds, **MODEL_ONLY)
        reason = result.reason
        known.take(result, level)
        known.note(result, level)
    times_first(run, start, known, level, TIMES_SHARE * seconds)
    if known.agenda is None:
        return LeastMoved(None, False, reason if known.impossible is None else reasons_of(run))
    return LeastMoved(_with_wishes(run, start, known.agenda, {level: known.bound}), known.settled)


def _with_wishes(run: Run, start: Agenda, found: Agenda, bounds: dict[int, int]) -> Agenda:
    """Return an agenda that moves as little and costs no more; sessions that have not moved stay."""
    if run.over():
        return found
    held = [id for id, place in start.items() if found.get(id) == place]
    rules = [holding(start, held, "time", rooms=held), *run.rules]
    better = run.solve("moves", rules, found, run.left(), known_bounds=bounds, **MODEL_ONLY)
    return better.agenda or found
