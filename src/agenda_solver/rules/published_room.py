"""What was published stays in its room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.reach import NOBODY, Reach
from agenda_solver.rules.rule import Rule, Severity, Violation, soft

if TYPE_CHECKING:
    from agenda_solver.evaluation.terms import Terms
    from agenda_solver.solver.cost import Cost
    from agenda_solver.solver.decisions import Decisions

__all__ = ["PublishedRoom"]


class PublishedRoom(Rule):
    r"""A session that was published lies in the room that the published agenda says.

    With :math:`P` the sessions of the published agenda, the amount is the number of those that are in another room:

    .. math:: \left|\{s \in P : s \text{ has a place},\
              \mathrm{room}_s \ne \mathrm{room}^{\mathrm{published}}_s\}\right|

    A session that was not published costs nothing. What is left out has moved in time, and is not counted here.

    Source: OptaPlanner's conference example ("published room").
    """

    id: ClassVar[str] = "published_room"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = soft(10)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether something was published."""
        return bool(conference.published)

    def post(self, decisions: Decisions) -> Cost | None:
        """Strike out, or charge, every other room."""
        cost = decisions.cost(self.is_hard)
        for published in decisions.conference.published or ():
            others = (room for room in decisions.rooms(published.session) if room != published.room)
            cost.rooms(published.session, dict.fromkeys(list(others), 1))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every published room with the placement."""
        for published in conference.published or ():
            id, placed = published.session, agenda.get(published.session)
            if placed is None or placed.room == published.room:
                continue
            title = conference.session_by_id[id].title
            then, now = conference.room_by_id[published.room].name, conference.room_by_id[placed.room].name
            message = f'"{title}" was published in {then}, and is in {now}.'
            yield Violation(1, message, (id,), (), (published.room, placed.room))

    def quick(self, terms: Terms) -> bool:
        """Charge each published session for every other room."""
        conference, number = terms.grid.conference, terms.grid.number_of_session
        for published in conference.published or ():
            others = {n: 1 for n, room in enumerate(conference.rooms) if room.id != published.room}
            terms.charge_rooms(number[published.session], others)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Look at its own room."""
        # Tabu search makes its tables of this promise.
        return Reach(NOBODY, time="never")
