"""Time in a conference: minutes from its origin, its clock, the slots of its blocks, and sessions' possible times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from agenda_solver.model.conference_parts import ConferenceParts
from agenda_solver.model.moment_parsing import at_clock, aware, moment_in
from agenda_solver.model.order_blocks import Orders
from agenda_solver.model.parts import (
    Block,
    Break,
    Session,
    Window,
)
from agenda_solver.model.time_intervals import TimeSlot, minutes_between
from agenda_solver.model.time_texts import clock, dated, offsets

__all__ = ["ConferenceTimes", "Position"]


class Position(NamedTuple):
    """A possible start of a session: a block, the number of its first slot, and the session's first and end minute."""

    block: str
    slot: int
    start: int
    end: int


class ConferenceTimes(ConferenceParts):
    """The clock of a conference, the slots of its blocks in minutes, and the positions that sessions could have."""

    @cached_property
    def origin(self) -> datetime:
        """The local midnight at which the first day begins: minute 0 of the conference."""
        return datetime.combine(min(day.date for day in self.days), time(), tzinfo=self.zone)

    def minute_of(self, instant: datetime) -> int:
        """Return an instant as minutes from the origin (negative before it).

        Parameters
        ----------
        instant
            An aware datetime, or one without an offset, which is on the conference's clock.

        Raises
        ------
        InvalidInput
            If it has no offset, and the conference's clock never shows it.
        TypeError
            If it is not a datetime.
        """
        return self._orders.inside(minutes_between(self.origin, aware(instant, self.zone)))

    def local(self, minute: int) -> datetime:
        """Return a minute as an aware datetime on the conference's clock."""
        passed = timedelta(minutes=self._orders.outside(minute))
        return (self.origin.astimezone(UTC) + passed).astimezone(self.zone)

    @cached_property
    def _orders(self) -> Orders:
        """The mapping between minutes of the clock and minutes in which each place in an order has its own."""
        ordered = [block for block in self.blocks if block.is_in_order]
        return Orders((minutes_between(self.origin, block.start), block.minutes, block.slots) for block in ordered)

    def full_hours(self, first: int, last: int) -> list[int]:
        """Return the minutes between two others, both included, at which a full hour since the origin begins."""
        outside = self._orders.outside(first), self._orders.outside(last)
        hours = range(-(-outside[0] // 60), outside[1] // 60 + 1)
        return [minute for hour in hours if first <= (minute := self._orders.inside(hour * 60)) <= last]

    def clock(self, minute: int) -> str:
        """Return a minute as text for readers: ``29 May 10:30``."""
        return dated(self.local(minute))

    def clocks(self, start: int, end: int) -> str:
        """Return a stretch of time as text for readers: ``29 May 10:30 to 12:00``."""
        begins, ends = self.local(start), self.local(end)
        if begins.timestamp() == ends.timestamp():  # a place in an order has no time of its own
            return self.clock(start)
        return f"{dated(begins)} to {clock(ends) if begins.date() == ends.date() else dated(ends)}"

    @property
    def zone_words(self) -> str:
        """The time zone as text, with its offsets: ``Europe/Berlin (UTC+2, from 25 October 03:00 UTC+1)``."""
        times = [instant.astimezone(self.zone) for block in self.blocks for instant in (block.start, block.end)]
        words = offsets(times)
        return words if words == self.time_zone else f"{self.time_zone} ({words})"

    def span(self, window: Window | Block | Break) -> TimeSlot:
        """Return a window, a block or a break in minutes from the origin."""
        return TimeSlot(self.minute_of(window.start), self.minute_of(window.end))

    @cached_property
    def block_span(self) -> dict[str, TimeSlot]:
        """Each block in minutes from the origin."""
        return {block.id: self.span(block) for block in self.blocks}

    @cached_property
    def boundaries(self) -> dict[str, tuple[int, ...]]:
        """The minutes at which the slots of each block begin, followed by the end of the block."""
        return {block.id: self._boundaries(block) for block in self.blocks}

    def _boundaries(self, block: Block) -> tuple[int, ...]:
        span, count = self.block_span[block.id], block.slots
        return tuple(span.start + (span.minutes * number + count // 2) // count for number in range(count + 1))

    def moment(self, text: str) -> datetime:
        """Parse a moment: ``2026-06-02 09:30``, or ``Tue 09:30`` with a day of the conference.

        Without an offset the time is on the conference's clock. If the clock shows it twice, the first time is meant.

        Raises
        ------
        ValueError
            If there is no such moment; the message says why.
        """
        day, blank, clock = text.strip().rpartition(" ")
        if blank and re.fullmatch("[0-9]{1,2}:[0-9]{2}", clock) and len(found := self.names["days"].ids_of(day)) == 1:
            return at_clock(self.day_by_id[found[0]].date, clock, self.zone)
        return moment_in(text, self.zone)

    def position(self, session: Session, block: Block, slot: int) -> Position | None:
        """Return the position of a session that begins with this slot, or None if it does not fit into the block."""
        boundaries = self.boundaries[block.id]
        slots = len(boundaries) - 1
        if not 0 <= slot < slots:
            return None
        if session.duration_minutes is not None:
            if block.is_in_order:
                return None  # places in an order have no length in minutes
            end = boundaries[slot] + session.duration_minutes
            return Position(block.id, slot, boundaries[slot], end) if end <= boundaries[-1] else None
        after = slot + (session.duration_slots or 1)
        return Position(block.id, slot, boundaries[slot], boundaries[after]) if after <= slots else None

    @cached_property
    def positions(self) -> dict[str, tuple[Position, ...]]:
        """For each session, the starts that its type and its length allow, in the order of the blocks."""
        # Sessions of one type and length share one tuple: on a fine grid there would be millions of positions.
        found: dict[tuple[str, int | None, int | None], tuple[Position, ...]] = {}
        kind_of = {s.id: (s.type, s.duration_minutes, s.duration_slots) for s in self.sessions}
        for session in self.sessions:
            if kind_of[session.id] not in found:
                found[kind_of[session.id]] = self._positions(session)
        return {session.id: found[kind_of[session.id]] for session in self.sessions}

    def _positions(self, session: Session) -> tuple[Position, ...]:
        candidates = (
            self.position(session, block, slot)
            for block in self.blocks
            if not block.session_types or session.type in block.session_types
            for slot in range(block.slots)
        )
        return tuple(position for position in candidates if position is not None)

    @cached_property
    def rooms_open_to(self) -> dict[str, tuple[str, ...]]:
        """For each session, the ids of the rooms that its type allows."""
        return {
            session.id: tuple(r.id for r in self.rooms if not r.session_types or session.type in r.session_types)
            for session in self.sessions
        }
