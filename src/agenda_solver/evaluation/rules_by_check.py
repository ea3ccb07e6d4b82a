"""Rules without quick terms: their ``check`` is called for every move, which is exact but about 100 times slower.

If a rule declares its ``reach``, the check is limited to the sessions within it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import product

from agenda_solver.evaluation.grid import Place, PlaceGrid
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.nearby_sessions import NearbySessions
from agenda_solver.evaluation.primitives.moving_terms import Places
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.rules.base.reach import EVERYTHING, Reach
from agenda_solver.rules.base.rule import Rule

__all__ = ["RuleByCheck"]


class RuleByCheck:
    """The cost of a rule, counted by its ``check``, as sessions are placed and removed."""

    def __init__(self, grid: PlaceGrid, rule: Rule, weight: int) -> None:
        self._grid, self._rule, self._weight = grid, rule, weight
        self._placed = NearbySessions(grid.conference)
        self._known: dict[str, tuple[Reach, Rule]] = {}
        self._amount = self._amount_of(rule, {})
        self.empty = weight * self._amount  # the cost of an agenda without sessions

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Place (+1) or remove (-1) a session, and return the change of the weighted amount."""
        id, here = self._at(session, (time, room))
        if sign > 0:
            self._placed.put(id, here)
        else:
            self._placed.take_out(id)
        change = sign * self._added(id, here) if self._has_limited_reach(id) else self._whole_amount({}) - self._amount
        self._amount += change
        return self._weight * change

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what placing a session would change, without changing anything."""
        id, here = self._at(session, (time, room))
        added = self._added(id, here) if self._has_limited_reach(id) else self._whole_amount({id: here}) - self._amount
        return self._weight * added

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session would change, without changing anything."""
        before = self._amount
        total = self.change(session, *old, -1) + self.peek(session, *new)
        self._placed.put(*self._at(session, old))
        self._amount = before
        return total

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions together would change, without changing anything."""
        (old, new, second_old, second_new), before = places, self._amount
        total = self.change(first, *old, -1) + self.change(second, *second_old, -1)
        total += self.change(first, *new, 1) + self.peek(second, *second_new)
        id, here = self._at(first, old)
        self._placed.take_out(id)
        self._placed.put(id, here)
        self._placed.put(*self._at(second, second_old))
        self._amount = before
        return total

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what placing a session at each of some times and rooms would change, without changing anything.

        Places that the ``reach`` of the rule does not distinguish are evaluated once.
        """
        found: dict[Hashable, int] = {}
        for time, room in product(times, rooms):
            if (seen := self._relevant_aspects(session, time, room)) not in found:
                found[seen] = self.peek(session, time, room)
        heat = Heat(times, rooms)
        heat.add_rows([[found[self._relevant_aspects(session, time, room)] for room in rooms] for time in times])
        return heat

    def _relevant_aspects(self, session: int, time: int, room: int) -> Hashable:
        """Return the aspects of a place that the rule can depend on."""
        reach, _ = self._reach_and_about(self._grid.conference.sessions[session].id)
        when = {"start": time, "block": self._grid.block[time], "day": self._grid.day[time], "never": 0}[reach.time]
        return when, room if reach.room else 0

    def _added(self, id: str, here: Placement) -> int:
        """Return what a session adds to the amount at a place, evaluating only the sessions within ``reach``."""
        reach, about = self._reach_and_about(id)
        near = self._placed.near(id, here, reach)
        return self._amount_of(about, {**near, id: here}) - self._amount_of(about, near)

    def _has_limited_reach(self, id: str) -> bool:
        reach, about = self._reach_and_about(id)
        return reach != EVERYTHING or about is not self._rule

    def _reach_and_about(self, id: str) -> tuple[Reach, Rule]:
        if id not in self._known:
            conference = self._grid.conference
            self._known[id] = self._rule.reach(conference, id), self._rule.about(conference, id)
        return self._known[id]

    def _whole_amount(self, more: Mapping[str, Placement]) -> int:
        return self._amount_of(self._rule, {**self._placed.places, **more})

    def _amount_of(self, rule: Rule, places: Mapping[str, Placement]) -> int:
        return rule.amount_in(Agenda(self._grid.conference, places, are_possible=True))  # the grid has no others

    def _at(self, session: int, place: Place) -> tuple[str, Placement]:
        return self._grid.conference.sessions[session].id, self._grid.placement(*place)
