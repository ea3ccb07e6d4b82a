"""A search by moves: simulated annealing over the places of sessions, each move weighed by how people can be seated.

Times decide nearly everything, and a move changes two stretches of sessions only. So a move is weighed in a fraction of
a millisecond, where a model of everybody's attendance has to carry thousands of variables along.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from math import inf, log
from random import Random

from benchmarks.families.koma.ground import Ground, Place, Plan
from benchmarks.families.koma.seating import Seating, stretches

__all__ = ["anneal"]

# Temperatures at the beginning and at the end, as multiples of the mean weight of a wish.
WARM, COLD = 3.0, 0.1
# Moves between two looks at the clock.
ROUND = 20
# Share of the moves that exchange the places of two sessions; the others move one session.
EXCHANGE = 0.5

Moved = dict[int, Place]


class _State:
    """A legal plan, what lies where, and the value of each block."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self.ground = ground
        self.plan = list(plan)
        self._seating = Seating(ground)
        self._taken: dict[Place, int] = {}
        self._in_block: list[set[int]] = [set() for _ in ground.case.problem.blocks]
        for session, place in enumerate(plan):
            self._put(session, place)
        self._values = [self._value_of(block) for block in range(len(self._in_block))]

    @property
    def value(self) -> int:
        """The weight of the wishes that the plan fulfils, as far as the seating found out."""
        return sum(self._values)

    def move(self, moved: Moved, least: float) -> int:
        """Move sessions to places that are legal, if the value changes by no less than this; return the change."""
        before = {session: self.plan[session] for session in moved}
        blocks = {self.ground.slots[start][0] for start, _ in (*before.values(), *moved.values())}
        self._exchange(moved)
        values = {block: self._value_of(block) for block in blocks}
        change = sum(value - self._values[block] for block, value in values.items())
        if change < least:
            self._exchange(before)
            return 0
        for block, value in values.items():
            self._values[block] = value
        return change

    def is_legal(self, moved: Moved) -> bool:
        """Whether sessions may be moved to these places, each of which is allowed to its session by itself."""
        claimed = [(slot, room) for session, (start, room) in moved.items() for slot in self._slots(session, start)]
        return (
            len(set(claimed)) == len(claimed)
            and all((other := self._taken.get(cell)) is None or other in moved for cell in claimed)
            and all(self.is_in_time(session, start, moved) for session, (start, _) in moved.items())
        )

    def is_free(self, session: int, place: Place) -> bool:
        """Whether a room has nothing else, from a slot on, as long as a session takes."""
        start, room = place
        return all(self._taken.get((slot, room), session) == session for slot in self._slots(session, start))

    def _slots(self, session: int, start: int) -> range:
        return range(start, start + self.ground.lengths[session])

    def is_in_time(self, session: int, start: int, moved: Moved) -> bool:
        """Whether a session that starts so is apart from what it must not overlap, and in order."""
        ground, lengths = self.ground, self.ground.lengths
        end = start + lengths[session]

        def begins(other: int) -> int:
            return moved[other][0] if other in moved else self.plan[other][0]

        return (
            all(end <= (first := begins(o)) or first + lengths[o] <= start for o in ground.apart[session])
            and all(begins(o) + lengths[o] <= start for o in ground.before[session])
            and all(end <= begins(o) for o in ground.after[session])
        )

    def _exchange(self, places: Mapping[int, Place]) -> None:
        for session in places:
            start, room = self.plan[session]
            self._in_block[self.ground.slots[start][0]].discard(session)
            for slot in self._slots(session, start):
                del self._taken[slot, room]
        for session, place in places.items():
            self._put(session, place)

    def _put(self, session: int, place: Place) -> None:
        start, room = place
        self.plan[session] = place
        self._in_block[self.ground.slots[start][0]].add(session)
        for slot in self._slots(session, start):
            self._taken[slot, room] = session

    def _value_of(self, block: int) -> int:
        sessions = [(self.plan[session][0], session, self.plan[session][1]) for session in self._in_block[block]]
        return sum(self._seating.value(stretch) for stretch in stretches(self.ground, sessions))


def anneal(ground: Ground, plan: Plan, *, seconds: float, seed: int = 0, most_moves: int | None = None) -> Plan:
    """Return the best plan that was met on a walk which first takes losses lightly, and later hardly any.

    Parameters
    ----------
    ground
        The problem by numbers.
    plan
        A legal plan to begin with.
    seconds
        Wall-clock seconds.
    seed
        Seed of the moves.
    most_moves
        How many moves are tried at most; with it, and with seconds enough, the walk is the same every time.
    """
    began, random, state = time.perf_counter(), Random(seed), _State(ground, plan)
    weights = [weight for wishes in ground.wishes for weight, _ in wishes]
    mean = sum(weights) / max(1, len(weights))
    best_value, best, value, tried = state.value, list(plan), state.value, 0
    while weights:
        share = max((time.perf_counter() - began) / seconds if seconds > 0 else inf, tried / (most_moves or inf))
        if share >= 1.0:
            break
        temperature = mean * WARM * (COLD / WARM) ** share
        for _ in range(ROUND):
            tried += 1
            moved = _drawn(state, random)
            if moved is not None:
                # A loss is taken with the probability exp(-loss / temperature).
                value += state.move(moved, temperature * log(1.0 - random.random()))
            if value > best_value:
                best_value, best = value, list(state.plan)
    return best


def _drawn(state: _State, random: Random) -> Moved | None:
    """Draw a legal move; None where what was drawn is none."""
    session = random.randrange(len(state.plan))
    if random.random() < EXCHANGE:
        return _exchange(state, session, random.randrange(len(state.plan)))
    starts = state.ground.allowed[session]
    start = random.choice(tuple(starts))
    if not state.is_in_time(session, start, {session: (start, 0)}):
        return None
    rooms = [room for room in starts[start] if state.is_free(session, (start, room))]
    if not rooms:
        return None
    # Large rooms are worth more: most often the largest one is tried, then the next.
    place = (start, rooms[min(len(rooms) - 1, int(random.expovariate(1.0)))])
    return None if place == state.plan[session] else {session: place}


def _exchange(state: _State, first: int, second: int) -> Moved | None:
    """Return the exchange of two sessions' places, or None where it is not legal."""
    here, there = state.plan[first], state.plan[second]
    allowed = state.ground.allowed
    if first == second or there[1] not in allowed[first].get(there[0], ()):
        return None
    moved = {first: there, second: here}
    return moved if here[1] in allowed[second].get(here[0], ()) and state.is_legal(moved) else None
