"""No two sessions in one room at once, counted in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.rules.base.amount_tables import Numbers
from benchmarks.families.optaplanner.rules.pairs import PairRule, Times

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms


@register_rule
class RoomConflict(PairRule):
    r"""Two sessions in one room are not at once.

    The amount is the number of minutes that pairs of sessions in one room share. The structure of an agenda forbids it
    already; the rule only tells how much an agenda that breaks it is worth.

    Source: "Room conflict".
    """

    id: ClassVar[str] = "optaplanner_room_conflict"

    def weights(self, conference: Conference) -> Numbers:
        return np.ones((len(conference.sessions), len(conference.sessions)), dtype=np.int64)

    def times(self, times: Times) -> Numbers:
        return times.overlap

    def rooms(self, conference: Conference) -> Numbers:
        return np.eye(len(conference.rooms), dtype=np.int64)

    def quick(self, terms: Terms) -> bool:
        start, end = terms.grid.start, terms.grid.end

        def shared(_a: int, t: int, _b: int, u: int, _room: int) -> int:
            return max(0, min(end[t], end[u]) - max(start[t], start[u]))

        terms.charge_same_room(shared, 0)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge nothing: the model forbids it."""
        return decisions.cost(self.is_hard)

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the times of every pair in one room."""
        by_room: dict[str, list[str]] = {}
        for id, place in agenda.items():
            by_room.setdefault(place.room, []).append(id)
        for room, sessions in by_room.items():
            for first, second in combinations(sessions, 2):
                begin = max(agenda[first].start, agenda[second].start)
                end = min(agenda[first].end, agenda[second].end)
                if begin < end:
                    titles = [conference.session_by_id[id].title for id in (first, second)]
                    where, when = conference.room_by_id[room].name, conference.clocks(begin, end)
                    message = f'"{titles[0]}" and "{titles[1]}" are both in {where}, {when}.'
                    yield Violation(end - begin, message, (first, second), rooms=(room,))
