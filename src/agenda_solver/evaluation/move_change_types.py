"""Cost changes of moves: of one session to every place, and of two sessions that exchange their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.positions import Positions
from agenda_solver.model.agenda import Placement
from agenda_solver.rules.base.severity import Severity

__all__ = ["Change", "HeatMap", "Standard", "Swap", "sum_of"]


@dataclass(frozen=True)
class Change:
    """The changes of the rules' amounts by key; rules that do not change are left out."""

    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Standard:
    """The standard by which changes are evaluated: the severities of the rules, and the hard rules already violated."""

    severities: Mapping[str, Severity]
    broken: Mapping[str, int]  # the amounts of the hard rules that are violated before any change

    def costs(self, amounts: Mapping[str, int]) -> dict[int, int]:
        """Return the change of the cost on each priority level, highest level first; level 0 is always there."""
        levels = dict.fromkeys(self._levels, 0)
        for key, amount in amounts.items():
            if key in self._prices:
                priority, weight = self._prices[key]
                levels[priority] += weight * amount
        return levels

    @cached_property
    def _prices(self) -> dict[str, tuple[int, int]]:
        """The priority and weight of each soft rule; cached, because they are needed for thousands of places."""
        return {key: (s.priority, s.weight) for key, s in self.severities.items() if not s.is_hard}

    @cached_property
    def _levels(self) -> list[int]:
        return sorted({0, *(priority for priority, _ in self._prices.values())}, reverse=True)

    def is_legal(self, amounts: Mapping[str, int]) -> bool:
        """Whether no hard rule is violated after a change."""
        left = dict(self.broken)
        for key, amount in amounts.items():
            if key not in self._prices:
                left[key] = left.get(key, 0) + amount
        return not any(left.values())


@dataclass(frozen=True)
class Swap:
    """An exchange of the rooms and starts of two sessions, and what it would change.

    Attributes
    ----------
    session, other
        The ids of the two sessions.
    placement, other_placement
        The places of the two sessions after the exchange. Each session keeps its own length.
    change
        The changes of the amounts, by rule.
    costs
        The change of the cost on each priority level, highest level first.
    is_legal
        Whether no hard rule is violated afterwards.
    """

    session: str
    other: str
    placement: Placement
    other_placement: Placement
    change: Change
    costs: Mapping[int, int]
    is_legal: bool

    @property
    def rank(self) -> tuple[int, ...]:
        """The sort key: legal exchanges first, then the cheapest, the highest priority level first."""
        return (not self.is_legal, *self.costs.values())


@dataclass(frozen=True, eq=False)
class HeatMap(Mapping[Placement, Change]):
    """What placing a session at each open start and room would change, with everything else as it is.

    A mapping from places to changes, in the order of the programme, with the rooms of one start together. Later moves
    in the ledger do not change it.

    Attributes
    ----------
    session
        The id of the session.
    """

    session: str
    _grid: PlaceGrid
    _heats: Mapping[str, Heat]
    _standard: Standard
    _ranks: tuple[Mapping[int, int], Mapping[int, int]]
    _occupants: Mapping[int, Sequence[tuple[int, int, str]]]

    @classmethod
    def of(cls, session: int, state: Positions, heats: Mapping[str, Heat], standard: Standard) -> HeatMap:
        """Return the heat map of a session, from the change of each rule's amount at its open times and rooms."""
        grid, sessions = state.grid, state.grid.conference.sessions
        occupants: dict[int, list[tuple[int, int, str]]] = {}
        for other, room in enumerate(state.room):
            if room >= 0 and other != session:
                occupants.setdefault(room, []).append((state.start[other], state.end[other], sessions[other].id))
        times, rooms = grid.open_times[session], grid.open_rooms[session]
        ranks = {time: rank for rank, time in enumerate(times)}, {room: rank for rank, room in enumerate(rooms)}
        nonzero = {key: heat for key, heat in heats.items() if heat}
        return cls(sessions[session].id, grid, nonzero, standard, ranks, occupants)

    def __getitem__(self, placement: Placement) -> Change:
        """Return how much each rule changes; KeyError if the place is not open to the session."""
        return Change(self._amounts(*self._numbers(placement)))

    def __iter__(self) -> Iterator[Placement]:
        """Return the places, in the order of the programme."""
        times, rooms = self._ranks
        return (self._grid.placement(time, room) for time in times for room in rooms)

    def __len__(self) -> int:
        """Return the number of places."""
        times, rooms = self._ranks
        return len(times) * len(rooms)

    def costs(self, placement: Placement) -> dict[int, int]:
        """Return the change of the cost on each priority level, highest level first; level 0 is always there."""
        return self._standard.costs(self._amounts(*self._numbers(placement)))

    def is_legal(self, placement: Placement) -> bool:
        """Whether no hard rule is violated with the session there."""
        return self._standard.is_legal(self._amounts(*self._numbers(placement)))

    def weighed(self) -> Iterator[tuple[Placement, Change, dict[int, int], bool]]:
        """Return every place with its change, the change of the cost by level, and whether no hard rule is violated.

        This is much faster than looking up each place separately.
        """
        times, rooms = self._ranks
        for time in times:
            for room in rooms:
                amounts = self._amounts(time, room)
                standard = self._standard
                yield (
                    self._grid.placement(time, room),
                    Change(amounts),
                    standard.costs(amounts),
                    standard.is_legal(amounts),
                )

    def in_the_way(self, placement: Placement) -> tuple[str, ...]:
        """Return the ids of the other sessions that occupy the room during this time."""
        room = self._grid.number_of_room[placement.room]
        here = self._occupants.get(room, ())
        return tuple(id for start, end, id in here if start < placement.end and placement.start < end)

    def best(self, number: int = 5) -> list[Placement]:
        """Return the best places: legal ones first, then the cheapest, the highest priority level first.

        Ties keep the order of the programme.
        """
        times, rooms = self._ranks
        places = ((time, room) for time in times for room in rooms)
        return [self._grid.placement(*place) for place in nsmallest(number, places, key=lambda p: self._rank(*p))]

    def _rank(self, time: int, room: int) -> tuple[int, ...]:
        amounts = self._amounts(time, room)
        return (not self._standard.is_legal(amounts), *self._standard.costs(amounts).values())

    def _amounts(self, time: int, room: int) -> dict[str, int]:
        row, column = self._ranks[0][time], self._ranks[1][room]
        return {key: amount for key, heat in self._heats.items() if (amount := heat.at(row, column))}

    def _numbers(self, placement: Placement) -> tuple[int, int]:
        _, time, room = self._grid.spot(self.session, placement)
        if time not in self._ranks[0] or room not in self._ranks[1]:
            raise KeyError(placement)
        return time, room


def sum_of(changes: Iterable[Change]) -> Change:
    """Return the sum of successive changes."""
    total: dict[str, int] = {}
    for change in changes:
        for key, amount in change.amounts.items():
            total[key] = total.get(key, 0) + amount
    return Change({key: amount for key, amount in total.items() if amount})
