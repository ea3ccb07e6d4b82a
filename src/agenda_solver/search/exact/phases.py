"""The exact search: phases of CP-SAT over one compiled model, with limits, progress and cancellation."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.search.exact.coarse_model import coarse_agenda
from agenda_solver.search.exact.cpsat_run import Answer
from agenda_solver.search.exact.hints import begin_from_agenda, tightest_values, with_fixed
from agenda_solver.search.exact.phase_runs import lay_out, solver_for, step
from agenda_solver.search.exact.phase_state import Outcome, PhaseState, whole
from agenda_solver.search.exact.tabu_phase import begin_by_moves, improve_by_moves
from agenda_solver.search.exact.tightening import tell_more
from agenda_solver.search.exact.track_phases import begin_with_skeleton, count_alike, improve_by_parts
from agenda_solver.search.limits import Limits
from agenda_solver.search.relaxations.objective_coefficients import Charges

__all__ = ["Limits", "Outcome", "search"]

# Models of tracks with so few variables may be proven at once: they are tried as a whole first, for some of the time,
# and with less patience than later.
SMALL_MODEL = 10_000
FIRST_SHARE, FIRST_PATIENCE = 0.5, 0.5

# Share of the time for the whole model, after its parts.
WHOLE_SHARE = 0.4

# Share of the time for a first agenda of a large conference from a coarser model.
COARSE_SHARE = 0.3

# Share of the ordinary patience with a run of the whole model that will hardly prove or find anything.
SHORT_TURN = 0.5

# Share of the time left for a first agenda of a large conference from the hard rules alone.
WISHLESS_SHARE = 0.5


def search(
    compiled: Compiled,
    limits: Limits,
    stop: Event,
    tell: Callable[[Progress], None],
    hint: Agenda | None = None,
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None,
    known: Mapping[int, int] | None = None,
    *,
    draft: Agenda | None = None,
    others: Callable[[], tuple[Agenda, Mapping[int, int]] | None] | None = None,
    on_moves: Callable[[], None] = lambda: None,
) -> Outcome:
    """Look for the best agenda of a compiled conference.

    Where some penalties are huge beside the rest, first any legal agenda without them. Then each priority level in
    turn, the highest first, each one held at the cost it reached.

    Parameters
    ----------
    compiled
        The model; its objective and hints are changed.
    limits, stop
        When to end; a set ``stop`` ends it with the best agenda so far.
    tell
        Called with the progress, in the caller's thread.
    hint
        An agenda to start from, if there is one; where it is legal, the answer is never worse.
    on_agenda
        Called with each agenda that is better than all before it and its costs by level, in the caller's thread.
    known
        Bounds of priority levels that are known already, each under the best costs of the levels above it.
    draft
        A partial or illegal agenda whose places are tried first. Other than a hint it takes the place of no phase.
    others
        Asked again and again for the best agenda of those who search beside this one, and for its costs by level.
    on_moves
        Called when a search by moves begins, which would be slowed down by another one in Python.
    """
    began = time.perf_counter()
    run_ = PhaseState(compiled, limits, stop, tell, began, on_agenda=on_agenda, known=known or {}, others=others)
    run_.on_moves = on_moves
    try:
        possible = _search(run_, hint, draft)
    except OutOfTime:
        possible = True  # nothing was proven
    except KeyboardInterrupt:  # outside of a run of CP-SAT, which has its own way to end
        stop.set()
        possible = True
    _conclude(run_, possible)
    return run_.outcome


def _search(run_: PhaseState, hint: Agenda | None, draft: Agenda | None) -> bool:
    """Go through all phases; return whether there can be an agenda.

    Raises
    ------
    OutOfTime
        When the time ends while something is prepared; what was found until then is kept.
    """
    compiled = run_.compiled
    if hint is not None:
        _begin_with(run_, hint)
    elif draft is not None:
        begin_from_agenda(compiled, draft)
    run_.hear(0, "first agenda")
    run_.catch_up()
    if hint is None and compiled.decisions.by_track and not _is_small(run_):
        begin_with_skeleton(run_)
    if not compiled.decisions.by_track and not run_.over():
        begin_by_moves(run_)
    if hint is None and run_.is_large() and run_.outcome.found is None and not run_.over():
        _begin_coarsely(run_)
    possible = hint is not None or not _wishes_can_wait(run_) or _begin_without_wishes(run_)
    strict = possible and _can_be_strict(run_)
    for level in compiled.levels or [0]:
        if not possible or (run_.over() and run_.outcome.agenda is not None):
            break
        possible = _settle(run_, level, strict)
    return possible


def _is_small(run_: PhaseState) -> bool:
    """Whether the model as a whole is worth a try before its parts are; other models than the tracks' have none."""
    compiled = run_.compiled
    return not compiled.decisions.by_track or len(compiled.model.proto.variables) <= SMALL_MODEL


def _begin_coarsely(run_: PhaseState) -> None:
    """Take the agenda of a coarser model as the first one, where the finer model calls it legal, or else as a hint."""
    begin = time.perf_counter()
    run_.tell(Progress("first agenda", begin - run_.began))
    agenda, answer = coarse_agenda(
        run_.compiled.conference,
        run_.compiled.rules,
        lambda: solver_for(run_, COARSE_SHARE, first_only=True),
        run_.deadline(),
    )
    if agenda is not None:
        _begin_with(run_, agenda)
    run_.account("first agenda", begin, answer)


def _wishes_can_wait(run_: PhaseState) -> bool:
    """Whether there is still no agenda, and the wishes would be in the way of a first one."""
    return run_.is_large() and not run_.compiled.decisions.by_track and run_.outcome.found is None and not run_.over()


def _begin_without_wishes(run_: PhaseState) -> bool:
    """Look for any agenda that keeps the hard rules: without an objective a large model is much easier.

    Return whether there can be one.
    """
    run_.compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    answer = step(run_, run_.compiled.model, "without wishes", share=WISHLESS_SHARE, first_only=True)
    if answer.values is not None and run_.outcome.agenda is not None:
        # Nothing made the amounts as small as they can be.
        _begin_with(run_, run_.outcome.agenda)
    return answer.values is not None or not answer.proven


def _begin_with(run_: PhaseState, agenda: Agenda) -> None:
    """Take an agenda as the first one where the model calls it legal, or else as a hint."""
    begin = time.perf_counter()
    try:
        values = tightest_values(run_.compiled, agenda, run_.is_urgent)
    except OutOfTime:
        values = None
    run_.account("first agenda", begin)
    if values is None:
        begin_from_agenda(run_.compiled, agenda)
        return
    run_.take(values)
    lay_out(run_, max(run_.compiled.levels, default=0), agenda)
    run_.repeat()


def _without_huge_penalties(run_: PhaseState) -> bool:
    """Look for a legal agenda without any of the huge penalties; return whether there is one.

    Without an answer in its share of the time they are allowed, as they are where it is proven that some are needed.
    """
    compiled = run_.compiled
    if compiled.strict is None:
        return False
    compiled.model.clear_objective()  # type: ignore[no-untyped-call]
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    return step(run_, strict, "strict", share=0.3, first_only=True).values is not None


def _can_be_strict(run_: PhaseState) -> bool:
    """Whether there is an agenda without any of the huge penalties; not asked where others have found one."""
    if run_.at_hand is None and run_.is_behind:
        return False
    return (_is_without_huge_penalties if run_.at_hand else _without_huge_penalties)(run_)


def _is_without_huge_penalties(run_: PhaseState) -> bool:
    """Whether the solution at hand has none of the huge penalties."""
    values, huge_from = run_.at_hand, run_.compiled.huge_from
    if values is None or run_.compiled.strict is None:
        return False
    return not any(
        values[index]
        for level, amount in huge_from.items()
        for index in Charges.of(run_.compiled, level).at_least(amount)
    )


def _settle(run_: PhaseState, level: int, strict: bool) -> bool:
    """Minimise one priority level and hold it there for the levels below; return whether there can be an agenda."""
    run_.hear(level, "improve")
    run_.catch_up()
    run_.aim_at(level)
    run_.recall(level)
    if (known := run_.proven.get(level, 0)) and not run_.compiled.decisions.by_track:
        run_.compiled.model.add(run_.compiled.expression(level) >= known)  # no agenda is lost, and proofs begin there
    run_.outcome.bounds[level] = run_.proven.get(level, 0)
    try:
        ended = _minimised_in_turns(run_, level, strict)
    finally:  # also where the time ends in between
        if not run_.settled_above(level):
            run_.outcome.bounds[level] = None
    run_.catch_up()
    run_.hold(level)
    return ended is not _Ended.IMPOSSIBLE


def _minimised_in_turns(run_: PhaseState, level: int, strict: bool) -> _Ended:
    """Minimise one priority level by all means, in turns; return how that ended."""
    ended = _Ended.STALLED
    if run_.compiled.decisions.by_track and _is_small(run_) and run_.left() < math.inf:
        ended = _minimise(run_, level, FIRST_SHARE, strict=strict)
    if ended is _Ended.STALLED and not _is_done(run_, level):
        count_alike(run_, level)
    for_the_whole = WHOLE_SHARE if run_.left() < math.inf else 1.0
    turns = _Turns()
    while ended is _Ended.STALLED and not _is_done(run_, level):
        run_.catch_up()
        best = run_.outcome.found
        improve_by_parts(run_, level, for_the_whole * run_.left())
        improve_by_moves(run_, level, for_the_whole * run_.left(), turns.moves)
        moved = run_.outcome.found
        ended = _minimise(run_, level, 1.0, strict=strict, longer=turns.whole)
        for_the_whole = 0.0
        if run_.tabu is not None:
            turns.adapt(moved=moved is not best, found=run_.outcome.found is not moved, tells=run_.bound_tells(level))
    return ended


@dataclass
class _Turns:
    """How long moves, and the model as a whole, may go on without news: multiples of the ordinary time."""

    moves: float = 1.0
    whole: float = 1.0

    def adapt(self, *, moved: bool, found: bool, tells: bool) -> None:
        """Give more time to whom it is of use, after a turn of each.

        Parameters
        ----------
        moved, found
            Whether moves, and then the model as a whole, have found something better.
        tells
            Whether the bound is near enough for a proof.
        """
        if found:
            self.whole = 1.0
        elif not tells:
            # Neither agendas nor a proof are to be hoped for from the model.
            self.moves, self.whole = 2.0 * self.moves, SHORT_TURN
        else:
            # Each run begins its proof anew: where moves bring nothing more, it gets the time to end one.
            self.whole = 1.0 if moved else 2.0 * max(1.0, self.whole)


def _is_done(run_: PhaseState, level: int) -> bool:
    return run_.settled(level) or (run_.over() and run_.outcome.agenda is not None)


class _Ended(Enum):
    """How the minimisation of a level ended: without any agenda, for good, or without news for too long."""

    IMPOSSIBLE = auto()
    FOR_GOOD = auto()
    STALLED = auto()


def _minimise(run_: PhaseState, level: int, share: float, *, strict: bool, longer: float = 1.0) -> _Ended:
    """Minimise one priority level with the model as a whole, with ``longer`` times the ordinary patience.

    What the best solution of all leaves open is told, until its agenda costs no more.
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
    """Minimise one priority level with the huge penalties forbidden; return as well whether that is best of all.

    Whatever breaks the assumption costs at least ``huge_from`` on its own level, so the bound is the lesser of the two;
    nothing is known where the assumption is about other levels as well.
    """
    compiled = run_.compiled
    if compiled.strict is None:
        return None, False
    holds_to = compiled.huge_from[level] if set(compiled.huge_from) == {level} else 0
    strict = with_fixed(compiled.model, {compiled.strict.index: 1})
    answer = step(run_, strict, "improve", level=level, share=share, holds_to=holds_to, patience=patience)
    run_.note(level, min(whole(answer.bound), holds_to))
    return answer, answer.proven and answer.values is not None and answer.bound <= holds_to


def _conclude(run_: PhaseState, possible: bool) -> None:
    outcome, levels = run_.outcome, run_.compiled.levels or [0]
    outcome.interrupted = outcome.interrupted or run_.stop.is_set()
    if not possible:
        outcome.status = Status.INFEASIBLE
        outcome.bounds = {}  # of the cost of no agenda nothing is to be said
    elif outcome.agenda is not None:
        for level in levels:
            run_.recall(level)
            outcome.bounds.setdefault(level, None)
        # Where no wish of a level can be broken, nothing is charged there and nothing had to be proven.
        for level in {0, *(rule.severity.priority for rule in run_.compiled.rules)}:
            outcome.bounds.setdefault(level, 0)
        outcome.status = Status.OPTIMAL if all(run_.settled(level) for level in levels) else Status.FEASIBLE
