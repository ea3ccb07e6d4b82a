"""Improvement by moves: an agenda from a tabu search, handed to the exact model that judges and proves."""

from __future__ import annotations

import time
from collections.abc import Callable

from agenda_solver.progress import Progress
from agenda_solver.solver.fixing import tightest_values
from agenda_solver.solver.moves.search import Tabu, suits_moves
from agenda_solver.solver.moves.weighing import weighing_of
from agenda_solver.solver.stage import Search

__all__ = ["begin_by_moves", "improve_by_moves"]

# Models of no more variables are solved and proven at once, also where there is no agenda, which moves cannot tell.
SMALL_MODEL = 1_000

# Share of the time in which a first agenda is looked for, and seconds without a better one after which it will do.
FIRST_SHARE, FIRST_PATIENCE = 0.25, 1.0

# Without a better agenda for such a share of the time searched, and for so many seconds, something else is tried.
PATIENCE_SHARE, LEAST_PATIENCE = 0.3, 1.5

# Deterministic seconds that a step counts for, and each of the moves that it weighs; about what they take.
SECONDS_A_STEP, SECONDS_A_MOVE = 5e-4, 1e-7

TELL_EVERY = 0.5


def begin_by_moves(run_: Search) -> bool:
    """Look for a first agenda by moves; return whether the rules can be weighed that way at all, and it is worth it."""
    if len(run_.compiled.model.proto.variables) <= SMALL_MODEL:
        return False
    weighing = weighing_of(run_.compiled.conference, run_.compiled.rules)
    if weighing is None or not suits_moves(weighing):
        return False
    found = None if run_.outcome.agenda is None else weighing.places_of(run_.outcome.agenda)
    run_.tabu = Tabu(weighing, run_.limits.seed, found)
    _search(run_, 0, FIRST_SHARE * run_.left(), lambda quiet, _: quiet > FIRST_PATIENCE)
    return True


def improve_by_moves(run_: Search, level: int, kept: float) -> None:
    """Improve the best agenda by moves, as long as that brings something; ``kept`` is time that is left for later."""
    if run_.tabu is not None:
        _search(
            run_,
            level,
            run_.left() - kept,
            lambda quiet, searched: quiet > max(LEAST_PATIENCE, PATIENCE_SHARE * searched),
        )


def _search(run_: Search, level: int, seconds: float, enough: Callable[[float, float], bool]) -> None:
    """Make moves for so many seconds, or until it is enough: asked with the seconds without news, and with all."""
    tabu = run_.tabu
    assert tabu is not None  # noqa: S101 - whoever calls has seen it
    _go_on_from_the_best(run_, tabu)
    begin = told = better_at = time.perf_counter()
    is_timed = run_.limits.deterministic is None
    first_step, best = tabu.steps, tabu.best_cost
    cost_of_step = SECONDS_A_STEP + SECONDS_A_MOVE * tabu.weighing.times.size

    def over() -> bool:
        nonlocal told
        if not is_timed:
            used = (tabu.steps - first_step) * cost_of_step
            return used >= min(seconds, run_.left()) or enough((tabu.steps - tabu.last_better) * cost_of_step, used)
        now = time.perf_counter()
        if now - told > TELL_EVERY:
            told = now
            bound = run_.proven.get(level) if run_.settled_above(level) else None
            run_.tell(Progress("trade places", run_.elapsed(), run_.best.get(level), bound, level))
        return run_.over() or now - begin > seconds or (tabu.is_legal and enough(now - better_at, now - begin))

    def on_better() -> None:
        nonlocal better_at
        better_at = time.perf_counter()
        if run_.outcome.found is None and tabu.is_legal:
            _take(run_, tabu)  # that there is a legal agenda at all is news

    tabu.run(over, on_better)
    if tabu.best_cost < best or run_.outcome.found is None:
        _take(run_, tabu)
    run_.spent += (tabu.steps - first_step) * cost_of_step
    run_.account("trade places", begin)


def _go_on_from_the_best(run_: Search, tabu: Tabu) -> None:
    """Begin from the best agenda of all where others than the moves have found it."""
    if run_.outcome.agenda is not None:
        places = tabu.weighing.places_of(run_.outcome.agenda)
        if places is not None:
            tabu.offer(places)


def _take(run_: Search, tabu: Tabu) -> None:
    """Hand the best agenda to the exact model, and keep it if it is legal there."""
    if not tabu.is_legal:
        return
    values = tightest_values(run_.compiled, tabu.weighing.agenda_of(tabu.best))
    if values is not None:
        run_.take(values)
        for level in run_.compiled.levels:
            if run_.outcome.found is not None:
                run_.best[level] = run_.outcome.found.cost(level)
