"""No more rooms than needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.model.parts import Block
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import counted, listed
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.base.units import periods

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.rule_cost import Literal as Truth
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import Spot
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomsUsed"]


class RoomsUsed(Rule):
    r"""The programme uses as few rooms as possible: each room that is used costs rent, staff and equipment.

    The amount is the number of rooms with at least one session, beyond those that are paid for anyway (``free``):

    .. math:: \max\bigl(0,\ \left|\{\mathrm{room}(s) : s \text{ placed}\}\right| - \mathrm{free}\bigr)

    With ``per="day"`` the rooms are counted day by day, and the excess is summed over the days: a room that is used on
    three days counts three times. How long a room is used does not matter. If the rule is hard, at most ``free`` rooms
    may be used.

    Source: organisers who rent rooms individually.
    """

    id: ClassVar[str] = "rooms_used"
    unit: ClassVar[str] = "rooms"
    default_severity: ClassVar[Severity] = OFF
    bears_absence: ClassVar[bool] = True

    per: Literal["conference", "day"] = Field(
        default="conference", description="Whether a room counts once in all, or once for each day on which it is used."
    )
    free: Count = Field(default=0, description="How many rooms, in all or on each day, cost nothing.")

    def applies(self, conference: Conference) -> bool:
        """Whether more rooms could be used than are free of charge."""
        return min(len(conference.rooms), len(conference.sessions)) > self.free

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the rooms in use beyond those free of charge."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        stretches = list(conference.blocks_by_day.values()) if self.per == "day" else [conference.blocks]
        for stretch in stretches:
            found = {room.id: self._is_used(decisions, room.id, stretch) for room in conference.rooms}
            used = [literal for literal in found.values() if literal.index != decisions.never.index]
            _bound_minutes(decisions, stretch, used)
            if self.free:
                over = decisions.excess(used, self.free)
                used = [] if over is None else [over]
            for literal in used:
                cost.add(literal)
        return cost

    def _is_used(self, decisions: Decisions, room: str, stretch: Sequence[Block]) -> Truth:
        """Return a literal for whether any session is in the room, from the coarsest suitable decisions."""
        if self.per == "day" or decisions.by_track:
            return decisions.some(decisions.cell_used(block.id, room) for block in stretch)
        sessions = (session.id for session in decisions.conference.sessions)
        return decisions.some(decisions.in_room(id, room) for id in sessions if room in decisions.rooms(id))

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Collect the rooms of the programme, or of each day."""
        for when, blocks in periods(conference, self.per):
            inside = {block.id for block in blocks}
            here = [id for id, place in agenda.items() if place.block in inside]
            rooms = [room for room in conference.rooms if any(agenda[id].room == room.id for id in here)]
            if len(rooms) > self.free:
                names = listed(room.name for room in rooms)
                most = f"; {counted(self.free, 'room')} would cost nothing" if self.free else ""
                message = (
                    f"{counted(len(rooms), 'room')} {'is' if len(rooms) == 1 else 'are'} used{when}: {names}{most}."
                )
                yield Violation(len(rooms) - self.free, message, tuple(here), rooms=tuple(room.id for room in rooms))

    def quick(self, terms: Terms) -> bool:
        """Charge the rooms in use."""
        everybody = range(len(terms.grid.conference.sessions))
        if self.free:
            terms.charge_group(everybody, self.per, self._rooms_over_limit)
        else:
            terms.charge_used(everybody, "day and room" if self.per == "day" else "room")
        return True

    def _rooms_over_limit(self, spots: Sequence[Spot]) -> int:
        return max(0, len({spot.room for spot in spots}) - self.free)


def _bound_minutes(decisions: Decisions, stretch: Sequence[Block], used: Sequence[Truth]) -> None:
    """Bound the occupied minutes of each block by those of the rooms in use, to tighten the linear relaxation."""
    from agenda_solver.cpsat.cuts.room_minutes import occupied_minutes

    conference = decisions.conference
    for block in stretch:
        loads = [
            (occupied_minutes(conference, session.id, block.id), decisions.in_block(session.id, block.id))
            for session in conference.sessions
            if block.id in decisions.blocks(session.id)
        ]
        length = conference.block_span[block.id].minutes
        if loads:
            decisions.model.add(sum(minutes * lies for minutes, lies in loads) <= length * sum(used))
