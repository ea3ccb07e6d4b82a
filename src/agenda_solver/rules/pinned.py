"""What is already decided does not change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.parts import Pin
from agenda_solver.rules.base.amount_tables import Grid, PlaceTable, Tables
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["Pinned"]


class Pinned(Rule):
    r"""A session with a pin is where the pin says.

    A pin fixes any of a session's room, day, block and start, each independently. The amount is the number of placed
    sessions that differ from their pin in at least one of these:

    .. math:: \left|\{s : \exists\, x \in \{\text{room}, \text{day}, \text{block}, \text{start}\} :
              x \text{ is fixed by } \mathrm{pin}_s,\ x_s \ne x(\mathrm{pin}_s)\}\right|

    A session counts once, however much it differs. The start is compared as an instant: 10:00 in Almaty is 05:00 in
    London. The pins are fields of the sessions in the conference; the rule has no parameters of its own.

    Source: OptaPlanner's conference example ("pinned by user"); agreements made before the programme exists.
    """

    id: ClassVar[str] = "pinned"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether a session has a pin."""
        return any(session.pin is not None for session in conference.sessions)

    def post(self, decisions: Decisions) -> Cost | None:
        """Forbid or charge every room and start that contradicts the pin."""
        cost = decisions.cost(self.is_hard)
        for session in decisions.conference.sessions:
            if session.pin is None:
                continue
            room = session.pin.room
            rooms = {r: 1 for r in decisions.rooms(session.id) if room not in (None, r)}
            wrong = self._wrong_positions(decisions, session.id, session.pin)
            if self.is_hard or not rooms or not wrong:
                cost.rooms(session.id, rooms)
                cost.positions(session.id, wrong)
                continue
            # A session with both a wrong room and a wrong time counts once.
            by_room, by_time = decisions.cost(False), decisions.cost(False)
            by_room.rooms(session.id, rooms)
            by_time.positions(session.id, wrong)
            missed = decisions.model.new_bool_var("")
            for face in (by_room, by_time):
                decisions.model.add(missed >= sum(amount * literal for amount, literal in face.terms))
            cost.add(missed)
        return cost

    def _wrong_positions(self, decisions: Decisions, session: str, pin: Pin) -> dict[Position, int]:
        conference = decisions.conference
        start = None if pin.start is None else conference.minute_of(pin.start)
        return {
            position: 1
            for position in decisions.positions(session)
            if pin.day not in (None, conference.block_by_id[position.block].day)
            or pin.block not in (None, position.block)
            or start not in (None, position.start)
        }

    def as_tables(self, grid: Grid) -> Tables:
        """Mark every place that contradicts the pin."""
        conference = grid.conference
        wrong = np.zeros(grid.shape, dtype=bool)
        days = np.array([day.id for day in conference.days])[grid.days]
        blocks = np.array([block.id for block in conference.blocks])[grid.blocks]
        rooms = np.array([room.id for room in conference.rooms])
        for number, session in enumerate(conference.sessions):
            if (pin := session.pin) is None:
                continue
            wrong_time = np.zeros(len(grid.times), dtype=bool)
            if pin.day is not None:
                wrong_time |= days != pin.day
            if pin.block is not None:
                wrong_time |= blocks != pin.block
            if pin.start is not None:
                wrong_time |= grid.starts != conference.minute_of(pin.start)
            wrong[number] = wrong_time[:, None] | (rooms != pin.room if pin.room is not None else False)
        return Tables((PlaceTable(wrong.astype(np.int64)),))

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every pin with the placement, one aspect after the other."""
        for id, placement in agenda.items():
            session = conference.session_by_id[id]
            pin = session.pin
            if pin is None:
                continue
            block = conference.block_by_id[placement.block]
            room = conference.room_by_id[placement.room]
            wanted = []
            if pin.room is not None and pin.room != placement.room:
                wanted.append(f"in {conference.room_by_id[pin.room].name}")
            if pin.day is not None and pin.day != block.day:
                wanted.append(f"on {conference.day_by_id[pin.day].label}")
            if pin.block is not None and pin.block != placement.block:
                begin = conference.clock(conference.block_span[pin.block].start)
                wanted.append(f"in the block of {begin}")
            if pin.start is not None and conference.minute_of(pin.start) != placement.start:
                wanted.append(f"at {conference.clock(conference.minute_of(pin.start))}")
            if wanted:
                where = f"{room.name} at {conference.clock(placement.start)}"
                message = f'"{session.title}" is pinned to be {listed(wanted)}, but is in {where}.'
                yield Violation(1, message, (id,), (), (placement.room,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session with a pin for every other place."""
        grid, conference = terms.grid, terms.grid.conference
        for number, session in enumerate(conference.sessions):
            if (pin := session.pin) is None:
                continue
            start = None if pin.start is None else conference.minute_of(pin.start)
            right = {
                time
                for time in grid.times_of[number]
                if (pin.block is None or pin.block == grid.times[time].block)
                and (pin.day is None or pin.day == conference.days[grid.day[time]].id)
                and (start is None or start == grid.start[time])
            }
            terms.charge_times(number, {time: 1 for time in grid.times_of[number] if time not in right})
            wrong = [n for n, room in enumerate(conference.rooms) if pin.room not in (None, room.id)]
            # A session counts once, so the room only counts at right times.
            terms.charge_places(number, {(time, room): 1 for time in right for room in wrong})
        return True
