"""The strategy ``attendance``: simulated annealing for attendees' wishes; each move is evaluated by seating them."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from typing import ClassVar

from agenda_solver.rules.audience_attendance import AudienceAttendance
from agenda_solver.rules.shared.seating_flow import Audience
from agenda_solver.search.attendance.annealing import AttendanceAnnealing
from agenda_solver.search.attendance.greedy_seating import QuickSeating
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.late_acceptance import LateAcceptance, first_history
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.local_search import SECONDS_AN_EVALUATION, suits_local_search
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.turn_budget import Budget

__all__ = ["Attendance"]

# Moves between two checks of the clock, and the deterministic seconds charged for a move, about the time it takes.
MOVES_AT_ONCE, SECONDS_A_MOVE = 20, 2e-4

# Share of the time for the first walk; share of the remaining time for each further walk, which starts from the best
# agenda at the temperature for this share of a walk.
FIRST_SHARE, AGAIN_SHARE, AGAIN_FROM = 0.85, 0.5, 0.6

# Without a time limit: moves of the first walk for each session, the factor for each further walk, and the number of
# walks without improvement after which the strategy ends.
MOVES_A_SESSION, LONGER, MOST_IN_VAIN = 1_000, 2, 3

# Between two reports of the best agenda: minimum seconds, and a multiple of the time that the last report took.
REPORT_EVERY, REPORT_TIMES = 2.0, 20.0

# The time reserved for the last report, as a multiple of the time of a report.
REPORT_MARGIN = 1.5


class Attendance(Strategy):
    """Simulated annealing for ``audience_attendance``; it replaces local search."""

    id: ClassVar[str] = "attendance"
    beside: ClassVar[bool] = True
    turn_share: ClassVar[float] = 0.7
    turn_a_session: ClassVar[float] = 10.0

    def __init__(self) -> None:
        self._done = False
        self._walk: AttendanceAnnealing | None = None
        self._reported: int | None = None
        self._report_at = self._report_takes = 0.0

    def suits(self, state: SearchState) -> bool:
        """Whether it has not run yet, wishes of attendees count, and local search is useful."""
        return not self._done and state.weighs_attendance and suits_local_search(state)

    def run(self, state: SearchState, budget: Budget) -> None:
        """Find any legal agenda, and walk from there until the time is over."""
        self._done = True
        if state.running:  # in its own thread, whose time is not accounted for
            self._run(state, budget)
            return
        with state.accounted("trade places"):
            self._run(state, budget)
        state.spent += budget.spent

    def _run(self, state: SearchState, budget: Budget) -> None:
        walk = self._walk = self._new_walk(state, budget)
        if walk is None:
            return
        self._report(state, walk, urgent=True)
        if not walk.has_no_moves and budget.left < math.inf:
            self._walk_once(state, budget, walk, _share_of(budget, FIRST_SHARE))
            while not self._is_over(state, budget):
                walk.draft.load(*walk.best_places)
                walk.restart()
                share = _share_of(budget, AGAIN_SHARE)
                self._walk_once(state, budget, walk, lambda: AGAIN_FROM + (1 - AGAIN_FROM) * share())  # noqa: B023
        elif not walk.has_no_moves:
            self._walk_on(state, budget, walk)
        self._report(state, walk, urgent=True)

    def _walk_on(self, state: SearchState, budget: Budget, walk: AttendanceAnnealing) -> None:
        """Walk without a time limit, longer each time, until several walks bring no improvement."""
        most, in_vain = MOVES_A_SESSION * len(state.conference.sessions), 0
        while in_vain < MOST_IN_VAIN and not self._is_over(state, budget):
            best, begun = walk.best, walk.moves
            self._walk_once(state, budget, walk, lambda: (walk.moves - begun) / most)  # noqa: B023
            in_vain = in_vain + 1 if walk.best == best else 0
            most *= LONGER

    def _walk_once(
        self, state: SearchState, budget: Budget, walk: AttendanceAnnealing, share: Callable[[], float]
    ) -> None:
        while (over := share()) < 1.0 and not self._is_over(state, budget):
            state.rest(budget)
            walk.run(over, MOVES_AT_ONCE)
            budget.spend(MOVES_AT_ONCE * SECONDS_A_MOVE)
            self._report(state, walk, urgent=False)

    def _is_over(self, state: SearchState, budget: Budget) -> bool:
        if budget.is_over or state.is_settled:
            return True
        return not budget.counted and budget.left <= REPORT_MARGIN * self._report_takes

    def _new_walk(self, state: SearchState, budget: Budget) -> AttendanceAnnealing | None:
        """Return a walk from a legal agenda, or None if none is found in time."""
        rng = random.Random(state.limits.seed)  # noqa: S311 - nothing is secret here
        rules = [rule for rule in state.rules if not isinstance(rule, AudienceAttendance)]
        draft = WorkingAgenda(state.conference, rules, state.scale)
        begin = state.incumbent.agenda if state.incumbent is not None else state.suggestion()
        if begin is not None:
            draft.load(*draft.numbers_of(begin))
        construct(draft, rng, lambda: budget.is_over)
        greatest = max((rule.severity.weight for rule in rules if not rule.is_hard), default=1)
        legal, counted = LateAcceptance(draft, rng, greatest, history=first_history(len(state.conference.sessions))), 0

        def keeps_going() -> bool:
            nonlocal counted
            budget.spend((legal.evaluations - counted) * SECONDS_AN_EVALUATION)
            counted = legal.evaluations
            state.rest(budget)
            return legal.best is None and not self._is_over(state, budget)

        legal.run(keeps_going)
        if legal.best_places is None:
            return None
        draft.load(*legal.best_places)
        wished = [r for r in state.rules if isinstance(r, AudienceAttendance) and not r.is_hard]
        seatings = [
            (state.scale.weight(rule), QuickSeating(Audience(rule, draft.grid)))
            for rule in wished
            if rule.applies(state.conference)
        ]
        return AttendanceAnnealing(draft, seatings, rng)

    def _report(self, state: SearchState, walk: AttendanceAnnealing, *, urgent: bool) -> None:
        """Report the best agenda at intervals, or at once if it is urgent."""
        now = time.perf_counter()
        urgent = urgent or walk.best <= 0  # optimal
        if walk.best == self._reported or (not urgent and (state.counted or now < self._report_at)):
            return
        self._reported = walk.best
        # Without costs: the score uses the best attendance, which may be better than the walk's greedy seating.
        state.offer(walk.draft.grid.agenda(*walk.best_places), self.id)
        self._report_takes = took = time.perf_counter() - now
        self._report_at = now + took + max(REPORT_EVERY, REPORT_TIMES * took)


def _share_of(budget: Budget, part: float) -> Callable[[], float]:
    """Return a function that returns which share of a part of the remaining time has passed."""
    whole = max(1e-9, part * budget.left)
    begun = budget.left
    return lambda: (begun - budget.left) / whole
