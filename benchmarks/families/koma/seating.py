"""How much of the wishes a stretch of overlapping sessions fulfils: quickly, and never too much.

The search asks this for every move. Both ways below seat people one by one, so what they find can be attended; the
best attendance may fulfil a little more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.families.koma.ground import Ground

__all__ = ["Seating", "Stretch", "stretches"]

Stretch = tuple[tuple[int, int, int], ...]
"""Sessions with their first slots and rooms, ordered: the sessions of a time that nobody can leave in between."""

MOST_REMEMBERED = 300_000


class Seating:
    """Seats people in stretches of sessions, and remembers what each stretch was worth."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[Stretch, int] = {}
        self._seats = [
            [ground.seats(session, room) for room in range(len(ground.case.problem.rooms))]
            for session in range(len(ground.lengths))
        ]

    def value(self, stretch: Stretch) -> int:
        """Return the weight of the wishes that a stretch fulfils."""
        value = self._known.get(stretch)
        if value is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            value = self._known[stretch] = self._found(stretch)
        return value

    def _found(self, stretch: Stretch) -> int:
        lengths = self._ground.lengths
        if max(start for _, start, _ in stretch) < min(start + lengths[session] for session, start, _ in stretch):
            return self._seat_by_regret(stretch)
        return self._seat_by_weight(stretch)

    def _unable(self, session: int, start: int, room: int) -> frozenset[int]:
        """Return who cannot come to a session at its place."""
        unable = self._ground.barred[room]
        for slot in range(start, start + self._ground.lengths[session]):
            unable |= self._ground.absent[slot]
        return unable

    def _seat_by_weight(self, stretch: Stretch) -> int:
        """Fulfil the heaviest wish first, then the next one that is still possible."""
        ground = self._ground
        busy: dict[int, int] = defaultdict(int)  # the slots that each person has taken, as bits
        wishes = []
        left, slots = {}, {}
        for session, start, room in stretch:
            slots[session] = (1 << ground.lengths[session]) - 1 << start
            left[session] = self._seats[session][room]
            for person in ground.required[session]:
                busy[person] |= slots[session]
            unable = self._unable(session, start, room)
            wishes += [(weight, p, session) for weight, p in ground.wishes[session] if p not in unable]
        wishes.sort(reverse=True)
        value = 0
        for weight, person, session in wishes:
            if left[session] and not busy[person] & slots[session]:
                left[session] -= 1
                busy[person] |= slots[session]
                value += weight
        return value

    def _seat_by_regret(self, stretch: Stretch) -> int:
        """Let everybody ask for their best session, where all are at once; the crowded ones keep those who lose most.

        Whoever is sent away asks for their next best one, until nobody is.
        """
        ground = self._ground
        engaged = frozenset[int]().union(*(ground.required[session] for session, _, _ in stretch))
        asks: dict[int, list[tuple[int, int]]] = defaultdict(list)
        left = {}
        for session, start, room in stretch:
            left[session] = self._seats[session][room]
            unable = engaged | self._unable(session, start, room)
            for weight, person in ground.wishes[session] if left[session] else ():
                if person not in unable:
                    asks[person].append((weight, session))
        seated: dict[int, list[tuple[int, int, int]]] = {session: [] for session in left}
        for person, sessions in asks.items():
            sessions.sort()
            _ask(person, sessions, seated)
        crowded = [session for session in left if len(seated[session]) > left[session]]
        while crowded:
            session = crowded.pop()
            here = seated[session]
            here.sort()
            away, here[:] = here[: -left[session]], here[-left[session] :]
            for _, _, person in away:
                if asks[person]:
                    other = _ask(person, asks[person], seated)
                    if len(seated[other]) > left[other] and other not in crowded:
                        crowded.append(other)
        return sum(weight for here in seated.values() for _, weight, _ in here)


def _ask(person: int, sessions: list[tuple[int, int]], seated: dict[int, list[tuple[int, int, int]]]) -> int:
    """Let a person ask for the best of their sessions that is left, and return it."""
    weight, session = sessions.pop()
    regret = weight - sessions[-1][0] if sessions else weight
    seated[session].append((regret, weight, person))
    return session


def stretches(ground: Ground, sessions: Sequence[tuple[int, int, int]]) -> list[Stretch]:
    """Return the sessions (first slot, number, room) of a block as stretches of overlapping ones."""
    found: list[Stretch] = []
    group: list[tuple[int, int, int]] = []
    over = 0
    for start, session, room in sorted(sessions):
        if group and start >= over:
            found.append(tuple(group))
            group = []
            over = 0
        group.append((session, start, room))
        over = max(over, start + ground.lengths[session])
    return [*found, tuple(group)] if group else found
