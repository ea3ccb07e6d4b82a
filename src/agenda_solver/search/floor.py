"""The agenda that local search works on: who is where, what stands in the way, and what it costs in one number."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.evaluation.account import Account
from agenda_solver.evaluation.asking import AskedRule
from agenda_solver.evaluation.grid import Grid
from agenda_solver.evaluation.state import State
from agenda_solver.evaluation.terms import Terms
from agenda_solver.model.conference import Conference
from agenda_solver.rules.rule import Rule

__all__ = ["HARD", "Floor"]

HARD = 1 << 120
"""What a hard violation weighs in the one number; wishes never add up to half of it, so it can be taken apart."""
LEVEL = 1 << 36
"""How much more a priority level weighs than the one below it; only a guide for the search, the score decides."""


class Floor:
    """The places of all sessions in rooms that hold one at a time, and the cost of the agenda as one number.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules that are switched on.

    Attributes
    ----------
    cost
        Hard violations times :data:`HARD` plus the weighted wishes. A session that must take place and does not is a
        hard violation.
    times, rooms
        For each session the times and rooms that no hard rule about it alone forbids.
    """

    def __init__(self, conference: Conference, rules: Sequence[Rule]) -> None:
        self.grid = grid = Grid(conference)
        self.state = State(grid)
        told: list[tuple[int, Terms]] = []
        asked: list[AskedRule] = []
        hard_terms = [self._presence()]
        for rule in (rule for rule in rules if not rule.severity.is_off and rule.applies(conference)):
            weight = HARD if rule.is_hard else rule.severity.weight * LEVEL**rule.severity.priority
            terms = Terms(grid)
            if rule.quick(terms):
                told.append((weight, terms))
                hard_terms += [terms] if rule.is_hard else []
            else:
                asked.append(AskedRule(grid, rule, weight))
        self._account = Account(self.state, [(HARD, hard_terms[0]), *told])
        self._asked = asked
        self.cost = self._account.empty + sum(one.empty for one in asked)
        self.times = [_left(open_, n, hard_terms, "by_time") for n, open_ in enumerate(grid.open_times)]
        self.rooms = [_left(open_, n, hard_terms, "by_room") for n, open_ in enumerate(grid.open_rooms)]
        self._cluster = grid.clusters(0)
        self._number_of_rooms = len(conference.rooms)
        self._here: list[list[int]] = [[] for _ in range((max(self._cluster, default=0) + 1) * self._number_of_rooms)]
        self._begin: dict[tuple[int, int, int], int] = {}
        for number, times in enumerate(self.times):
            for time in times:
                self._begin[number, grid.block[time], grid.start[time]] = time

    def _presence(self) -> Terms:
        terms = Terms(self.grid)
        for number, session in enumerate(self.grid.conference.sessions):
            if not session.optional:
                terms.charge_absence(number, 1)
        return terms

    def in_the_way(self, session: int, time: int, room: int) -> list[int]:
        """Return the other sessions that are in the room at some minute of a time."""
        starts, ends = self.state.start, self.state.end
        start, end = self.grid.start[time], self.grid.end[time]
        here = self._here[self._cluster[time] * self._number_of_rooms + room]
        return [other for other in here if starts[other] < end and start < ends[other] and other != session]

    def hole(self, time: int, room: int) -> tuple[int, int]:
        """Return the minutes from which to which a room is free around a time, within the block."""
        starts, ends = self.state.start, self.state.end
        span = self.grid.conference.block_span[self.grid.times[time].block]
        begin, end = span.start, span.end
        for other in self._here[self._cluster[time] * self._number_of_rooms + room]:
            if ends[other] <= self.grid.start[time]:
                begin = max(begin, ends[other])
            elif starts[other] >= self.grid.end[time]:
                end = min(end, starts[other])
        return begin, end

    def time_from(self, session: int, block: int, start: int) -> int | None:
        """Return the time of a session that begins in a block at a minute, if it may begin there."""
        return self._begin.get((session, block, start))

    def take(self, session: int) -> None:
        """Take a session out."""
        state = self.state
        time, room = state.time[session], state.room[session]
        state.clear(session)
        self._here[self._cluster[time] * self._number_of_rooms + room].remove(session)
        self.cost += self._account.change(session, time, room, -1)
        for one in self._asked:
            self.cost += one.change(session, time, room, -1)

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session somewhere would add to the cost, and change nothing."""
        added = self._account.peek(session, time, room)
        for one in self._asked:
            added += one.peek(session, time, room)
        return added

    def load(self, times: Sequence[int], rooms: Sequence[int]) -> None:
        """Give all sessions other places; those with the time -1 have none."""
        state = self.state
        moved = [n for n, time in enumerate(times) if (time, rooms[n]) != (state.time[n], state.room[n])]
        for session in moved:
            if state.time[session] >= 0:
                self.take(session)
        for session in moved:
            if times[session] >= 0:
                self.put(session, times[session], rooms[session])

    def put(self, session: int, time: int, room: int) -> None:
        """Put a session somewhere; nothing may be in the way."""
        self.cost += self._account.change(session, time, room, 1)
        for one in self._asked:
            self.cost += one.change(session, time, room, 1)
        self.state.put(session, time, room)
        self._here[self._cluster[time] * self._number_of_rooms + room].append(session)


def apart(cost: int) -> tuple[int, int]:
    """Take a cost apart: the number of hard violations, and the weighted wishes."""
    hard = (cost + HARD // 2) // HARD
    return hard, cost - hard * HARD


def _left(open_: list[int], session: int, hard: list[Terms], table: str) -> list[int]:
    """Return the places that cost nothing by any hard rule about the session alone; all of them where none is left."""
    forbidden = {place for terms in hard for place, n in getattr(terms, table).get(session, {}).items() if n > 0}
    return [place for place in open_ if place not in forbidden] or open_
