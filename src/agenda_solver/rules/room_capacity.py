"""Everybody gets a seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import seats_for
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomCapacity"]


class RoomCapacity(Rule):
    r"""A room has a seat for everybody who is expected.

    The amount is the number of seats that are missing, summed over the placed sessions:

    .. math:: \sum_{s} \max(0,\ \mathrm{audience}_s - \mathrm{capacity}_{\mathrm{room}_s})

    The audience of a session is its ``expected_audience``. A room without a ``capacity`` has seats for everybody.

    Source: the capacities of the timetabling literature, of EMF's and of PyCon UK's schedulers; neither CoSPLib nor
    OptaPlanner's conference example has it.
    """

    id: ClassVar[str] = "room_capacity"
    unit: ClassVar[str] = "seats"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether some session expects more people than some room seats."""
        most = max(session.expected_audience for session in conference.sessions)
        return any(room.capacity is not None and room.capacity < most for room in conference.rooms)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each room for the missing seats, or forbid it."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        seats = {room.id: room.capacity for room in conference.rooms if room.capacity is not None}
        for session in conference.sessions:
            rooms = [room for room in decisions.rooms(session.id) if room in seats]
            cost.rooms(session.id, {room: max(0, session.expected_audience - seats[room]) for room in rooms})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the audience of each session with the seats of its room."""
        for id, placed in agenda.items():
            session, room = conference.session_by_id[id], conference.room_by_id[placed.room]
            if room.capacity is not None and session.expected_audience > room.capacity:
                missing = session.expected_audience - room.capacity
                yield Violation(missing, seats_for(session, room), (id,), rooms=(room.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the missing seats of each room."""
        conference = terms.grid.conference
        seats = {number: room.capacity for number, room in enumerate(conference.rooms) if room.capacity is not None}
        for number, session in enumerate(conference.sessions):
            audience = session.expected_audience
            terms.charge_rooms(number, {room: max(0, audience - capacity) for room, capacity in seats.items()})
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own room matters."""
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, time="never")
