"""The costs of all rules as arrays over sessions and places, assembled from the rules' tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from agenda_solver.deadline import Deadline
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.amount_tables import Grid, Numbers, PlaceTable, Tables
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.tabu.derived_tables import tables_of, weighted_tables
from agenda_solver.search.tabu.level_scales import scales_of
from agenda_solver.search.tabu.pair_and_group_costs import Kernel, WeightedGroup, groups_of, kernels_of

__all__ = ["CostArrays", "cost_arrays_of"]


# No array, for places or for pairs, may have more numbers than this: each takes 80 MB, and there are about ten. Larger
# ones would also make the steps too slow to be useful.
MAX_ARRAY_SIZE = 10_000_000


class HardViolations(NamedTuple):
    """Violations of hard rules by places, pairs and groups: all of them must be zero."""

    own: Numbers
    kernels: tuple[Kernel, ...]
    groups: tuple[WeightedGroup, ...]


@dataclass(frozen=True)
class CostArrays:
    """The costs of a conference's agendas by places, pairs and groups.

    A place is a start (a block and a slot) in a room; the length of the session determines the time.
    """

    grid: Grid
    # By place: block and slot.
    starts: tuple[tuple[str, int], ...]
    # By place: the number of the room.
    place_rooms: Numbers
    # By session and place: the number of the time, -1 for impossible places.
    times: Numbers
    # By session and place: the session's own cost, infinite for impossible places.
    own: Numbers
    kernels: tuple[Kernel, ...]
    groups: tuple[WeightedGroup, ...]
    # The factor of each priority level in the total cost; None is the level of the hard rules.
    scales: dict[int | None, float]
    hard: HardViolations

    @cached_property
    def least_cost(self) -> float:
        """A lower bound on the cost: the sum of the cheapest places; minus infinity if pairs or groups may gain."""
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
        """Return the number of each session's place; None if a session is unplaced, or its place is not possible."""
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
    """Return the costs of a conference's agendas as arrays, or None if this is not possible.

    It is not possible if a session is optional, if a rule has no tables, or if the arrays or the costs would be too
    large. Raise OutOfTime if the deadline passes before all rules are tabulated.
    """
    deadline = deadline or Deadline()
    if any(session.optional for session in conference.sessions):
        return None
    grid = Grid(conference)
    sessions, times, rooms = grid.shape
    if sessions < 2 or max(sessions * times * rooms, len(rules) * max(sessions, times) ** 2) > MAX_ARRAY_SIZE:
        return None
    rule_tables = []
    for rule in rules:
        found = tables_of(rule, grid, deadline)
        if found is None:
            return None
        rule_tables.append((rule, found))
    starts, place_rooms, times_at = _possible_places(grid)
    if times_at.size > MAX_ARRAY_SIZE:
        return None
    scales = scales_of(grid, rule_tables)
    if scales is None:
        return None
    own = _own_costs(grid, rule_tables, place_rooms, times_at, scales)
    strict = [(rule, found) for rule, found in rule_tables if rule.is_hard]
    hard = HardViolations(
        _own_costs(grid, strict, place_rooms, times_at, scales),
        kernels_of(grid, strict, scales),
        groups_of(strict, scales),
    )
    return CostArrays(
        grid,
        starts,
        place_rooms,
        times_at,
        own,
        kernels_of(grid, rule_tables, scales),
        groups_of(rule_tables, scales),
        scales,
        hard,
    )


def _possible_places(grid: Grid) -> tuple[tuple[tuple[str, int], ...], Numbers, Numbers]:
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


def _own_costs(
    grid: Grid,
    rule_tables: Sequence[tuple[Rule, Tables]],
    place_rooms: Numbers,
    times: Numbers,
    scales: dict[int | None, float],
) -> Numbers:
    own = np.zeros(times.shape)
    sessions = np.arange(len(own))[:, None]
    for level, weight, table in weighted_tables(rule_tables):
        if isinstance(table, PlaceTable):
            amounts = np.broadcast_to(table.amounts, grid.shape)
            own += scales[level] * weight * amounts[sessions, times, place_rooms[None, :]]
    own[times < 0] = np.inf
    return own
