"""The strategy ``islands``: workers of an executor search parts of the best agenda in rounds; results are merged."""

from __future__ import annotations

import math
import random
import time
import warnings
from collections.abc import Mapping
from typing import Any, ClassVar

from agenda_solver.search.islands import worker
from agenda_solver.search.islands.decomposition import IslandAgenda, divided, merged
from agenda_solver.search.islands.dispatch import Dispatcher, WorkersLost, workers_of
from agenda_solver.search.islands.history_lengths import HistoryLengths
from agenda_solver.search.islands.task import agenda_of, places_of, shared_data
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.local_search import LocalSearch, suits_local_search
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.turn_budget import Budget

__all__ = ["Islands"]

# Seconds of a round of solves, if local search is not suitable: of the first round, doubled each time, and at most.
SOLVE_SECONDS, MOST_SOLVE_SECONDS = 10.0, 160.0

# The last round ends before the end of the search: minimum seconds, and a multiple of the time for scoring an agenda.
# Rounds shorter than LEAST_SECONDS are not worthwhile.
MARGIN, MARGIN_TIMES, LEAST_SECONDS = 0.5, 2.0, 0.5


class Islands(Strategy):
    """A solve on many machines: this process divides the work, and scores and merges the results."""

    id: ClassVar[str] = "islands"
    beside: ClassVar[bool] = True
    elsewhere: ClassVar[bool] = True

    def suits(self, state: SearchState) -> bool:
        """Whether this solve has an executor, and the conference has sessions."""
        return state.executor is not None and bool(state.conference.sessions)

    def run(self, state: SearchState, budget: Budget) -> None:
        """Let workers search until the budget is spent or the solve is decided.

        If all workers are lost, continue with local search in this process if it is suitable. Raise InvalidInput if a
        worker refuses its task, because it has other versions or cannot import a rule.
        """
        executor = state.executor
        if executor is None:
            return
        shared = shared_data(state.conference, state.rules)
        dispatcher = Dispatcher(executor, lambda: budget.is_over or state.is_decided)
        islands = state.islands or workers_of(executor, state.limits.cores())
        try:
            if suits_local_search(state):
                _LocalSearchRounds(state, budget, dispatcher, shared, islands).run()
            else:
                _SolveRounds(state, budget, dispatcher, shared, islands).run()
        except WorkersLost as error:
            warnings.warn(f"the executor's workers are lost; the search continues locally: {error}", RuntimeWarning, 2)
            state.stalled.add(self.id)
            if suits_local_search(state):
                LocalSearch().run(state, budget)
        finally:
            worker.end(shared["run"])


class _Rounds:
    """The base class of both kinds of rounds."""

    def __init__(
        self, state: SearchState, budget: Budget, dispatcher: Dispatcher, shared: Mapping[str, Any], islands: int
    ) -> None:
        self.state, self.budget, self.dispatcher = state, budget, dispatcher
        self.shared, self.islands = shared, islands
        self.round = 0
        self._offered: int | None = None
        self._scoring = 0.0

    @property
    def keeps_going(self) -> bool:
        """Whether there is time for another worthwhile round, and the solve is not decided."""
        return not (self.budget.is_over or self.state.is_decided) and self.budget.left >= self.margin + LEAST_SECONDS

    @property
    def margin(self) -> float:
        """Seconds reserved at the end for the results of the last round."""
        return max(MARGIN, MARGIN_TIMES * self._scoring)

    def seconds(self, wanted: float) -> float:
        """Return the length of a round: at most as wanted, and so short that its answers arrive before the end."""
        left = self.budget.left
        return wanted if left == math.inf else min(wanted, max(0.0, left - self.margin))

    def seed(self, island: int) -> int:
        """Return the seed of an island in this round."""
        return (self.state.limits.seed * 1_000_003 + self.round * 1_009 + island) % 2**31


class _LocalSearchRounds(_Rounds):
    """Rounds of local search, each island in a part of the agenda."""

    def run(self) -> None:
        """Run rounds of local search; this process scores the best agenda while the workers continue from it."""
        self.rng = random.Random(self.state.limits.seed)  # noqa: S311 - nothing is secret here
        greeting = self.dispatcher.send(worker.greet, [self.shared] * self.islands)
        best = self._first_agenda()
        self.dispatcher.answers(greeting)
        lengths = HistoryLengths(len(self.state.conference.sessions))
        while self.keeps_going:
            best = self._with_suggestion(best)
            seconds = self.seconds(lengths.seconds)
            sent = self.dispatcher.send(worker.walk_round, self._tasks(best, lengths, seconds))
            self._offer(best)
            answers = self.dispatcher.answers(sent)
            if self.budget.is_over:
                return  # no time for another score
            if answers:
                found = merged(self.draft, best.places, [self._read(answer) for answer in answers])
                lengths.note(best.cost, found.cost, sum(answer["evaluations"] for answer in answers), seconds)
                best = min(best, found)
            if lengths.has_stalled:
                self.state.stalled.add(LocalSearch.id)
        self._offer(best)

    def _first_agenda(self) -> IslandAgenda:
        """Return the first agenda, as complete as possible."""
        state, self.draft = self.state, WorkingAgenda(self.state.conference, self.state.rules)
        state.draft = self.draft
        begin = state.incumbent.agenda if state.incumbent is not None else state.start.hint
        if begin is not None:
            self.draft.load(*self.draft.numbers_of(begin))
        construct(self.draft, self.rng, lambda: self.budget.is_over)
        return self._current()

    def _current(self) -> IslandAgenda:
        return IslandAgenda(self.draft.cost, (list(self.draft.state.time), list(self.draft.state.room)))

    def _with_suggestion(self, best: IslandAgenda) -> IslandAgenda:
        """Return an agenda from another strategy if it is better."""
        suggestion = self.state.suggestion()
        if suggestion is None:
            return best
        self.draft.load(*self.draft.numbers_of(suggestion))
        return min(best, self._current())

    def _tasks(self, best: IslandAgenda, lengths: HistoryLengths, seconds: float) -> list[dict[str, Any]]:
        self.round += 1
        self.draft.load(*best.places)
        wishes = self.draft.scale.split(best.cost)[1]
        common = {
            **self.shared,
            "places": places_of(self.draft.grid.agenda(*best.places)),
            "seconds": seconds,
            "history": lengths.history,
            "slack": lengths.slack(wishes) // self.islands,
        }
        parts = divided(self.draft, self.islands, "block", self.rng)
        return [{**common, "part": list(part), "seed": self.seed(n)} for n, part in enumerate(parts)]

    def _read(self, answer: Mapping[str, Any]) -> IslandAgenda:
        agenda = agenda_of(self.state.conference, answer["places"])
        return IslandAgenda(answer["cost"], self.draft.numbers_of(agenda))

    def _offer(self, best: IslandAgenda) -> None:
        """Report an agenda if the working agenda calls it legal and it is new."""
        scale = self.draft.scale
        if scale.split(best.cost)[0] == 0 and best.cost != self._offered:
            self._offered, began = best.cost, time.perf_counter()
            self.state.offer(self.draft.grid.agenda(*best.places), Islands.id, scale.by_level(best.cost))
            self._scoring = time.perf_counter() - began


class _SolveRounds(_Rounds):
    """Rounds of whole solves with different seeds, each from the best agenda, if local search is not suitable."""

    def run(self) -> None:
        """Run rounds of solves, each longer than the one before."""
        self.dispatcher.answers(self.dispatcher.send(worker.greet, [self.shared] * self.islands))
        seconds = SOLVE_SECONDS
        while self.keeps_going:
            self.round += 1
            sent = self.dispatcher.send(worker.solve_round, self._tasks(self.seconds(seconds)))
            for answer in self.dispatcher.answers(sent):
                self._take(answer)
            seconds = min(2 * seconds, MOST_SOLVE_SECONDS)

    def _tasks(self, seconds: float) -> list[dict[str, Any]]:
        state = self.state
        best = state.incumbent.agenda if state.incumbent is not None else state.start.hint
        common = {
            **self.shared,
            "places": None if best is None else places_of(best),
            "seconds": seconds,
            "bounds": {str(level): bound for level, bound in state.bounds.items()},
            "by_track": state.by_track,
            "published": state.start.draft is not None,
        }
        return [{**common, "seed": self.seed(island + 1)} for island in range(self.islands)]

    def _take(self, answer: Mapping[str, Any]) -> None:
        """Report the agenda of a worker, and its bound on the highest level."""
        state = self.state
        if answer["places"] is not None:
            agenda = agenda_of(state.conference, answer["places"])
            if state.offer(agenda, Islands.id, answer["costs"]):
                state.suggest(agenda)
        highest = state.levels[0]
        if (bound := answer["bounds"].get(highest)) is not None:  # bounds of lower levels are conditional
            state.prove(highest, bound)
