"""The time between two sessions: pauses that a person or a room needs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from agenda_solver.cpsat.variables.rule_cost import Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.conference import Position

__all__ = ["Need", "changeover_shortages", "keep_pause", "pause_shortage"]

Need = Callable[[str, str], int]
"""The minutes needed between sessions in two rooms: the same in both orders, and for all rooms of a building."""

# Starts of an earlier session, and the starts of a later one that follow too soon, with the missing minutes.
Row = tuple[list[Position], tuple[tuple[Position, int], ...]]


def keep_pause(decisions: Decisions, first: str, second: str, need: Need) -> None:
    """Require the pause that the rooms need between two sessions that follow each other on one day."""
    one, other = _Starts(decisions, first), _Starts(decisions, second)
    for enough, far in _levels(decisions, first, second, need):
        for early, late in ((one, other), (other, one)):
            for ending, following in _too_close(early, late, enough, exactly=False):
                ends, begins = early.one_of(ending), late.one_of([position for position, _ in following])
                if far.index == decisions.always.index:
                    decisions.model.add_at_most_one([*ends, *begins])
                elif len(ends) == len(begins) == 1:
                    decisions.model.add_bool_or(~ends[0], ~begins[0], ~far)
                else:
                    decisions.model.add(sum(ends) + sum(begins) + far <= 2)


def pause_shortage(decisions: Decisions, first: str, second: str, need: Need) -> Variable | None:
    """Return by how many minutes the pause between two sessions on one day is too short for their rooms.

    It is 0 if they overlap, or if one of them has no place. Return None if the pause can never be too short.
    """
    one, other = _Starts(decisions, first), _Starts(decisions, second)
    bounds = [
        (late.by_amount(following), early.one_of(ending), far)
        for enough, far in _levels(decisions, first, second, need)
        for early, late in ((one, other), (other, one))
        for ending, following in _too_close(early, late, enough, exactly=True)
    ]
    if not bounds:
        return None
    short = decisions.model.new_int_var(0, max(max(by_amount) for by_amount, _, _ in bounds), "")
    for by_amount, ends, far in bounds:
        lacking = sum(amount * sum(literals) for amount, literals in by_amount.items())
        decisions.model.add(short >= lacking - max(by_amount) * (2 - sum(ends) - far))
    return short


class _Starts:
    """The possible starts of one session, in the order of time."""

    def __init__(self, decisions: Decisions, session: str) -> None:
        self.decisions = decisions
        self.session = session
        self.positions = sorted(decisions.positions(session), key=lambda position: position.start)
        self.minutes = [position.start for position in self.positions]
        self._in_block = Counter(position.block for position in self.positions)

    def one_of(self, positions: Sequence[Position]) -> list[Literal]:
        """Return literals of which exactly one is true when the session has one of these starts, and none otherwise.

        For a block all of whose starts are among them, the literal of the block is used.
        """
        by_block: dict[str, list[Position]] = {}
        for position in positions:
            by_block.setdefault(position.block, []).append(position)
        literals: list[Literal] = []
        for block, inside in by_block.items():
            if len(inside) == self._in_block[block]:
                literals.append(self.decisions.in_block(self.session, block))
            else:
                literals += [self.decisions.starts_at(self.session, position) for position in inside]
        return literals

    def by_amount(self, positions: Sequence[tuple[Position, int]]) -> dict[int, list[Literal]]:
        """Return literals for the starts, grouped by their amounts."""
        found: dict[int, list[Position]] = {}
        for position, amount in positions:
            found.setdefault(amount, []).append(position)
        return {amount: self.one_of(some) for amount, some in found.items()}


def _levels(decisions: Decisions, first: str, second: str, need: Need) -> Iterator[tuple[int, Literal]]:
    """Yield each different pause that rooms of the two sessions need, with a literal for "they need at least this".

    The literals are bounded from below only.
    """
    here, there = _rooms_by_building(decisions, first), _rooms_by_building(decisions, second)
    needs = {(g, h): need(here[g][0], there[h][0]) for g in here for h in there}
    for level in sorted({minutes for minutes in needs.values() if minutes > 0}):
        if min(needs.values()) >= level:
            yield level, decisions.always
            continue
        far = decisions.model.new_bool_var("")
        for building, rooms in here.items():
            others = [room for h in there if needs[building, h] >= level for room in there[h]]
            if others:
                in_one = sum(decisions.in_room(first, room) for room in rooms)
                in_other = sum(decisions.in_room(second, room) for room in others)
                decisions.model.add(in_one + in_other <= 1 + far)
        yield level, far


def _rooms_by_building(decisions: Decisions, session: str) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for room in decisions.rooms(session):
        found.setdefault(decisions.conference.room_by_id[room].building, []).append(room)
    return found


def _too_close(early: _Starts, late: _Starts, enough: int, *, exactly: bool) -> Iterator[Row]:
    """Yield starts of the earlier session, with those of the later one that follow too soon on the same day.

    Starts with the same following ones are combined; with ``exactly`` their missing minutes have to be the same, too.
    """
    day_of = {block.id: block.day for block in early.decisions.conference.blocks}
    rows: dict[tuple[tuple[Position, int], ...], list[Position]] = {}
    for p in early.positions:
        near = late.positions[bisect_left(late.minutes, p.end) : bisect_left(late.minutes, p.end + enough)]
        row = [(q, enough - (q.start - p.end) if exactly else 1) for q in near if day_of[q.block] == day_of[p.block]]
        if row:
            rows.setdefault(tuple(row), []).append(p)
    for following, ending in rows.items():
        yield ending, following


def changeover_shortages(decisions: Decisions, room: str) -> Iterator[tuple[Literal, int]]:
    """Yield literals for "one session in a room ends too soon before another begins", with the missing minutes.

    A room holds one session at a time, so at most one begins and at most one ends at any minute. Literals for the
    minutes of the room are therefore sufficient, without any for pairs of sessions. They are bounded from below only.
    """
    conference = decisions.conference
    sessions = [s for s in conference.sessions if room in decisions.rooms(s.id)]
    pause, teardowns = conference.room_by_id[room].changeover_minutes, sorted({s.teardown_minutes for s in sessions})
    ending: dict[tuple[int, int], list[Literal]] = {}
    beginning: dict[tuple[int, tuple[int, ...]], list[Literal]] = {}
    for session in sessions:
        # The minutes needed after sessions of each teardown time; sessions with the same needs are grouped.
        needs = tuple(max(pause, teardown + session.setup_minutes) for teardown in teardowns)
        for position in decisions.positions(session.id):
            literal = decisions.at(session.id, position, room)
            ending.setdefault((position.end, session.teardown_minutes), []).append(literal)
            if any(needs):
                beginning.setdefault((position.start, needs), []).append(literal)
    ended = sorted(ending)
    ends: dict[tuple[int, int], Literal] = {}
    for (start, needs), literals in sorted(beginning.items(), key=lambda item: item[0]):
        need_after = dict(zip(teardowns, needs, strict=True))
        near = ended[bisect_left(ended, (start - max(needs) + 1,)) : bisect_left(ended, (start + 1,))]
        late = [end for end in near if start - end[0] < need_after[end[1]]]
        begins = _any_of(decisions, literals) if late else decisions.never
        for end in late:
            if end not in ends:
                ends[end] = _any_of(decisions, ending[end])
            yield decisions.both(ends[end], begins), need_after[end[1]] - (start - end[0])


def _any_of(decisions: Decisions, literals: Sequence[Literal]) -> Literal:
    """Return a literal that is at least the sum of these, of which at most one is true."""
    if len(literals) == 1:
        return literals[0]
    some = decisions.model.new_bool_var("")
    decisions.model.add(sum(literals) <= some)
    return some
