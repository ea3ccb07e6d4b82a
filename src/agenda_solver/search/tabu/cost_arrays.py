"""The costs of all rules as arrays over sessions and places, assembled from the rules' tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np

from agenda_solver.deadline import Deadline
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.move_tables import Grid, GroupTable, Numbers, PairTable, PlaceTable, Table, Tables
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.tabu.derived_tables import tables_of

__all__ = ["MOST_COST", "CostArrays", "Group", "Kernel", "cost_arrays_of"]

# Costs are whole numbers in floating point, which are exact up to here.
MOST_COST = 2.0**52

# Broken hard rules that one place of one session may be in, so that its cost is still exact.
SHARES_AT_ONCE = 4

# No array holds more numbers than this, for places or for pairs: 80 MB each, and there are some ten of them. Steps
# through larger ones would also be too slow to bring much.
MOST_NUMBERS = 10_000_000


class Kernel(NamedTuple):
    """What pairs cost: ``weights[a, b] * times[ta, tb] * rooms[ra, rb]``, of each pair from both of its sides.

    Where ``rooms`` is None they do not matter.
    """

    weights: Numbers
    times: Numbers
    rooms: Numbers | None

    @property
    def may_gain(self) -> bool:
        """Whether some pair may cost less than nothing."""
        factors = (self.weights, self.times) if self.rooms is None else (self.weights, self.times, self.rooms)
        return any((factor < 0).any() for factor in factors)

    def total(self, times: Numbers, rooms: Numbers) -> Numbers:
        """Return what all pairs cost when the sessions have these times and rooms."""
        cost: Numbers = self.weights * self.times[np.ix_(times, times)]
        return cost if self.rooms is None else cost * self.rooms[np.ix_(rooms, rooms)]


class Group(NamedTuple):
    """A group table with the weight of its amounts."""

    table: GroupTable
    weight: float


class Hard(NamedTuple):
    """What hard rules say of places, of pairs and of groups: all of it must be zero."""

    own: Numbers
    kernels: tuple[Kernel, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class CostArrays:
    """The costs of a conference's agendas: of places, of pairs, and of groups.

    A place is a start (a block and a slot) in a room; which time that is depends on the length of the session.

    Attributes
    ----------
    grid
        The numbers of sessions, times and rooms.
    starts
        The block and slot of each place.
    place_rooms
        The number of the room of each place.
    times
        For each session and place the number of its time there, -1 where it cannot be.
    own
        For each session and place what it costs by itself; infinite where the session cannot be.
    kernels
        What pairs cost.
    groups
        What groups cost.
    scales
        The factor of each priority level in all costs, and that of hard rules by the level None.
    hard
        The hard rules by themselves.
    """

    grid: Grid
    starts: tuple[tuple[str, int], ...]
    place_rooms: Numbers
    times: Numbers
    own: Numbers
    kernels: tuple[Kernel, ...]
    groups: tuple[Group, ...]
    scales: dict[int | None, float]
    hard: Hard

    @cached_property
    def least_cost(self) -> float:
        """What no agenda can cost less than: what the cheapest places cost; minus infinity where groups may gain."""
        if self.groups or any(kernel.may_gain for kernel in self.kernels):
            return -np.inf
        return float(self.own.min(axis=1).sum())

    def is_legal(self, places: Numbers) -> bool:
        """Whether the hard rules are kept when the sessions have these places."""
        sessions = np.arange(len(places))
        times, rooms = self.times[sessions, places], self.place_rooms[places]
        if self.hard.own[sessions, places].any():
            return False
        return not any(kernel.total(times, rooms).any() for kernel in self.hard.kernels) and not any(
            group.table.amount(group.table.counts(times)) for group in self.hard.groups
        )

    def places_of(self, agenda: Agenda) -> Numbers | None:
        """Return the number of each session's place, or None where one has none that is known."""
        rooms = {room.id: number for number, room in enumerate(self.grid.conference.rooms)}
        known = {
            (*start, room): number
            for number, (start, room) in enumerate(zip(self.starts, self.place_rooms.tolist(), strict=True))
        }
        found = []
        for number, session in enumerate(self.grid.conference.sessions):
            place = agenda.get(session.id)
            at = None if place is None else known.get((place.block, place.slot, rooms[place.room]))
            if at is None or self.times[number, at] < 0:
                return None
            found.append(at)
        return np.array(found)

    def agenda_of(self, places: Numbers) -> Agenda:
        """Return the agenda in which the sessions have these places."""
        conference = self.grid.conference
        placements = {}
        for number, (session, place) in enumerate(zip(conference.sessions, places.tolist(), strict=True)):
            time = self.grid.times[self.times[number, place]]
            room = conference.rooms[self.place_rooms[place]].id
            placements[session.id] = Placement(room, time.block, time.slot, time.start, time.end)
        return Agenda(conference, placements)


def cost_arrays_of(
    conference: Conference, rules: Sequence[Rule], deadline: Deadline | None = None
) -> CostArrays | None:
    """Return the costs of a conference's agendas as arrays; None where a rule cannot say its own, or they are too many.

    Parameters
    ----------
    conference, rules
        The conference, and the rules that have something to say about it. Sessions that may be left out are not known
        here.
    deadline
        When to give up.

    Raises
    ------
    OutOfTime
        When the deadline passes before all rules have said what they cost.
    """
    deadline = deadline or Deadline()
    if any(session.optional for session in conference.sessions):
        return None
    grid = Grid(conference)
    sessions, times, rooms = grid.shape
    if sessions < 2 or max(sessions * times * rooms, len(rules) * max(sessions, times) ** 2) > MOST_NUMBERS:
        return None
    said = []
    for rule in rules:
        found = tables_of(rule, grid, deadline)
        if found is None:
            return None
        said.append((rule, found))
    starts, place_rooms, times_at = _places(grid)
    if times_at.size > MOST_NUMBERS:
        return None
    scales = _scales(grid, said)
    if scales is None:
        return None
    own = _own(grid, said, place_rooms, times_at, scales)
    strict = [(rule, found) for rule, found in said if rule.is_hard]
    hard = Hard(
        _own(grid, strict, place_rooms, times_at, scales), _kernels(grid, strict, scales), _groups(strict, scales)
    )
    return CostArrays(
        grid, starts, place_rooms, times_at, own, _kernels(grid, said, scales), _groups(said, scales), scales, hard
    )


def _places(grid: Grid) -> tuple[tuple[tuple[str, int], ...], Numbers, Numbers]:
    """Return the starts and rooms of all places, and for each session and place the number of its time there."""
    conference = grid.conference
    starts = tuple(dict.fromkeys((time.block, time.slot) for time in grid.times))
    rank = {start: number for number, start in enumerate(starts)}
    rooms = {room.id: number for number, room in enumerate(conference.rooms)}
    at = np.full((len(conference.sessions), len(starts), len(rooms)), -1, dtype=np.int64)
    for number, session in enumerate(conference.sessions):
        mine = [rooms[room] for room in conference.rooms_open_to[session.id]]
        for position in conference.positions[session.id]:
            at[number, rank[position.block, position.slot], mine] = grid.time_number[position]
    flat = at.reshape(len(conference.sessions), -1)
    used = np.flatnonzero((flat >= 0).any(axis=0))
    places = tuple(starts[place // len(rooms)] for place in used.tolist())
    return places, used % len(rooms), flat[:, used]


def _weighted(
    said: Iterable[tuple[Rule, Tables]],
) -> Iterator[tuple[int | None, int, Table]]:
    for rule, found in said:
        level = None if rule.is_hard else rule.severity.priority
        for table in found.tables:
            yield level, 1 if rule.is_hard else rule.severity.weight, table


def _scales(grid: Grid, said: Sequence[tuple[Rule, Tables]]) -> dict[int | None, float] | None:
    """Return factors with which no move gains below what it loses above; None where the costs would be inexact."""
    levels = {level for level, _, _ in _weighted(said) if level is not None} | {0}
    scales: dict[int | None, float] = {}
    scale = greatest = 1.0
    for level in sorted(levels):
        scales[level] = scale
        span = max(1.0, *_span(grid, said, level))
        greatest = scale * span
        # Two sessions may move at once, each from the worst to the best.
        scale *= 2 * span + 1
    if greatest >= MOST_COST:
        return None
    # What is illegal is never returned, however cheap; so hard rules may weigh less than they should, not inexactly.
    scales[None] = min(scale, MOST_COST // SHARES_AT_ONCE)
    return scales


def _span(grid: Grid, said: Sequence[tuple[Rule, Tables]], level: int | None) -> list[float]:
    """Return how much the place of each session can matter on a level."""
    spans = np.zeros(grid.shape[0])
    for found, weight, table in _weighted(said):
        if found != level:
            continue
        if isinstance(table, PlaceTable):
            amounts = np.broadcast_to(table.amounts, grid.shape)
            spans += weight * (amounts.max(axis=(1, 2)) - amounts.min(axis=(1, 2)))
        elif isinstance(table, PairTable):
            most = np.abs(table.times).max(initial=0) * (
                1 if table.rooms is None else np.abs(table.rooms).max(initial=0)
            )
            spans += weight * most * (np.abs(table.weights).sum(axis=0) + np.abs(table.weights).sum(axis=1))
        elif table.members.any():
            spans += weight * _span_of_group(table) * table.members
    if level is None:
        spans += grid.shape[0]  # two sessions in a room at once
    return list(spans)


def _span_of_group(table: GroupTable) -> int:
    """Return how much a group's amount varies, as far as an even spread and members in one or two classes tell."""
    size, classes = int(table.members.sum()), int(table.classes.max(initial=-1)) + 1
    single = np.eye(classes, dtype=np.int64)
    # A member is in no class only where some time is in none.
    counts = [np.zeros(classes, dtype=np.int64)] if (table.classes < 0).any() else []
    counts += [size // 2 * one + (size - size // 2) * other for one, other in combinations_with_replacement(single, 2)]
    counts.append(size // max(1, classes) + (np.arange(classes) < size % max(1, classes)))
    amounts = [table.amount(count) for count in counts]
    return max(amounts) - min(amounts)


def _own(
    grid: Grid,
    said: Sequence[tuple[Rule, Tables]],
    place_rooms: Numbers,
    times: Numbers,
    scales: dict[int | None, float],
) -> Numbers:
    own = np.zeros(times.shape)
    sessions = np.arange(len(own))[:, None]
    for level, weight, table in _weighted(said):
        if isinstance(table, PlaceTable):
            amounts = np.broadcast_to(table.amounts, grid.shape)
            own += scales[level] * weight * amounts[sessions, times, place_rooms[None, :]]
    own[times < 0] = np.inf
    return own


def _kernels(grid: Grid, said: Sequence[tuple[Rule, Tables]], scales: dict[int | None, float]) -> tuple[Kernel, ...]:
    """Return what pairs cost, from both sides; those that look at times and rooms alike are one."""
    sessions, _, rooms = grid.shape
    found: dict[tuple[bytes, bytes], Kernel] = {}

    def add(weights: Numbers, times: Numbers, places: Numbers | None) -> None:
        key = times.tobytes(), b"" if places is None else places.tobytes()
        if key in found:
            weights = weights + found[key].weights
        found[key] = Kernel(weights, times, places)

    alone = np.ones((sessions, sessions)) - np.eye(sessions)
    add(scales[None] * alone, (grid.overlap > 0).astype(float), np.eye(rooms))
    for level, weight, table in _weighted(said):
        if isinstance(table, PairTable) and table.weights.any():
            weights = scales[level] * weight * table.weights.astype(float)
            np.fill_diagonal(weights, 0.0)
            places = None if table.rooms is None else table.rooms.astype(float)
            times = table.times.astype(float)
            add(weights, times, places)
            add(weights.T, times.T.copy(), None if places is None else places.T.copy())
    return tuple(found.values())


def _groups(said: Sequence[tuple[Rule, Tables]], scales: dict[int | None, float]) -> tuple[Group, ...]:
    return tuple(
        Group(table, scales[level] * weight)
        for level, weight, table in _weighted(said)
        if isinstance(table, GroupTable) and table.members.any()
    )
