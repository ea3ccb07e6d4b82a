"""No session in a closed room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.field_types import BlockId, Count, RoomId
from agenda_solver.model.parts import Room
from agenda_solver.model.time_intervals import TimeSlot, merged
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown, unknown_ends
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomAtATime", "RoomAvailability"]


class RoomAtATime(Row):
    """One row of the table: what each session in a room costs during a block."""

    room: RoomId = Field(description="Id or name of the room.")
    block: BlockId = Field(description="Id or name of the block.")
    amount: Count = Field(description="Minutes that each session there is charged.")


class RoomAvailability(Rule):
    r"""A session is in a room that is open at its time.

    The amount is the number of minutes of the placed sessions for which their rooms are closed, plus the amounts of the
    table:

    .. math:: \sum_{s} \bigl(\mathrm{closed}_s + \sum_{t \in T(\mathrm{room}_s, \mathrm{block}_s)}
              \mathrm{amount}_t\bigr)

    :math:`\mathrm{closed}_s` is the whole length of the session if its block is one of the room's
    ``closed_blocks``, otherwise the number of its minutes outside all ``available`` windows of the room, if the
    room has any; it is 0 for rooms that are not among ``rooms``. :math:`T(r, b)` are the rows of ``table`` for the room
    and the block, which are added up. With the table you can say that a room is open in a block, but better not used.

    With ``table_by="cell"`` a row counts once if any session is in the room during the block, however many there are:

    .. math:: \sum_{s} \mathrm{closed}_s + \sum_{(r, b) \text{ used}}\ \sum_{t \in T(r, b)} \mathrm{amount}_t

    Source: CoSPLib's penalties of sessions and rooms (the table); OptaPlanner's "Room unavailable timeslot" (minutes).
    """

    id: ClassVar[str] = "room_availability"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    rooms: tuple[RoomId, ...] | None = Field(
        default=None,
        description="Rooms, by id or name, that may be closed; all of them if unset. The table has its own.",
    )
    table: tuple[RoomAtATime, ...] = Field(
        default=(), description="What sessions in a room during a block are charged, in minutes each."
    )
    table_by: Literal["session", "cell"] = Field(
        default="session",
        description="Whether a row counts for each session that is there, or once where there is any.",
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return a problem for each unknown room or block."""
        yield from unknown(conference.names["rooms"], self.rooms or (), "rooms")
        for number, row in enumerate(self.table):
            yield from unknown_ends(conference, row, {"room": "rooms", "block": "blocks"}, f"table[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether a room is closed at some time, or is in the table."""
        return bool(self.table) or bool(self._closing(conference))

    def _closing(self, conference: Conference) -> set[str]:
        """Return those rooms covered by the rule that are not always open."""
        about = (room for room in conference.rooms if self.rooms is None or room.id in self.rooms)
        return {room.id for room in about if room.available or room.closed_blocks}

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each place for the minutes at which its room is closed and for the table, or forbid it."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside

        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        charged = self._charged_cells()
        # A hard rule forbids the place to every session, so the way of counting does not matter.
        if self.table_by == "cell" and not self.is_hard:
            for (room, block), minutes in charged.items():
                if minutes and (used := decisions.cell_used(block, room)).index != decisions.never.index:
                    cost.add(used, minutes)
            charged = {}
        closing = self._closing(conference)
        limited = {r for r, _ in charged} | closing
        windows = {id: merged(map(conference.span, conference.room_by_id[id].available)) for id in limited}

        @cache
        def amount(position: Position, room: str) -> int:
            if room not in closing:
                closed = 0
            elif position.block in conference.room_by_id[room].closed_blocks:
                closed = position.end - position.start
            else:
                closed = minutes_outside(windows[room], position) if windows[room] else 0
            return closed + charged.get((room, position.block), 0)

        for session in conference.sessions:
            rooms = [room for room in decisions.rooms(session.id) if room in limited]
            places = [(position, room) for position in decisions.positions(session.id) for room in rooms]
            cost.places(session.id, {place: amount(*place) for place in places})
        return cost

    def _charged_cells(self) -> dict[tuple[str, str], int]:
        charged: dict[tuple[str, str], int] = {}
        for row in self.table:
            charged[row.room, row.block] = charged.get((row.room, row.block), 0) + row.amount
        return charged

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the closed minutes of each session one by one, and look up each session or used cell in the table."""
        table = self._amounts_of_cells
        cells: dict[tuple[str, str], list[str]] = {}
        for id, placed in agenda.items():
            title, room = conference.session_by_id[id].title, conference.room_by_id[placed.room]
            when = conference.clocks(placed.start, placed.end)
            spans = [conference.span(window) for window in room.available]
            closed = sum(not _is_open(room, spans, placed.block, m) for m in range(placed.start, placed.end))
            if closed and (self.rooms is None or room.id in self.rooms):
                message = f'{room.name} is closed for {counted(closed, "minute")} of "{title}" ({when}).'
                yield Violation(closed, message, (id,), rooms=(room.id,))
            cells.setdefault((placed.room, placed.block), []).append(id)
            for minutes in table.get((placed.room, placed.block), ()) if self.table_by == "session" else ():
                if minutes:
                    message = f'{room.name} should not be used for "{title}" at that time ({when}).'
                    yield Violation(minutes, message, (id,), rooms=(room.id,))
        for (where, block), sessions in cells.items() if self.table_by == "cell" else ():
            minutes = sum(table.get((where, block), ()))
            if minutes:
                name, when = conference.room_by_id[where].name, conference.clock(conference.block_span[block].start)
                message = f"{name} should not be used in the block of {when}."
                yield Violation(minutes, message, tuple(sessions), rooms=(where,))

    @cached_property
    def _amounts_of_cells(self) -> dict[tuple[str, str], list[int]]:
        """The amounts of the rows, by room and block."""
        amounts: dict[tuple[str, str], list[int]] = {}
        for row in self.table:
            amounts.setdefault((row.room, row.block), []).append(row.amount)
        return amounts

    def quick(self, terms: Terms) -> bool:
        """Charge each time in a room for the minutes at which it is closed, and for the table."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside
        from agenda_solver.model.time_intervals import merged

        grid, conference = terms.grid, terms.grid.conference
        closing, charged = self._closing(conference), self._charged_cells()
        for number, room in enumerate(conference.rooms):
            windows = merged(map(conference.span, room.available))
            for time, position in enumerate(grid.times):
                closed = 0
                if room.id in closing and position.block in room.closed_blocks:
                    closed = position.end - position.start
                elif room.id in closing and windows:
                    closed = minutes_outside(windows, position)
                here = charged.get((room.id, position.block), 0) if self.table_by == "session" else 0
                if closed + here:
                    terms.charge_anybody(time, number, closed + here)
        if self.table_by == "cell":
            rooms = len(conference.rooms)
            block_number = {block.id: number for number, block in enumerate(conference.blocks)}
            cells = {block_number[b] * rooms + grid.number_of_room[r]: n for (r, b), n in charged.items()}
            everybody = dict.fromkeys(range(len(conference.sessions)), 1)
            terms.charge_counts(everybody, "cell", lambda cell, count: cells[cell] if count else 0, classes=cells)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own place matters, unless cells are counted."""
        # Tabu search derives its tables from this reach.
        return EVERYTHING if self.table_by == "cell" else Reach(NOBODY)


def _is_open(room: Room, spans: list[TimeSlot], block: str, minute: int) -> bool:
    if block in room.closed_blocks:
        return False
    return not spans or any(span.start <= minute < span.end for span in spans)
