"""The strategy ``local_search``: a greedy agenda, then late acceptance, with exact delta evaluation by the ledger."""

from __future__ import annotations

import math
import random
import time
from typing import ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.late_acceptance import LateAcceptance, first_history
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.turn_budget import Budget

__all__ = ["LocalSearch", "suits_local_search"]

# Between two reports of the best agenda: minimum seconds, and a multiple of the time that the last report took.
REPORT_EVERY, REPORT_TIMES = 1.0, 20.0

# The time reserved for the last report, as a multiple of the time of a report.
REPORT_MARGIN = 1.5

# Deterministic seconds charged for an evaluation: about the time it takes.
SECONDS_AN_EVALUATION = 3e-5

# Evaluations without improvement after which the search counts as stalled and leaves the cores to the exact search: a
# minimum, for each place of a session, and as a multiple of those before.
EVALUATIONS_TO_STALL, STALLING_A_PLACE, TIMES_TO_STALL = 30_000, 3, 1

# Without a legal agenda, it leaves the cores to the model if after this many evaluations for each session the hard
# violations still exceed this share of those at first, and this share of the number of sessions.
EVALUATIONS_A_SESSION, SHARE_LEFT, SHARE_OF_SESSIONS = 5, 0.5, 0.25

# While it rests, the others have the cores, until they have had no news for this many seconds and this share of the
# elapsed time. If there is no legal agenda to continue from, it waits longer for one of theirs.
QUIET_SECONDS, QUIET_SHARE, LOOK_EVERY = 2.0, 0.15, 0.1
QUIET_SECONDS_WITHOUT, QUIET_SHARE_WITHOUT = 20.0, 0.35


def suits_local_search(state: SearchState) -> bool:
    """Whether local search is useful; models are better if tracks own cells, or if the conference is small."""
    return bool(state.conference.sessions) and not (state.tracks_own_cells or state.is_settled_at_once)


class LocalSearch(Strategy):
    """Moves of single sessions, exchanges and ejections, each evaluated exactly in microseconds."""

    id: ClassVar[str] = "local_search"
    beside: ClassVar[bool] = True

    def __init__(self) -> None:
        self._walk: LateAcceptance | None = None
        self._reported: int | None = None
        self._report_at = self._report_takes = 0.0
        self._is_resting = False
        self._awake_since = 0
        self._hard_at_first = 0

    def suits(self, state: SearchState) -> bool:
        """Whether local search is useful, and neither stalled, retired, nor replaced by another strategy."""
        if self.id in state.stalled | state.retired or (state.executor is not None and "islands" in state.working):
            return False  # islands do the same with more cores
        if "attendance" in state.working and state.weighs_attendance:
            return False  # the exact best attendance takes too long for every move
        return suits_local_search(state)

    def run(self, state: SearchState, budget: Budget) -> None:
        """Walk until the budget is spent or the walk has stalled."""
        if state.running:  # in its own thread, whose time is not accounted for
            self._run(state, budget)
            return
        with state.accounted("trade places"):
            self._run(state, budget)
        state.spent += budget.spent

    def _run(self, state: SearchState, budget: Budget) -> None:
        if self._walk is None:
            self._walk = self._new_walk(state)
            if self._walk is None:
                return
        walk, counted = self._walk, self._walk.evaluations

        def keeps_going() -> bool:
            nonlocal counted
            budget.spend((walk.evaluations - counted) * SECONDS_AN_EVALUATION)
            counted = walk.evaluations
            state.rest(budget)
            self._adopt_suggestion(state, walk)
            self._report(state, walk, urgent=False)
            self._check_for_stall(state, walk)
            if state.deadline.left() < REPORT_MARGIN * self._report_takes and not state.deadline.is_over:
                return False  # the last report needs the time
            if self.id in state.stalled and not self._rested(state, budget, walk):
                return False
            return not self._is_over(state, budget)

        walk.run(keeps_going)
        self._report(state, walk, urgent=True)

    def _new_walk(self, state: SearchState) -> LateAcceptance | None:
        rng = random.Random(state.limits.seed)  # noqa: S311 - nothing is secret here
        draft = state.draft = WorkingAgenda(state.conference, state.rules)
        begin = state.incumbent.agenda if state.incumbent is not None else state.suggestion()
        if begin is not None:
            draft.load(*draft.numbers_of(begin))
        construct(draft, rng, lambda: state.deadline.is_over)
        if state.deadline.is_over:
            return None
        self._hard_at_first = draft.scale.split(draft.cost)[0]
        greatest = max((rule.severity.weight for rule in state.rules if not rule.is_hard), default=1)
        return LateAcceptance(draft, rng, greatest, history=first_history(len(state.conference.sessions)))

    def _adopt_suggestion(self, state: SearchState, walk: LateAcceptance) -> None:
        """Continue from an agenda of another strategy if it is better."""
        agenda: Agenda | None = state.suggestion()
        if agenda is None:
            return
        walk.offer(*walk.draft.numbers_of(agenda))

    def _report(self, state: SearchState, walk: LateAcceptance, *, urgent: bool) -> None:
        """Report the best agenda: the first legal one at once, later ones from time to time."""
        if walk.best is None or walk.best_places is None or walk.best == self._reported:
            return
        now = time.perf_counter()
        if not urgent and (state.counted or (self._reported is not None and now < self._report_at)):
            return
        self._reported = walk.best
        state.offer(walk.draft.grid.agenda(*walk.best_places), self.id, walk.draft.scale.by_level(walk.best))
        self._report_takes = took = time.perf_counter() - now
        self._report_at = now + took + max(REPORT_EVERY, REPORT_TIMES * took)

    def _check_for_stall(self, state: SearchState, walk: LateAcceptance) -> None:
        if self._is_hopeless(state, walk):
            self._is_resting = True
            state.stalled.add(self.id)
            return
        if state.is_very_large and state.limits.seconds < math.inf and walk.best is not None:
            return  # no other strategy would achieve more in the time left
        patience = max(EVALUATIONS_TO_STALL, STALLING_A_PLACE * state.places, TIMES_TO_STALL * walk.best_at)
        if self._awake_since:
            patience = walk.patience
        if walk.evaluations - max(walk.best_at, self._awake_since) > patience:
            self._is_resting = True
            state.stalled.add(self.id)

    def _is_hopeless(self, state: SearchState, walk: LateAcceptance) -> bool:
        """Whether it is so far from a legal agenda that the model, with all cores, is likely to find one earlier."""
        if walk.best is not None or self._awake_since or "whole_model" not in state.working or not state.running:
            return False
        sessions = len(state.conference.sessions)
        left = walk.draft.scale.split(walk.draft.cost)[0]
        enough = max(SHARE_LEFT * self._hard_at_first, SHARE_OF_SESSIONS * sessions)
        return walk.evaluations > EVALUATIONS_A_SESSION * sessions and left > enough

    def _rested(self, state: SearchState, budget: Budget, walk: LateAcceptance) -> bool:
        """Leave the cores to the others; return whether to continue because they have made no progress for a while.

        With a longer history, a stalled walk often finds more than a model that proves nothing.
        """
        if not (self._is_resting and state.running):
            return False
        if "whole_model" not in state.working and state.limits.seconds == math.inf:
            return False  # otherwise the search would never end
        while not self._is_over(state, budget):
            if self._is_quiet(state, walk):
                state.stalled.discard(self.id)
                self._is_resting, self._awake_since = False, walk.evaluations
                self._adopt_suggestion(state, walk)
                walk.lengthen()
                return True
            state.deadline.stop.wait(LOOK_EVERY)
        return False

    def _is_over(self, state: SearchState, budget: Budget) -> bool:
        return budget.is_over or state.is_settled or self.id in state.retired

    def _is_quiet(self, state: SearchState, walk: LateAcceptance) -> bool:
        """Whether the others have made no progress for so long that it is worthwhile to continue."""
        seconds, share = QUIET_SECONDS, QUIET_SHARE
        if walk.best is None and state.incumbent is None and not state.has_suggestion:
            seconds, share = QUIET_SECONDS_WITHOUT, QUIET_SHARE_WITHOUT
        return state.quiet() > max(seconds, share * state.elapsed())
