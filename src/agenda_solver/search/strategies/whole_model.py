"""The strategy ``whole_model``: the conference as one CP-SAT model, compiled and searched in phases."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.model.agenda import Agenda
from agenda_solver.search.exact.phases import search
from agenda_solver.search.limits import Limits
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.turn_budget import Budget

__all__ = ["WholeModel"]

# It takes long to build a very large model. Beside local search it is built only when that has stalled, or has found no
# legal agenda for this share of the time limit and for a second per PLACES_A_SECOND, capped at the third number.
SHARE_WITHOUT_AGENDA, PLACES_A_SECOND, SECONDS_WITHOUT_AGENDA = 0.25, 200_000, 10.0
# With more places than this, building the model takes so long that it waits a second per FEWER_PLACES_A_SECOND.
HARDLY_TO_BE_MADE, FEWER_PLACES_A_SECOND = 20_000_000, 15_000


class WholeModel(Strategy):
    """All rules in one CP-SAT model: the track model if cells belong to tracks, otherwise the ordinary model."""

    id: ClassVar[str] = "whole_model"

    def __init__(self) -> None:
        self._done = False

    def suits(self, state: SearchState) -> bool:
        """Whether it has not run yet, and the model is not very large or local search makes no progress."""
        if self._done:
            return False
        if state.counted or state.tracks_own_cells or not state.is_very_large:
            return True
        if state.working.isdisjoint({"local_search", "islands"}) or "local_search" in state.stalled:
            return True
        patience = max(SHARE_WITHOUT_AGENDA * state.limits.seconds, state.places / PLACES_A_SECOND)
        patience = min(SECONDS_WITHOUT_AGENDA, patience)
        if state.places > HARDLY_TO_BE_MADE:
            patience = state.places / FEWER_PLACES_A_SECOND
        return state.incumbent is None and state.elapsed() > patience

    def run(self, state: SearchState, budget: Budget) -> None:
        """Compile the model, and search it until the time ends or the search is complete."""
        self._done = True
        compiled = self._compiled(state)
        if compiled is None:
            return
        later = state.elapsed()
        start = state.start

        def on_agenda(agenda: Agenda, costs: dict[int, int]) -> None:
            state.announce_agenda(agenda, costs)
            if state.incumbent is None or state.incumbent.agenda is not agenda:
                state.suggest(agenda)

        state.outcome = search(
            compiled,
            _limits(state, budget.left),
            state.deadline.stop,
            lambda p: state.news.tell(replace(p, elapsed=p.elapsed + later)),
            start.hint,
            on_agenda,
            {level: max(state.known.get(level, 0), state.bounds.get(level, 0)) for level in state.levels},
            draft=start.draft,
            others=state.best,
            # Its calls to numpy would wait for the thread of local search each time, and local search is better at
            # pairs.
            on_tabu_search=lambda: state.retired.add("local_search"),
        )
        state.spent = state.limits.deterministic or 0.0  # it ends with a proof, or at the limit
        if state.outcome.first_legal is not None:
            found = later + state.outcome.first_legal
            state.first_legal = found if state.first_legal is None else min(found, state.first_legal)

    def _compiled(self, state: SearchState) -> Compiled | None:
        """Return the model, or None if building it took too long."""
        if state.news.history and state.news.history[-1].phase != "compile":
            state.report_progress("compile", state.levels[0])
        with state.accounted("compile"):
            try:
                return compile_conference(
                    state.conference, state.rules, by_track=state.by_track, deadline=_UntilSettled(state)
                )
            except OutOfTime:
                return None


class _UntilSettled(Deadline):
    """The deadline of a solve; it also passes when another strategy has proven the best agenda."""

    def __init__(self, state: SearchState) -> None:
        outer = state.deadline
        super().__init__(outer.seconds, outer.stop)
        self.began, self._settled = outer.began, state.settled

    def left(self) -> float:
        """Return the seconds that are left."""
        return 0.0 if self._settled.is_set() else super().left()

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed, or another strategy has proven its agenda optimal."""
        return self._settled.is_set() or super().is_over


def _limits(state: SearchState, seconds: float) -> Limits:
    """Return the limits of the exact search, which leaves a core to local search if that is more useful."""
    limits = state.limits
    if limits.deterministic is not None:
        return replace(limits, deterministic=max(1e-3, seconds))
    limits = replace(limits, seconds=seconds)
    is_hard_for_models = state.is_very_large or "attendance" in state.running
    if not is_hard_for_models or not state.running - state.stalled or limits.cores() == 1:
        return limits
    return replace(limits, workers=limits.cores() - 1)
