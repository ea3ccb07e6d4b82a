"""The minimisation of one priority level, by parts, by moves and by the model as a whole, in turns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

from agenda_solver.search.exact.hints import with_fixed
from agenda_solver.search.exact.large_neighbourhood_search import run_lns
from agenda_solver.search.exact.phase_runs import step
from agenda_solver.search.exact.phase_state import PhaseState, whole
from agenda_solver.search.exact.run_in_thread import Answer
from agenda_solver.search.exact.tabu_phase import improve_by_moves
from agenda_solver.search.exact.tightening import tell_more
from agenda_solver.search.exact.track_phases import count_alike

__all__ = ["is_small", "settle"]

# A tracks' model with at most this many variables may be solved to optimality at once. It is first tried as a whole,
# for a share of the time, and with less patience than later.
SMALL_MODEL = 10_000
FIRST_SHARE, FIRST_PATIENCE = 0.5, 0.5

# Share of the time left that LNS and tabu search leave for the whole model.
WHOLE_SHARE = 0.4

# Share of the ordinary patience for a run of the whole model that is unlikely to prove or find anything.
SHORT_TURN = 0.5


def is_small(run_: PhaseState) -> bool:
    """Whether the whole model is tried before LNS; only the tracks' model has this step."""
    compiled = run_.compiled
    return not compiled.decisions.by_track or len(compiled.model.proto.variables) <= SMALL_MODEL


def settle(run_: PhaseState, level: int, strict: bool) -> bool:
    """Minimise one priority level and constrain it for the levels below; return False if no agenda exists."""
    run_.hear(level, "improve")
    run_.catch_up()
    run_.aim_at(level)
    run_.recall(level)
    if (known := run_.proven.get(level, 0)) and not run_.compiled.decisions.by_track:
        run_.compiled.model.add(run_.compiled.expression(level) >= known)  # no agenda is lost, and proofs begin there
    run_.outcome.bounds[level] = run_.proven.get(level, 0)
    try:
        ended = _minimised_in_turns(run_, level, strict)
    finally:  # also if OutOfTime is raised
        if not run_.settled_above(level):
            run_.outcome.bounds[level] = None
    run_.catch_up()
    run_.hold(level)
    return ended is not _Ended.IMPOSSIBLE


def _minimised_in_turns(run_: PhaseState, level: int, strict: bool) -> _Ended:
    """Minimise one priority level by all methods, in turns; return how that ended."""
    ended = _Ended.STALLED
    if run_.compiled.decisions.by_track and is_small(run_) and run_.left() < math.inf:
        ended = _minimise(run_, level, FIRST_SHARE, strict=strict)
    if ended is _Ended.STALLED and not _is_done(run_, level):
        count_alike(run_, level)
    for_the_whole = WHOLE_SHARE if run_.left() < math.inf else 1.0
    turns = _Turns()
    while ended is _Ended.STALLED and not _is_done(run_, level):
        run_.catch_up()
        best = run_.outcome.found
        run_lns(run_, level, for_the_whole * run_.left())
        improve_by_moves(run_, level, for_the_whole * run_.left(), turns.moves)
        moved = run_.outcome.found
        ended = _minimise(run_, level, 1.0, strict=strict, longer=turns.whole)
        for_the_whole = 0.0
        if run_.tabu is not None:
            turns.adapt(moved=moved is not best, found=run_.outcome.found is not moved, tells=run_.bound_tells(level))
    return ended


@dataclass
class _Turns:
    """The patience with tabu search and with the whole model, as multiples of the ordinary patience."""

    moves: float = 1.0
    whole: float = 1.0

    def adapt(self, *, moved: bool, found: bool, tells: bool) -> None:
        """Adapt the patience with each method after a turn of both.

        ``moved`` and ``found`` say whether tabu search and the whole model have found a better agenda, and ``tells``
        whether the bound is close enough for a proof.
        """
        if found:
            self.whole = 1.0
        elif not tells:
            # The model is unlikely to find an agenda or a proof.
            self.moves, self.whole = 2.0 * self.moves, SHORT_TURN
        else:
            # Each run restarts its proof. If tabu search finds nothing more, the next run gets more time for one.
            self.whole = 1.0 if moved else 2.0 * max(1.0, self.whole)


def _is_done(run_: PhaseState, level: int) -> bool:
    return run_.settled(level) or (run_.over() and run_.outcome.agenda is not None)


class _Ended(Enum):
    """How the minimisation of a level ended: infeasible, for good, or without improvement for too long."""

    IMPOSSIBLE = auto()
    FOR_GOOD = auto()
    STALLED = auto()


def _minimise(run_: PhaseState, level: int, share: float, *, strict: bool, longer: float = 1.0) -> _Ended:
    """Minimise one priority level with the whole model, with ``longer`` times the ordinary patience.

    The model is tightened until the agenda of the best solution costs no more than that solution.
    """
    left = run_.left()
    reserved = 0.0 if left == math.inf else (1.0 - share) * left
    patience = longer * run_.patience() * (FIRST_PATIENCE if reserved else 1.0)
    while True:
        share = 1.0 if left == math.inf else max(0.0, 1.0 - reserved / max(run_.left(), reserved, 1e-9))
        answer, best_of_all = _minimise_strictly(run_, level, share, patience) if strict else (None, False)
        if _is_done(run_, level):
            return _Ended.FOR_GOOD
        if answer is None or not best_of_all:
            run_.repeat()
            if answer is not None and not answer.proven and (reserved or patience < math.inf or run_.is_behind):
                return _Ended.STALLED
            model = run_.compiled.model
            answer = step(run_, model, "improve", level=level, share=share, patience=patience)
            if answer.proven and answer.values is None:
                return _Ended.IMPOSSIBLE
            run_.note(level, answer.bound)
            if not answer.proven and (reserved or patience < math.inf or run_.is_behind) and not run_.over():
                return _Ended.STALLED
        if _is_done(run_, level) or not answer.proven or not tell_more(run_, level):
            return _Ended.FOR_GOOD


def _minimise_strictly(run_: PhaseState, level: int, share: float, patience: float) -> tuple[Answer | None, bool]:
    """Minimise one priority level without huge penalties; also return whether the result is optimal.

    An agenda with a huge penalty costs at least ``huge_from`` on the level of that penalty. The bound for all agendas
    is therefore the smaller of ``huge_from`` and the bound of this run. There is none if the huge penalties are not on
    this level alone.
    """
    compiled = run_.compiled
    if compiled.strict is None:
        return None, False
    holds_to = compiled.huge_from[level] if set(compiled.huge_from) == {level} else 0
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    answer = step(run_, strict, "improve", level=level, share=share, holds_to=holds_to, patience=patience)
    run_.note(level, min(whole(answer.bound), holds_to))
    return answer, answer.proven and answer.values is not None and answer.bound <= holds_to
