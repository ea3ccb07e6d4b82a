"""The exact value of the fulfilled wishes in a stretch of overlapping sessions, for the ``quick`` face.

If all sessions of a stretch run at once, everybody first takes their best session. People then leave overfull sessions
along the cheapest chain to a free seat. These successive shortest paths minimise the loss. If some sessions follow each
other and seats are short, which is rare, the small model of ``check`` decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, Literal, TypeAlias

from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.shared.attendee_wishes import busy_sessions, can_use, is_there, windows_of
from agenda_solver.rules.shared.best_attendance import best_in_seats

if TYPE_CHECKING:
    from agenda_solver.evaluation.grid import PlaceGrid, Spot
    from agenda_solver.rules.audience_attendance import AudienceAttendance

__all__ = ["Audience", "BestSeating", "Options", "Seating", "Stretch"]

Stretch: TypeAlias = "tuple[Spot, ...]"
"""Sessions with their times and rooms, in a fixed order, that overlap one after the other."""

Options = Mapping[int, Sequence[tuple[int, int]]]
"""For each voter the sessions of a stretch that are possible, as pairs of a worth and the session's number."""

MAX_CACHED = 300_000


class Audience:
    """The voters of a conference by number: their wishes, and when and where they cannot come."""

    def __init__(self, rule: AudienceAttendance, grid: PlaceGrid) -> None:
        self.grid, self._rule = grid, rule
        conference = grid.conference
        self._people = [conference.person_by_id.get(ballot.voter) for ballot in conference.votes]
        number = {ballot.voter: n for n, ballot in enumerate(conference.votes)}
        weights = rule.weights(conference)
        # For each session, pairs of a weight and the number of a voter.
        self.wishes: list[list[tuple[int, int]]] = [[] for _ in conference.sessions]
        busy: list[set[int]] = [set() for _ in conference.sessions]
        for who, wished in weights.items():
            for id, weight in wished.items():
                self.wishes[grid.number_of_session[id]].append((weight, number[who]))
        for who, sessions in busy_sessions(conference, rule.roles).items():
            for id in sessions if who in weights else ():
                busy[grid.number_of_session[id]].add(number[who])
        # For each session, the voters who have a role in it.
        self.busy = [frozenset(voters) for voters in busy]
        self.total = sum(weight for found in self.wishes for weight, _ in found)
        # The sessions whose places matter.
        self.members = [n for n, found in enumerate(self.wishes) if found or self.busy[n]]
        self._unable: dict[tuple[int, int], frozenset[int]] = {}

    @property
    def divided_by(self) -> Literal["block", "conference"]:
        """The kind of classes in which wishes can be counted separately: blocks, unless some overlap."""
        spans = self.grid.conference.block_span.values()
        return "conference" if any(overlaps(a, b) for a, b in combinations(spans, 2)) else "block"

    @cached_property
    def seats(self) -> list[list[int]]:
        """The seats available for wishes, by session and room, at most the number of wishes."""
        conference, found = self.grid.conference, []
        for session, wishes in zip(conference.sessions, self.wishes, strict=True):
            numbers = [self._rule.seats_for_wishes(conference, session.id, room.id) for room in conference.rooms]
            found.append([len(wishes) if n is None else min(n, len(wishes)) for n in numbers])
        return found

    def unable(self, time: int, room: int) -> frozenset[int]:
        """Return the voters who cannot come at a time or to a room."""
        place = (time, room)
        if place not in self._unable:
            when = self.grid.times[time]
            absent = frozenset(n for n, windows in enumerate(self._windows) if not is_there(windows, when))
            self._unable[place] = absent | self._barred[room]
        return self._unable[place]

    @cached_property
    def _windows(self) -> list[list[TimeSlot] | None]:
        return [windows_of(self.grid.conference, person) for person in self._people]

    @cached_property
    def _barred(self) -> list[frozenset[int]]:
        rooms = [frozenset(room.features) for room in self.grid.conference.rooms]
        return [frozenset(n for n, person in enumerate(self._people) if not can_use(person, f)) for f in rooms]

    def is_at_once(self, stretch: Stretch) -> bool:
        """Whether all sessions of a stretch have a moment in common."""
        start, end = self.grid.start, self.grid.end
        return max(start[time] for _, time, _ in stretch) < min(end[time] for _, time, _ in stretch)

    def options(self, stretch: Stretch) -> Options:
        """Return the sessions of a stretch that each voter could attend if they attended no other."""
        start, end = self.grid.start, self.grid.end
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for session, time, room in stretch:
            if not self.wishes[session]:
                continue
            at_once = [s for s, t, _ in stretch if start[t] < end[time] and start[time] < end[t]]
            unable = self.unable(time, room).union(*(self.busy[other] for other in at_once))
            for weight, voter in self.wishes[session]:
                if voter not in unable:
                    found[voter].append((weight, session))
        return found


class Seating:
    """The value of the wishes that placed sessions fulfil; the value of each stretch is cached."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self._known: dict[Stretch, int] = {}

    def value(self, spots: Sequence[Spot]) -> int:
        """Return the value of the wishes that these placed sessions fulfil."""
        start, end = self.audience.grid.start, self.audience.grid.end
        total = over = 0
        group: list[Spot] = []
        for spot in sorted(spots, key=lambda spot: (start[spot[1]], spot[0])):
            begin = start[spot[1]]
            if group and begin >= over:
                total += self._value(tuple(group))
                group = []
            over = max(over, end[spot[1]]) if group else end[spot[1]]
            group.append(spot)
        return total + self._value(tuple(group)) if group else total

    def _value(self, stretch: Stretch) -> int:
        value = self._known.get(stretch)
        if value is None:
            if len(self._known) >= MAX_CACHED:
                self._known.clear()
            value = self._known[stretch] = self._attended_value(stretch)
        return value

    def _attended_value(self, stretch: Stretch) -> int:
        raise NotImplementedError


class BestSeating(Seating):
    """The exact value of the best attendance."""

    def _attended_value(self, stretch: Stretch) -> int:
        audience = self.audience
        options = audience.options(stretch)
        left = {session: audience.seats[session][room] for session, _, room in stretch}
        at_once = audience.is_at_once(stretch)
        chosen = {v: [max(mine)] if at_once else self._best_alone(stretch, mine) for v, mine in options.items()}
        wanted: dict[int, int] = defaultdict(int)
        for mine in chosen.values():
            for _, session in mine:
                wanted[session] += 1
        alone = sum(weight for mine in chosen.values() for weight, _ in mine)
        if all(number <= left[session] for session, number in wanted.items()):
            return alone
        if at_once:
            worth = {voter: {session: weight for weight, session in mine} for voter, mine in options.items()}
            return alone - _least_loss(worth, left)
        return self._by_model(stretch, options, left)

    def _best_alone(self, stretch: Stretch, mine: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the wishes of maximum weight that do not overlap, by dynamic programming in the order of ends."""
        times = {session: time for session, time, _ in stretch}
        start, end = self.audience.grid.start, self.audience.grid.end
        ordered = sorted(mine, key=lambda wish: end[times[wish[1]]])
        ends = [end[times[session]] for _, session in ordered]
        best: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]
        for number, wish in enumerate(ordered):
            worth, before = best[bisect_right(ends, start[times[wish[1]]], hi=number)]
            with_it = worth + wish[0], [*before, wish]
            best.append(max(best[-1], with_it, key=lambda plan: plan[0]))
        return best[-1][1]

    def _by_model(self, stretch: Stretch, options: Options, left: Mapping[int, int]) -> int:
        places = {str(session): self.audience.grid.times[time] for session, time, _ in stretch}
        weights = {str(v): {str(session): weight for weight, session in mine} for v, mine in options.items()}
        seats = {str(session): number for session, number in left.items()}
        attended = best_in_seats(places, {v: list(mine) for v, mine in weights.items()}, weights, seats)
        return sum(weights[voter][session] for voter, session in attended)


def _least_loss(options: Mapping[int, Mapping[int, int]], left: Mapping[int, int]) -> int:
    """Return the minimum loss, relative to everybody's best session, that the seats ``left`` in each session cause.

    All sessions run at once. ``options`` holds for each voter the value of each possible session.
    """
    here: dict[int, set[int]] = {session: set() for session in left}
    for voter, mine in options.items():
        here[max(mine, key=lambda session: (mine[session], session))].add(voter)
    lost = 0
    for session in left:
        while len(here[session]) > left[session]:
            lost += _reassign(session, options, here, left)
    return lost


NOWHERE = -1


def _reassign(
    session: int, options: Mapping[int, Mapping[int, int]], here: dict[int, set[int]], left: Mapping[int, int]
) -> int:
    """Move people along a chain that begins at an overfull session, so that the loss is minimal, and return the loss.

    Nobody gains by changing sessions, and no group gains by exchanging seats, so no cycle has negative length. Moves
    along a shortest path from the session to a free seat, or to nowhere, preserve this invariant.
    """
    arcs = [(a, b, loss, voter) for a in here for b, (loss, voter) in _cheapest_transfers(a, options, here[a]).items()]
    far: dict[int, float] = {**dict.fromkeys(here, inf), NOWHERE: inf, session: 0}
    by: dict[int, tuple[int, int]] = {}
    changed = True
    while changed:
        changed = False
        for a, b, loss, voter in arcs:
            if far[a] + loss < far[b]:
                far[b], by[b], changed = far[a] + loss, (a, voter), True
    free = [NOWHERE, *(other for other in here if len(here[other]) < left[other])]
    end = min(free, key=lambda other: far[other])
    lost, at = int(far[end]), end
    while at != session:
        before, voter = by[at]
        here[before].discard(voter)
        if at != NOWHERE:
            here[at].add(voter)
        at = before
    return lost


def _cheapest_transfers(
    session: int, options: Mapping[int, Mapping[int, int]], here: set[int]
) -> dict[int, tuple[int, int]]:
    """Return for each other session, and for nowhere, the least loss of moving there, and the voter who has it."""
    found: dict[int, tuple[int, int]] = {}
    for voter in here:
        mine = options[voter]
        worth = mine[session]
        for other, weight in ((NOWHERE, 0), *mine.items()):
            if other != session and (other not in found or worth - weight < found[other][0]):
                found[other] = worth - weight, voter
    return found
