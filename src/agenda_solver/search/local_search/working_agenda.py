"""The agenda that local search changes: the places of all sessions, which rooms are taken, and the scalar cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agenda_solver.evaluation.delta_evaluation import WeightedTerms
from agenda_solver.evaluation.grid import Place, PlaceGrid
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.rules_by_check import RuleByCheck
from agenda_solver.model.agenda import Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.local_search.scalarisation import Scalarisation

__all__ = ["WorkingAgenda"]


class WorkingAgenda:
    """The places of all sessions in rooms that hold one session at a time, and the scalar cost of the agenda.

    ``cost`` combines hard violations and weighted wishes by ``scale``, which is by default made from the rules. A
    mandatory session without a place is a hard violation. ``times`` and ``rooms`` are those of each session that no
    hard rule about it alone forbids. ``rule_terms`` are the rules that can be expressed by terms, with their terms.
    """

    def __init__(self, conference: Conference, rules: Sequence[Rule], scale: Scalarisation | None = None) -> None:
        self.grid = grid = PlaceGrid(conference)
        self.state = Positions(grid)
        self.scale = Scalarisation(rules) if scale is None else scale
        self.rule_terms: list[tuple[Rule, Terms]] = []
        weighted: list[tuple[int, Terms]] = []
        checked_rules: list[RuleByCheck] = []
        hard_terms = [self._absence_terms()]
        for rule in (rule for rule in rules if not rule.severity.is_off and rule.applies(conference)):
            weight = self.scale.weight(rule)
            terms = Terms(grid)
            if rule.quick(terms):
                weighted.append((weight, terms))
                self.rule_terms.append((rule, terms))
                hard_terms += [terms] if rule.is_hard else []
            else:
                checked_rules.append(RuleByCheck(grid, rule, weight))
        self._terms = WeightedTerms(self.state, [(self.scale.hard, hard_terms[0]), *weighted])
        self._checked_rules = checked_rules
        self.cost = self._terms.empty + sum(one.empty for one in checked_rules)
        self.times = [_allowed(open_, n, hard_terms, "by_time") for n, open_ in enumerate(grid.open_times)]
        self.rooms = [_allowed(open_, n, hard_terms, "by_room") for n, open_ in enumerate(grid.open_rooms)]
        self._cluster = grid.clusters(0)
        self._number_of_rooms = len(conference.rooms)
        self._here: list[list[int]] = [[] for _ in range((max(self._cluster, default=0) + 1) * self._number_of_rooms)]
        self._begin: dict[tuple[int, int, int], int] = {}
        for number, times in enumerate(self.times):
            for time in times:
                self._begin[number, grid.block[time], grid.start[time]] = time

    def _absence_terms(self) -> Terms:
        terms = Terms(self.grid)
        for number, session in enumerate(self.grid.conference.sessions):
            if not session.optional:
                terms.charge_absence(number, 1)
        return terms

    def in_the_way(self, session: int, time: int, room: int) -> list[int]:
        """Return the other sessions that are in the room at some minute of this time."""
        starts, ends = self.state.start, self.state.end
        start, end = self.grid.start[time], self.grid.end[time]
        here = self._here[self._cluster[time] * self._number_of_rooms + room]
        return [other for other in here if starts[other] < end and start < ends[other] and other != session]

    def free_gap(self, time: int, room: int, ignoring: int = -1) -> tuple[int, int]:
        """Return the free gap of a room around a time, within the block and without one session: begin and end."""
        starts, ends = self.state.start, self.state.end
        span = self.grid.conference.block_span[self.grid.times[time].block]
        begin, end = span.start, span.end
        for other in self._here[self._cluster[time] * self._number_of_rooms + room]:
            if other == ignoring:
                continue
            if ends[other] <= self.grid.start[time]:
                begin = max(begin, ends[other])
            elif starts[other] >= self.grid.end[time]:
                end = min(end, starts[other])
        return begin, end

    def time_from(self, session: int, block: int, start: int) -> int | None:
        """Return the time at which a session begins in a block at a minute; None if it may not begin there."""
        return self._begin.get((session, block, start))

    def remove(self, session: int) -> None:
        """Remove a session from its place."""
        state = self.state
        time, room = state.time[session], state.room[session]
        state.clear(session)
        self._here[self._cluster[time] * self._number_of_rooms + room].remove(session)
        self.cost += self._terms.change(session, time, room, -1)
        for one in self._checked_rules:
            self.cost += one.change(session, time, room, -1)

    def peek(self, session: int, time: int, room: int) -> int:
        """Return the cost change of placing a session, without placing it."""
        added = self._terms.peek(session, time, room)
        for one in self._checked_rules:
            added += one.peek(session, time, room)
        return added

    def numbers_of(self, agenda: Mapping[str, Placement]) -> tuple[list[int], list[int]]:
        """Return an agenda by numbers; a session that overlaps an earlier one in its room gets no place."""
        times, rooms = [-1] * len(self.times), [-1] * len(self.times)
        taken: dict[int, list[tuple[int, int]]] = {}
        for id, place in agenda.items():
            session, time, room = self.grid.spot(id, place)
            start, end = self.grid.start[time], self.grid.end[time]
            here = taken.setdefault(room, [])
            if not any(begin < end and start < until for begin, until in here):
                here.append((start, end))
                times[session], rooms[session] = time, room
        return times, rooms

    def shift(self, session: int, time: int, room: int) -> int:
        """Return the cost change of moving a session, without moving it."""
        state = self.state
        old, new = (state.time[session], state.room[session]), (time, room)
        return self._terms.shift(session, old, new) + sum(one.shift(session, old, new) for one in self._checked_rules)

    def exchange(self, first: int, place: Place, second: int, target: Place) -> int:
        """Return the cost change of moving two sessions together, without moving them."""
        state = self.state
        old, other = (state.time[first], state.room[first]), (state.time[second], state.room[second])
        places = (old, place, other, target)
        added = self._terms.exchange(first, second, places)
        return added + sum(one.exchange(first, second, places) for one in self._checked_rules)

    def load(self, times: Sequence[int], rooms: Sequence[int]) -> None:
        """Move all sessions to these places; a session with the time -1 has none."""
        state = self.state
        moved = [n for n, time in enumerate(times) if (time, rooms[n]) != (state.time[n], state.room[n])]
        for session in moved:
            if state.time[session] >= 0:
                self.remove(session)
        for session in moved:
            if times[session] >= 0:
                self.put(session, times[session], rooms[session])

    def put(self, session: int, time: int, room: int) -> None:
        """Place a session; the place has to be free."""
        self.cost += self._terms.change(session, time, room, 1)
        for one in self._checked_rules:
            self.cost += one.change(session, time, room, 1)
        self.state.put(session, time, room)
        self._here[self._cluster[time] * self._number_of_rooms + room].append(session)


def _allowed(open_: list[int], session: int, hard: list[Terms], table: str) -> list[int]:
    """Return the places that no hard rule about the session alone forbids; all of them if none is left."""
    forbidden = {place for terms in hard for place, n in getattr(terms, table).get(session, {}).items() if n > 0}
    return [place for place in open_ if place not in forbidden] or open_
