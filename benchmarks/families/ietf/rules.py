"""One group just before or after another, in the same room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.model.field_types import Minutes, SessionId
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.selection import unknown_sessions
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import PlaceGrid, Spot
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.model.agenda import Placement
    from agenda_solver.model.conference import Position


class Beside(BaseModel):
    """A session, and those of which one should be beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    session: SessionId = Field(description="Id of the session that wants a neighbour.")
    neighbours: tuple[SessionId, ...] = Field(description="Ids of those of which one is enough; there may be none.")


@register_rule
class Neighbour(OneSlotRule):
    r"""A session has one of some others just before or after it, in its room.

    The amount is the number of rows whose session has a place, and none of whose neighbours begins or ends within
    ``within_minutes`` of its end or its start in the same room.

    Source: "adjacency" of the IETF's scheduler.
    """

    id: ClassVar[str] = "ietf_neighbour"
    unit: ClassVar[str] = "sessions"
    bears_absence: ClassVar[bool] = False

    rows: tuple[Beside, ...] = Field(default=(), description="Who wants whom beside it.")
    within_minutes: Minutes = Field(default=30, description="Minutes between the two, at most.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        yield from super().problems(conference)
        for number, row in enumerate(self.rows):
            yield from unknown_sessions(conference, (row.session, *row.neighbours), f"rows[{number}]")
            if row.session in row.neighbours:
                yield Problem(f"rows[{number}]", f'"{row.session}" cannot be beside itself')

    def applies(self, conference: Conference) -> bool:  # noqa: ARG002 - of the base
        return bool(self.rows)

    def _is_near(self, here: Position | Placement, there: Position | Placement) -> bool:
        return min(abs(here.start - there.end), abs(there.start - here.end)) <= self.within_minutes

    def post(self, decisions: Decisions) -> Cost | None:
        """Require for each place of a session that one of the others is beside it."""
        cost = decisions.cost(self.is_hard)
        for row in self.rows:
            alone = decisions.model.new_bool_var("")
            for position in decisions.positions(row.session):
                here = decisions.in_block(row.session, position.block)
                for room in decisions.rooms(row.session):
                    beside = self._beside(decisions, row.neighbours, position, room)
                    decisions.model.add_bool_or([~here, ~decisions.in_room(row.session, room), *beside, alone])
            cost.add(alone)
        return cost

    def _beside(self, decisions: Decisions, others: Sequence[str], here: Position, room: str) -> list[Literal]:
        return [
            decisions.in_cell(other, there.block, room)
            for other in others
            if room in decisions.rooms(other)
            for there in decisions.positions(other)
            if self._is_near(here, there)
        ]

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Check the neighbours of each session that wants one."""
        for row in self.rows:
            place = agenda.get(row.session)
            if place is None:
                continue
            around = [agenda[id] for id in row.neighbours if id in agenda]
            if not any(other.room == place.room and self._is_near(place, other) for other in around):
                title, room = conference.session_by_id[row.session].title, conference.room_by_id[place.room].name
                titles = [f'"{conference.session_by_id[id].title}"' for id in row.neighbours]
                wanted = " or ".join(titles) or "what it wants, which does not take place,"
                when = conference.clocks(place.start, place.end)
                message = f'"{title}" ({when}) has not {wanted} just before or after it in {room}.'
                yield Violation(1, message, (row.session, *row.neighbours), rooms=(place.room,))

    def quick(self, terms: Terms) -> bool:
        for row in self.rows:
            self._charge(terms, row)
        return True

    def _charge(self, terms: Terms, row: Beside) -> None:
        grid: PlaceGrid = terms.grid
        wanting = grid.number_of_session[row.session]

        def alone(spots: Sequence[Spot]) -> int:
            mine = [spot for spot in spots if spot.session == wanting]
            others = [spot for spot in spots if spot.session != wanting]
            return sum(
                not any(a.room == b.room and self._is_near(grid.times[a.time], grid.times[b.time]) for b in others)
                for a in mine
            )

        members = [wanting, *(grid.number_of_session[id] for id in row.neighbours)]
        terms.charge_group(members, "conference", alone)
