"""Sessions are at times and in rooms that suit them and their speakers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.model.field_types import BlockId, Count, PersonId, RoomId, SessionId
from agenda_solver.rules.base.amount_tables import Grid, PlaceTable, Tables
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.selection import unknown_ends
from benchmarks.families.one_slot import OneSlotRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

KINDS = {"session": "sessions", "block": "blocks", "room": "rooms", "person": "people"}


class Unsuitable(BaseModel):
    """A block or a room that does not suit a session."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    session: SessionId = Field(description="Id of the session.")
    block: BlockId | None = Field(default=None, description="Id of the block, for a rule about times.")
    room: RoomId | None = Field(default=None, description="Id of the room, for a rule about rooms.")
    person: PersonId | None = Field(default=None, description="Id of the speaker whom it does not suit.")
    amount: Count = Field(description="What each minute of the session costs there.")
    reason: str = Field(description="What is wrong with it.")


@register_rule
class Places(OneSlotRule):
    r"""Sessions are in blocks, or in rooms, that suit them and their speakers.

    The amount is the sum over the sessions of their length, times the amounts of the rows of ``table`` for the session
    and its block, or its room. All rows that apply add up. Blocks matter, not times: a block can suit somebody whom
    another one that overlaps it does not suit.

    Source: "Speaker unavailable timeslot", and the sixteen constraints of required, preferred, prohibited and undesired
    tags of timeslots and rooms.
    """

    id: ClassVar[str] = "optaplanner_places"

    rooms: bool = Field(description="Whether the rows name rooms, else blocks.")
    table: tuple[Unsuitable, ...] = Field(description="What does not suit which session.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        yield from super().problems(conference)
        for number, row in enumerate(self.table):
            yield from unknown_ends(conference, row, KINDS, f"table[{number}]")
            if (row.room is None) == self.rooms or (row.block is None) != self.rooms:
                yield Problem(f"table[{number}]", f"must name a {'room' if self.rooms else 'block'} only")

    def applies(self, conference: Conference) -> bool:  # noqa: ARG002 - of the base
        return any(row.amount for row in self.table)

    def _rates(self) -> dict[str, dict[str, int]]:
        """Return what a minute of each session costs, by block or by room."""
        found: dict[str, dict[str, int]] = {}
        for row in self.table:
            where, mine = str(row.room if self.rooms else row.block), found.setdefault(row.session, {})
            mine[where] = mine.get(where, 0) + row.amount
        return found

    def as_tables(self, grid: Grid) -> Tables:
        conference, (sessions, times, rooms) = grid.conference, grid.shape
        parts = [part.id for part in (conference.rooms if self.rooms else conference.blocks)]
        rates, found = self._rates(), np.zeros((sessions, len(parts)), dtype=np.int64)
        for number, session in enumerate(conference.sessions):
            mine = rates.get(session.id, {})
            found[number] = [mine.get(part, 0) for part in parts]
        shape = (sessions, 1, rooms) if self.rooms else (sessions, times, 1)
        by_place = (found if self.rooms else found[:, grid.blocks]).reshape(shape)
        return Tables((PlaceTable(by_place * (grid.ends - grid.starts).reshape(1, times, 1)),))

    def quick(self, terms: Terms) -> bool:
        grid = terms.grid
        for session, rates in self._rates().items():
            number = grid.number_of_session[session]
            minutes = {time: grid.end[time] - grid.start[time] for time in grid.times_of[number]}
            if self.rooms:
                by_room = {grid.number_of_room[room]: rate for room, rate in rates.items()}
                places = {(time, room): rate * n for room, rate in by_room.items() for time, n in minutes.items()}
                terms.charge_places(number, places)
            else:
                costs = {time: rates.get(grid.times[time].block, 0) * n for time, n in minutes.items()}
                terms.charge_times(number, costs)
        return True

    def post(self, decisions: Decisions) -> Cost | None:
        cost, rates = decisions.cost(self.is_hard), self._rates()
        for session in decisions.conference.sessions:
            mine, positions = rates.get(session.id, {}), list(decisions.positions(session.id))
            if self.rooms:
                places = product(positions, mine.items())
                cost.places(session.id, {(p, room): rate * (p.end - p.start) for p, (room, rate) in places})
            else:
                cost.blocks(session.id, {p.block: mine.get(p.block, 0) * (p.end - p.start) for p in positions})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for the place of each session in the table."""
        for row in self.table:
            place = agenda.get(row.session)
            here = place and (place.room if self.rooms else place.block)
            if place and row.amount and here == (row.room if self.rooms else row.block):
                title, when = conference.session_by_id[row.session].title, conference.clocks(place.start, place.end)
                where = conference.room_by_id[place.room].name if self.rooms else when
                people = () if row.person is None else (row.person,)
                amount = row.amount * (place.end - place.start)
                yield Violation(amount, f'"{title}" ({where}): {row.reason}.', (row.session,), people)
