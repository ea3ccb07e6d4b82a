"""The terms in which a rule describes its amount to the ledger, for fast delta evaluation.

The sum of the terms must equal what ``check`` counts, for every agenda, legal or not. Amounts are in the rule's unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from agenda_solver.evaluation.grid import By, PlaceGrid, Spot

__all__ = ["Count", "Group", "Pair", "Pattern", "Peak", "Relation", "SameRoom", "Succession", "Terms"]

Relation: TypeAlias = Callable[[int, int, int, int], int]
"""What a pair costs: ``(time, room)`` of the first, ``(time, room)`` of the second."""

Succession: TypeAlias = Callable[[int, int, int, int, int], int]
"""What two sessions in one room cost, in either order: ``(session, time, session, time, room)``."""


@dataclass(frozen=True)
class Pair:
    """Two sessions, and their amount as a function of both places."""

    first: int
    second: int
    relation: Relation
    weight: int
    sees_room: bool


@dataclass(frozen=True)
class Count:
    """The amount for the units of some sessions, added up in each class of places: ``costs[class][units]``."""

    units: Mapping[int, int]
    by: By
    costs: Sequence[Sequence[int]]


@dataclass(frozen=True)
class Peak:
    """The amount for the peak in each block or day, the most members that run at once: ``costs[peak]``."""

    members: tuple[int, ...]
    by: Literal["block", "day"]
    costs: Sequence[int]


@dataclass(frozen=True)
class Group:
    """The joint amount of some sessions in each class of places, as a function of their places."""

    members: tuple[int, ...]
    by: By
    amount: Callable[[Sequence[Spot]], int]
    sees_room: bool


@dataclass(frozen=True)
class Pattern:
    """The amount of some sessions on each day, or in the whole conference, as a function of the blocks they use."""

    members: tuple[int, ...]
    by: Literal["day", "conference"]
    amount: Callable[[Sequence[int]], int]


@dataclass(frozen=True)
class SameRoom:
    """The amount of every two sessions in one room that are less than ``apart_minutes`` apart."""

    amount: Succession
    apart_minutes: int


@dataclass
class Terms:
    """The terms of one rule, collected while its ``quick`` runs.

    Attributes
    ----------
    grid
        The numbers of sessions, times and rooms.
    constant
        The amount that is always added.
    """

    grid: PlaceGrid
    constant: int = 0
    by_time: dict[int, dict[int, int]] = field(default_factory=dict)
    by_room: dict[int, dict[int, int]] = field(default_factory=dict)
    by_place: dict[int, dict[tuple[int, int], int]] = field(default_factory=dict)
    for_anybody: dict[tuple[int, int], int] = field(default_factory=dict)
    absent: dict[int, int] = field(default_factory=dict)
    at_once: dict[tuple[int, int], int] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    peaks: list[Peak] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    same_room: list[SameRoom] = field(default_factory=list)
    shares: dict[str, Terms] = field(default_factory=dict)

    # --- a session by itself ---------------------------------------------------------------------------------------

    def charge_times(self, session: int, amounts: Mapping[int, int]) -> None:
        """Charge a session for its time by ``amounts``; other times cost nothing."""
        _add(self.by_time.setdefault(session, {}), amounts)

    def charge_rooms(self, session: int, amounts: Mapping[int, int]) -> None:
        """Charge a session for its room."""
        _add(self.by_room.setdefault(session, {}), amounts)

    def charge_places(self, session: int, amounts: Mapping[tuple[int, int], int]) -> None:
        """Charge a session for its time and room together."""
        mine = self.by_place.setdefault(session, {})
        for place, amount in amounts.items():
            if amount:
                mine[place] = mine.get(place, 0) + amount

    def charge_anybody(self, time: int, room: int, amount: int) -> None:
        """Charge every session that has this time and room."""
        self.for_anybody[time, room] = self.for_anybody.get((time, room), 0) + amount

    def charge_absence(self, session: int, amount: int) -> None:
        """Charge a session that has no place."""
        self.absent[session] = self.absent.get(session, 0) + amount

    # --- pairs -----------------------------------------------------------------------------------------------------

    def charge_overlap(self, first: int, second: int, amount: int = 1) -> None:
        """Charge two sessions whose times overlap."""
        pair = (first, second) if first < second else (second, first)
        if amount and first != second:
            self.at_once[pair] = self.at_once.get(pair, 0) + amount

    def charge_pair(
        self, first: int, second: int, relation: Relation, weight: int = 1, *, sees_room: bool = False
    ) -> None:
        """Charge two placed sessions by a function of both places; set ``sees_room`` if it depends on the rooms."""
        if weight and first != second:
            self.pairs.append(Pair(first, second, relation, weight, sees_room))

    def charge_at_once(
        self, first: int, second: int, scope: Literal["time", "block"], amount: int = 1, *, other_room: bool = False
    ) -> None:
        """Charge two sessions that overlap or, with scope "block", share a block, with ``other_room`` in two rooms."""
        if scope == "time":
            self.charge_overlap(first, second, amount)
            return
        block = self.grid.block
        if other_room:
            self.charge_pair(
                first, second, lambda t, r, u, q: int(block[t] == block[u] and r != q), amount, sees_room=True
            )
        else:
            self.charge_pair(first, second, lambda t, _r, u, _q: int(block[t] == block[u]), amount)

    def charge_same_room(self, amount: Succession, apart_minutes: int) -> None:
        """Charge every two sessions in one room that overlap or are less than ``apart_minutes`` apart."""
        self.same_room.append(SameRoom(amount, apart_minutes))

    # --- many sessions ---------------------------------------------------------------------------------------------

    def charge_counts(
        self, units: Mapping[int, int], by: By, cost: Callable[[int, int], int], *, classes: Iterable[int] | None = None
    ) -> None:
        """Charge the sum of the units of some sessions in each class of places.

        Parameters
        ----------
        units
            The units of each session by its number, not negative.
        by
            The kind of classes.
        cost
            The amount for a class and the number of units in it.
        classes
            The classes that are charged; all of them by default.
        """
        mine = {session: count for session, count in units.items() if count}
        most, number = sum(mine.values()), self.grid.number_of_classes(by)
        free = [0] * (most + 1)
        chosen = range(number) if classes is None else classes
        costs: list[list[int]] = [free] * number
        known: dict[tuple[int, ...], list[int]] = {}
        for one in chosen:
            row = [cost(one, count) for count in range(most + 1)]
            costs[one] = known.setdefault(tuple(row), row)
        self.counts.append(Count(mine, by, costs))

    def charge_used(self, members: Iterable[int], by: By, amount: int = 1) -> None:
        """Charge each class that contains at least one of some sessions."""
        units = dict.fromkeys(members, 1)
        if units and amount:
            self.charge_counts(units, by, lambda _class, count: amount if count else 0)

    def charge_over_one(self, members: Iterable[int], used: By, within: By) -> None:
        """Charge all but the first of the classes that some sessions use: the rooms in each block, for example.

        The amount is the number of classes of kind ``used`` that contain one of the sessions, minus the number of
        classes of kind ``within`` that do.
        """
        mine = list(members)
        self.charge_used(mine, used)
        self.charge_used(mine, within, -1)

    def charge_peak(self, members: Iterable[int], by: Literal["block", "day"], cost: Callable[[int], int]) -> None:
        """Charge the peak in each block or day: the largest number of some sessions that run at once."""
        mine = tuple(dict.fromkeys(members))
        self.peaks.append(Peak(mine, by, [cost(peak) for peak in range(len(mine) + 1)]))

    def charge_pattern(
        self, members: Iterable[int], by: Literal["day", "conference"], amount: Callable[[Sequence[int]], int]
    ) -> None:
        """Charge some sessions, on each day or in the whole conference, by the blocks they use.

        The function gets their number in each block, in the order of the blocks (of the day). It may depend only on
        which of these numbers are 0, and must return 0 if all are.
        """
        self.patterns.append(Pattern(tuple(dict.fromkeys(members)), by, amount))

    def charge_group(
        self, members: Iterable[int], by: By, amount: Callable[[Sequence[Spot]], int], *, sees_room: bool = True
    ) -> None:
        """Charge some sessions in each class of places by a function of the places of the members in it.

        This is the slowest kind of term: the function is called for every move. It gets the members in the order of the
        programme, and must return 0 if there are none.
        """
        self.groups.append(Group(tuple(dict.fromkeys(members)), by, amount, sees_room))

    # --- the largest of some sums ----------------------------------------------------------------------------------

    def share(self, one: str) -> Terms:
        """Return the terms of one share. Only the share with the largest sum is charged.

        A share cannot contain terms that charge all sessions (``charge_anybody``, ``charge_same_room``), nor shares of
        its own. Its sum must never be negative.
        """
        return self.shares.setdefault(one, Terms(self.grid))

    @property
    def members(self) -> frozenset[int]:
        """The sessions that are named by a term."""
        found = {*self.by_time, *self.by_room, *self.by_place, *self.absent}
        found.update(*self.at_once, *((pair.first, pair.second) for pair in self.pairs))
        found.update(*(count.units for count in self.counts))
        for terms in (self.peaks, self.groups, self.patterns):
            found.update(*(term.members for term in terms))
        return frozenset(found)


def _add(mine: dict[int, int], amounts: Mapping[int, int]) -> None:
    for place, amount in amounts.items():
        if amount:
            mine[place] = mine.get(place, 0) + amount
