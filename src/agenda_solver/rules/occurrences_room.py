"""The occurrences of a session keep their room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.rules.base.amount_tables import Grid, Tables

__all__ = ["OccurrencesRoom"]


class OccurrencesRoom(Rule):
    r"""A session that takes place several times keeps its room.

    The amount is the number of different rooms over one, summed over the sessions that take place several times:

    .. math:: \sum_{s} \max\bigl(0,\ \left|\{\mathrm{room}(o) : o \in \mathrm{occurrences}(s)\}\right| - 1\bigr)

    Occurrences without a place do not count.

    Source: the W3C's TPAC, where a group that meets several times should keep its room.
    """

    id: ClassVar[str] = "occurrences_room"
    unit: ClassVar[str] = "rooms over one"
    default_severity: ClassVar[Severity] = soft(1)
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether a session takes place several times, and there are at least two rooms."""
        return bool(conference.occurrences) and len(conference.rooms) > 1

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the rooms of the occurrences of each session beyond the first."""
        cost = decisions.cost(self.is_hard)
        for members in decisions.conference.occurrences.values():
            used = []
            for room in decisions.conference.rooms:
                here = [decisions.in_room(s, room.id) for s in members if room.id in decisions.rooms(s)]
                if (literal := decisions.some(here)).index != decisions.never.index:
                    used.append(literal)
            cost.add(decisions.excess(used, 1))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Collect the rooms of the occurrences of each session."""
        for first, members in conference.occurrences.items():
            placed = [id for id in members if id in agenda]
            rooms = [room for room in conference.rooms if any(agenda[id].room == room.id for id in placed)]
            if len(rooms) > 1:
                title, names = conference.session_by_id[first].title, listed([room.name for room in rooms])
                message = f'The occurrences of "{title}" are spread over {len(rooms)} rooms: {names}.'
                yield Violation(len(rooms) - 1, message, tuple(placed), rooms=tuple(room.id for room in rooms))

    def as_tables(self, grid: Grid) -> Tables | None:
        """Return the pairs of occurrences in two rooms; None if a session takes place more than twice.

        Three occurrences in two rooms have two pairs apart, in three rooms three pairs. No sum over pairs yields the
        amounts 1 and 2.
        """
        import numpy as np

        from agenda_solver.rules.base.amount_tables import PairTable, Tables

        conference = grid.conference
        if any(len(members) > 2 for members in conference.occurrences.values()):
            return None
        sessions, times, rooms = grid.shape
        weights = np.zeros((sessions, sessions), dtype=np.int64)
        for members in conference.occurrences.values():
            numbers = [conference.session_rank[id] for id in members]
            weights[np.ix_(numbers, numbers)] = 1
        always = np.ones((times, times), dtype=np.int64)
        return Tables((PairTable.unordered(weights, always, 1 - np.eye(rooms, dtype=np.int64)),))

    def quick(self, terms: Terms) -> bool:
        """Charge the rooms of the occurrences of each session beyond the first."""
        for members in terms.grid.conference.occurrences.values():
            terms.charge_over_one((terms.grid.number_of_session[id] for id in members), "room", "conference")
        return True
