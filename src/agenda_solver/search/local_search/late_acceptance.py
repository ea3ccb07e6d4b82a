"""Late acceptance: a move is accepted if the result is no worse than the agenda of some moves ago.

Late acceptance needs neither a temperature nor the time limit. A short history finds good agendas soon. On stagnation
the walk restarts from the best agenda, with a history four times as long and some slack, because conferences with a
rugged cost landscape need histories of thousands of moves.

Source: Burke and Bykov, "The late acceptance hill-climbing heuristic", European Journal of Operational Research 258
(2017).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from agenda_solver.search.local_search.moves import Moves
from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["LateAcceptance", "first_history"]

SHORTEST_HISTORY, LONGEST_HISTORY, HISTORY_FACTOR = 10, 20_000, 4
SHORTEST_AFTER_LONGEST = 40

# With fewer sessions than this a longer initial history is better: with 50 of them it is 10 * (120 / 50)^4, about 330.
FEW_SESSIONS, POWER_OF_FEW, LONGEST_AT_FIRST = 120, 4, 3_000

# Evaluations without improvement after which the history is lengthened: a minimum, and a multiple of its length.
LEAST_PATIENCE, PATIENCE_OF_HISTORY = 60_000, 60
IMPROVEMENT_SHARE = 0.0005  # a better agenda counts as an improvement if its cost is lower by more than this share
SLACK = 0.05  # after a restart, agendas may be worse by this share of the best cost

# Evaluations without a legal agenda after which the weight of hard rules is doubled; its minimum, in all and as a
# multiple of the largest weight of a wish.
ADAPT_EVERY, LEAST_PENALTY, PENALTY_OF_WEIGHT = 2_000, 100, 4


def first_history(sessions: int) -> int:
    """Return the initial history length: longer for small conferences, which are rugged and cheap to evaluate."""
    longer = max(1.0, FEW_SESSIONS / max(1, sessions)) ** POWER_OF_FEW
    return min(LONGEST_AT_FIRST, round(SHORTEST_HISTORY * longer))


class LateAcceptance(Moves):
    """A late-acceptance walk over agendas, from ``draft``, which is changed in place.

    ``greatest_weight`` is the largest weight of a wish; hard rules weigh more. ``moving`` are the numbers of the
    sessions that may move. ``history`` is the initial length of the history, and ``slack`` how much worse an agenda may
    be at first. ``best`` is the cost of the best legal agenda so far, ``best_places`` the times and rooms of its
    sessions, and ``best_at`` the number of evaluations until it was found.
    """

    def __init__(
        self,
        draft: WorkingAgenda,
        rng: random.Random,
        greatest_weight: int = 1,
        *,
        moving: Sequence[int] | None = None,
        history: int = SHORTEST_HISTORY,
        slack: int = 0,
    ) -> None:
        super().__init__(draft, rng, moving)
        self.best_at = 0
        self._half = draft.scale.hard // 2  # costs from here on are illegal
        self.best: int | None = None
        self.best_places: tuple[list[int], list[int]] | None = None
        self._least_penalty = max(LEAST_PENALTY, PENALTY_OF_WEIGHT * greatest_weight)
        self._penalty = self._least_penalty
        self._length = history
        self._begin_walk(slack)
        self._keep_if_best()

    def run(self, keeps_going: Callable[[], bool]) -> None:
        """Walk while ``keeps_going`` returns true, which is called every two hundred steps."""
        while self._movable and keeps_going():
            for _ in range(200):
                self._step()
            if self.evaluations - self._improved_at > self.patience:
                self.lengthen()

    @property
    def patience(self) -> int:
        """The number of evaluations without improvement after which the history is lengthened."""
        return max(LEAST_PATIENCE, PATIENCE_OF_HISTORY * self._length)

    def offer(self, times: list[int], rooms: list[int]) -> None:
        """Continue from another agenda, in which no room holds two sessions at once, if it is better than the best."""
        before = list(self.draft.state.time), list(self.draft.state.room)
        self.draft.load(times, rooms)
        if self.draft.cost < (self._half if self.best is None else self.best):
            self._begin_walk(0)
            self._keep_if_best()
        else:
            self.draft.load(*before)

    # --- acceptance ------------------------------------------------------------------------------------------------

    def _begin_walk(self, slack: int) -> None:
        self._current = self._value(self.draft.cost)
        self._history = [self._current + slack] * self._length
        self._position = 0
        self._local_best: int | None = None
        self._improved_at = self._legal_at = self._adapted_at = self.evaluations

    def lengthen(self) -> None:
        """Restart from the best agenda, with a longer history."""
        self._length = (
            min(LONGEST_HISTORY, HISTORY_FACTOR * self._length)
            if self._length < LONGEST_HISTORY
            else SHORTEST_AFTER_LONGEST
        )
        slack = 1
        if self.best is not None and self.best_places is not None:
            self.draft.load(*self.best_places)
            slack = max(1, round(SLACK * self.best))
        self._begin_walk(slack)

    def _value(self, cost: int) -> int:
        hard, wishes = self.draft.scale.split(cost)
        return wishes + self._penalty * hard

    def _accepts(self, cost: int) -> bool:
        """Whether a cost meets the acceptance criterion: no worse than the current one, or than one in the history."""
        self.evaluations += 1
        history, current = self._history, self._current
        self._position = position = (self._position + 1) % len(history)
        value = cost if 0 <= cost < self._half else self._value(cost)
        accepted = value <= current or value <= history[position]
        if accepted:
            self._current = current = value
        history[position] = min(history[position], current)
        return accepted

    def _keep_if_best(self) -> None:
        cost = self.draft.cost
        if cost >= self._half:
            if self.evaluations - max(self._legal_at, self._adapted_at) > ADAPT_EVERY:
                self._set_hard_penalty(2 * self._penalty)
            return
        if self._penalty > self._least_penalty and self.evaluations - self._adapted_at > ADAPT_EVERY:
            self._set_hard_penalty(max(self._least_penalty, self._penalty * 3 // 4))
        self._legal_at = self.evaluations
        if self._local_best is None or cost < self._local_best * (1 - IMPROVEMENT_SHARE):
            self._improved_at = self.evaluations
        if self._local_best is None or cost < self._local_best:
            self._local_best = cost
        if self.best is None or cost < self.best:
            self.best, self.best_at = cost, self.evaluations
            self.best_places = list(self.draft.state.time), list(self.draft.state.room)

    def _set_hard_penalty(self, penalty: int) -> None:
        before, self._penalty = self._current, penalty
        self._current = self._value(self.draft.cost)
        self._adapted_at = self.evaluations
        self._history = [value + self._current - before for value in self._history]
