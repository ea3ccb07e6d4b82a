"""The strategy ``counted_bounds``: lower bounds on the costs of each track, and of each session, by itself."""

from __future__ import annotations

from typing import ClassVar

from agenda_solver.search.bounds.summed_bounds import SummedBounds
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.turn_budget import Budget

__all__ = ["CountedBounds"]


class CountedBounds(Strategy):
    """Lower bounds from small problems about each track and each session, added up."""

    id: ClassVar[str] = "counted_bounds"
    prepares: ClassVar[bool] = True

    def __init__(self) -> None:
        self._done = False

    def suits(self, state: SearchState) -> bool:
        """Whether it has not run yet and there are soft rules; the track model has better bounds of its own."""
        if self._done or state.counted or state.tracks_own_cells or state.is_settled_at_once:
            return False
        if state.is_very_large and state.incumbent is None and "local_search" in state.running:
            return False  # a first agenda is more urgent
        return any(not rule.is_hard for rule in state.rules)

    def run(self, state: SearchState, budget: Budget) -> None:
        """Prove a lower bound for each priority level, and then for each single rule."""
        self._done = True
        with state.accounted("bound"):
            self._prove(state, budget)

    def _prove(self, state: SearchState, budget: Budget) -> None:
        with state.alone():
            draft = state.draft or WorkingAgenda(state.conference, state.rules)
            rule_terms = [(rule, terms) for rule, terms in draft.rule_terms if not rule.is_hard]
            number = draft.grid.number_of_session
            tracks = [
                frozenset(number[s.id] for s in sessions)
                for sessions in state.conference.sessions_by_track.values()
                if sessions
            ]
            levels = {
                level: SummedBounds(draft, [one for one in rule_terms if one[0].severity.priority == level], tracks)
                for level in state.levels
            }
            for level, costs in levels.items():
                costs.add_counting_bounds(budget)
                self._report_bound(state, level, costs.total)
            by_rule = {rule.key: SummedBounds(draft, [(rule, terms)], tracks) for rule, terms in rule_terms}
            for costs in by_rule.values():
                costs.add_counting_bounds(budget)
        for level, costs in levels.items():
            costs.add_model_bounds(budget)
            self._report_bound(state, level, costs.total)
        for key, costs in by_rule.items():
            costs.add_model_bounds(budget)
            state.bounds_by_rule[key] = costs.total

    def _report_bound(self, state: SearchState, level: int, bound: int) -> None:
        state.prove(level, bound)
        state.announce_incumbent()
        state.report_progress("bound", level)
