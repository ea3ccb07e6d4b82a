"""Sessions that keep their time keep their room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver import Agenda, Conference, Violation, register_rule
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms


@register_rule
class MovedInRoom(OneSlotRule):
    r"""A published session that keeps its time is in the room that was published.

    The amount is the number of published sessions that keep their published start but are in another room. Sessions
    that have moved in time do not count: their people have to be informed anyway.

    Source: the two figures by which repairs of the draft of CHI 2013 are compared; the library's own ``published_room``
    counts every other room.
    """

    id: ClassVar[str] = "chi_moved_in_room"
    unit: ClassVar[str] = "sessions"
    bears_optional: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        return bool(conference.published) and len(conference.rooms) > 1

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge every other room of the block that begins at the published time."""
        cost = decisions.cost(self.is_hard)
        for id, start, room in _published(decisions.conference):
            blocks = [position.block for position in decisions.positions(id) if position.start == start]
            others = [other for other in decisions.rooms(id) if other != room]
            cost.cells(id, {(block, other): 1 for block in blocks for other in others})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the room of every published session whose time has not changed."""
        for id, start, room in _published(conference):
            place = agenda.get(id)
            if place is not None and place.start == start and place.room != room:
                title, when = conference.session_by_id[id].title, conference.clock(start)
                then, now = (conference.room_by_id[one].name for one in (room, place.room))
                message = f'"{title}" was published for {when} in {then}, and is then in {now}.'
                yield Violation(1, message, (id,), rooms=(room, place.room))

    def quick(self, terms: Terms) -> bool:
        grid = terms.grid
        for id, start, room in _published(grid.conference):
            number, kept = grid.number_of_session[id], grid.number_of_room[room]
            times = [time for time in grid.times_of[number] if grid.start[time] == start]
            rooms = [other for other in range(len(grid.conference.rooms)) if other != kept]
            terms.charge_places(number, {(time, other): 1 for time in times for other in rooms})
        return True


def _published(conference: Conference) -> Iterator[tuple[str, int, str]]:
    """Return the sessions that were published, each with its start in minutes and its room."""
    for one in conference.published or ():
        yield one.session, conference.minute_of(one.start), one.room
