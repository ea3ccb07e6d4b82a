"""What was published stays in its room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PublishedRoom"]

WALK = ", in another building"


class PublishedRoom(Rule):
    r"""A session that was published is in the room that the published agenda says.

    With :math:`P` the sessions of the published agenda that have a place, the amount is

    .. math:: \sum_{s \in P:\ \mathrm{room}_s \ne \mathrm{room}^{\mathrm{published}}_s} n_s

    with :math:`n_s` = ``other_room`` if the room is in the same building as the published one, and
    ``other_building`` if it is in another one. Both are 1 by default: sessions are counted. With 0 and 1, only
    sessions for which people have to leave the building are counted. A room without a building is treated as being in
    a different building from every room that has one; if no room has a building, all rooms are in the same one.

    A session that was not published costs nothing. A session that is left out has moved in time, and is not counted
    here.

    Source: OptaPlanner's conference example ("published room"); EMF, where the room next door is better than the far
    end of the field.
    """

    id: ClassVar[str] = "published_room"
    unit: ClassVar[str] = "sessions or points"
    default_severity: ClassVar[Severity] = soft(10)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    other_room: Count = Field(default=1, description="What another room of the same building counts.")
    other_building: Count = Field(default=1, description="What a room of another building counts.")

    @property
    def measured_in(self) -> str:
        """Sessions, or points if a changed room or building counts more than 1."""
        return "sessions" if max(self.other_room, self.other_building) <= 1 else "points"

    def applies(self, conference: Conference) -> bool:
        """Whether a session was published in a room from which a move counts."""
        rooms = {published.room for published in conference.published or ()}
        return any(self.amounts(conference, room) for room in rooms)

    def amounts(self, conference: Conference, published: str) -> dict[str, int]:
        """Return the amount of each other room for a session that was published in this one."""
        building = conference.room_by_id[published].building
        counts = {
            room.id: self.other_room if room.building == building else self.other_building
            for room in conference.rooms
            if room.id != published
        }
        return {room: count for room, count in counts.items() if count}

    def post(self, decisions: Decisions) -> Cost | None:
        """Forbid or charge every other room."""
        cost = decisions.cost(self.is_hard)
        for published in decisions.conference.published or ():
            cost.rooms(published.session, self.amounts(decisions.conference, published.room))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every published room with the placement."""
        for published in conference.published or ():
            id, placed = published.session, agenda.get(published.session)
            if placed is None or placed.room == published.room:
                continue
            then, now = conference.room_by_id[published.room], conference.room_by_id[placed.room]
            amount = self.other_room if then.building == now.building else self.other_building
            if amount:
                title, tells = conference.session_by_id[id].title, self.other_room != self.other_building
                where = WALK if tells and then.building != now.building else ""
                message = f'"{title}" was published in {then.name}, but is now in {now.name}{where}.'
                yield Violation(amount, message, (id,), (), (published.room, placed.room))

    def quick(self, terms: Terms) -> bool:
        """Charge each published session for every other room."""
        conference, number = terms.grid.conference, terms.grid.number_of_session
        for published in conference.published or ():
            amounts = self.amounts(conference, published.room)
            others = {n: amounts.get(room.id, 0) for n, room in enumerate(conference.rooms)}
            terms.charge_rooms(number[published.session], others)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own room matters."""
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, time="never")
