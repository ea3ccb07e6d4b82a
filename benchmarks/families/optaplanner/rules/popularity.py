"""The more popular session has the larger room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from agenda_solver import Agenda, Conference, Violation, register_rule
from agenda_solver.rules.base.amount_tables import Numbers
from agenda_solver.rules.base.rule import Problem
from benchmarks.families.optaplanner.rules.pairs import PairRule, Times, one_of

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions


@register_rule
class Popularity(PairRule):
    r"""Of two sessions, the one with the larger expected audience is not in the smaller room.

    The amount is the sum of both lengths over the pairs of which the one with the smaller audience has the room with
    the larger capacity, whenever the two are. Pairs with equal audiences, or with equal capacities, cost nothing.

    Source: "Popular talks".
    """

    id: ClassVar[str] = "optaplanner_popularity"
    ordered: ClassVar[bool] = True

    def problems(self, conference: Conference) -> Iterator[Problem]:
        yield from super().problems(conference)
        for room in conference.rooms:
            if room.capacity is None:
                yield Problem("", f'it needs the capacity of each room, but room "{room.id}" has none')

    def weights(self, conference: Conference) -> Numbers:
        audience = np.array([session.expected_audience for session in conference.sessions], dtype=np.int64)
        less: Numbers = audience[:, None] < audience[None, :]
        return less.astype(np.int64)

    def times(self, times: Times) -> Numbers:
        return times.both

    def rooms(self, conference: Conference) -> Numbers:
        seats = np.array([room.capacity or 0 for room in conference.rooms], dtype=np.int64)
        larger: Numbers = seats[:, None] > seats[None, :]
        return larger.astype(np.int64)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for all less popular ones in larger rooms, which are added up along the popularity."""
        cost = decisions.cost(self.is_hard)
        seats = sorted({room.capacity or 0 for room in decisions.conference.rooms})
        larger = {limit: _Larger(decisions, limit) for limit in seats}
        ranked = sorted(decisions.conference.sessions, key=lambda session: session.expected_audience)
        for _, same in groupby(ranked, key=lambda session: session.expected_audience):
            sessions = [session.id for session in same]
            for session in sessions:
                amount = _charged(decisions, session, larger)
                if amount is not None:
                    cost.add(amount)
            for found in larger.values():
                found.take(sessions)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the audiences and the rooms of every pair."""
        audience = {id: conference.session_by_id[id].expected_audience for id in agenda}
        seats = {room.id: room.capacity or 0 for room in conference.rooms}
        for first, second in combinations(agenda, 2):
            if audience[first] == audience[second]:
                continue
            less, more = (first, second) if audience[first] < audience[second] else (second, first)
            a, b = agenda[less], agenda[more]
            if seats[a.room] > seats[b.room]:
                titles = [conference.session_by_id[id].title for id in (less, more)]
                names = [conference.room_by_id[place.room].name for place in (a, b)]
                message = (
                    f'"{titles[0]}" is in {names[0]} ({seats[a.room]} seats), and the more popular "{titles[1]}" in '
                    f"{names[1]} ({seats[b.room]} seats)."
                )
                amount = a.end - a.start + b.end - b.start
                yield Violation(amount, message, (less, more), rooms=(a.room, b.room))


class _Larger:
    """How many of the less popular sessions are in rooms of more seats than a limit, and how long they are."""

    def __init__(self, decisions: Decisions, limit: int) -> None:
        self._decisions = decisions
        self._limit = limit
        self.number: Any = 0
        self.minutes: Any = 0
        self.most = self.longest = 0

    def take(self, sessions: Sequence[str]) -> None:
        """Add sessions, which are more popular than those before."""
        conference, model = self._decisions.conference, self._decisions.model
        seats = {room.id: room.capacity or 0 for room in conference.rooms}
        number: list[Any] = [self.number]
        minutes: list[Any] = [self.minutes]
        for session in sessions:
            rooms = frozenset(room for room in self._decisions.rooms(session) if seats[room] > self._limit)
            by_length = _in_rooms(self._decisions, session, rooms) if rooms else {}
            number += by_length.values()
            minutes += [length * literal for length, literal in by_length.items()]
            self.most += bool(rooms)
            self.longest += max(by_length, default=0)
        if len(number) == 1:
            return
        self.number, self.minutes = model.new_int_var(0, self.most, ""), model.new_int_var(0, self.longest, "")
        model.add(sum(number) == self.number)
        model.add(sum(minutes) == self.minutes)


def _in_rooms(decisions: Decisions, session: str, rooms: frozenset[str]) -> dict[int, Literal]:
    """Return for each length that the session can have a literal: it has this length and is in one of the rooms."""
    spans = decisions.conference.block_span
    blocks: dict[int, list[str]] = {}
    for block in decisions.blocks(session):
        blocks.setdefault(spans[block].minutes, []).append(block)
    if len(blocks) == 1:
        literals = [decisions.in_room(session, room) for room in sorted(rooms)]
        return {length: one_of(decisions, literals) for length in blocks}
    return {
        length: one_of(decisions, [decisions.in_cell(session, b, room) for b in here for room in sorted(rooms)])
        for length, here in blocks.items()
    }


def _charged(decisions: Decisions, session: str, larger: dict[int, _Larger]) -> Literal | None:
    """Return what a session pays for the less popular ones in larger rooms; bounded from below."""
    seats = {room.id: room.capacity or 0 for room in decisions.conference.rooms}
    charges = []
    for limit, found in larger.items():
        rooms = frozenset(room for room in decisions.rooms(session) if seats[room] == limit)
        for length, here in _in_rooms(decisions, session, rooms).items() if rooms and found.most else ():
            charges.append((length * found.number + found.minutes, length * found.most + found.longest, here))
    if not charges:
        return None
    amount: Literal = decisions.model.new_int_var(0, max(most for _, most, _ in charges), "")
    for expression, most, here in charges:
        decisions.model.add(amount >= expression - most * (1 - here))
    return amount
