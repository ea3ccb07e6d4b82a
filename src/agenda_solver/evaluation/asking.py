"""A rule that tells no terms, asked through its ``check`` for every move: exact, and a hundred times slower.

A rule that promises how far a place reaches is shown only the sessions that matter.
"""

from __future__ import annotations

from agenda_solver.evaluation.grid import Grid
from agenda_solver.evaluation.standing import Standing
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.rules.reach import Reach
from agenda_solver.rules.rule import Rule

__all__ = ["AskedRule"]


class AskedRule:
    """What a rule costs as sessions come and go, as its ``check`` counts it.

    Attributes
    ----------
    empty
        What an agenda without any session costs.
    """

    def __init__(self, grid: Grid, rule: Rule, weight: int) -> None:
        self._grid, self._rule, self._weight = grid, rule, weight
        self._places: dict[str, Placement] = {}
        self._by_block: dict[str, dict[str, Placement]] = {block.id: {} for block in grid.conference.blocks}
        self._standing = Standing(grid.conference, self._places, self._by_block)
        self._known: dict[str, tuple[Reach, Rule]] = {}
        self.empty = weight * self._amount(rule, {})

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the weighted amount."""
        id, here = self._grid.conference.sessions[session].id, self._grid.placement(time, room)
        if sign < 0:
            del self._places[id], self._by_block[here.block][id]
        added = self.peek(session, time, room)
        if sign > 0:
            self._places[id] = self._by_block[here.block][id] = here
        return sign * added

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""
        id, here = self._grid.conference.sessions[session].id, self._grid.placement(time, room)
        if id not in self._known:
            conference = self._grid.conference
            self._known[id] = self._rule.reach(conference, id), self._rule.about(conference, id)
        reach, about = self._known[id]
        near = self._standing.near(reach, here, self._standing.among(reach.others))
        return self._weight * (self._amount(about, {**near, id: here}) - self._amount(about, near))

    def _amount(self, rule: Rule, places: dict[str, Placement]) -> int:
        conference = self._grid.conference
        return sum(violation.amount for violation in rule.check(conference, Agenda(conference, places)))
