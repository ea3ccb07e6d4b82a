"""A rule's amount as tables of numbers, for a search that evaluates thousands of moves a second.

A rule may offer tables in addition to ``post`` and ``check``. Their sum must equal the amount that ``check`` finds, for
every agenda in which all sessions have a place. The contract test verifies this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from agenda_solver.model.agenda import Agenda

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference, Position

__all__ = ["Grid", "GroupTable", "Numbers", "PairTable", "PlaceTable", "Table", "Tables"]

Numbers = NDArray[Any]


class Grid:
    """The sessions, times and rooms of a conference by number, as the tables index them.

    A time is a :class:`~agenda_solver.model.conference_times.Position`: a block, a slot, and the minutes of start and
    end. Sessions of different lengths have different times, even if they begin at the same minute.

    Attributes
    ----------
    conference
        The conference.
    times
        Every time that some session could have, in the order of blocks, slots and ends.
    """

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        found = {position for positions in conference.positions.values() for position in positions}
        rank = {block.id: number for number, block in enumerate(conference.blocks)}
        self.times: tuple[Position, ...] = tuple(sorted(found, key=lambda p: (rank[p.block], p.slot, p.end)))

    @property
    def shape(self) -> tuple[int, int, int]:
        """The numbers of sessions, times and rooms."""
        return len(self.conference.sessions), len(self.times), len(self.conference.rooms)

    @cached_property
    def starts(self) -> Numbers:
        """The minute at which each time begins."""
        return np.array([time.start for time in self.times], dtype=np.int64)

    @cached_property
    def ends(self) -> Numbers:
        """The minute at which each time ends."""
        return np.array([time.end for time in self.times], dtype=np.int64)

    @cached_property
    def blocks(self) -> Numbers:
        """The number of the block of each time."""
        rank = {block.id: number for number, block in enumerate(self.conference.blocks)}
        return np.array([rank[time.block] for time in self.times], dtype=np.int64)

    @cached_property
    def days(self) -> Numbers:
        """The number of the day of each time."""
        rank = {day.id: number for number, day in enumerate(self.conference.days)}
        return np.array([rank[block.day] for block in self.conference.blocks], dtype=np.int64)[self.blocks]

    @cached_property
    def overlap(self) -> Numbers:
        """For each pair of times, the number of minutes that they share."""
        ends = np.minimum(self.ends[:, None], self.ends[None, :])
        shared: Numbers = np.maximum(0, ends - np.maximum(self.starts[:, None], self.starts[None, :]))
        return shared

    @cached_property
    def time_number(self) -> Mapping[Position, int]:
        """The number of each time."""
        return {time: number for number, time in enumerate(self.times)}

    def numbers_of(self, agenda: Agenda) -> tuple[Numbers, Numbers]:
        """Return the numbers of the times and of the rooms of all sessions; -1 if a session has no place.

        Raises
        ------
        KeyError
            If the place of a session is not among the times and rooms.
        """
        from agenda_solver.model.conference import Position

        rooms = {room.id: number for number, room in enumerate(self.conference.rooms)}
        times, places = np.full(self.shape[0], -1), np.full(self.shape[0], -1)
        for number, session in enumerate(self.conference.sessions):
            if (place := agenda.get(session.id)) is not None:
                times[number] = self.time_number[Position(place.block, place.slot, place.start, place.end)]
                places[number] = rooms[place.room]
        return times, places


@dataclass(frozen=True)
class PlaceTable:
    """The amount of each session by its own place: ``amounts[session, time, room]``, or of a shape that broadcasts."""

    amounts: Numbers

    def total(self, grid: Grid, times: Numbers, rooms: Numbers) -> int:
        """Return the amount when sessions have these times and rooms."""
        amounts = np.broadcast_to(self.amounts, grid.shape)
        return int(amounts[np.arange(len(times)), times, rooms].sum())


@dataclass(frozen=True)
class PairTable:
    """The amount of pairs of sessions: the sum over ordered pairs of ``weights[a, b] * times[ta, tb] * rooms[ra, rb]``.

    A pair without an order has its weight in one half of ``weights`` only; see :meth:`unordered`. Without ``rooms``,
    the amount does not depend on rooms.
    """

    weights: Numbers
    times: Numbers
    rooms: Numbers | None = None

    @classmethod
    def unordered(cls, weights: Numbers, times: Numbers, rooms: Numbers | None = None) -> PairTable:
        """Return the table of pairs without an order. All three arrays must be symmetric; each pair counts once."""
        return cls(np.triu(weights, 1), times, rooms)

    def total(self, grid: Grid, times: Numbers, rooms: Numbers) -> int:  # noqa: ARG002 - all kinds of tables alike
        """Return the amount when sessions have these times and rooms."""
        cost = self.weights * self.times[np.ix_(times, times)]
        if self.rooms is not None:
            cost = cost * self.rooms[np.ix_(rooms, rooms)]
        return int(cost.sum() - np.trace(cost))


@dataclass(frozen=True)
class GroupTable:
    """The amount of a group of sessions by the number of members in each class of times.

    Attributes
    ----------
    members
        Whether each session belongs to the group.
    classes
        The class of each time (a block, a day), -1 for none.
    amount
        The amount as a function of the numbers of members in each class.
    """

    members: Numbers
    classes: Numbers
    amount: Callable[[Numbers], int]

    def total(self, grid: Grid, times: Numbers, rooms: Numbers) -> int:  # noqa: ARG002 - all kinds of tables alike
        """Return the amount when sessions have these times and rooms."""
        return self.amount(self.counts(times))

    def counts(self, times: Numbers) -> Numbers:
        """Return the number of members in each class when the sessions have these times."""
        found = self.classes[times[self.members]]
        return np.bincount(found[found >= 0], minlength=int(self.classes.max(initial=-1)) + 1)


Table: TypeAlias = PlaceTable | PairTable | GroupTable


@dataclass(frozen=True)
class Tables:
    """The amount of a rule: a constant, and the sum of its tables."""

    tables: tuple[Table, ...] = ()
    constant: int = field(default=0)

    def total(self, grid: Grid, agenda: Agenda) -> int:
        """Return the amount of an agenda in which every session has a place."""
        times, rooms = grid.numbers_of(agenda)
        return self.constant + sum(table.total(grid, times, rooms) for table in self.tables)
