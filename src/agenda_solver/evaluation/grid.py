"""Sessions, times and rooms as numbers, for code that evaluates thousands of moves a second."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position

__all__ = ["By", "Place", "PlaceGrid", "Segments", "Spot"]

By: TypeAlias = Literal["block", "day", "room", "cell", "day and room", "conference"]
"""A kind of classes into which places are divided, to count each class by itself. A cell is a room during a block."""

KINDS: tuple[By, ...] = ("block", "day", "room", "cell", "day and room", "conference")


Place: TypeAlias = tuple[int, int]
"""The numbers of a time and of a room."""


class Spot(NamedTuple):
    """A placed session: its number, and the numbers of its time and its room."""

    session: int
    time: int
    room: int


class Segments(NamedTuple):
    """Stretches of time, cut wherever some session could begin or end."""

    # For each time, the half-open range of segments that it covers, counted within its stretch.
    first: list[int]
    last: list[int]
    sizes: list[int]  # the number of segments of each stretch


class PlaceGrid:
    """The parts of a conference by their numbers, in the order of the conference.

    A time is a numbered position (block, slot, start, end) that some session could have. Sessions of different lengths
    have different times, even if they begin at the same minute.

    Attributes
    ----------
    conference
        The conference.
    times
        Every time that some session could have, regardless of the types of blocks, ordered by block, slot and end.
    start, end
        The minutes at which each time begins and ends.
    block, day
        The numbers of the block and of the day of each time.
    """

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        block_rank = {block.id: number for number, block in enumerate(conference.blocks)}
        day_rank = {day.id: number for number, day in enumerate(conference.days)}
        # Sessions of equal length have the same times, so these are computed once for each length.
        by_length: dict[tuple[int | None, int | None], list[Position]] = {}
        for session in conference.sessions:
            length = session.duration_minutes, session.duration_slots
            if length not in by_length:
                found = (conference.position(session, b, n) for b in conference.blocks for n in range(b.slots))
                by_length[length] = [position for position in found if position is not None]
        every = {position for positions in by_length.values() for position in positions}
        self.times = tuple(sorted(every, key=lambda p: (block_rank[p.block], p.slot, p.end)))
        self.number_of_time = {position: number for number, position in enumerate(self.times)}
        self.start = [position.start for position in self.times]
        self.end = [position.end for position in self.times]
        self.block = [block_rank[position.block] for position in self.times]
        self.day_of_block = [day_rank[block.day] for block in conference.blocks]
        self.day = [self.day_of_block[block] for block in self.block]
        self.number_of_session = {session.id: number for number, session in enumerate(conference.sessions)}
        self.number_of_room = {room.id: number for number, room in enumerate(conference.rooms)}
        self._by_length = by_length

    @cached_property
    def times_of(self) -> list[list[int]]:
        """For each session, the times that its length allows, regardless of the types of blocks."""
        numbers = {key: [self.number_of_time[p] for p in found] for key, found in self._by_length.items()}
        return [numbers[s.duration_minutes, s.duration_slots] for s in self.conference.sessions]

    @cached_property
    def open_times(self) -> list[list[int]]:
        """For each session, the times in blocks that accept its type."""
        positions = self.conference.positions
        return [[self.number_of_time[p] for p in positions[s.id]] for s in self.conference.sessions]

    @cached_property
    def open_rooms(self) -> list[list[int]]:
        """For each session, the rooms that accept its type."""
        rooms = self.conference.rooms_open_to
        return [[self.number_of_room[r] for r in rooms[s.id]] for s in self.conference.sessions]

    def classes(self, time: int, room: int) -> tuple[int, int, int, int, int, int]:
        """Return the class of a place under each kind of :data:`By`, in the order of :data:`KINDS`."""
        block, day, rooms = self.block[time], self.day[time], len(self.conference.rooms)
        return block, day, room, block * rooms + room, day * rooms + room, 0

    def number_of_classes(self, by: By) -> int:
        """Return the number of classes of a kind."""
        blocks, days, rooms = (
            len(part) for part in (self.conference.blocks, self.conference.days, self.conference.rooms)
        )
        return {
            "block": blocks,
            "day": days,
            "room": rooms,
            "cell": blocks * rooms,
            "day and room": days * rooms,
            "conference": 1,
        }[by]

    def segments(self, by: Literal["block", "day"]) -> Segments:
        """Cut each block, or each day, wherever a session could begin or end."""
        return self._segments[by]

    @cached_property
    def _segments(self) -> dict[str, Segments]:
        return {
            "block": _cut(self.start, self.end, self.block, len(self.conference.blocks)),
            "day": _cut(self.start, self.end, self.day, len(self.conference.days)),
        }

    def clusters(self, apart_minutes: int) -> list[int]:
        """Return the cluster of each time; times of different clusters are at least ``apart_minutes`` apart."""
        order = sorted(range(len(self.times)), key=lambda time: (self.start[time], self.end[time]))
        found, number, end = [0] * len(order), -1, None
        for time in order:
            if end is None or self.start[time] >= end + apart_minutes:
                number += 1
                end = self.end[time]
            end = max(end, self.end[time])
            found[time] = number
        return found

    def spot(self, session: str, placement: Placement) -> Spot:
        """Return a placed session by numbers; KeyError if the conference has no such session, time or room."""
        time = Position(placement.block, placement.slot, placement.start, placement.end)
        return Spot(self.number_of_session[session], self.number_of_time[time], self.number_of_room[placement.room])

    def time_at(self, session: int, block: str, slot: int) -> int | None:
        """Return the time of a session that begins at a slot of a block; None if the session is too long."""
        conference = self.conference
        position = conference.position(conference.sessions[session], conference.block_by_id[block], slot)
        return None if position is None else self.number_of_time[position]

    def placement(self, time: int, room: int) -> Placement:
        """Return the placement for the numbers of a time and a room."""
        position = self.times[time]
        return Placement(self.conference.rooms[room].id, position.block, position.slot, position.start, position.end)

    def agenda(self, times: Sequence[int], rooms: Sequence[int]) -> Agenda:
        """Return the agenda for the times and rooms of all sessions; a session with time -1 has no place."""
        pairs = zip(self.conference.sessions, times, rooms, strict=True)
        return Agenda(self.conference, {s.id: self.placement(time, room) for s, time, room in pairs if time >= 0})


def _cut(starts: list[int], ends: list[int], stretch: list[int], number: int) -> Segments:
    marks: list[set[int]] = [set() for _ in range(number)]
    for start, end, where in zip(starts, ends, stretch, strict=True):
        marks[where] |= {start, end}
    ordered = [sorted(found) for found in marks]
    first = [bisect_left(ordered[where], start) for start, where in zip(starts, stretch, strict=True)]
    last = [bisect_left(ordered[where], end) for end, where in zip(ends, stretch, strict=True)]
    return Segments(first, last, [max(0, len(found) - 1) for found in ordered])
